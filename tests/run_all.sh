#!/bin/sh
# Runs everything on each of the builds and adds up.  Called by `make test` from the project's root; ends with "N passed, N failed".
#     sh tests/run_all.sh CONFIG...
set -u
log=build/test/log
mkdir -p build/test
: > build/test/counts

# Runs one runner, shows what it says, keeps its last line; one that ends without counting is itself a failure.
run() {
    echo "== $*"
    sh "$@" > "$log" 2>&1
    status=$?
    count=$(tail -n 1 "$log" | grep -Ex '[0-9]+ passed, [0-9]+ failed')
    cat "$log"
    if [ -z "$count" ] || { [ "$status" -ne 0 ] && [ "${count#* passed, }" = "0 failed" ]; }; then
        count="0 passed, 1 failed"
        echo "FAILED $1 broke off with status $status"
    fi
    echo "$count" >> build/test/counts
}

for config in "$@"; do
    run tests/run_unit.sh "build/$config"
    run tests/run_acceptance.sh "build/$config"
    run tests/run_format.sh "build/$config"
    run tests/run_golden.sh "build/$config"
    run tests/run_missing.sh "build/$config"
    run tests/run_lessons.sh "build/$config"
    run tests/run_limits.sh "build/$config"
    run tests/run_diff.sh "build/$config"
    run tests/run_docs.sh "build/$config"
    run tests/run_demo.sh "build/$config"
    case $config in release) run tests/run_install.sh "build/$config" ;; esac
    case $config in sanitize) run tests/run_corpus.sh "build/$config" ;; *) run tests/run_places.sh "build/$config" ;; esac
done
echo
awk '{ passed += $1; failed += $3 } END { print passed + 0 " passed, " failed + 0 " failed" }' build/test/counts | tee build/test/total
grep -q '^[1-9][0-9]* passed, 0 failed$' build/test/total

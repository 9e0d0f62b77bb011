#!/bin/sh
# Lets libFuzzer look for inputs that break a reader.  What it finds new goes to build/fuzz/corpus/; an input that breaks something is
# kept in build/fuzz/found/ and belongs, once mended, into tests/fuzz/corpus/NAME/.
#     sh tests/run_fuzz.sh SECONDS
set -u
. tests/count.sh
mkdir -p build/fuzz/found
for source in tests/fuzz/*_fuzz.c; do
    name=$(basename "$source" _fuzz.c)
    mkdir -p "build/fuzz/corpus/$name" "tests/fuzz/corpus/$name"
    log=build/fuzz/$name.log
    if "build/fuzz/fuzz/${name}_fuzz" -max_total_time="$1" -timeout=20 -rss_limit_mb=2048 -artifact_prefix="build/fuzz/found/$name-" \
        -print_final_stats=1 "build/fuzz/corpus/$name" "tests/fuzz/corpus/$name" > "$log" 2>&1; then
        passed
        echo "$name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs"
    else
        tail -n 40 "$log" > "$log.tail"
        failed "$name" "$log.tail"
    fi
done
counted

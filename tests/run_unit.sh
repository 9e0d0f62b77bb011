#!/bin/sh
# Runs the unit tests of a build, each program by itself, and counts their tests.
#     sh tests/run_unit.sh build/CONFIG
# A program that ends badly without naming a failed test counts as one failure: it crashed, or a sanitizer stopped it.
set -u
. tests/count.sh
folder=$1/unit
logs=build/test/unit/$(basename "$1")
rm -rf "$logs"
mkdir -p "$logs"

ls "$folder" | xargs -P "$(nproc 2> /dev/null || echo 2)" -I NAME sh -c '
    CMOCKA_MESSAGE_OUTPUT=TAP "$1/$3" > "$2/$3.log" 2>&1
    echo $? > "$2/$3.status"' sh "$folder" "$logs" NAME

for source in tests/unit/*_test.c; do
    name=$(basename "$source" .c)
    log=$logs/$name.log
    status=$(cat "$logs/$name.status" 2> /dev/null || echo missing)
    ok=$(grep -c '^ok ' "$log")
    bad=$(grep -c '^not ok ' "$log")
    count_passed=$((count_passed + ok))
    if [ "$bad" -gt 0 ]; then
        grep -v '^ok ' "$log" > "$log.bad"
        failed "$name" "$log.bad"
        count_failed=$((count_failed + bad - 1))
    elif [ "$status" != 0 ] || [ "$ok" -eq 0 ]; then
        tail -n 25 "$log" > "$log.tail"
        failed "$name: ended with status $status" "$log.tail"
    fi
done
counted

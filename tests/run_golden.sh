#!/bin/sh
# Compares what the program says with what is kept.  Each tests/golden/NAME/ holds
#     cmd         arguments of assessc in one line, as in a shell; run in a copy of the folder, once with --lang zh, once with --lang en
#     zh.txt      what then comes on stdout and stderr
#     en.txt
#     status      the exit status of both
# and the files that the command reads.
#     sh tests/run_golden.sh [--accept] build/CONFIG      --accept: writes the three from what comes now
set -u
. tests/count.sh
accept=false
if [ "$1" = --accept ]; then accept=true; shift; fi
root=$(pwd)
work=build/test/golden/$(basename "$1")
ASSESSC=$root/$1/assessc
export ASSESSC ASAN_OPTIONS=detect_leaks=0:detect_stack_use_after_return=0
unset NO_COLOR COLUMNS
rm -rf "$work"

# Runs the command of folder $1 in language $2; leaves out.txt and the exit status in $status.
run() {
    rm -rf "$work/$1"
    mkdir -p "$work/$1"
    cp -R "tests/golden/$1/." "$work/$1"
    (cd "$work/$1" && eval "\"\$ASSESSC\" $(cat cmd) --lang $2") > "$work/$1.$2.txt" 2>&1 < /dev/null
    status=$?
}

for command in tests/golden/*/cmd; do
    [ -f "$command" ] || continue
    folder=$(dirname "$command")
    name=$(basename "$folder")
    for language in zh en; do
        run "$name" "$language"
        out=$work/$name.$language.txt
        if $accept; then
            cp "$out" "$folder/$language.txt"
            echo "$status" > "$folder/status"
        fi
        if [ "$status" != "$(cat "$folder/status" 2> /dev/null)" ]; then
            echo "exit status $status" >> "$out"
            failed "golden $name ($language): exit status $status" "$out"
        elif diff -u "$folder/$language.txt" "$out" > "$work/diff" 2>&1; then
            passed
        else
            failed "golden $name ($language)" "$work/diff"
        fi
    done
done
counted

#!/bin/sh
# Replays the corpora of the fuzzers, tests/fuzz/corpus/NAME/, each file by itself, through the targets of a build.
#     sh tests/run_corpus.sh build/CONFIG
set -u
. tests/count.sh
mkdir -p build/test
log=build/test/corpus.log
# What lang/ has from malloc in this build is never given back, so leaks are only looked for in targets that ask for it themselves.
for source in tests/fuzz/*_fuzz.c; do
    name=$(basename "$source" _fuzz.c)
    for file in "tests/fuzz/corpus/$name"/*; do
        [ -f "$file" ] || continue
        if "$1/fuzz/${name}_fuzz" "$file" > "$log" 2>&1; then passed; else failed "$file" "$log"; fi
    done
done
counted

#!/bin/sh
# What `make demo` shows, against tests/demo.txt; no line wider than a terminal of 120 columns, no part longer than two screens of 50 lines.
#     sh tests/run_demo.sh [--accept] build/CONFIG      --accept: writes the file from what comes now
set -u
. tests/count.sh
accept=false
if [ "$1" = --accept ]; then accept=true; shift; fi
now=build/test/demo.txt
mkdir -p build/test
ASAN_OPTIONS=detect_leaks=0:detect_stack_use_after_return=0 sh rules/demo.sh "$1/assessc" > "$now" 2>&1 < /dev/null
if $accept; then cp "$now" tests/demo.txt; fi
if diff -u tests/demo.txt "$now" > build/test/diff 2>&1; then passed; else failed "demo" build/test/diff; fi

# In GB18030 a character takes as many bytes as it is wide.
iconv -f UTF-8 -t GB18030 "$now" | LC_ALL=C awk 'length($0) > 120 { print NR ": " length($0) " columns" }' > build/test/wide
if [ -s build/test/wide ]; then failed "demo: too wide" build/test/wide; else passed; fi
awk '/^== /  { part = $0; lines = 0 }
     { if (++lines > 100) long[part] = lines }
     END     { for (part in long) print part ": " long[part] " lines" }' "$now" > build/test/long
if [ -s build/test/long ]; then failed "demo: too long" build/test/long; else passed; fi
counted

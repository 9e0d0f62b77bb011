#!/bin/sh
# The township year of SPEC.md: assessc on tests/bench/township.assess against limit.c, the same by hand in C, on one thread.
#     sh tests/bench/run.sh [ROWS...]         default: 100000 1000000; from the project's root, after make
# Both run three times in turn, so that a slow moment hits both; the least time counts.  First both must print the stored results.
set -eu
export PYTHONDONTWRITEBYTECODE=1
bench=tests/bench
work=build/bench
assessc=build/assessc
limit=$work/limit
mkdir -p "$work"
gcc -O3 -w -Wno-psabi -pthread "$bench/limit.c" -o "$limit"
gcc -O2 -Wall -Wextra "$bench/measure.c" -o "$work/measure"
[ $# -gt 0 ] || set -- 100000 1000000

# assessc_command DATA OUT: the run that is measured.
assessc_command() { echo "$assessc run $bench/township.assess --data 乡镇=$1 -o $2 --threads 1"; }

for name in township-1000 township-edge township-line township-line-90; do
    "$limit" "$bench/data/$name.csv" | cmp - "$bench/data/$name.expected.csv"
    $(assessc_command "$bench/data/$name.csv" "$work/check.csv") > /dev/null
    cmp "$work/check.csv" "$bench/data/$name.expected.csv"
done
echo "both print the stored results"

# Prints one line of the table from three lines "SECONDS MEBIBYTES" in FILE: PROGRAM FILE ROWS SECONDS-OF-LIMIT
table_line() {
    awk -v program="$1" -v rows="$3" -v unit="$4" '
        NR == 1 || $1 < least { least = $1 }
        $2 > peak { peak = $2 }
        END { printf "%-10s %10.3f s %12.0f rows/s %8.2f x %8.0f MiB\n", program, least, rows / least, least / (unit ? unit : least), peak }' "$2"
}

for rows in "$@"; do
    data=$work/township-$rows.csv
    [ -s "$data" ] || { python3 "$bench/gen.py" township "$rows" --seed 3 > "$data.part" && mv "$data.part" "$data"; }
    : > "$work/limit.times"
    : > "$work/assessc.times"
    for turn in 1 2 3; do
        "$work/measure" "$work/limit.csv" "$limit" "$data" >> "$work/limit.times"
        "$work/measure" "$work/messages" $(assessc_command "$data" "$work/assessc.csv") >> "$work/assessc.times"
    done
    unit=$(sort -n "$work/limit.times" | awk 'NR == 1 { print $1 }')
    echo
    echo "$rows rows"
    table_line limit "$work/limit.times" "$rows" "$unit"
    table_line assessc "$work/assessc.times" "$rows" "$unit"
    if cmp "$work/limit.csv" "$work/assessc.csv"; then echo "identical bytes"; else echo "the results differ"; exit 1; fi
done

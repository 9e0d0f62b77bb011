#!/bin/sh
# The two workloads of SPEC.md, assessc against the same written by hand in C, on one thread: the township year (township.assess, limit.c)
# and the contribution index (persons.assess, limit_persons.c).
#     sh tests/bench/run.sh [ROWS...]         default: 100000 1000000; from the project's root, after make
# Both run three times in turn, so that a slow moment hits both; the least time counts.  First both must print the stored results.
set -eu
export PYTHONDONTWRITEBYTECODE=1
bench=tests/bench
work=build/bench
assessc=build/assessc
mkdir -p "$work"
gcc -O3 -w -Wno-psabi -pthread "$bench/limit.c" -o "$work/township"
gcc -O3 -w -Wno-psabi "$bench/limit_persons.c" -o "$work/persons"
gcc -O2 -Wall -Wextra "$bench/measure.c" -o "$work/measure"
[ $# -gt 0 ] || set -- 100000 1000000

# assessc_command WORKLOAD DATA OUT: the run that is measured.
assessc_command() {
    case $1 in township) ledger=乡镇 ;; persons) ledger=任务 ;; esac
    echo "$assessc run $bench/$1.assess --data $ledger=$2 -o $3 --threads 1"
}

# What a command says is shown where it fails: each run tells what it put into empty cells.
quietly() { "$@" 2> "$work/messages" || { cat "$work/messages" >&2; exit 1; }; }

for data in "$bench"/data/*.expected.csv; do
    data=${data%.expected.csv}
    name=$(basename "$data")
    "$work/${name%%-*}" "$data.csv" | cmp - "$data.expected.csv"
    quietly $(assessc_command "${name%%-*}" "$data.csv" "$work/check.csv") > /dev/null
    cmp "$work/check.csv" "$data.expected.csv"
done
echo "both print the stored results"

# Prints one line of the table from three lines "SECONDS MEBIBYTES" in FILE: PROGRAM FILE ROWS SECONDS-OF-LIMIT
table_line() {
    awk -v program="$1" -v rows="$3" -v unit="$4" '
        NR == 1 || $1 < least { least = $1 }
        $2 > peak { peak = $2 }
        END { printf "%-10s %10.3f s %12.0f rows/s %8.2f x %8.0f MiB\n", program, least, rows / least, least / (unit ? unit : least), peak }' "$2"
}

# measure WORKLOAD ROWS
measure() {
    data=$work/$1-$2.csv
    [ -s "$data" ] || { python3 "$bench/gen.py" "$1" "$2" --seed 3 > "$data.part" && mv "$data.part" "$data"; }
    : > "$work/limit.times"
    : > "$work/assessc.times"
    for turn in 1 2 3; do
        quietly "$work/measure" "$work/limit.csv" "$work/$1" "$data" >> "$work/limit.times"
        quietly "$work/measure" /dev/null $(assessc_command "$1" "$data" "$work/assessc.csv") >> "$work/assessc.times"
    done
    unit=$(sort -n "$work/limit.times" | awk 'NR == 1 { print $1 }')
    echo
    echo "$1, $2 rows"
    table_line limit "$work/limit.times" "$2" "$unit"
    table_line assessc "$work/assessc.times" "$2" "$unit"
    if cmp "$work/limit.csv" "$work/assessc.csv"; then echo "identical bytes"; else echo "the results differ"; exit 1; fi
}

for workload in township persons; do
    for rows in "$@"; do
        measure "$workload" "$rows"
    done
done

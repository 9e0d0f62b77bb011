#!/bin/sh
# Runs the acceptance cases, tests/acceptance/NN-NAME/, tests/practice/NAME/ and rules/examples/NAME/: clauses of policy with ledgers and the exact scores that they give.
#     expected.csv           what scheme.assess gives (several schemes: expected-SCHEME.csv and SCHEME.assess)
# Every column of it must come out with the same text, rows found by the first column.  The same bytes must then come from the compiled
# scheme, from other numbers of threads, from every gear of the numbers, without any bound taken as proven, and from the interpreter alone.
# tests/spreadsheets/NN-NAME/ holds the ledgers of some cases as XLSX: the same bytes must come from them.
# tests/acceptance-en/NN-NAME.assess is the same in English.
#     sh tests/run_acceptance.sh build/CONFIG
set -u
. tests/count.sh
export ASAN_OPTIONS=detect_leaks=0:detect_stack_use_after_return=0
assessc=$1/assessc
work=build/test/acceptance/$(basename "$1")
rm -rf "$work"

# One run: NAME, then the rules and further options.  Its tables must be the bytes of the direct run.
again() {
    name=$1
    shift
    rm -rf "$out.again"
    mkdir -p "$out.again"
    if ! "$assessc" run "$@" --data "$folder" -o "$out.again/$target" > "$out.log" 2>&1; then
        failed "$case $name" "$out.log"
    elif ! diff -r "$out" "$out.again" > "$out.log" 2>&1; then
        failed "$case $name: other bytes" "$out.log"
    else
        passed
    fi
}

# The saved program, run without the compiler.
alone() {
    set -- "$out.asb"
    for ledger in "$folder"/*.csv; do
        case $(basename "$ledger") in expected*) ;; *) set -- "$@" "$(basename "$ledger" .csv)=$ledger" ;; esac
    done
    "$assessc" dis "$out.asb" | sed -n 's/^output [0-9]* "\([^"]*\)".*/\1/p' | while read -r table; do cat "$out/$table.csv"; done > "$out.want"
    if ! ASAN_OPTIONS= "$build/run_asb" "$@" > "$out.alone" 2> "$out.log"; then
        failed "$case interpreter alone" "$out.log"
    elif ! cmp "$out.want" "$out.alone" > "$out.log" 2>&1; then
        failed "$case interpreter alone: other bytes" "$out.log"
    else
        passed
    fi
}

build=$1
for folder in tests/acceptance/[0-9][0-9]-* tests/practice/*/ rules/examples/*/; do
    folder=${folder%/}
    case=$(basename "$folder")
    out=$work/$case
    mkdir -p "$out"
    if [ -f "$folder/expected.csv" ]; then
        schemes=$folder/scheme.assess
        target=scheme.csv
    else
        schemes=$(for table in "$folder"/expected-*.csv; do echo "$table" | sed 's/expected-\(.*\)csv$/\1assess/'; done)
        target=
    fi

    if ! "$assessc" run $schemes --data "$folder" -o "$out/$target" > "$out.log" 2>&1; then
        failed "$case" "$out.log"
        continue
    fi
    for scheme in $schemes; do
        name=$(basename "$scheme" .assess)
        expected=$folder/expected${target:+.csv}
        [ -n "$target" ] || expected=$folder/expected-$name.csv
        if "$build/compare_tables" "$expected" "$out/$name.csv" > "$out.log" 2>&1; then passed; else failed "$case" "$out.log"; fi
    done

    again "3 threads" $schemes --threads 3
    if [ -d "tests/spreadsheets/$case" ]; then      # the same ledgers as a spreadsheet program wrote them
        csv=$folder
        folder=tests/spreadsheets/$case
        again "spreadsheets" $schemes
        folder=$csv
    fi
    again "wide gear" $schemes --test-gear wide
    again "big gear" $schemes --test-gear big
    again "bounds checked" $schemes --test-checked
    if "$assessc" build $schemes -o "$out.asb" > "$out.log" 2>&1; then
        passed
        again "compiled" "$out.asb" --threads 1
        alone
    else
        failed "$case build" "$out.log"
    fi
done

# The same clauses in English, on the same ledgers: the tables must be the bytes of the Chinese run.
for scheme in tests/acceptance-en/*.assess; do
    case=$(basename "$scheme" .assess)
    out=$work/$case.en
    if ! "$assessc" run "$scheme" --data "tests/acceptance/$case" -o "$out.csv" > "$out.log" 2>&1; then
        failed "$case in English" "$out.log"
    elif ! cmp "$work/$case/scheme.csv" "$out.csv" > "$out.log" 2>&1; then
        failed "$case in English: other bytes" "$out.log"
    else
        passed
    fi
done

# Two years of one county: the schemes of the full pair are those that make.sh writes, and give both years' scores.
for year in 2023 2024; do
    folder=tests/acceptance/two-years/full
    mkdir -p "$work/made"
    sh $folder/make.sh "$work/made" > "$work/made.log" 2>&1
    if cmp "$folder/$year.assess" "$work/made/$year.assess" > "$work/made.log" 2>&1; then passed; else failed "two years: $year.assess is not what make.sh writes" "$work/made.log"; fi
    out=$work/two-years-$year
    if "$assessc" run "$folder/$year.assess" --data "乡镇=$folder/乡镇$year.csv" -o "$out.csv" > "$out.log" 2>&1 &&
        "$build/compare_tables" "$folder/expected-$year.csv" "$out.csv" > "$out.log" 2>&1; then passed; else failed "two years: scores of $year" "$out.log"; fi
done

# The workloads of tests/bench/SPEC.md; their results are those of other programs, and must be the same bytes.
for expected in tests/bench/data/*.expected.csv; do
    name=$(basename "$expected" .expected.csv)
    case $name in township-*) scheme=township ledger=乡镇 ;; *) scheme=persons ledger=任务 ;; esac
    out=$work/$name
    for threads in 1 3; do
        if ! "$assessc" run tests/bench/$scheme.assess --data "$ledger=tests/bench/data/$name.csv" -o "$out.csv" --threads $threads > "$out.log" 2>&1; then
            failed "$name with --threads $threads" "$out.log"
        elif ! cmp "$expected" "$out.csv" > "$out.log" 2>&1; then
            failed "$name with --threads $threads: other bytes" "$out.log"
        else
            passed
        fi
    done
done
counted

# Sourced by the runners: counts what passed and failed, and says what failed.
#     passed; failed NAME [FILE]      FILE: shown, its first lines; where it says why
#     counted                         last line "N passed, N failed"; ends the script
count_passed=0
count_failed=0

passed() { count_passed=$((count_passed + 1)); }

failed() {
    count_failed=$((count_failed + 1))
    echo "FAILED $1"
    [ $# -lt 2 ] || sed 's/^/    /; 15q' "$2"
}

counted() {
    echo "$count_passed passed, $count_failed failed"
    [ "$count_failed" -eq 0 ]
    exit
}

#!/bin/sh
# No clause is ignored: takes every kind of clause (tests/places/clauses.txt) to every place of a scheme (the lines @T, @I … in
# tests/places/scheme.assess and shared.assess). Where it does not belong there is a message each time; where it belongs, none.
#     sh tests/run_places.sh build/CONFIG
set -u
. tests/count.sh
work=build/test/places/$(basename "$1")
ASSESSC=$(pwd)/$1/assessc
export ASAN_OPTIONS=detect_leaks=0:detect_stack_use_after_return=0
places="T F L G I R V B K N E"
rm -rf "$work"
mkdir -p "$work"

# A scheme with nothing added at all is right; else every message would count.
grep -v '^@' tests/places/shared.assess > "$work/shared.assess"
grep -v '^@' tests/places/scheme.assess > "$work/scheme.assess"
if (cd "$work" && "$ASSESSC" check --strict scheme.assess --lang zh) > "$work/out" 2>&1; then passed; else failed "places: the scheme itself" "$work/out"; fi

# Writes the schemes with clause $1, one a place: T.assess, L.assess …
write() {
    for place in $places; do
        indent="    "
        case $place in T | F) indent= ;; esac
        shared=shared.assess
        if [ "$place" = F ]; then shared=F-shared.assess; fi
        text="$indent$1" awk -v place="$place" -v shared="$shared" '
            /^@/ { if ($0 == "@" place) print ENVIRON["text"]; next }
            { if ($1 == "引用") sub(/shared/, substr(shared, 1, length(shared) - 7)); print }' tests/places/scheme.assess > "$work/$place.assess"
    done
    text=$1 awk '/^@/ { print ENVIRON["text"]; next } { print }' tests/places/shared.assess > "$work/F-shared.assess"
}

tab=$(printf '\t')
grep -v '^#' tests/places/clauses.txt > "$work/clauses"
while IFS= read -r entry; do
    belongs=${entry%%"$tab"*}
    clause=${entry#*"$tab"}
    write "$clause"
    for place in $places; do
        (cd "$work" && "$ASSESSC" check --strict "$place.assess" --lang zh) > "$work/out" 2>&1 < /dev/null
        status=$?
        case $belongs in *"$place"*) here=true ;; *) here=false ;; esac
        case $status in
        0) if $here || [ -z "${clause}" ]; then passed; else failed "places: in $place nothing is said of “$clause”"; fi ;;
        1 | 3) case $here$belongs in true*!* | false*) passed ;; *) failed "places: in $place, where it belongs, “$clause”" "$work/out" ;; esac ;;
        *) failed "places: in $place exit status $status of “$clause”" "$work/out" ;;
        esac
    done
done < "$work/clauses"
counted

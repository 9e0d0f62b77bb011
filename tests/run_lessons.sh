#!/bin/sh
# Runs the examples of lang/lesson/*.lesson (lesson.h has their form): the wrong one of each lesson brings about the message of its code and
# no other error or warning, the right one none at all; and every code of the message tables has a lesson, with words in both languages.
#     sh tests/run_lessons.sh build/CONFIG
set -u
. tests/count.sh
root=$(pwd)
work=$root/build/test/lessons/$(basename "$1")
ASSESSC=$root/$1/assessc
export ASSESSC ASAN_OPTIONS=detect_leaks=0:detect_stack_use_after_return=0
unset NO_COLOR COLUMNS
rm -rf "$work"
mkdir -p "$work"
: > "$work/golden"

# The files of every example into $work/CODE/wrong and $work/CODE/right, with the commands in .commands, and the languages that explain it.
awk -v work="$work" '
    function file(name) { if (path) close(path); path = folder "/" name; if (name ~ "/") system("mkdir -p $(dirname " path ")"); printf "" > path }
    /^=== /             { code = $2; folder = ""; print code > (work "/codes"); next }
    /^(zh|en) /         { print code, $1 > (work "/explained"); folder = ""; next }
    /^(wrong|right) golden [^ ]+$/ { print code, $1, $3 > (work "/golden"); folder = ""; next }
    /^(wrong|right)( [A-Z][0-9]+)*$/ {
        folder = work "/" code "/" $1; system("mkdir -p " folder); path = ""; file("办法.assess")
        $1 = code; print > (folder "/.wanted"); close(folder "/.wanted"); next
    }
    folder == ""        { next }
    /^--- /             { file(substr($0, 5)); next }
    /^\$ /              { print substr($0, 3) > (folder "/.commands"); next }
                        { print > path }' lang/lesson/*.lesson

# What lessons leave out: the frame of a rule file, the command.
complete() {
    if [ ! -s "$1/办法.assess" ] || grep -q '^办法' "$1/办法.assess"; then :; else
        cat lang/lesson/frame.assess "$1/办法.assess" > "$1/.whole" && mv "$1/.whole" "$1/办法.assess"
    fi
    [ -f "$1/.commands" ] || case $(ls "$1") in
        *.csv*) echo 'assessc run 办法.assess --data .' > "$1/.commands" ;;
        *) echo 'assessc check 办法.assess' > "$1/.commands" ;;
    esac
}

# The codes of errors and warnings (and of notes where one is wanted) that example $1 brings about, in a line.
codes_of() {
    complete "$1"
    (cd "$1" && sh -c 'assessc() { "$ASSESSC" --lang zh "$@"; }
. ./.commands') > "$1/.out" 2>&1 < /dev/null
    grep -oE "^(错误|警告$2) [A-Z][0-9]{4}" "$1/.out" | cut -d ' ' -f 2 | sort -u | tr '\n' ' '
}

expect() {
    if [ "$3" = "$4" ]; then passed; else failed "$1 ($2): wanted “$3”, came “$4”" "$work/$1/$2/.out"; fi
}

# Each code has a wrong and a right example, run here or by a golden test.
example() {
    golden=$(awk -v code="$1" -v side="$2" '$1 == code && $2 == side { print $3 }' "$work/golden")
    if [ -d "$work/$1/$2" ]; then expect "$1" "$2" "$3" "$(codes_of "$work/$1/$2" "$4")"; return; fi
    found=none
    [ -n "$golden" ] && [ -f "tests/golden/$golden/cmd" ] && found=$(cat "tests/golden/$golden/zh.txt" "tests/golden/$golden/en.txt" |
        grep -cE "^(错误|警告|说明|error|warning|note) $1: ")
    case $2.$found in
        *.none) failed "$1 has no example “$2”" ;;
        right.0) passed ;;
        wrong.0 | wrong.1 | right.*) failed "$1 ($2): tests/golden/$golden tells it $found times in both languages together" ;;
        *) passed ;;
    esac
}

for code in $(cat "$work/codes"); do
    note=
    case $(grep -h "^MESSAGE($code, NOTE" lang/messages.def runtime/diagnostic/messages.def) in ?*) note='|说明' ;; esac
    wanted=$(cat "$work/$code/wrong/.wanted" 2> /dev/null | tr ' ' '\n' | sort -u | tr '\n' ' ')
    example "$code" wrong "$wanted" "$note"
    example "$code" right "" "$note"
done

# Every code once, with both languages and both examples.
sed -n 's/^MESSAGE(\([A-Z][0-9]*\),.*/\1/p' lang/messages.def runtime/diagnostic/messages.def | sort > "$work/wanted"
sort "$work/codes" > "$work/there"
sort -u "$work/wanted" | comm -23 - "$work/there" > "$work/lacking"
if [ -s "$work/lacking" ]; then failed "codes without a lesson in lang/lesson/ (lesson.h has the form)" "$work/lacking"; else passed; fi
comm -13 "$work/wanted" "$work/there" > "$work/unknown"
if [ -s "$work/unknown" ]; then failed "lessons of codes that do not exist, or twice" "$work/unknown"; else passed; fi
for language in zh en; do
    "$ASSESSC" explain-code --lang $language | cut -d ' ' -f 1 | sort | diff "$work/wanted" - > "$work/listed" 2>&1 &&
        passed || failed "explain-code ($language) does not list every code" "$work/listed"
    sort -u "$work/explained" | awk -v language=$language '$2 == language { print $1 }' | comm -13 - "$work/there" > "$work/silent"
    if [ -s "$work/silent" ]; then failed "lessons without $language" "$work/silent"; else passed; fi
done
counted

#!/bin/sh
# The rule files of the tree are in the canonical layout, and stay what they are in English and back.  For each of them
#     fmt --check says that it is canonical, and so does its English;
#     in Chinese it is what it is (or what it became, where it is written in English), in English another, and back the same bytes;
#     typed otherwise (marks of full width, blanks where they say nothing, no blanks beside marks) it is put right to the same bytes;
# and the acceptance cases, in English, give the scores that they give in Chinese.
#     sh tests/run_format.sh build/CONFIG
set -u
. tests/count.sh
export ASAN_OPTIONS=detect_leaks=0:detect_stack_use_after_return=0
build=$(cd "$1" && pwd)
assessc=$build/assessc
work=build/test/format/$(basename "$1")
rm -rf "$work"
mkdir -p "$work"
tree="rules stdlib tests/acceptance tests/acceptance-en tests/practice tests/bench"

# What keeps the command from going well is shown; $what and $file name the test.
try() {
    if "$@" > "$work/log" 2>&1; then return 0; fi
    failed "$what: $file" "$work/log"
    return 1
}

same() {
    if cmp -s "$1" "$2"; then passed; else diff -u "$1" "$2" > "$work/diff"; failed "$what: $file" "$work/diff"; fi
}

# ---- the tree ----

for top in $tree; do
    [ ! -d "$top" ] || find "$top" -name '*.assess'
done | LC_ALL=C sort > "$work/files"
[ "$(wc -l < "$work/files")" -gt 60 ] || failed "rule files are missing"

# All files of the tree beside each other as they are in it, because they cite each other.
copy_tree() {
    rm -rf "$1"
    while read -r file; do
        mkdir -p "$1/$(dirname "$file")"
        cp "$file" "$1/$file"
    done < "$work/files"
}

for top in $tree; do
    if "$assessc" fmt --check "$top" > "$work/log" 2>&1; then passed; else failed "not canonical (make it so by: assessc fmt $top)" "$work/log"; fi
done

# Typed otherwise: comments, texts and the names of indicators are left alone, for they are what they are.
otherwise() {
    awk -v way="$1" '
        /^(测试|test) /    { rows = !/}$/; print; next }      # rows of ledgers in tests are as a file has them
        rows              { print; rows = !/^}/; next }
        /#/ || /“/ || /"/ || /指标/ || /indicator/ || /责任|来源|依据|owner|source|basis/ || /重点任务|^组/ { print; next }
        way == "wide"  { gsub(/,/, ","); gsub(/;/, ";"); gsub(/[(]/, "("); gsub(/[)]/, ")"); gsub(/%/, "%"); gsub(/[{]/, "{"); gsub(/}/, "}"); gsub(/=/, "=") }
        way == "close" { gsub(/ *,/, ","); gsub(/, */, ","); gsub(/ *; */, ";"); gsub(/ *= */, "="); gsub(/ *× */, "×"); gsub(/ *÷ */, "÷"); gsub(/ *[{] */, "{"); gsub(/ 的,/, "的,") }
        way == "loose" { if (!/[0-9],[0-9]/) gsub(/,/, " , "); gsub(/ /, "  "); $0 = $0 "   " }
        { print }' "$2"
}

for way in wide close loose; do
    what="typed otherwise ($way)"
    copy_tree "$work/$way"
    while read -r file; do
        otherwise "$way" "$file" > "$work/$way/$file"
    done < "$work/files"
    for folder in "$work/$way"/* "$work/$way"/tests/*; do
        [ "$(basename "$folder")" = tests ] || "$assessc" fmt "$folder" > "$work/log" 2>&1 || failed "$what: $folder" "$work/log"
    done
    while read -r file; do
        same "$file" "$work/$way/$file"
    done < "$work/files"
done

# Each into Chinese, where it is not, into English and back, while the others stay.
what="in Chinese"
copy_tree "$work/zh"
copy_tree "$work/en"
copy_tree "$work/back"
while read -r file; do
    if ! grep -qE '^(language|scheme) ' "$file"; then
        try "$assessc" fmt --keywords zh "$work/zh/$file" && same "$file" "$work/zh/$file"
    elif ! try "$assessc" fmt --keywords zh "$work/zh/$file"; then
        continue
    fi
    cp "$work/zh/$file" "$work/en/$file"
    cp "$work/zh/$file" "$work/back/$file"
    try "$assessc" fmt --keywords en "$work/en/$file" && try "$assessc" fmt --check "$work/en/$file" && passed
    if cmp -s "$work/zh/$file" "$work/en/$file"; then failed "nothing is said otherwise: $file"; fi
done < "$work/files"
what="and back"
while read -r file; do
    cp "$work/en/$file" "$work/back/$file"
    try "$assessc" fmt --keywords zh "$work/back/$file" && same "$work/zh/$file" "$work/back/$file"
done < "$work/files"

# ---- the same scores ----

for folder in tests/acceptance/[0-9][0-9]-* tests/practice/*/; do
    folder=${folder%/}
    what="scores in English"
    for file in "$folder"/*.assess; do
        name=$(basename "$file" .assess)
        expected=$folder/expected.csv
        [ -f "$expected" ] || expected=$folder/expected-$name.csv
        rm -rf "$work/scores"
        try "$assessc" run "$work/en/$file" --data "$folder" -o "$work/scores/" && try "$build/compare_tables" "$expected" "$work/scores/$name.csv" && passed
    done
done

# ---- the command ----

check() { if [ "$1" = "$2" ]; then passed; else echo "$1 for $2" > "$work/log"; failed "$3" "$work/log"; fi; }
case=$work/case
mkdir -p "$case"
cp tests/acceptance/03-deduct-per-point/scheme.assess "$case/canonical.assess"
sed 's/,/, /' "$case/canonical.assess" > "$case/other.assess"
cp "$case/other.assess" "$case/kept"
chmod 640 "$case/other.assess"
ln -s other.assess "$case/link.assess"
"$assessc" fmt --check "$case/canonical.assess" "$case/other.assess" > "$work/said" 2>&1
check "$?" 1 "--check of a file that is not canonical"
check "$(grep -c other.assess "$work/said") $(grep -c canonical.assess "$work/said")" "1 0" "--check names the file, and no other"
check "$(cmp "$case/other.assess" "$case/kept" && echo same)" same "--check changes nothing"
"$assessc" fmt "$case/link.assess" > /dev/null 2>&1
check "$?" 0 "a link is followed"
check "$(cmp "$case/other.assess" "$case/canonical.assess" && echo same)" same "what the link leads to is put right"
check "$([ -L "$case/link.assess" ] && stat -c %a "$case/other.assess")" 640 "a link stays a link, rights stay"
sed 's/^考核对象/引用 《别的办法》 “没有.assess”\n&/; s/,/, /' tests/acceptance/03-deduct-per-point/scheme.assess > "$case/other.assess"
"$assessc" fmt "$case/other.assess" > "$work/said" 2>&1
check "$? $(grep -c ', ' "$case/other.assess")" "0 0" "what a file cites need not be there"
echo '指标 X 无' >> "$case/kept"
cp "$case/kept" "$case/faulty.assess"
"$assessc" fmt "$case/faulty.assess" > /dev/null 2> "$work/said"
check "$?" 3 "a file with errors"
check "$(cmp "$case/faulty.assess" "$case/kept" && echo same) $(grep -c E04 "$work/said")" "same 1" "a file with errors stays, and they are told"
check "$(ls -A "$case" | wc -l)" 5 "no other file is left behind"
counted

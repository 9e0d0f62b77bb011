#!/bin/sh
# Laws of assessc diff, on pairs of schemes that are made by chance (tests/diff_pair.awk) and on the acceptance cases:
#     a scheme against itself is no change; what became of A -> B is the mirror of B -> A, change by change; spelling, the language of the
#     keywords, full-width characters and order inside sets are no change; the parts of each unit's change add up to it exactly.
# Figures of the spreadsheet, read back by the reader of ledgers, are those of the JSON.
#     sh tests/run_diff.sh build/CONFIG
set -u
. tests/count.sh
export ASAN_OPTIONS=detect_leaks=0:detect_stack_use_after_return=0
assessc=$1/assessc
sheet_csv=$1/sheet_csv
work=build/test/years/$(basename "$1")
rm -rf "$work"
mkdir -p "$work"

# expect NAME WANTED-STATUS COMMAND...: what it prints goes to $work/out
expect() {
    name=$1
    wanted=$2
    shift 2
    "$@" > "$work/out" 2> "$work/log"
    status=$?
    if [ "$status" = "$wanted" ]; then passed; else cat "$work/out" >> "$work/log"; failed "diff $name: exit status $status" "$work/log"; return 1; fi
}

# Each link of a page leads to a place on it.
links_hold() {
    grep -o 'href="#[^"]*"' "$1" | sed 's/href="#//; s/"//' | sort -u > "$work/links"
    grep -o ' id="[^"]*"' "$1" | sed 's/ id="//; s/"//' | sort > "$work/places"
    { comm -23 "$work/links" "$work/places"; uniq -d "$work/places"; } > "$work/log"
    if [ -s "$work/log" ]; then failed "diff $1: links without a place, or places of one name" "$work/log"; else passed; fi
}

# The two years' keywords, told from the table of changes.
sed -n 's/^CHANGE(\([A-Z_]*\), "\([^"]*\)", \([A-Z_]*\),.*/\1 \2 \3/p' lang/diff/changes.def > "$work/kinds"

# What changes.json says, a line a change: kind, object, before, after, direction; with mirror=1 as the other way round would say it.
# Words of lineage are read backwards too: what was abolished is added.
changes() {
    awk -v mirror="$2" -v kinds="$work/kinds" '
        function member(name,   at, text) {
            at = index($0, ",\"" name "\":")
            if (!at) return ""
            text = substr($0, at + length(name) + 4)
            if (substr(text, 1, 1) == "[") return substr(text, 2, index(text, "]") - 2)
            if (substr(text, 1, 1) != "\"") { match(text, /^[0-9a-z.]*/); return substr(text, 1, RLENGTH) }
            match(text, /^"([^"\\]|\\.)*"/)
            return substr(text, 2, RLENGTH - 2)
        }
        BEGIN {
            while ((getline line < kinds) > 0) { split(line, f, " "); json[f[1]] = f[2]; other[f[2]] = f[3] }
            turned["tightened"] = "loosened"; turned["loosened"] = "tightened"; turned["undecidable"] = "undecidable"
        }
        /^\{"id":/ {
            kind = member("kind"); code = member("code"); from = member("from"); to = member("to"); direction = member("direction")
            if (kind == "abolished") kind = "removed"
            if (kind == "added" || kind == "removed" || kind == "recoded") { from = to = "" }
            if (mirror) { kind = json[other[kind]]; swap = from; from = to; to = swap; direction = turned[direction] }
            if (kind == "abolished") kind = "removed"
            # an object is called by what it is called now
            print kind "|" (kind == "recoded" ? "" : code) "|" from "|" to "|" direction
        }' "$1" | sort
}

# Old codes to new ones, so that objects of both directions have one name.
renamed() {
    awk '/^\{"id":"recoded/ { print }' "$1" | sed 's/.*"from":"\([^"]*\)","to":"\([^"]*\)".*/s#|\1|#|\2|#/'
}

seed=1
while [ $seed -le 22 ]; do
    pair=$work/$seed
    mkdir -p "$pair"
    awk -v seed=$seed -v folder="$pair" -f tests/diff_pair.awk
    if expect "pair $seed: one scheme against itself" 0 "$assessc" diff "$pair/2024.assess" "$pair/2024.assess" --exit-code --format json; then
        if grep -q '"changed":false' "$work/out"; then passed; else failed "diff pair $seed against itself" "$work/out"; fi
    fi
    expect "pair $seed" 0 "$assessc" diff "$pair/2023.assess" "$pair/2024.assess" --format json && cp "$work/out" "$pair/there.json"
    expect "pair $seed backwards" 0 "$assessc" diff "$pair/2024.assess" "$pair/2023.assess" --format json && cp "$work/out" "$pair/back.json"
    changes "$pair/there.json" 1 > "$pair/there"
    renamed "$pair/there.json" > "$pair/codes"
    changes "$pair/back.json" 0 | sed -f "$pair/codes" | sort > "$pair/back"
    if diff "$pair/there" "$pair/back" > "$work/log"; then passed; else failed "diff pair $seed: the other way round is no mirror" "$work/log"; fi

    expect "pair $seed: page" 0 "$assessc" diff "$pair/2023.assess" "$pair/2024.assess" -o "$pair/page.html" && links_hold "$pair/page.html"

    # full-width digits and marks, other blanks, another order of columns
    sed -e 's/,/,/g' -e 's/ ÷ / \/ /g' -e 's/分 {/分  {/; s/^    /\t/; s/1/1/g; s/{$/ {/' -e '1s/^/# 注\n/' "$pair/2024.assess" | sed 's/语言 2024/语言 2024/' > "$pair/spelt.assess"
    expect "pair $seed: spelling" 0 "$assessc" diff "$pair/2024.assess" "$pair/spelt.assess" --exit-code

    # each unit: new - old = sum of the parts; and the spreadsheet says the same
    if expect "pair $seed: effect" 0 "$assessc" diff "$pair/2023.assess" "$pair/2024.assess" --format json --all --data "$pair"; then
        cp "$work/out" "$pair/effect.json"
        awk -f tests/diff_figures.awk "$pair/effect.json" > "$work/log"
        if [ $? -eq 0 ]; then passed; else failed "diff pair $seed: parts do not add up" "$work/log"; fi
        expect "pair $seed: spreadsheet" 0 "$assessc" diff "$pair/2023.assess" "$pair/2024.assess" -o "$pair/effect.xlsx" --all --data "$pair"
        expect "pair $seed: sheet of the effect" 0 "$sheet_csv" "$pair/effect.xlsx" 影响 && cp "$work/out" "$pair/effect.csv"
        expect "pair $seed: sheet of the changes" 0 "$sheet_csv" "$pair/effect.xlsx" 变化 && cp "$work/out" "$pair/changes.csv"
        awk -f tests/diff_figures.awk "$pair/effect.json" "$pair/effect.csv" "$pair/changes.csv" > "$work/log"
        if [ $? -eq 0 ]; then passed; else failed "diff pair $seed: the spreadsheet says otherwise than the JSON" "$work/log"; fi
    fi
    seed=$((seed + 1))
done

# Every kind of change came up, one way or the other.
cut -d ' ' -f 2 "$work/kinds" | sort > "$work/wanted"
cat "$work"/*/there.json "$work"/*/back.json "$work"/*/effect.json | sed -n 's/^{"id":.*"kind":"\([a-z-]*\)".*/\1/p' | sort -u > "$work/came"
comm -23 "$work/wanted" "$work/came" > "$work/log"
if [ -s "$work/log" ]; then failed "diff: kinds of change that no pair has" "$work/log"; else passed; fi

# What is said of one rule by its text alone holds of all values: equal, never above, never below.
rule=$work/rule
mkdir -p "$rule"
seed=1
while [ $seed -le 60 ]; do
    awk -v seed=$seed -v folder="$rule" -f tests/diff_rule.awk
    expect "rule $seed" 0 "$assessc" diff "$rule/2023.assess" "$rule/2024.assess" --format json && cp "$work/out" "$rule/diff.json"
    expect "rule $seed: scores of 2023" 0 "$assessc" run "$rule/2023.assess" --data "$rule" -o "$rule/2023.csv"
    expect "rule $seed: scores of 2024" 0 "$assessc" run "$rule/2024.assess" --data "$rule" -o "$rule/2024.csv"
    awk -F , '
        function value(text,   f) { return split(text, f, "/") == 2 ? f[1] / f[2] : text + 0 }
        FNR == 1 { file++ }
        file == 1 && match($0, /"verdict":"[a-z]*"/) { verdict = substr($0, RSTART + 11, RLENGTH - 12); proven = $0 ~ /"proven":true/ }
        file == 2 && FNR > 1 { old[$1] = value($2) }
        file == 3 && FNR > 1 { gap = value($2) - old[$1]; if (gap > 1e-8) above = above " " $1; if (gap < -1e-8) below = below " " $1 }
        END {
            if (verdict == "") { if (above below != "") { print "no verdict, and they differ:" above below; exit 1 } exit }
            if (!proven) print "not proven: " verdict
            if (above != "" && verdict != "looser" && verdict != "mixed") print verdict ", but higher at" above
            if (below != "" && verdict != "stricter" && verdict != "mixed") print verdict ", but lower at" below
        }' "$rule/diff.json" "$rule/2023.csv" "$rule/2024.csv" > "$work/log"
    if [ -s "$work/log" ]; then cat "$rule/2024.assess" >> "$work/log"; failed "diff rule $seed: what is said of the text does not hold" "$work/log"; else passed; fi
    seed=$((seed + 1))
done

# Two folders: all pairs in one page, one document, one spreadsheet.
folders=$work/folders
mkdir -p "$folders/old" "$folders/new"
cp tests/golden/diff-two-years/*.assess tests/golden/diff-folders/今年/c.assess "$work"
cp "$work/2023.assess" "$folders/old/a.assess"
sed 's/《[^》]*》/《另一个办法》/' "$work/2023.assess" > "$folders/old/b.assess"
sed 's/“2023.assess”/“..\/old\/a.assess”/' "$work/2024.assess" > "$folders/new/a.assess"
sed 's/《[^》]*》/《另一个办法》/; s/“2023.assess”/“..\/old\/b.assess”/' "$work/2024.assess" > "$folders/new/b.assess"
cp "$work/c.assess" "$folders/new"
expect "folders: page" 0 "$assessc" diff "$folders/old" "$folders/new" -o "$folders/page.html" && links_hold "$folders/page.html"
expect "folders: JSON" 0 "$assessc" diff "$folders/old" "$folders/new" -o "$folders/all.json"
expect "folders: spreadsheet" 0 "$assessc" diff "$folders/old" "$folders/new" -o "$folders/all.xlsx" --all
if [ "$(grep -c '^{"format":"assessc-diff","version":1' "$folders/all.json")" = 2 ]; then passed; else failed "diff folders: not two pairs in the JSON" "$folders/all.json"; fi
expect "folders: sheet of the changes" 0 "$sheet_csv" "$folders/all.xlsx" 变化
if [ "$(($(wc -l < "$work/out") - 1))" = "$(grep -c '^{"id":' "$folders/all.json")" ]; then passed; else failed "diff folders: changes in the sheet are not those of the JSON" "$work/out"; fi

# The sheets have English names in English; a pair that has no rates is told, the others have their effect.
expect "English spreadsheet" 0 "$assessc" diff "$folders/old/a.assess" "$folders/new/a.assess" -o "$folders/en.xlsx" --lang en
for sheet in summary changes load; do expect "English sheet $sheet" 0 "$sheet_csv" "$folders/en.xlsx" $sheet; done
mkdir -p "$folders/some/old" "$folders/some/new"
printf '语言 2024版\n办法 《统计》 2024年度\n考核对象 乡镇\n台账 乡镇,一行一个 代码 { 数 数值 件,不得为负 }\n结果 两倍 = 数 × 2,保留 1位小数,四舍五入\n' > "$folders/some/old/统计.assess"
sed 's/× 2/× 3/' "$folders/some/old/统计.assess" > "$folders/some/new/统计.assess"
cp "$work/1/2023.assess" "$work/1/upper.assess" "$folders/some/old"
sed 's/“2023.assess”/“..\/old\/2023.assess”/' "$work/1/2024.assess" > "$folders/some/new/2023.assess"
cp "$work/1/upper.assess" "$folders/some/new"
expect "folders with and without totals" 0 "$assessc" diff "$folders/some/old" "$folders/some/new" --data "$work/1"
if grep -q '^影响没有算' "$work/out" && grep -q '^影响:' "$work/out"; then passed; else failed "diff folders: an effect where there is one, and that there is none" "$work/out"; fi

# Files and folders of a revision, on a branch whose name has a slash too.
if command -v git > /dev/null; then
    repository=$work/repository
    mkdir -p "$repository/rules"
    cp "$work/2023.assess" "$repository/rules/a.assess"
    from=$(cd "$(dirname "$assessc")" && pwd)/assessc
    (cd "$repository" && git init -q . && git add -A && git -c user.name=n -c user.email=e@example.org commit -q -m first && git branch draft/one) > "$work/log" 2>&1
    sed 's/低于 9[0-9]% 的/低于 89% 的/' "$work/2023.assess" > "$repository/rules/a.assess"
    revisions() { (cd "$repository" && "$from" diff "$@" --exit-code); }
    expect "a file of a revision" 1 revisions HEAD:rules/a.assess rules/a.assess
    expect "a file of a branch" 1 revisions draft/one:rules/a.assess rules/a.assess
    expect "a folder of a revision" 1 revisions HEAD:rules rules
    if grep -q '变化 1 处' "$work/out"; then passed; else failed "diff HEAD:rules rules: not one change" "$work/out"; fi
    expect "two revisions" 0 revisions HEAD:rules draft/one:rules
    expect "a revision that is not there" 3 revisions HEAD:rules/b.assess rules/a.assess
    expect "a folder and a file" 2 revisions HEAD:rules rules/a.assess
fi

# The acceptance cases in the two languages are the same rules.
for scheme in tests/acceptance-en/*.assess; do
    case=$(basename "$scheme" .assess)
    expect "$case in English" 0 "$assessc" diff "tests/acceptance/$case/scheme.assess" "$scheme" --fail-on score,load,hard
done


counted

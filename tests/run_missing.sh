#!/bin/sh
# A figure without a value never empties a score in silence: every kind of clause (tests/missing/clauses.txt) meets every kind of figure that a
# unit may not have (figures.txt). Either the compiler asks (a message of those below, exit status 3), or the clause says what holds, and then the
# score of the unit is what it says.
#     sh tests/run_missing.sh build/CONFIG
set -u
. tests/count.sh
work=build/test/missing/$(basename "$1")
assessc=$(pwd)/$1/assessc
questions='E0209|E0340|E0255|E043[0-9]|E046[6-9]|E047[0-2]'
export ASAN_OPTIONS=detect_leaks=0:detect_stack_use_after_return=0
rm -rf "$work"
mkdir -p "$work"
cp tests/missing/*.csv "$work"
tab=$(printf '\t')

# Writes scheme.assess with the figure $2 and the clauses $3 at place $1.
write() {
    item="得分率 = 完成率"
    group=
    top=
    plus=
    case $1 in
    I | J) item="$2;$3" ;;
    R) top="每项 任务 { $2;$3 };结果 行均 = 各 任务 得分 的 平均值,保留 2位小数,四舍五入" ;;
    T) top="$2;$3" ;;
    G) group=$3 ;;
    esac
    case $3 in 加分*) plus=" + 加分" ;; 扣分*) plus=" - 扣分" ;; esac
    item=$item group=$group top=$top plus=$plus awk '
        { sub(/@\+/, ENVIRON["plus"]) }
        /^@I/ { $0 = ENVIRON["item"] } /^@G/ { $0 = ENVIRON["group"] } /^@T/ { $0 = ENVIRON["top"] }
        { print }' tests/missing/scheme.assess > "$work/scheme.assess"
}

# The cell of unit T2 in column $1 of scores.csv.
cell() {
    column=$1 awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == ENVIRON["column"]) at = i } $1 == "T2" { print at ? $at : "no column" }' "$work/scores.csv"
}

grep -v '^#' tests/missing/figures.txt > "$work/figures"
grep -v '^#' tests/missing/clauses.txt > "$work/clauses"
echo "G$tab" >> "$work/figures"
while IFS= read -r entry; do
    place=${entry%%"$tab"*}
    rest=${entry#*"$tab"}
    wanted=${rest%%"$tab"*}
    clause=${rest#*"$tab"}
    while IFS= read -r figure; do
        case ${figure%%"$tab"*} in *"$place"*) ;; *) continue ;; esac
        write "$place" "${figure#*"$tab"}" "$clause"
        what="missing: “${figure#*"$tab"}” in “$clause”"
        rm -f "$work/scores.csv"
        (cd "$work" && "$assessc" run scheme.assess --data . -o scores.csv --lang zh) > "$work/out" 2>&1 < /dev/null
        status=$?
        if [ "$wanted" = ask ]; then
            if [ "$status" -eq 3 ] && grep -Eq "错误 ($questions)" "$work/out"; then passed; else failed "$what: nothing is asked (status $status)" "$work/out"; fi
        elif [ "$status" -ne 0 ]; then
            failed "$what: refused" "$work/out"
        elif [ "$(cell "${wanted%%=*}")" = "${wanted#*=}" ]; then
            passed
        else
            failed "$what: wanted $wanted, came $(cell "${wanted%%=*}")"
        fi
    done < "$work/figures"
done < "$work/clauses"
counted

#!/bin/sh
# What `make install` puts where: the program, manual pages and completions, which the shells that are there can read, and which offer every
# command and its options.  Then what Ctrl-C leaves behind in the midst of a long run: nothing that was not there; and what
# a long run tells on a terminal.
#     sh tests/run_install.sh build/CONFIG
set -u
. tests/count.sh
assessc=$(cd "$1" && pwd)/assessc
work=build/test/install/$(basename "$1")
rm -rf "$work"
mkdir -p "$work/installed"

check() { if [ "$1" = "$2" ]; then passed; else echo "“$1” for “$2”" > "$work/log"; failed "$3" "$work/log"; fi; }

# ---- what is installed ----

share=$work/installed/opt/share
if ! make -s install DESTDIR="$work/installed" PREFIX=/opt > "$work/log" 2>&1; then failed "make install" "$work/log"; fi
for file in ../bin/assessc man/man1/assessc.1 man/zh_CN/man1/assessc.1 bash-completion/completions/assessc zsh/site-functions/_assessc \
            fish/vendor_completions.d/assessc.fish; do
    if [ -s "$share/$file" ]; then passed; else failed "not installed: $file"; fi
done
for language in zh en; do
    case $language in zh) page=$share/man/zh_CN/man1/assessc.1 ;; *) page=$share/man/man1/assessc.1 ;; esac
    check "$(cmp "$page" - < /dev/null > /dev/null 2>&1; "$assessc" pages man --lang $language | cmp - "$page" && echo same)" same "the page in $language is the program's"
    for command in $("$assessc" --help --lang en | sed -n 's/^  \([a-z-]*\) .*/\1/p'); do
        if ! grep -q "^.SS \"assessc $command \[" "$page"; then failed "the page in $language lacks $command"; fi
        "$assessc" $command --help --lang $language | sed -n 's/^.* --\([a-z-]*\) .*/\1/p' > "$work/flags"
        while read -r flag; do
            if grep -q -e "\\\\-\\\\-$(echo "$flag" | sed 's/-/\\\\\\\\-/g')" "$page"; then passed; else failed "the page in $language lacks --$flag of $command"; fi
        done < "$work/flags"
    done
done
if command -v groff > /dev/null; then
    check "$(groff -man -Tutf8 -ww "$share/man/man1/assessc.1" 2>&1 > /dev/null)" "" "groff finds no fault in the page"
fi

# What bash offers behind some words, as the shell itself would ask.
offered() {
    bash -c '. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _assessc; echo "${COMPREPLY[*]}"' bash "$share/bash-completion/completions/assessc" "$@"
}
if command -v bash > /dev/null; then
    check "$(offered assessc fm)" fmt "bash completes a command"
    check "$(offered assessc fmt --ke)" --keywords "bash completes an option"
    check "$(offered assessc fmt --keywords '')" "zh en" "bash completes a value"
fi
if command -v zsh > /dev/null; then check "$(zsh -n "$share/zsh/site-functions/_assessc" 2>&1)" "" "zsh reads it"; fi
if command -v fish > /dev/null; then check "$(fish -n "$share/fish/vendor_completions.d/assessc.fish" 2>&1)" "" "fish reads it"; fi

# ---- Ctrl-C ----

mkdir -p "$work/long/out"
cat > "$work/long/scheme.assess" <<'RULES'
语言 2024版
办法 《长表》 2024年度
考核对象 单位
各项 得分 保留 2位小数,四舍五入
台账 单位,一行一个 代码 { 完成 数值,不得为负 }
RULES
i=0
while [ $i -lt 40 ]; do echo "指标 Z$i 第$i项 10分,得分率 = 完成 ÷ ($i + 100),最高 100%"; i=$((i + 1)); done >> "$work/long/scheme.assess"
awk 'BEGIN { print "代码,完成"; for (i = 0; i < 400000; i++) print "U" i "," i % 97 }' > "$work/long/单位.csv"
echo before > "$work/long/out/kept.csv"
# Interrupts a run as soon as a file is being written beside its target; fails where none is seen in time.
interrupt() {
    "$assessc" run "$work/long/scheme.assess" --data "$work/long" -o "$work/long/out/$1" > "$work/log" 2>&1 &
    run=$!
    while kill -0 $run 2> /dev/null; do
        if [ "$(ls -A "$work/long/out" | grep -cv '^[a-z]*\.csv$')" -gt 0 ]; then
            kill -INT $run
            wait $run
            echo $?
            return
        fi
    done
    wait $run
    echo "over before it was interrupted, $?"
}
check "$(interrupt new.csv)" 130 "Ctrl-C while a new file is written"
check "$(interrupt kept.csv)" 130 "Ctrl-C while a file is written anew"
check "$(ls -A "$work/long/out") $(cat "$work/long/out/kept.csv")" "kept.csv before" "nothing is left behind, the old file stays"

# ---- what a long run tells ----

if command -v script > /dev/null; then
    script -qec "$assessc run $work/long/scheme.assess --data $work/long -o $work/long/out/new.csv --threads 1 --test-gear big" /dev/null < /dev/null > "$work/said" 2>&1
    check "$(grep -c '正在' "$work/said")" 1 "a long run tells on a terminal what it is at"
fi
"$assessc" run "$work/long/scheme.assess" --data "$work/long" -o "$work/long/out/new.csv" --threads 1 --test-gear big > "$work/said" 2>&1
check "$(cat "$work/said")" "" "and nothing where there is none"
rm -rf "$work/long"
counted

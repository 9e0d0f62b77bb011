#!/bin/sh
# What is too much: rule files and ledgers with very many faults, very deep, very long or very large, and targets that take no bytes. Made
# here, because nobody wants to read them; each ends with a message and its exit status, never with a crash.
#     sh tests/run_limits.sh build/CONFIG
set -u
. tests/count.sh
work=$(pwd)/build/test/limits/$(basename "$1")
ASSESSC=$(pwd)/$1/assessc
export ASAN_OPTIONS=detect_leaks=0:detect_stack_use_after_return=0
unset NO_COLOR COLUMNS
rm -rf "$work"
mkdir -p "$work"
cd "$work" || exit 1

# Writes the first lines of a rule file and then stdin to $1.
scheme() {
    {
        printf '语言 2024版\n办法 《乡镇考核办法》 2024年度\n考核对象 乡镇\n各项 得分 保留 2位小数,四舍五入\n'
        printf '台账 乡镇,一行一个 代码 { 完成率 百分比,0%% 至 100%% }\n'
        cat
    } > "$1"
}

# Character $1, $2 times.
repeat() { head -c "$2" /dev/zero | tr '\0' "$1"; }

# Runs the program in both languages, into out.zh and out.en. The exit status of both is to be $1; $2 names the case.
says() {
    want=$1 name=$2
    shift 2
    for language in zh en; do
        timeout 60 "$ASSESSC" "$@" --lang $language > out.$language 2>&1 < /dev/null
        status=$?
        if [ $status = "$want" ]; then passed; else echo "exit status $status" >> out.$language; failed "limits: $name ($language): exit status $status" out.$language; fi
    done
}

# The number of lines of the Chinese output that begin with $2 is $1.
counts() {
    found=$(grep -c "^$2" out.zh)
    if [ "$found" = "$1" ]; then passed; else failed "limits: $name: $found times “$2”, not $1" out.zh; fi
}

# A line of the output in language $1 is $2.
line() {
    if grep -qxF -- "$2" "out.$1"; then passed; else failed "limits: $name ($1): no line “$2”" "out.$1"; fi
}

# ---- many faults in one rule file: all of them, once each, in order ----

awk 'BEGIN {
    for (i = 1; i <= 200; i++) {
        if (i % 4 == 0) print "指标 K" i " 工作" i " 1分,得分率 = 完成律"
        if (i % 4 == 1) print "指标 K" i " 工作" i " 1分,得分 = 完成率"
        if (i % 4 == 2) print "指标 K" i " 工作" i " -1分,得分率 = 完成率"
        if (i % 4 == 3) print "指标 K" i " 工作" i " 1分 { 完成率 低于 95% 的,每低 1个百分点 扣 0.1分;本项 扣完为止 }"
    }
}' | scheme faults.assess
says 3 "200 faults" check faults.assess
counts 200 "错误 E"
for code in E0202 E0351 E0402 E0354; do counts 50 "错误 $code"; done
line zh "错误 200 处"
line en "200 errors"
sed -n 's/^ *--> faults.assess:\([0-9]*\):.*/\1/p' out.zh > order
sort -nu order | diff - order > differs && [ "$(wc -l < order)" = 200 ] && passed || failed "limits: 200 faults: not in the order of the file" differs

# ---- deep, long, large ----

{ printf '指标 K1 工作 10分,得分率 = '; repeat '(' 10000; printf 完成率; repeat ')' 10000; printf '\n指标 K2 工作 10分,得分率 = 完成律\n'; } | scheme deep.assess
says 3 "10,000 brackets" check deep.assess
counts 1 "错误 E0113: 括号和花括号套得太深,最多 200 层"
line zh "错误 2 处"

awk 'BEGIN { printf "指标 K1 工作 10分 "; for (i = 0; i < 10000; i++) printf "{ 甲 = 1 "; print "" }' | scheme blocks.assess
says 3 "10,000 blocks" check blocks.assess
counts 1 "错误 E0113"

{ printf '指标 K1 工作 10分,得分率 = 完成率 × '; repeat 7 1000000; printf '\n指标 K2 工作 '; repeat 9 1000000; printf '分,得分率 = 完成率\n指标 K3 工作 10分,得分率 = 完成律\n'; } | scheme digits.assess
says 3 "numbers of a million digits" check digits.assess
counts 2 "错误 E0120: 这个数有 1000000 位,一个数最多写 400 位"
line zh "错误 3 处"

{ printf '指标 K1 工作 10分,得分率 = 完成率'; awk 'BEGIN { for (i = 0; i < 10000; i++) printf " + 完成率"; print "" }'; } | scheme terms.assess
says 3 "10,000 terms" check terms.assess
counts 1 "错误 E0145: 一个式子里的运算太多,有 10000 个,最多 1000 个"

truncate -s 100M large.assess
says 3 "a rule file of 100 MB" check large.assess
line zh "错误 E0421: large.assess 太大,一个规则文件最多 16 MiB"

# ---- ledgers ----

echo '指标 K1 工作 10分,得分率 = 完成率' | scheme good.assess
awk 'BEGIN {
    split("三十,-1,,1e5,30个", bad, ",")
    print "代码,完成率"
    for (i = 0; i < 5000; i++) printf "T%d,%s\n", i, bad[i % 5 + 1]
}' > faults.csv
says 4 "5,000 faults in a ledger" run good.assess --data 乡镇=faults.csv
counts 20 "错误 D"
line zh "faults.csv 另有 4980 处: D0102 单元格不是数字 996 处, D0107 科学计数法可能已经丢了位数 996 处, D0112 低于下限 996 处, D0123 必填的单元格是空的 996 处, D0103 数字后面有别的字 800 处, D0104 数字后面有别的字 196 处"
line en "faults.csv: 4980 more: D0102 the cell holds words for a number (996), D0107 scientific notation may have lost digits already (996), D0112 less than the least value (996), D0123 the cell is empty and must not be (996), D0103 a word stands behind the number (800), D0104 a word stands behind the number (196)"
line zh "错误 5000 处"

{ printf '代码,完成率\nT1,'; repeat 1 1000000; printf '\n'; } > digits.csv
says 4 "a cell of a million digits" run good.assess --data 乡镇=digits.csv
counts 1 "错误 D"
{ printf '代码,完成率\nT1,'; repeat 1 40000000; printf '\n'; } > long.csv
says 4 "a row of 40 MB" run good.assess --data 乡镇=long.csv
counts 1 "错误 D0205"
rm -f long.csv large.assess

# ---- targets that take no bytes: exit status 5, and nothing half written ----

printf '代码,完成率\nT1,90\n' > 乡镇.csv
says 5 "a full disk" run good.assess --data . -o /dev/full
line zh "错误 E0600: 写不了 /dev/full:磁盘已满 (no space left on device)"
line zh "  = 怎么办: 检查磁盘空间和权限;没有留下写了一半的文件"
says 5 "a folder that is not there" run good.assess --data . -o nowhere/得分.csv
says 5 "a compiled program in a folder that is not there" build good.assess -o nowhere/good.asb

echo 原来的 > 得分.csv
( ulimit -f 0; "$ASSESSC" run good.assess --data . -o 得分.csv --lang zh < /dev/null 2>&1 | cat > /dev/null )    # the shell's own pipe may take bytes
ls -a | grep -c 得分 > kept
[ "$(cat 得分.csv)" = 原来的 ] && [ "$(cat kept)" = 1 ] && passed || failed "limits: a file that may not grow: the one before is not kept" kept
for arguments in "run good.assess --data ." "check good.assess --weights" "dis good.assess" "load good.assess" "explain good.assess --data . --unit T1" --help; do
    LC_ALL=zh_CN.UTF-8 "$ASSESSC" $arguments > /dev/full 2> out.zh < /dev/null
    status=$?
    if [ $status = 5 ] && { [ "$arguments" = --help ] || grep -q '^错误 E0601: 结果没有显示完:磁盘已满' out.zh; }; then passed; else failed "limits: $arguments to a full disk: exit status $status" out.zh; fi
done
counted

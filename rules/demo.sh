#!/bin/sh
# Shows the rule sets of rules/dongying at work, each by one command: `make demo`. What they warn of is left to docs/dongying.md.
#     sh rules/demo.sh [ASSESSC]       ASSESSC: the program, from the project's root (build/assessc)
set -u
assessc=$(pwd)/${1:-build/assessc}
LC_ALL=zh_CN.UTF-8
export LC_ALL
cd rules/dongying || exit 1
out=$(mktemp) || exit 1
trap 'rm -f "$out"' EXIT

# A title in both languages.
title() { printf '\n== %s\n   %s\n\n' "$1" "$2"; }

# Shows a command and runs it; what it prints is left in $out.
try() {
    printf '$ assessc %s\n' "$*"
    "$assessc" "$@" > "$out" 2> /dev/null
    status=$?
    [ "$status" -eq 0 ] || { echo "assessc: exit status $status"; exit "$status"; }
}
show() {
    try "$@"
    cat "$out"
}

# Of an explanation what is read first: each task, what was seen of it on site, which conditions held, what it came to.
reasons() {
    title "$1 $3 的得分是怎么来的(节选)" "$2, $3: where the score comes from (in extracts)"
    try explain depot/2024.assess --data depot/2024 --unit "$3" --indicator GX01
    awk '/^GX01/                 { print }
         /^    各 分担/          { added = 1 }
         !added && /^    分担 /  { print }
         !added && /^      [^ ]/ && (/核验.csv.* 无效/ || /^      (核验量|完成率|办成日期|得分) = / || /:成立/) { print }
         /^    GX01 = /          { print }' "$out" | sed 's/  \[2024.assess:[0-9]*\]$//'
}

title '各级办法一起检查:权重、上级的要求、沿革,都在看到数据以前核对(在 rules/dongying 里运行)' \
    'The schemes of all levels checked together, before there is any data (run in rules/dongying)'
show check .

title '一、市对县区、功能区和市直部门:关键性任务在县区落实得怎样,也算部门的分' \
    "1. The city over counties, zones and its departments: a county's key tasks count for those who help"
show run city/departments-2024.assess --data city/departments-2024 --data city/2024 --width 110

title '二、垦利区对乡镇:三类单位分别考核;91 项减到 44 项,负担前后对比' \
    '2. Kenli district over townships: three classes; 91 indicators became 44, the load before and after'
show run kenli/2024.assess --data kenli/2024 --width 100
echo
try load kenli/2024.assess --against kenli/2023.assess
sed -n '/^与 /,$p' "$out"

title '三、农高区对部门单位:少而精,目标分到年' '3. The agricultural zone over its departments: few and fine, targets by year'
show run zone/2024.assess --data zone/2024 --width 120

title '四、董集镇对社区:留言簿上提得多的就业,是考核的重点' '4. Dongji town over its communities: jobs, which residents raise, are what is assessed'
show run dongji/2024.assess --data dongji/2024 --width 100

title '五、东营区原油库搬迁专班:42 人的贡献指数,只认现场核验' '5. Dongying district: contribution index of the 42 people who move the oil depot, as verified on site'
show run depot/2024.assess --data depot/2024 --width 100
first=$(awk 'NR == 2 { print $1 }' "$out")
last=$(awk 'END { print $1 }' "$out")
reasons '第一名' 'First' "$first"
reasons '最后一名' 'Last' "$last"

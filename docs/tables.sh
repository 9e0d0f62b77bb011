#!/bin/sh
# Tables of docs/ made from the tables in the sources, so that neither can lag behind the other.
#     sh docs/tables.sh words | phrases | units | roundings LANGUAGE | limits LANGUAGE | changes
set -eu

# The quoted texts of each entry of file $2 that begins with one of the names in $1, behind that name, parted by tabs.
quoted() {
    awk -v names="$1" '
        BEGIN { count = split(names, wanted, " ") }
        /^[A-Z_]+\(.*,$/ { entry = $0; next }           # goes on in the next line
        { $0 = entry $0; entry = "" }
        { for (i = 1; i <= count; i++)
              if (index($0, wanted[i] "(") == 1) {
                  line = substr($0, length(wanted[i]) + 2); out = wanted[i]
                  while (match(line, /"[^"]*"/)) { out = out "\t" substr(line, RSTART + 1, RLENGTH - 2); line = substr(line, RSTART + RLENGTH) }
                  print out
              } }' "$2"
}

# Lines "zh TAB en" to rows of a table: English of equal Chinese words in one row.
rows() {
    awk -F '\t' '
        { if (!($1 in english)) { order[++count] = $1; english[$1] = $2 } else english[$1] = english[$1] " / " $2 }
        END { for (i = 1; i <= count; i++) printf "| %s | %s |\n", order[i], english[order[i]] }'
}

case $1 in
    changes)
        echo '| 种类 | English | kind | 得分 | 负担 | 硬规定 |'; echo '| --- | --- | --- | --- | --- | --- |'
        sed -n "s/^CHANGE([A-Z_]*, \"\([^\"]*\)\", [A-Z_]*, '.', \"\([SLH]*\)\", \"\([^\"]*\)\", \"\([^\"]*\)\")/\3|\4|\1|\2/p" lang/diff/changes.def |
            awk -F '|' '{ printf "| %s | %s | `%s` | %s | %s | %s |\n", $1, $2, $3, $4 ~ /S/ ? "会" : "", $4 ~ /L/ ? "会" : "", $4 ~ /H/ ? "会" : "" }' ;;
    words)
        echo '| 中文 | English |'; echo '| --- | --- |'
        { quoted 'HEAD' lang/syntax/heads.def | cut -f 2- | while IFS= read -r pair; do     # those that are more than reserved
              if grep -qF "\"${pair%%	*}\"" lang/elaborate/*.c; then echo "$pair"; fi
          done
          quoted 'COMPARISON CONNECTIVE' lang/syntax/operators.def | cut -f 2-
          [ ! -f lang/phrase/words.def ] || quoted 'WORD JOINT TYPE NOTE FIGURE VALUE CLAUSE' lang/phrase/words.def | cut -f 2-
        } | rows ;;
    phrases)
        echo '| 写法 | 算成 | English |'; echo '| --- | --- | --- |'
        awk '/^(短语|聚合) / { sub(/ \{$/, ""); sub(/^短语 /, ""); sub(/^聚合 /, "… 的 "); phrase = $0; meaning = english = "" }
             /^    英文 / { sub(/^ *英文 /, ""); english = $0; next }
             /^    即 / { sub(/^ *即 /, ""); meaning = $0; more = 1; next }
             /^    (须整|有值|比较|解释|加上|换成) / { more = 0 }
             /^    还要说 / { more = 0; sub(/^ *还要说 “/, ""); sub(/”.*/, ""); meaning = "要问:" $0; next }
             /^}/ { if (meaning != "") printf "| %s | %s | %s |\n", phrase, meaning, english; phrase = ""; meaning = ""; more = 0 }
             more { sub(/^ */, ""); meaning = meaning (meaning ~ /,$/ ? "" : " ") $0 }' stdlib/2024/*.assess ;;
    units)
        echo '| 单位 | English | 换算 |'; echo '| --- | --- | --- |'
        awk -F '"' '/^UNIT/ {
                zh = $2; en = $4; base = $6; split($7, number, /[ ,)]+/)
                ratio = number[3] == 1 ? number[2] : number[2] "/" number[3]
                if (!(base in first)) first[base] = zh
                if (zh in at) { english[at[zh]] = english[at[zh]] " / " en; next }
                at[zh] = ++count; name[count] = zh; english[count] = en
                convert[count] = first[base] == zh ? "" : "1" zh " = " ratio first[base]
            }
            END { for (i = 1; i <= count; i++) printf "| %s | %s | %s |\n", name[i], english[i], convert[i] }' lang/model/units.def ;;
    roundings)
        awk -v zh="$2" 'BEGIN { print zh == "zh" ? "| 写法 | 英文 |\n| --- | --- |" : "| English | 中文 |\n| --- | --- |" }
            /^#define ROUNDING_MODES/ { inside = 1; next }
            inside { split($0, part, "\""); if (part[2]) print zh == "zh" ? "| " part[2] " | " part[4] " |" : "| " part[4] " | " part[2] " |" }
            inside && !/\\$/ { exit }' runtime/number/rational.h ;;
    limits)
        awk -v zh="$2" '
            BEGIN {
                say("LIMIT_SOURCE_BYTES", "一个规则文件的大小", "size of one rule file", "bytes")
                say("LIMIT_NESTING", "括号和花括号套的层数", "brackets and blocks in each other", "")
                say("LIMIT_OPERATORS", "一个式子里的运算个数", "operators of one formula", "")
                say("LIMIT_NUMBER_DIGITS", "一个数的位数(规则里、台账里)", "digits of one number, in rules and ledgers", "")
                say("LIMIT_ROUND_PLACES", "舍入保留的小数位数", "decimals that a rounding keeps", "")
                say("LIMIT_RESULT_DIGITS", "中间结果的准确位数", "digits of an exact intermediate result", "")
                say("LIMIT_ROWS", "一本台账的行数", "rows of one ledger", "")
                say("LIMIT_COLUMNS", "一本台账的列数", "columns of one ledger", "")
                say("LIMIT_CELL_BYTES", "一个单元格的大小", "size of one cell", "bytes")
                say("LIMIT_RECORD_BYTES", "台账一行的大小", "size of one row of a ledger", "bytes")
                say("LIMIT_FAULTS_SHOWN", "一次列出的错误处数,其余只计数", "faults shown in full; the rest is counted", "")
                say("LIMIT_THREADS", "并行的线程数", "worker threads of one run", "")
                print zh == "zh" ? "| 什么 | 最多 |\n| --- | --- |" : "| what | at most |\n| --- | --- |"
            }
            function say(name, chinese, english, kind) { label[name] = zh == "zh" ? chinese : english; bytes[name] = kind }
            function grouped(number) { number = number ""
                for (i = length(number) - 3; i > 0; i -= 3) number = substr(number, 1, i) "," substr(number, i + 1)
                return number }
            /^    LIMIT_/ && ($1 in label) {
                value = $3 + 0
                if ($4 == "<<") value = value * 2 ^ ($5 + 0)
                shown = bytes[$1] == "" ? grouped(value) : value >= 2 ^ 20 ? value / 2 ^ 20 " MiB" : value / 2 ^ 10 " KiB"
                printf "| %s | %s |\n", label[$1], shown
            }' runtime/base/limits.h ;;
    *) echo "no table $1" >&2; exit 2 ;;
esac

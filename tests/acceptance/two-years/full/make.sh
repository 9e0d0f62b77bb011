#!/bin/sh
# Makes 2023.assess and 2024.assess of this folder from its tables (indicators-*.csv, lineage.csv), as one would write them by hand:
#     sh tests/acceptance/two-years/full/make.sh          in the project's root; tests/run_acceptance.sh compares
#     sh tests/acceptance/two-years/full/make.sh FOLDER   writes into FOLDER
set -eu
here=tests/acceptance/two-years/full
to=${1:-$here}

scheme() {
    tr -d '\r' < "$here/lineage.csv" | sed '1s/^\xef\xbb\xbf//' > "$to/lineage.tmp"
    tr -d '\r' < "$here/indicators-$1.csv" | sed '1s/^\xef\xbb\xbf//' | awk -F , -v year="$1" -v lineage="$to/lineage.tmp" '
        function times(word) { return word == "每年" || word == "每半年" || word == "每季" || word == "每月" ? word " 1次" : "?" }
        function column(i) {
            if (method[i] == "完成率") return "数值,不得为负"
            if (method[i] == "按起") return "整数 起,不得为负"
            return method[i] == "名次" ? "百分比" : "百分比,0% 至 100%"
        }
        function descent(i,   words) {
            if (year == 2023 || !(code[i] in relation)) return
            words = relation[code[i]]
            if (words == "合并") { gsub(/ /, "、", source[code[i]]); words = "由 " source[code[i]] " 合并" }
            else if (words == "拆分") words = "由 " source[code[i]] " 拆分"
            else if (words == "改名") words = source[code[i]] " 改名"
            print "        沿革 " words
        }
        function rule(i) {
            if (method[i] == "完成率") { print "        目标 " a[i]; print "        得分率 = " code[i] " ÷ 目标,最高 100%" }
            if (method[i] == "得分率") print "        得分率 = " code[i]
            if (method[i] == "扣分") { print "        " code[i] " 低于 " a[i] " 的,每低 1个百分点 扣 " b[i] "分,不足 1个百分点 的,按比例"; print "        本项 扣完为止" }
            if (method[i] == "按起") { print "        按 " code[i] " 每起 扣 " a[i] "分"; print "        本项 扣完为止" }
            if (method[i] == "分档") print "        得分率 按 " code[i] ",自上而下 { 达到 " a[i] " 100%;达到 " b[i] " 80%;达到 " c[i] " 50%;其余 0% }"
            if (method[i] == "名次") {
                print "        名次 在 本类 按 " code[i] " 从高到低,并列 1、2、2、4"
                print "        得分率 = (本类 乡镇 的 个数 - 名次 + 1) ÷ 本类 乡镇 的 个数"
            }
        }
        BEGIN {
            while ((getline line < lineage) > 0) {
                split(line, f, ",")
                if (f[1] == "废止") { if (!(f[4] in gone)) reasons[++reason_count] = f[4]; gone[f[4]] = gone[f[4]] (gone[f[4]] ? "、" : "") f[2] }
                else if (f[3] != "") { relation[f[3]] = f[1]; source[f[3]] = f[2] }
            }
        }
        NR > 1 { code[++n] = $1; group[n] = $2; name[n] = $3; weight[n] = $4; method[n] = $5; a[n] = $6; b[n] = $7; c[n] = $8; owner[n] = $9; often[n] = $10; forms[n] = $11 }
        END {
            print "# 由 make.sh 从 indicators-" year ".csv 和 lineage.csv 写成(示例数据)。"
            print "语言 2024版"
            print "办法 《区对乡镇(街道)考核办法》 " year "年度"
            if (year != 2023) print "沿革 “2023.assess”"
            print "考核对象 乡镇,按 类别 分类"
            print "各项 得分 保留 2位小数,四舍五入"
            print "总分 = 各项 得分 的 合计,满分 100分,保留 2位小数,四舍五入"
            if (year != 2023) { print ""; for (i = 1; i <= reason_count; i++) print "废止 " gone[reasons[i]] ",依据 “" reasons[i] "”" }
            print "\n台账 乡镇,一行一个 代码 {\n    类别  分为 沿黄乡镇、中心街道、功能区"
            for (i = 1; i <= n; i++) print "    " code[i] "   " column(i)
            print "}"
            for (i = 1; i <= n; i++) {
                if (group[i] != group[i - 1]) print (i > 1 ? "}\n" : "\n") "组 " group[i] " {"
                print "    指标 " code[i] " " name[i] " " weight[i] "分 {"
                rule(i)
                descent(i)
                print "        责任 " owner[i]
                print "        报送 " times(often[i]) (forms[i] > 1 ? "," forms[i] "张表" : "")
                print "    }"
            }
            print "}\n\n名次 在 全部 乡镇 按 舍入后 总分 从高到低,并列 1、2、2、4"
        }' > "$to/$1.assess"
    rm "$to/lineage.tmp"
}

scheme 2023
scheme 2024

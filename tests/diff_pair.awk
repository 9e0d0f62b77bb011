# Two years of one scheme and a ledger, made by chance from `seed`, into `folder`. Every kind of indicator and of change comes up.
function chance(n) { return int(rand() * n) }
function pick(words,   n, list) { n = split(words, list, " "); return list[chance(n) + 1] }
function rule(i,   text) {
    if (kind[i] == "rate") return "        目标 " a[i] "\n        得分率 = " column[i] " ÷ 目标,最高 100%\n"
    if (kind[i] == "share") return "        " column[i] " 低于 " a[i] "% 的,每低 1个百分点 扣 " b[i] "分,不足 1个百分点 的,按比例\n        本项 扣完为止\n"
    if (kind[i] == "band") return "        得分率 按 " column[i] ",自上而下 { 达到 " a[i] "% 100%;达到 " (a[i] - 10) "% " (40 + 10 * b[i]) "%;其余 0% }\n"
    return "        按 " column[i] " 每起 扣 " b[i] "分\n        本项 扣完为止\n"
}
function type(i) { return kind[i] == "rate" ? "数值,不得为负" : kind[i] == "count" ? "整数 起,不得为负" : "百分比,0% 至 100%" }
function make(i) {
    kind[i] = pick("rate share band count"); name[i] = "工作" i; code[i] = "A" i; column[i] = "列" i; weight[i] = 5 + chance(10)
    a[i] = kind[i] == "rate" ? 10 + chance(20) : 80 + chance(15); b[i] = 1 + chance(4); often[i] = pick("每月 每季 每年"); sheets[i] = 1 + chance(3); group[i] = pick("甲组 乙组"); exempt[i] = ""
}
function scheme(year, file,   i, g, k, groups, done) {
    print "语言 2024版\n办法 《办法》 " year "年度" (year == 2024 ? "\n沿革 “2023.assess”" : "") > file
    print "考核对象 乡镇,按 类别 分类\n各项 得分 保留 2位小数,四舍五入\n总分 = 各项 得分 的 合计 + 加分,保留 2位小数,四舍五入" > file
    if (year == 2024 && gone != "") print "废止 " gone ",依据 “不再考核”" > file
    print "台账 乡镇,一行一个 代码 {\n    类别  分为 平原、山区" > file
    for (i = 1; i <= n; i++) if (here[i]) print "    " column[i] "  " type(i) > file
    print "    表彰数  整数 项,不得为负\n}" > file
    groups = split("甲组 乙组", g, " ")
    for (k = 1; k <= groups; k++) {
        done = 0
        for (i = 1; i <= n; i++) {
            if (!here[i] || group[i] != g[k]) continue
            if (!done) print "组 " g[k] " {" > file
            done = 1
            printf "    指标 %s %s %d分 {\n%s", code[i], name[i], weight[i], rule(i) > file
            if (year == 2024 && descent[i] != "") print "        沿革 " descent[i] > file
            if (exempt[i] != "") print "        类别 为 " exempt[i] " 的,免考\n        免考 的,权重 按比例 分摊到 全部 其他 指标" > file
            print "        报送 " often[i] " 1次," sheets[i] "张表\n    }" > file
        }
        if (done) print "}" > file
    }
    print "加分 {\n    按 表彰数 每 项 加 1分\n    本项 最高 " bonus "分\n}\n名次 在 全部 乡镇 按 舍入后 总分 从高到低,并列 1、2、2、4" > file
    print "等次 按 舍入后 总分,自上而下 { 优秀 达到 " line "分;合格 其余 }" > file
    close(file)
}
function ledger(file,   i, u) {
    printf "代码,类别" > file
    for (i = 1; i <= n; i++) printf ",%s", column[i] > file
    print ",表彰数" > file
    for (u = 1; u <= 7; u++) {
        printf "T%d,%s", u, u % 2 ? "平原" : "山区" > file
        for (i = 1; i <= n; i++) printf kind[i] == "rate" || kind[i] == "count" ? ",%d" : ",%d%%", kind[i] == "rate" ? chance(40) : kind[i] == "count" ? chance(4) : 60 + chance(41) > file
        print "," chance(8) > file
    }
    close(file)
}
BEGIN {
    srand(seed)
    n = 6 + chance(4)
    for (i = 1; i <= n; i++) { make(i); here[i] = 1 }
    bonus = 3 + chance(4); line = 20 + chance(40)
    first = n
    scheme(2023, folder "/2023.assess")
    for (i = 1; i <= first; i++) {
        c = chance(11)
        if (c == 0) weight[i] += 1 + chance(5)
        else if (c == 1) { if (kind[i] == "count") b[i]++; else a[i] += 1 + chance(4) }
        else if (c == 2) b[i]++
        else if (c == 3) name[i] = "新工作" i
        else if (c == 4) { gone = gone (gone == "" ? "" : "、") code[i]; here[i] = 0 }
        else if (c == 5) { descent[i] = code[i] " 改名"; code[i] = "B" i }
        else if (c == 6) { often[i] = pick("每月 每季 每年"); sheets[i] = 1 + chance(3) }
        else if (c == 7) group[i] = pick("甲组 乙组")
        else if (c == 8 && exempted < 1) { exempt[i] = pick("平原 山区"); exempted++ }
        else if (c == 9 && i < first && !merged) { n++; make(n); here[n] = 1; code[n] = "M" n; descent[n] = "由 " code[i] "、" code[i + 1] " 合并"; here[i] = here[i + 1] = 0; merged = 1; i++ }
        else if (c == 10 && !parted) { parted = 1; for (k = 1; k <= 2; k++) { n++; make(n); here[n] = 1; code[n] = "S" n; descent[n] = "由 " code[i] " 拆分" }; here[i] = 0 }
    }
    if (chance(2)) { n++; make(n); here[n] = 1; code[n] = "N" n; descent[n] = "新设" }
    if (chance(2)) bonus += 1
    if (chance(2)) line += 2
    scheme(2024, folder "/2024.assess")
    ledger(folder "/乡镇.csv")
}

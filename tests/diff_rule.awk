# Two years of one rule of one column, made by chance from `seed`, with a ledger of many values, into `folder`: what diff says of the text must hold
# of all of them.
function chance(n) { return int(rand() * n) }
function pick(words,   n, list) { n = split(words, list, "|"); return list[chance(n) + 1] }
function rule(kind, a, b, c, step) {
    if (kind == 1) return "    列 低于 " a "% 的,每低 " c "个百分点 扣 " b "分,不足 " c "个百分点 的," step "\n    本项 扣完为止\n"
    if (kind == 2) return "    得分率 按 列,自上而下 { 达到 " a "% 100%;达到 " (a - 10 * c) "% " (40 + 10 * b) "%;其余 0% }\n"
    if (kind == 3) return "    得分率 = 列 ÷ " a "%,最高 " (100 + 5 * b) "%\n"
    if (kind == 4) return "    列 低于 " a "% 的,扣 " b "分\n    列 超过 " (a + 3) "% 的,加 " c "分\n    本项 最低 1分\n"
    if (kind == 5) return "    得分率 = 列\n    列 低于 " (a - 40) "% 的,得 " c "分\n"
    return "    增幅 = 列 - " (a - 20) "%\n    得分率 = 50% + 增幅 × " b ",最高 100%,最低 0%\n"
}
function scheme(year, text, weight, file) {
    print "语言 2024版\n办法 《办法》 " year "年度\n考核对象 乡镇\n各项 得分 保留 9位小数,四舍五入\n总分 = 各项 得分 的 合计,保留 9位小数,四舍五入\n台账 乡镇,一行一个 代码 { 列 百分比,0% 至 100% }" > file
    printf "指标 A1 工作 %d分 {\n%s}\n", weight, text > file
    close(file)
}
BEGIN {
    srand(seed)
    kind = 1 + chance(6); a = 70 + chance(25); b = 1 + chance(3); c = 1 + chance(2); step = pick("按比例|不计|按 " c "个百分点"); weight = 8 + chance(5)
    scheme(2023, rule(kind, a, b, c, step), weight, folder "/2023.assess")
    change = chance(6)
    if (change == 0) a++
    else if (change == 1) b++
    else if (change == 2) step = pick("按比例|不计|按 " c "个百分点")
    else if (change == 3) kind = 1 + chance(6)
    else if (change == 4) { a += chance(3) - 1; b += 1 - chance(2) }
    else c = 3 - c
    if (kind == 1 && step ~ /个百分点/) step = "按 " c "个百分点"
    scheme(2024, rule(kind, a, b, c, step), weight, folder "/2024.assess")
    file = folder "/乡镇.csv"
    print "代码,列" > file
    for (i = 0; i <= 400; i++) printf "T%d,%s%%\n", i, i % 2 ? i / 4 : i <= 200 ? i / 2 : 50 + chance(5001) / 100 > file
    close(file)
}

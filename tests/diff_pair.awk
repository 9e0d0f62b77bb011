# Two years of one scheme and its ledgers, made by chance from `seed`, into `folder`. Every kind of indicator and of change comes up: of the changes
# that are numbered below each seed must make three, so that as many seeds as a third of them make them all, and some more by chance.
function chance(n) { return int(rand() * n) }
function pick(words,   n, list) { n = split(words, list, " "); return list[chance(n) + 1] }

# ---- indicators ----

function rule(i, year,   text) {
    if (kind[i] == "rate") text = "        目标 " a[i] "\n        得分率 = " (form[i] == 1 ? "(" column[i] " ÷ 目标)" : form[i] == 2 ? column[i] " × 0.9 ÷ 目标" : column[i] " ÷ 目标") ",最高 " cap[i] "%\n"
    else if (kind[i] == "share") text = "        " column[i] " 低于 " a[i] "% 的,每低 1个百分点 扣 " b[i] "分,不足 1个百分点 的," step[i] "\n        本项 扣完为止\n"
    else if (kind[i] == "band") text = "        得分率 按 " column[i] ",自上而下 { 达到 " a[i] "% 100%;达到 " (a[i] - 10) "% " (40 + 10 * b[i]) "%;其余 0% }\n"
    else if (kind[i] == "days") text = "        时限 " year "年" a[i] "月30日\n        " column[i] " 晚于 时限 的,每晚 1天 扣 0.0" b[i] "分\n        本项 扣完为止\n"
    else if (kind[i] == "line") text = "        得分率 按 " column[i] ",自上而下 { 达到 合格线 100%;其余 50% }\n"
    else if (kind[i] == "call") text = "        得分率 = 折算(" column[i] "," a[i] ")\n"
    else if (kind[i] == "rows") text = "        次数 = 各 巡查 的 个数(人数 达到 " b[i] "人 的)\n        得分率 = 次数 ÷ 3,最高 100%\n"
    else if (kind[i] == "best") text = "        最高数 = 本类 " column[i] " 的 最高值\n        得分率 = " column[i] " ÷ 最高数 × " (100 - b[i]) "%\n        最高数 为 0 的,得 满分\n"
    else text = "        按 " column[i] " 每起 扣 " b[i] "分\n        本项 扣完为止\n"
    if (floor_at[i]) text = text "        本项 最低 " floor_at[i] "分\n"
    if (places[i] != "") text = text "        得分 保留 " places[i] "位小数,四舍五入\n"
    return text
}
function type(i) {
    if (kind[i] == "rate" || kind[i] == "call" || kind[i] == "best") return "数值,不得为负"
    if (kind[i] == "days") return "日期"
    return kind[i] == "count" ? "整数 起,不得为负" : "百分比,0% 至 100%"
}
function cell(i) {
    if (kind[i] == "rate" || kind[i] == "call" || kind[i] == "best") return chance(40)
    if (kind[i] == "days") return "2024-" pick("04 05 06 07") "-" (10 + chance(18))
    return kind[i] == "count" ? chance(4) : 50 + chance(51) "%"
}
function make(i, wanted) {
    kind[i] = wanted ? wanted : pick("rate rate share share band count days line call rows best")
    name[i] = "工作" i; code[i] = "A" i; column[i] = "列" i; weight[i] = 5 + chance(10)
    a[i] = kind[i] == "rate" || kind[i] == "call" ? 10 + chance(20) : kind[i] == "days" ? 4 + chance(2) : 80 + chance(15)
    b[i] = 1 + chance(4); cap[i] = 100; step[i] = "按比例"; form[i] = 0
    often[i] = pick("每月 每季 每年"); sheets[i] = 1 + chance(3); group[i] = pick("甲组 乙组")
    here[i] = 1
}
function first_of(wanted,   i) { for (i = 1; i <= first; i++) if (here[i] && kind[i] == wanted && !touched[i]) { touched[i] = 1; return i } return 0 }
function any(   i, tries) { for (tries = 0; tries < 50; tries++) { i = 1 + chance(first); if (here[i] && !touched[i]) { touched[i] = 1; return i } } return 0 }

# ---- the scheme ----

function head(i) { return "    指标 " code[i] " " name[i] (scope[i] == "" ? " " weight[i] "分" : "," scope_text(scope[i], weight[i])) }
function scope_text(classes, points,   n, list, k, text) {
    n = split(classes, list, " ")
    for (k = 1; k <= n; k++) text = text (k > 1 ? "、" : "") list[k] " " points "分"
    return "对 " text
}
function indicator(i, year, file) {
    printf "%s {\n%s", head(i), rule(i, year) > file
    if (year == 2024 && descent[i] != "") print "        沿革 " descent[i] > file
    if (exempt[i] != "") print "        " exempt[i] " 的,免考\n        免考 的," policy[i] > file
    if (absent[i] != "") print "        " absent[i] " 的,不适用\n        不适用 的,权重 按比例 分摊到 全部 其他 指标" > file
    if (owner[i] != "") print "        责任 " owner[i] > file
    if (source[i] != "") print "        来源 " source[i] > file
    if (basis[i] != "") print "        依据 “" basis[i] "”" > file
    if (topics[i] != "") print "        话题 " topics[i] > file
    if (under[i] != "") print "        承接 " under[i] > file
    if (inspected[i] != "") print "        检查 " inspected[i] " 1次,每次 1小时" > file
    print "        报送 " often[i] " 1次," sheets[i] "张表\n    }" > file
}
function scheme(year, file,   i, g, k, groups, done) {
    print "语言 2024版\n办法 《办法》 " year "年度\n层级 区 对 乡镇" (year == 2024 ? "\n沿革 “2023.assess”" : "") > file
    print "承接 《上级办法》 “upper.assess”" > file
    print "考核对象 乡镇,按 " by " 分类\n各项 得分 保留 " all_places "位小数,四舍五入" > file
    print "总分 = 各项 得分 的 合计" (bonus ? " + 加分" : "") (deduction ? " - 扣分" : "") (total_cap ? ",最低 0分,最高 70分" : "") (full ? ",满分 " full_marks() "分" : "") ",保留 2位小数,四舍五入" > file
    if (demand) print "要求 指标数 不超过 " demand "项" > file
    if (routine != "") print "一般性工作 " routine > file
    if (year == 2024 && gone != "") print "废止 " gone ",依据 “不再考核”" > file
    print "常数 合格线 = " standard "%\n函数 折算(甲数,乙数) = 甲数 ÷ 乙数,最高 " ratio "%" > file
    print "台账 乡镇,一行一个 代码 {\n    类别  分为 平原、山区、沿海\n    片区  分为 平原、山区、沿海" > file
    for (i = 1; i <= n; i++) if (here[i] && kind[i] != "rows") print "    " column[i] "  " type(i) > file
    print "    表彰数  整数 项," (bounded ? "0 至 100" : "不得为负") "\n    违规数  整数 次,不得为负\n    涉及  是或否\n    要求 表彰数 不超过 " limit "项\n}" > file
    if (patrol) print "台账 巡查,一行一个 编号 { 编号 文本;乡镇 对应 乡镇;人数 整数 人,不得为负 }" > file
    if (extra) print "台账 走访,一行一个 编号 { 编号 文本;乡镇 对应 乡镇 }" > file
    groups = split("甲组 乙组", g, " ")
    for (k = 1; k <= groups; k++) {
        done = 0
        for (i = 1; i <= n; i++) {
            if (!here[i] || group[i] != g[k]) continue
            if (!done) print "组 " g[k] " {" > file
            done = 1
            indicator(i, year, file)
        }
        if (done) print "}" > file
    }
    if (bonus) print "加分 {\n    按 表彰数 每 项 加 1分\n    本项 最高 " bonus "分\n}" > file
    if (deduction) print "扣分 {\n    按 违规数 每 次 扣 1分\n    本项 最高 " deduction "分\n}" > file
    if (result) print "结果 表彰倍数 = 表彰数 × " result > file
    print "名次 在 " pool " 按 舍入后 总分 从高到低,并列 1、2、2、4" > file
    if (places_at) print "名额 优秀 在 本类 {\n    名额 = 本类 乡镇 的 个数 × " places_at "%,保留 整数,去尾\n    取 舍入后 总分 达到 10分 的,按 舍入后 总分 从高到低,跨线同分 的,都不取\n}" > file
    print "等次 按 舍入后 总分,自上而下 {\n    优秀 " (places_at ? "取得 名额" : "达到 " line "分" (share ? ",不超过 全部 乡镇 的 " share "%,去尾,跨线同分 的,都不取" : "")) (good ? "\n    良好 达到 " good "分" : "") "\n    合格 " passing "\n    不合格 其余\n}" > file
    if (veto) print "一票否决 违规数 达到 " veto "次 的,等次 最高 合格,名次 照排,名额 照占" > file
    if (adjust) print "等次调整 表彰数 达到 " adjust "项 的,晋一档" > file
    close(file)
}
# Weights that are the same in every class, so that they add up.
function full_marks(   i, sum) { for (i = 1; i <= n; i++) if (here[i]) sum += weight[i]; return sum }

function ledgers(   file, i, u) {
    file = folder "/乡镇.csv"
    printf "代码,类别,片区" > file
    for (i = 1; i <= n; i++) if (kind[i] != "rows") printf ",%s", column[i] > file
    print ",表彰数,违规数,涉及" > file
    for (u = 1; u <= units; u++) {
        printf "T%d,%s,%s", u, pick("平原 山区 沿海"), pick("平原 山区 沿海") > file
        for (i = 1; i <= n; i++) if (kind[i] != "rows") printf ",%s", cell(i) > file
        print "," chance(8) "," chance(3) "," pick("是 否") > file
    }
    close(file)
    file = folder "/巡查.csv"
    print "编号,乡镇,人数" > file
    for (u = 1; u <= 2 * units; u++) print "X" u ",T" 1 + chance(units) "," chance(6) > file
    close(file)
    file = folder "/走访.csv"
    print "编号,乡镇\nZ1,T1" > file
    close(file)
    file = folder "/upper.assess"
    print "语言 2024版\n办法 《上级办法》 2024年度\n层级 市 对 区\n考核对象 区县\n各项 得分 保留 2位小数,四舍五入\n台账 区县,一行一个 代码 { 完成 百分比,0% 至 100% }" > file
    print "指标 U1 完成 10分,得分率 = 完成" > file
    close(file)
}

# ---- changes ----

# Number k of the changes that must come up. There are CHANGES of them.
function change(k,   i, m) {
    if (k == 1) { i = any(); weight[i]++ }
    if (k == 2) { i = first_of("rate"); a[i] += 2 }
    if (k == 3) { i = first_of("share"); a[i] += 2 }
    if (k == 4) { i = first_of("band"); a[i]++ }
    if (k == 5) { i = first_of("count"); b[i]++ }
    if (k == 6) { i = any(); name[i] = "新工作" i }
    if (k == 7) { i = any(); gone = gone (gone == "" ? "" : "、") code[i]; here[i] = 0 }
    if (k == 8) { i = any(); here[i] = 0 }
    if (k == 9) { i = any(); descent[i] = code[i] " 改名"; code[i] = "B" i }
    if (k == 10) { i = any(); often[i] = often[i] == "每月" ? "每季" : "每月"; sheets[i]++ }
    if (k == 11) { i = any(); group[i] = group[i] == "甲组" ? "乙组" : "甲组" }
    if (k == 12) { i = any(); exempt[i] = "类别 为 平原"; policy[i] = "权重 按比例 分摊到 全部 其他 指标" }
    if (k == 13) { exempt[wide] = "类别 为 平原、山区" }
    if (k == 14) { exempt[wide] = "类别 为 沿海" }
    if (k == 15) { exempt[wide] = "" }
    if (k == 16) { exempt[wide] = "违规数 达到 2次" }
    if (k == 17) { policy[wide] = "得 满分" }
    if (k == 18) { i = any(); absent[i] = "涉及 为 否" }
    if (k == 19) { i = any(); scope[i] = "平原 山区" }
    if (k == 20) { scope[scoped] = "平原 山区 沿海" }
    if (k == 21) { scope[scoped] = "平原 沿海" }
    if (k == 22) { i = first_of("rate"); cap[i] = 110 }
    if (k == 23) { i = any(); floor_at[i] = 1 }
    if (k == 24) { i = any(); places[i] = 1 }
    if (k == 25) { i = first_of("days"); a[i]++ }
    if (k == 26) { i = first_of("rate"); form[i] = 2 }
    if (k == 27) { i = first_of("rate"); form[i] = 1 }
    if (k == 28) { standard += 5 }
    if (k == 29) { ratio += 5 }
    if (k == 30) { i = any(); owner[i] = "区二局" }
    if (k == 31) { i = any(); source[i] = "统计报表" }
    if (k == 32) { i = any(); basis[i] = "区委文件" }
    if (k == 33) { i = any(); topics[i] = "就业、环境" }
    if (k == 34) { i = any(); under[i] = "U1" }
    if (k == 35) { i = any(); inspected[i] = "每季" }
    if (k == 36) { bonus = bonus ? 0 : 4 }
    if (k == 37) { bonus = bonus ? bonus + 1 : 3 }
    if (k == 38) { deduction = deduction ? 0 : 4 }
    if (k == 39) { deduction = deduction ? deduction + 1 : 3 }
    if (k == 40) { total_cap = !total_cap; full = 0 }
    if (k == 41) { full = !full }
    if (k == 42) { result = result ? 0 : 2 }
    if (k == 43) { result = result ? result + 1 : 3 }
    if (k == 44) { pool = pool == "全部 乡镇" ? "本类" : "全部 乡镇" }
    if (k == 45) { good = good ? 0 : line - 5 }
    if (k == 46) { line += 2 }
    if (k == 47) { share = share ? share + 5 : 30 }
    if (k == 48) { passing = "表彰数 不超过 7项" }
    if (k == 49) { places_at = places_at ? places_at + 10 : 40 }
    if (k == 50) { veto = veto ? 0 : 2 }
    if (k == 51) { veto = veto ? veto + 1 : 1 }
    if (k == 52) { adjust = adjust ? 0 : 6 }
    if (k == 53) { adjust = adjust ? adjust + 1 : 5 }
    if (k == 54) { demand = demand ? 0 : 40 }
    if (k == 55) { routine = routine == "" ? "报刊征订、会议记录" : "会议记录" }
    if (k == 56) { extra = !extra }
    if (k == 57) { bounded = !bounded }
    if (k == 58) { limit += 10 }
    if (k == 59) { all_places = 1 }
    if (k == 60) { by = "片区" }
    if (k == 61) { i = first_of("rows"); b[i]++ }
    if (k == 62) { i = first_of("best"); b[i]++ }
    if (k == 63) { i = first_of("share"); step[i] = "不计" }
    if (k == 64) { n++; make(n); code[n] = "N" n; descent[n] = "新设" }
    if (k == 65) { i = merged_from(); n++; make(n); code[n] = "M" n; descent[n] = "由 " code[i] "、" code[i + 1] " 合并"; here[i] = here[i + 1] = 0 }
    if (k == 66) { i = any(); for (m = 1; m <= 2; m++) { n++; make(n); code[n] = "S" n; descent[n] = "由 " code[i] " 拆分" }; here[i] = 0 }
}
# What must be there for it to change.
function before(k) {
    if (k == 20 || k == 21) scope[scoped] = "平原 山区"
    if (k == 37) bonus = 3
    if (k == 39) deduction = 3
    if (k == 43) result = 2
    if (k == 47 || k == 46) places_at = 0
    if (k == 47) share = 30
    if (k == 51) veto = 2
    if (k == 53) adjust = 6
}
# Of the changes that this seed must make, number j from 0.
function forced(j) { return (seed - 1 + j * CHANGES / 3) % CHANGES + 1 }
function merged_from(   i) { for (i = 1; i < first; i++) if (here[i] && here[i + 1] && !touched[i] && !touched[i + 1]) { touched[i] = touched[i + 1] = 1; return i } return 1 }

BEGIN {
    CHANGES = 66
    srand(seed)
    units = 9
    first = split("rate rate rate rate share share share band count days line call rows best", kinds, " ")
    for (n = 1; n <= first; n++) make(n, kinds[n])
    n = first
    by = "类别"; pool = "全部 乡镇"; passing = "达到 20分"; all_places = 2; standard = 60; ratio = 100; limit = 50; line = 40 + chance(20); patrol = 1
    bonus = chance(2) ? 3 + chance(4) : 0; deduction = chance(2) ? 3 : 0; result = chance(2) ? 2 : 0; good = chance(2) ? line - 5 : 0; share = chance(2) ? 30 : 0
    veto = chance(2) ? 2 : 0; adjust = chance(2) ? 6 : 0; demand = chance(2) ? 50 : 0; routine = chance(2) ? "报刊征订、会议记录" : ""; extra = chance(2); places_at = chance(3) ? 0 : 40
    wide = 5; touched[wide] = 1; exempt[wide] = "类别 为 平原"; policy[wide] = "权重 按比例 分摊到 全部 其他 指标"
    scoped = 12; touched[scoped] = 1
    owner[9] = "区一局"
    for (j = 0; j < 3; j++) before(forced(j))
    if (chance(3) == 0 && full_fits()) full = 1
    scheme(2023, folder "/2023.assess")
    for (j = 0; j < 3; j++) change(forced(j))
    for (j = seed % 8 == 0 ? 14 : chance(4); j > 0; j--) change(1 + chance(35))
    if (!full_fits()) full = 0
    scheme(2024, folder "/2024.assess")
    ledgers()
}
# Full marks can be stated where the weights of every class add up to them.
function full_fits(   i) { for (i = 1; i <= n; i++) if (here[i] && scope[i] != "") return 0; return 1 }

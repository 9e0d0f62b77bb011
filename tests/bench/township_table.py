"""The township workload as data: SPEC.md's tables; the generator and the reference read this.

INDICATORS: (code, name, method, parameters, weight of each class: "3" applies, "2x" exempt, "-" does not apply)
COLUMNS:    (name, kind, what an empty cell means)
"""
from fractions import Fraction as F

CLASSES = ("沿黄乡镇", "中心街道", "功能区")
GROUPS = (("JJ", "经济发展"), ("XC", "乡村振兴"), ("ST", "生态环保"),
          ("MS", "民生保障"), ("ZL", "社会治理"), ("DJ", "党的建设"))

TIERS = {
    "JJ06": (("8", 100), ("5", 80), ("3", 60), ("1", 30)),
    "XC07": (("4", 100), ("2", 75), ("1", 45)),
    "MS04": (("95", 100), ("85", 85), ("70", 65), ("60", 40)),
    "ZL07": (("6", 100), ("4", 90), ("2", 55)),
}
CATEGORIES = {
    "ST07": (("优", 100), ("良", 85), ("中", 60), ("差", 0)),
    "MS08": (("全部完成", 100), ("基本完成", 60), ("未完成", 0)),
    "ZL05": (("是", 100), ("部分", 50), ("否", 0)),
    "DJ01": (("好", 100), ("较好", 80), ("一般", 50), ("差", 0)),
}

# method names: see SPEC.md section 3.  x, T, last, a, b name a column when they are not numbers.
INDICATORS = (
    ("JJ01", "地区生产总值增速", "cap", dict(x="生产总值增速", T="6"), "3", "4", "5"),
    ("JJ02", "固定资产投资", "cap120", dict(x="投资完成额", T="投资目标额"), "3", "3", "6"),
    ("JJ03", "工业增加值", "efficacy", dict(x="工业增加值"), "2.5", "3", "5"),
    ("JJ04", "一般公共预算收入", "growth", dict(x="预算收入", last="上年预算收入", T="3000", Tg="8"), "3", "4", "5"),
    ("JJ05", "招商引资到位资金", "rank", dict(x="到位资金"), "2.5", "3", "4"),
    ("JJ06", "新增规上企业", "tier", dict(x="新增规上企业数"), "2", "2", "3"),
    ("JJ07", "社会消费品零售额增速", "below", dict(x="零售额增速", T="5", d="0.3"), "2", "3", "2"),
    ("JJ08", "重点项目开工率", "ratio_below", dict(a="已开工项目数", b="重点项目数", T="100", d="0.05"), "2", "2", "4"),

    ("XC01", "盐碱地品种推广", "cap", dict(x="推广面积", T="30"), "4", "-", "2"),
    ("XC02", "粮食播种面积", "cap", dict(x="播种面积", T="播种面积任务"), "4", "-", "2x"),
    ("XC03", "高标准农田建设", "step_floor", dict(x="农田建设完成率", T="100", s="5", d="0.4"), "3", "1", "2"),
    ("XC04", "农村人居环境", "below", dict(x="人居环境得分", T="95", d="0.15"), "3", "2", "1.5x"),
    ("XC05", "村集体经济收入", "growth", dict(x="集体收入", last="上年集体收入", T="800", Tg="10"), "2.5", "2", "1.5"),
    ("XC06", "农业保险覆盖率", "cap", dict(x="农业保险覆盖率", T="80"), "2", "1", "1"),
    ("XC07", "美丽乡村示范村", "tier", dict(x="示范村数"), "1.5", "1", "1.5x"),
    ("XC08", "农产品合格率", "step_ceil", dict(x="农产品合格率", T="99", s="0.1", d="0.05"), "2", "3", "0.5"),

    ("ST01", "细颗粒物浓度", "inverse", dict(x="细颗粒物浓度", T="38"), "3", "3", "3"),
    ("ST02", "水质达标率", "below", dict(x="水质达标率", T="100", d="0.2"), "3", "2", "2.5"),
    ("ST03", "万元产值能耗", "efficacy_low", dict(x="万元产值能耗"), "2", "2", "3.5"),
    ("ST04", "绿化覆盖率", "cap", dict(x="绿化覆盖率", T="40"), "2.5", "2", "2"),
    ("ST05", "环保督察整改", "incident", dict(x="未整改问题数", d="0.5"), "3", "2", "2.5"),
    ("ST06", "黄河滩区修复", "cap120", dict(x="滩区修复面积", T="16"), "2.5", "-", "-"),
    ("ST07", "垃圾分类", "category", dict(x="垃圾分类评价"), "2", "3", "2.5"),

    ("MS01", "群众满意度", "below", dict(x="群众满意度", T="95", d="0.5"), "3", "4", "2"),
    ("MS02", "医保参保率", "step_floor", dict(x="医保参保率", T="98", s="0.5", d="0.2"), "2", "2", "1.5"),
    ("MS03", "新增城镇就业", "cap120", dict(x="新增就业人数", T="就业任务数"), "2", "4", "3"),
    ("MS04", "养老设施覆盖率", "tier", dict(x="养老设施覆盖率"), "2", "3", "1.5x"),
    ("MS05", "义务教育巩固率", "below", dict(x="义务教育巩固率", T="99.5", d="1"), "2", "2", "1.5x"),
    ("MS06", "热线按期办结率", "ratio_below", dict(a="按期办结件数", b="热线受理件数", T="98", d="0.2"), "2", "3", "2"),
    ("MS07", "居民人均收入", "growth", dict(x="人均收入", last="上年人均收入", T="28000", Tg="6"), "1.5", "2", "1.5"),
    ("MS08", "民生实事", "category", dict(x="民生实事进度"), "1.5", "2", "1"),

    ("ZL01", "安全生产事故", "incident", dict(x="安全事故数", d="1"), "2", "3", "3"),
    ("ZL02", "信访积案化解", "cap", dict(x="积案化解数", T="积案总数"), "2", "3", "2"),
    ("ZL03", "矛盾纠纷调处", "below", dict(x="调处成功率", T="97", d="0.1"), "2", "2", "1.5"),
    ("ZL04", "万人发案率", "inverse", dict(x="万人发案数", T="25"), "1.5", "3", "2"),
    ("ZL05", "网格化治理", "category", dict(x="网格化治理"), "1.5", "2", "1x"),
    ("ZL06", "万人警情数", "rank_low", dict(x="万人警情数"), "1.5", "2.5", "1.5"),
    ("ZL07", "应急演练", "tier", dict(x="应急演练次数"), "1.5", "2.5", "1"),

    ("DJ01", "党建述职评议", "category", dict(x="述职评议"), "2.5", "2.5", "2.5"),
    ("DJ02", "基层组织达标率", "cap", dict(x="基层组织达标率", T="90"), "2", "2", "2"),
    ("DJ03", "党员培训学时", "efficacy", dict(x="培训学时"), "2", "2", "2"),
    ("DJ04", "廉政问题线索", "incident", dict(x="问题线索数", d="0.25"), "2", "2", "2"),
    ("DJ05", "干部考察评价", "rank", dict(x="考察评价得分"), "2", "2", "2"),
    ("DJ06", "意识形态工作", "step_ceil", dict(x="意识形态得分", T="100", s="2", d="0.3"), "1.5", "1.5", "1.5"),
)

# kind: num (up to 2 decimals), int, cat.  empty: never (never empty), zero (counts as 0), mean (mean of its class),
# none (a category without an answer: 0% of the weight).  The order is the order in the file, after 代码,名称,类别.
COLUMNS = (
    ("生产总值增速", "num", "mean"), ("投资完成额", "num", "zero"), ("投资目标额", "num", "never"),
    ("工业增加值", "num", "mean"), ("预算收入", "num", "never"), ("上年预算收入", "num", "never"),
    ("到位资金", "num", "zero"), ("新增规上企业数", "int", "zero"), ("零售额增速", "num", "mean"),
    ("已开工项目数", "int", "zero"), ("重点项目数", "int", "never"),
    ("推广面积", "num", "zero"), ("播种面积", "num", "never"), ("播种面积任务", "num", "never"),
    ("农田建设完成率", "num", "never"), ("人居环境得分", "num", "mean"), ("集体收入", "num", "never"),
    ("上年集体收入", "num", "mean"), ("农业保险覆盖率", "num", "zero"), ("示范村数", "int", "zero"),
    ("农产品合格率", "num", "never"),
    ("细颗粒物浓度", "num", "mean"), ("水质达标率", "num", "never"), ("万元产值能耗", "num", "mean"),
    ("绿化覆盖率", "num", "never"), ("未整改问题数", "int", "zero"), ("滩区修复面积", "num", "zero"),
    ("垃圾分类评价", "cat", "none"),
    ("群众满意度", "num", "mean"), ("医保参保率", "num", "never"), ("新增就业人数", "int", "zero"),
    ("就业任务数", "int", "never"), ("养老设施覆盖率", "num", "never"), ("义务教育巩固率", "num", "never"),
    ("按期办结件数", "int", "zero"), ("热线受理件数", "int", "never"), ("人均收入", "num", "mean"),
    ("上年人均收入", "num", "never"), ("民生实事进度", "cat", "none"),
    ("安全事故数", "int", "zero"), ("积案化解数", "int", "zero"), ("积案总数", "int", "never"),
    ("调处成功率", "num", "never"), ("万人发案数", "num", "mean"), ("网格化治理", "cat", "none"),
    ("万人警情数", "num", "mean"), ("应急演练次数", "int", "zero"),
    ("述职评议", "cat", "none"), ("基层组织达标率", "num", "never"), ("培训学时", "num", "zero"),
    ("问题线索数", "int", "zero"), ("考察评价得分", "num", "mean"), ("意识形态得分", "num", "never"),
    ("省级表彰数", "int", "zero"), ("市级表彰数", "int", "zero"), ("创新案例数", "int", "zero"),
    ("通报批评次数", "int", "zero"), ("逾期报送件数", "int", "zero"), ("督查问题率", "num", "zero"),
    ("重大事故数", "int", "zero"),
)

BONUS = (("省级表彰数", "1"), ("市级表彰数", "0.5"), ("创新案例数", "0.3"))
BONUS_CAP = "5"
DEDUCTION = (("通报批评次数", "0.5"), ("逾期报送件数", "0.25"), ("督查问题率", "0.015"))
VETO = "重大事故数"

INPUT_HEADER = ("代码", "名称", "类别") + tuple(c[0] for c in COLUMNS)
OUTPUT_HEADER = (("代码", "名称", "类别") + tuple(i[0] for i in INDICATORS)
                 + tuple(g[0] for g in GROUPS) + ("加分", "扣分", "总分", "名次", "等次"))


def weights(cls):
    """{code: exact weight} of class number cls; codes that do not apply or are exempt are absent."""
    out = {}
    for group, _ in GROUPS:
        mine = [(i[0], i[4 + cls]) for i in INDICATORS if i[0].startswith(group) and i[4 + cls] != "-"]
        whole = sum(F(w.rstrip("x")) for _, w in mine)
        kept = sum(F(w) for _, w in mine if not w.endswith("x"))
        out.update((code, F(w) * whole / kept) for code, w in mine if not w.endswith("x"))
    return out


if __name__ == "__main__":  # the tables of SPEC.md
    assert len(INDICATORS) == 44
    used = {v for i in INDICATORS for v in i[3].values() if not v.replace(".", "").isdigit()}
    used |= {c for c, _ in BONUS + DEDUCTION} | {VETO}
    assert used == {c[0] for c in COLUMNS}, used ^ {c[0] for c in COLUMNS}
    w = [weights(k) for k in range(3)]
    for k in range(3):
        assert sum(w[k].values()) == 100, (k, sum(w[k].values()))
        print(CLASSES[k], [(g, str(sum(v for c, v in w[k].items() if c.startswith(g)))) for g, _ in GROUPS])
    print("\n| code | indicator | method and parameters | 沿黄乡镇 | 中心街道 | 功能区 | effective 功能区 |\n|---|---|---|---|---|---|---|")
    for code, name, method, p, *ws in INDICATORS:
        q = ", ".join(f"{k}={v}" for k, v in p.items())
        print(f"| {code} | {name} | {method}({q}) | {ws[0]} | {ws[1]} | {ws[2].replace('x', ' exempt')} | {w[2].get(code, '-')} |")
    print("\n| # | column | kind | empty cell |\n|---|---|---|---|")
    for n, (name, kind, empty) in enumerate(COLUMNS, 4):
        print(f"| {n} | {name} | {kind} | {empty} |")

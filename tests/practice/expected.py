#!/usr/bin/env python3
"""Writes the expected.csv of the cases in tests/practice, by its own arithmetic: exact fractions, decimals of 60 digits for roots and logarithms.

    python3 tests/practice/expected.py [CASE...]        from the project's root
"""
import csv
import datetime
import os
import sys
from decimal import Decimal, ROUND_HALF_UP, getcontext
from fractions import Fraction

getcontext().prec = 60
HERE = os.path.dirname(os.path.abspath(__file__))


def rows(case, ledger):
    with open(os.path.join(HERE, case, ledger + ".csv"), encoding="utf-8") as file:
        return list(csv.DictReader(file))


def decimal(value):
    return value if isinstance(value, Decimal) else Decimal(Fraction(value).numerator) / Decimal(Fraction(value).denominator)


def rounded(value, places):
    """Half away from zero, as text; fractions exactly."""
    if isinstance(value, Fraction) or isinstance(value, int):
        scaled = abs(Fraction(value)) * 10 ** places
        whole = (scaled * 2 + 1).__floor__() // 2
        sign = "-" if value < 0 and whole else ""
        text = str(whole).rjust(places + 1, "0")
        return sign + (text[:-places] + "." + text[-places:] if places else text)
    return str(value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))


def mean(values):
    return sum(values, Fraction(0)) / len(values)


def write(case, table):
    with open(os.path.join(HERE, case, "expected.csv"), "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)


CASES = {}


def case(function):
    CASES[function.__name__.replace("_", "-")] = function
    return function


@case
def statistics():
    units = rows("statistics", "乡镇")
    values = {row["代码"]: Fraction(row["数值"]) for row in units}
    everyone = list(values.values())
    table = []
    for row in units:
        own = values[row["代码"]]
        group = [values[other["代码"]] for other in units if other["类别"] == row["类别"]]
        weights = [Fraction(other["权"]) for other in units if other["类别"] == row["类别"]]
        ordered, n = sorted(group), len(group)
        middle = ordered[n // 2] if n % 2 else (ordered[n // 2 - 1] + ordered[n // 2]) / 2
        spread = max(group) - min(group)
        deviation = decimal(sum((v - mean(group)) ** 2 for v in group) / n).sqrt()
        lower, same = sum(v < own for v in group), sum(v == own for v in group)
        logs = [decimal(v).ln() for v in group]
        table.append({
            "代码": row["代码"],
            "中位数": rounded(middle, 2),
            "标准分": rounded(decimal(own - mean(group)) / deviation if spread else Fraction(0), 4),
            "极差分": rounded((own - min(group)) / spread if spread else Fraction(1), 4),
            "逆向极差分": rounded((max(group) - own) / spread if spread else Fraction(1), 4),
            "百分位含": rounded(Fraction(lower + same, n), 4),
            "百分位不含": rounded(Fraction(sum(v < own for v in everyone), len(everyone)), 4),
            "百分位折半": rounded((lower + Fraction(same, 2)) / n, 4),
            "几何": rounded((sum(logs) / n).exp(), 4),
            "加权几何": rounded((sum(l * decimal(w) for l, w in zip(logs, weights)) / decimal(sum(weights))).exp(), 4),
            "去掉各两个": rounded(mean(sorted(everyone)[2:-2]), 4),
            "不够不去": rounded(mean(everyone), 4),
            "平方根": rounded(decimal(own).sqrt(), 6),
            "对数值": rounded(decimal(own).ln(), 6),
            "半次方": rounded(decimal(own).sqrt(), 6),
        })
    return table


@case
def ballots():
    worth = {"优秀": 100, "称职": 80, "基本称职": 60, "不称职": 0}
    cast = rows("ballots", "评价")
    good = [b for b in cast if b["评价人"] != b["被评人"]]      # one's own ballot is left out before anything else
    valid = []
    for ballot in good:
        own = [b["票面"] for b in good if b["评价人"] == ballot["评价人"]]
        points = [worth[face] for face in own if face in worth]
        same = len(points) >= 2 and len(set(points)) == 1
        if not same and Fraction(own.count("优秀"), len(own)) <= Fraction(60, 100):
            valid.append(ballot)
    table = []
    for unit in rows("ballots", "干部"):
        mine = [b["票面"] for b in valid if b["被评人"] == unit["代码"]]
        points = [Fraction(worth[face]) for face in mine if face in worth]
        table.append({
            "代码": unit["代码"],
            "票数": len(mine),
            "有效票": len(points),
            "优秀率": rounded(Fraction(mine.count("优秀"), len(mine)), 4) if mine else "",
            "测评分": rounded(mean(points), 2) if len(points) >= 3 else "",
        })
    return table


@case
def gates():
    names = ["优秀", "良好", "合格", "不合格"]
    units = rows("gates", "单位")
    total = {unit["代码"]: Fraction(unit["总分"]) for unit in units}
    ranked = [code for unit in units if unit["弄虚作假"] == "否" for code in [unit["代码"]]]
    candidates = [unit["代码"] for unit in units if unit["弄虚作假"] == "否" and int(unit["通报批评数"]) == 0]
    places = len(units) * 30 // 100
    table = []
    for unit in units:
        code, own = unit["代码"], total[unit["代码"]]
        takes = code in candidates and sum(total[c] >= own for c in candidates) <= places
        grade = 0 if own >= 90 and takes else 1 if own >= 80 else 2 if own >= 60 else 3
        up, down = int(unit["亿元项目数"]) >= 3, unit["逾期报送"] == "是"
        grade = min(3, max(0, grade - (up and not down) + (down and not up)))
        if int(unit["重大事故数"]):
            grade = max(grade, 2)
        if int(unit["通报批评数"]):
            grade = max(grade, 1)
        if unit["弄虚作假"] == "是":
            grade = 3
        rank = 1 + sum(total[c] > own for c in ranked) if code in ranked else ""
        table.append({"代码": code, "名次": rank, "等次": names[grade]})
    return table


@case
def steps():
    table = []
    for unit in rows("steps", "乡镇"):
        low = max(Fraction(0), (100 - Fraction(unit["能耗"])) / 10)
        high = max(Fraction(0), (Fraction(unit["产量"]) - 100) / 10)
        scores = {"NH01": 10 + low, "NH02": 10 + low.__floor__(), "NH03": 10 + low.__ceil__(), "CL01": 10 + high, "CL02": 10 + high.__ceil__(),
                  "CL03": 10 - high.__floor__(), "CL04": 10 - high.__ceil__()}
        line = {"代码": unit["代码"]}
        line.update({code: rounded(Fraction(score), 2) for code, score in scores.items()})
        table.append(line)
    return table


def incidents():
    table = []
    for unit in rows("incidents", "乡镇"):
        events = {}
        for event in rows("incidents", "事故"):
            if event["单位"] == unit["代码"] and not event["整改日期"]:
                events[event["事件编号"]] = max(events.get(event["事件编号"], Fraction(0)), Fraction(event["扣分"]))
        late, left_out, hidden, found = (int(unit[name]) for name in ("迟报数", "漏报数", "瞒报数", "巡查问题"))
        taken = {
            "SG01": (20, sum(events.values(), Fraction(0))),
            "SG02": (15, sum(2 ** i for i in range(late))),
            "SG03": (10, sum(1 if i == 0 else 2 for i in range(left_out))),
            "SG04": (10, sum(1 + Fraction(i, 2) for i in range(hidden))),
            "SG05": (Fraction(3, 2), Fraction(found, 2) if found < 2 else Fraction(3, 2)),
        }
        line = {"代码": unit["代码"]}
        line.update({code: rounded(max(Fraction(0), Fraction(full) - points), 2) for code, (full, points) in taken.items()})
        table.append(line)
    return table


@case
def tables():
    table = []
    for unit in rows("tables", "乡镇"):
        level, times, leads, own = unit["级别"], int(unit["推广次数"]), unit["牵头"] == "是", Fraction(unit["自评"])
        nation, ten = level == "国家级", times >= 10
        sums = [Fraction(5)] * nation + [Fraction(9, 4)] * ten + [Fraction(1)] * leads
        more = [Fraction(3)] * (times >= 20) + [Fraction(2)] * ten + [own] * leads
        high = [Fraction(6)] * nation + [Fraction(5)] * ten + [Fraction(4)] * (level == "省级") + [own] * leads
        low = [6] * (level in ("国家级", "省级")) + [5] * ten + [3] * (level in ("无", "市级") and not ten) + [2] * (times < 5)
        table.append({
            "代码": unit["代码"],
            "LD01": rounded(min(Fraction(7), sum(sums, Fraction(0))), 2),
            "LD02": rounded(sum(more, Fraction(0)) if more else Fraction(1, 2), 2),
            "LD03": rounded(max(high) if high else Fraction(1), 2),
            "LD04": rounded(min(low), 2),
            "LD05": rounded(5 if ten else 3 if leads else 0, 2),
            "LD06": rounded({"国家级": 5, "省级": 3}.get(level, 1), 2),
        })
    return table


@case
def limits():
    weight = {"A1": 5, "A2": 10, "B1": 10, "B2": 10}
    units = rows("limits", "乡镇")
    lines, totals = [], {}
    for unit in units:
        out = {code for code, column in (("B1", "不涉及"), ("B2", "停办")) if unit[column] == "是"}
        kept = sum(w for code, w in weight.items() if code not in out)
        share = Fraction(sum(weight[code] for code in out), kept)
        full = {code: weight[code] * (1 + share) for code in weight if code not in out}
        rate, complaints = Fraction(unit["完成率"]) / 100, int(unit["投诉"])
        score = {"A1": full["A1"] - 3 * int(unit["事故"]), "A2": full["A2"] - Fraction(3, 2) * complaints + (0 if complaints else 2)}
        for code in ("B1", "B2"):
            if code not in out:
                score[code] = rate * full[code]
        if "B2" in score and score["A1"] < 0:
            score["B2"] = Fraction(6)
        score = {code: Fraction(rounded(points, 2)) for code, points in score.items()}
        safe = min(Fraction(16), max(Fraction(0), score["A1"] + score["A2"]))
        work = [score[code] for code in ("B1", "B2") if code in score]
        line = {"代码": unit["代码"]}
        line.update({code: rounded(score[code], 2) if code in score else "" for code in weight})
        line.update({"安全": rounded(safe, 2), "业务": rounded(sum(work), 2) if work else ""})
        if len(score) >= 3:
            totals[unit["代码"]] = Fraction(rounded(max(Fraction(0), safe + sum(work) - Fraction(unit["通报扣分"])), 2))
        line["总分"] = rounded(totals[unit["代码"]], 2) if unit["代码"] in totals else ""
        lines.append(line)
    for unit, line in zip(units, lines):
        code = unit["代码"]
        line["名次"] = line["等次"] = ""
        if code not in totals:
            continue
        mine = [other["代码"] for other in units if other["类别"] == unit["类别"]]
        places = max(1, len(mine) * 20 // 100)
        line["名次"] = 1 + sum(total > totals[code] for total in totals.values())
        takes = sum(totals[other] >= totals[code] for other in mine if other in totals) <= places
        line["等次"] = "优秀" if totals[code] >= 20 and takes else "合格" if totals[code] >= 10 else "其他"
    return lines


@case
def converted():
    table = []
    for unit in rows("converted", "乡镇"):
        paused = unit["暂停"] == "是"
        score = {}
        if unit["类别"] != "乙" and not paused:
            score["X1"] = (40, 40 * Fraction(unit["a"]) / 100)
        if unit["新设"] != "是" and not paused:
            score["X2"] = (30, max(Fraction(0), 30 - Fraction(5, 2) * int(unit["投诉"])))
        if unit["涉迁"] != "否" and not paused:
            score["X3"] = (30, 30 * Fraction(unit["b"]) / 100)
        score = {code: (full, Fraction(rounded(points, 2))) for code, (full, points) in score.items()}
        bonus = 1 if unit["新设"] == "是" else 0
        line = {"代码": unit["代码"]}
        line.update({code: rounded(score[code][1], 2) if code in score else "" for code in ("X1", "X2", "X3")})
        full = sum(full for full, _ in score.values())
        line["加分"] = rounded(bonus, 2)
        line["总分"] = rounded(sum(points for _, points in score.values()) * 100 / full + bonus, 2) if full else ""
        table.append(line)
    return table


@case
def below_the_mean():
    units = rows("below-the-mean", "乡镇")
    complaints = sorted(int(row["投诉数"]) for row in units)
    growth = [Fraction(row["增幅"]) for row in units if row["增幅"]]
    table = []
    for row in units:
        own = mean([Fraction(other["满意度"]) for other in units if other["类别"] == row["类别"]])
        short = max(own - Fraction(row["满意度"]), Fraction(0))
        table.append({
            "代码": row["代码"], "类别": row["类别"],
            "P1": rounded(max(10 - short / 2, Fraction(0)), 2),
            "P2": rounded(Fraction(8 if int(row["投诉数"]) > complaints[len(complaints) // 2] else 10), 2),
            "P3": rounded(Fraction(10 if row["增幅"] and Fraction(row["增幅"]) >= mean(growth) else 6), 2)})
    return table


@case
def other_class_mean():
    units = rows("other-class-mean", "单位")
    scores = {row["代码"]: Fraction(row["完成率"].rstrip("%")) / 10 for row in units if row["有新进"] == "是"}
    others = [scores[row["代码"]] for row in units if row["代码"] in scores and row["类别"] == "专业部门"]
    table = []
    for row in units:
        score = rounded(scores.get(row["代码"], mean(others)), 2)
        table.append({"代码": row["代码"], "类别": row["类别"], "BZ1": score, "总分": score})
    return table


if __name__ == "__main__":
    for name in sys.argv[1:] or CASES:
        write(name, CASES[name]())

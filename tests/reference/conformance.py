"""The conformance tables of other rule languages: each case that concerns assessc becomes a line of a small scheme, or a row of its ledger,
and what comes out is compared as text. Cases that do not concern the language are counted with the reason.

    python3 tests/reference/conformance.py FOLDER     FOLDER: conformance/ with its CSV and JSON files
"""
import json
import os
import re
import sys
from decimal import Decimal
from fractions import Fraction

from common import Tally, WORK, assessc, read_csv, write_csv, write_text

HEAD = "语言 2024版\n办法 《对照》 2024年度\n"
tallies, left_out = [], []
folder = ""


def tally(title):
    tallies.append(Tally(title))
    return tallies[-1]


def leave(source, count, reason):
    left_out.append((source, count, reason))


def rows_of(name):
    return read_csv(f"{folder}/{name}.csv")


def tables_of(name):
    with open(f"{folder}/{name}.json", encoding="utf-8") as file:
        return json.load(file)


# ---- schemes ----

def run(name, scheme, ledgers):
    """The rows that a scheme gives; ledgers: by name, head and rows. None where it ended with an error, and then its messages."""
    place = f"{WORK}/conformance/{name}"
    write_text(f"{place}/{name}.assess", HEAD + scheme)
    for ledger, (head, rows) in ledgers.items():
        write_csv(f"{place}/{ledger}.csv", head, rows)
    out = f"{place}/out.csv"
    status, _, messages = assessc("run", f"{place}/{name}.assess", "--data", place, "-o", out)
    return (read_csv(out), messages) if status == 0 else (None, messages)


def must_run(name, scheme, ledgers):
    rows, messages = run(name, scheme, ledgers)
    if rows is None:
        sys.exit(f"conformance: {name} does not run:\n{messages}")
    return rows


def findings(name, scheme):
    """The messages of a check: code and what it shows as the example."""
    place = f"{WORK}/conformance/{name}"
    write_text(f"{place}/{name}.assess", HEAD + scheme)
    _, printed, messages = assessc("check", f"{place}/{name}.assess")
    found = re.findall(r"(?:错误|警告) ([EW]\d{4}): (.*)", printed + messages)
    return [(code, (re.search(r"例如 (.*)", text) or [None, ""])[1]) for code, text in found]


def values(name, formulas, places=12):
    """What formulas without data give, to some decimals: text by formula."""
    lines = "".join(f"结果 “{i}” = {formula},保留 {places}位小数,四舍五入\n" for i, formula in enumerate(formulas))
    row = must_run(name, "考核对象 数\n台账 数,一行一个 号\n" + lines, {"数": (["号"], [["1"]])})[0]
    return [row[str(i)] for i in range(len(formulas))]


def to_places(number, places=12):
    """A fraction rounded half away from zero, as the program writes it."""
    number = Fraction(number)
    quantum = Fraction(1, 10**places)
    whole = (abs(number) / quantum + Fraction(1, 2)).__floor__()
    text = format(Decimal(whole) * Decimal(1).scaleb(-places), "f")
    return "-" + text if number < 0 and whole else text


# ---- numbers: arithmetic, rounding, exactness ----

ROUNDINGS = {"round_up": "进一", "round_down": "去尾", "round_half_up": "四舍五入", "round_half_down": "五舍六入",
             "round_half_even": "四舍六入五成双", "floor": "向下取整", "ceiling": "向上取整"}


def feel_arithmetic():
    one = tally("feel-arithmetic: precedence and signs")
    cases = [row for row in rows_of("feel-arithmetic") if "ERROR" not in row["expected"]]
    for row, computed in zip(cases, values("feel-arithmetic", [row["expression"].replace("*", "×") for row in cases])):
        one.compare(row["expression"], to_places(row["expected"]), computed)
    one.compare("(10+20)/0", ["E0442"], [code for code, _ in findings("divide-by-zero", "考核对象 数\n台账 数,一行一个 号\n结果 甲 = (10+20)/0,保留 1位小数,四舍五入\n")])
    for expression in ["10 + 空", "空 × 10"]:
        text = f"考核对象 数\n台账 数,一行一个 号 {{ 空 数值,可不填 }}\n结果 甲 = {expression},保留 1位小数,四舍五入\n"
        one.compare(expression, ["E0209"], [code for code, _ in findings("missing-operand", text)])
    one.print()


def feel_rounding():
    one = tally("feel-rounding: seven modes, and the remainder")
    rows = rows_of("feel-rounding")
    modes = [row for row in rows if row["operation"] in ROUNDINGS]
    lines = "".join(f"结果 “{i}” = {row['value'].replace('*', '×')},保留 {row['places_or_divisor']}位小数,{ROUNDINGS[row['operation']]}\n"
                    for i, row in enumerate(modes))
    computed = must_run("feel-rounding", "考核对象 数\n台账 数,一行一个 号\n" + lines, {"数": (["号"], [["1"]])})[0]
    for i, row in enumerate(modes):
        one.compare((row["operation"], row["value"]), to_places(row["expected"], int(row["places_or_divisor"])), computed[str(i)])
    remainders = [row for row in rows if row["operation"].startswith("modulo")]
    scheme = ("考核对象 数\n台账 数,一行一个 号 { 甲 数值;乙 数值;要求 乙 不为 0 }\n结果 商 = 甲 ÷ 乙,保留 整数,向下取整\n"
              "结果 余 = 甲 - 乙 × 商,保留 1位小数,四舍五入\n")
    computed = must_run("modulo", scheme, {"数": (["号", "甲", "乙"], [[i, row["value"], row["places_or_divisor"]] for i, row in enumerate(remainders)])})
    for row, got in zip(remainders, computed):
        one.compare(("remainder", row["value"], row["places_or_divisor"]), to_places(row["expected"], 1), got["余"])
    one.print()


def catala_rounding():
    one = tally("catala-rounding: half away from zero")
    rows = rows_of("catala-rounding")
    lines = "".join(f"结果 “{places}” = 值,保留 {places}位小数,四舍五入\n" for places in ["0", "2"])
    computed = must_run("catala-rounding", "考核对象 数\n台账 数,一行一个 号 { 值 数值 }\n" + lines,
                        {"数": (["号", "值"], [[i, row["value"]] for i, row in enumerate(rows)])})
    for row, got in zip(rows, computed):
        one.compare((row["value"], row["places"]), to_places(row["expected_half_away"], int(row["places"])), got[row["places"]])
    one.compare("123.54 of 8548650.96", "7.23", values("catala-share", ["250000000 × (123.54 ÷ 8548650.96 × 0.2%)"], 2)[0])
    one.print()


def cedar_decimal():
    one = tally("cedar-decimal: literals at the edge of 64 bits")
    rows = rows_of("cedar-decimal")
    scheme = "考核对象 数\n台账 数,一行一个 号 { 值 数值 }\n结果 加倍 = 值 × 2,保留 5位小数,四舍五入\n"
    for i, row in enumerate(rows):
        literal, expected = row["literal"], row["expected"]
        if " " in literal:
            computed = values("cedar-compare", [f"选({re.sub(' (=|<) ', lambda sign: ' 为 ' if sign[1] == '=' else ' 低于 ', literal.split(' = 0123')[0])},1,0)"], 0)[0]
            one.compare(literal, {"true": "1", "false": "0"}[expected], computed)
            continue
        got, messages = run("cedar-literal", scheme, {"数": (["号", "值"], [["1", literal]])})
        if expected == "refused":
            one.compare(literal, True, "D0101" in messages or "D0102" in messages)
        else:           # what overflows there, or has five decimals, is exact here
            one.compare(literal, to_places(Fraction(literal) * 2, 5), got and got[0]["加倍"])
    one.print()


def cel_integers():
    one = tally("cel-integers: beyond 64 bits, division by 0")
    for row in rows_of("cel-integers"):
        expression, expected = row["expression"], row["expected"].split("assessc: ")[-1]
        if "sign of dividend" in expression:        # the remainder that goes with truncation: a - b x truncate(a / b)
            a, b = re.match(r"(-?\d+) % \(?(-?\d+)", expression).groups()
            one.compare(expression, to_places(expected, 0), values("cel-remainder", [f"{a} - ({b}) × 去尾({a} ÷ ({b}))"], 0)[0])
        elif expected == "error":
            text = f"考核对象 数\n台账 数,一行一个 号\n结果 甲 = {expression.replace('%', '/')},保留 1位小数,四舍五入\n"
            one.compare(expression, ["E0442"], [code for code, _ in findings("cel-zero", text)])
        elif "distributivity" in expression:
            one.compare(expression, "1", values("cel-product", ["选(15×(23×88) 为 (15×23)×88,1,0)"], 0)[0])
        else:
            one.compare(expression, to_places(expected, 0), values("cel-integers", [expression.replace("*", "×")], 0)[0])
    one.print()


EXACT = {       # problem -> formula, and what comes out
    "10000000 * 2/37": ("10000000 × 2 ÷ 37", Fraction(20000000, 37)),
    "final 10000000 - 10000000*2/37": ("10000000 - 10000000 × 2 ÷ 37", 10000000 - Fraction(20000000, 37)),
    "20000000 and 20000001 differ": ("选(20000000 为 20000001,1,0)", 0),
    "0.1 + 0.2 = 0.3": ("选(0.1 + 0.2 为 0.3,1,0)", 1),
    "1.1 * 1.1 = 1.21": ("选(1.1 × 1.1 为 1.21,1,0)", 1),
    "4.35 * 100 = 435": ("选(4.35 × 100 为 435,1,0)", 1),
    "1/3 * 3 = 1": ("选(1 ÷ 3 × 3 为 1,1,0)", 1),
    "1/3 + 1/3 + 1/3 = 1": ("选(1 ÷ 3 + 1 ÷ 3 + 1 ÷ 3 为 1,1,0)", 1),
    "2/37*37 = 2": ("选(2 ÷ 37 × 37 为 2,1,0)", 1),
    "9007199254740993 = 9007199254740992": ("选(9007199254740993 为 9007199254740992,1,0)", 0),
}


def exactness():
    one = tally("exactness: what binary and 28-digit decimals get wrong")
    for row in rows_of("exactness"):
        problem, expected = row["problem"], row["exact_or_required"]
        if problem in EXACT:
            formula, exact = EXACT[problem]
            one.compare(problem, to_places(exact), values("exact", [formula])[0])
        elif problem.startswith("floor to the cent"):
            one.compare(problem, expected, must_run("floor", "考核对象 数\n台账 数,一行一个 号\n结果 甲 = 317.58,保留 2位小数,向下取整\n", {"数": (["号"], [["1"]])})[0]["甲"])
        elif problem.startswith("1000.45"):         # parts and total, each rounded from what is exact; explain shows both
            computed = values("parts", ["1000.45", "1000.45 + 1000.45"], 0)
            one.compare(problem, ["1000", "2001"], computed)
        elif problem.startswith("round "):
            numbers = re.findall(r"-?\d+\.\d+", problem)
            one.compare(problem, expected.split(" / "), values("round", numbers, 2))
        else:
            z = "654265429805103220650980650.5705405106540"
            formula = f"84.64866565265689623 ÷ (-4.36829778705320654980 × (2 + 3) × (2 × 2 × {z} × {z}))"
            exact = Fraction("84.64866565265689623") / (Fraction("-4.36829778705320654980") * 5 * (4 * Fraction(z) ** 2))
            one.compare(problem, to_places(exact * 10**60), values("tiny", [f"({formula}) × {10**60}"])[0])
    one.print()


# ---- statistics, normalising ----

def figure(name, numbers, words, places=12, declared="数值"):
    """A figure of one pool of numbers; empty ones may be among them."""
    scheme = f"考核对象 组\n台账 组,一行一个 号\n台账 数 {{ 组 对应 组;值 {declared};权 数值,不得为负 }}\n结果 甲 = 各 数 值 的 {words},保留 {places}位小数,四舍五入\n"
    return run(name, scheme, {"组": (["号"], [["1"]]), "数": (["组", "值", "权"], [["1", value, weight] for value, weight in numbers])})


def feel_statistics():
    one = tally("feel-statistics: median, deviation, means, imputation")
    words = {"median": "中位数", "stddev_sample": "样本标准差 × 10", "mean": "平均值"}
    for row in rows_of("feel-statistics"):
        numbers = ["" if text == "MISSING" else text for text in row["values"].split()]
        operation, expected = row["operation"], row["expected"]
        if operation == "median_imputation":
            scheme = ("考核对象 数\n台账 数,一行一个 号 { 值 数值,未填 视为 全部 数 值 的 中位数(只算已填),本类 都未填 的,视为 0 }\n结果 甲 = 值,保留 0位小数,四舍五入\n")
            rows = must_run("imputation", scheme, {"数": (["号", "值"], list(enumerate(numbers, 1)))})
            one.compare("median in the place of what is missing", "6", rows[2]["甲"])
            continue
        got, messages = figure("statistics", [(number, 1) for number in numbers], words[operation], declared="数值,可不填" if "" in numbers else "数值")
        if expected in ("ERROR", "MISSING"):        # nothing to take it of: no value; a missing one: the rule must say what holds
            one.compare((operation, row["values"]), True, got is None and "E0240" in messages or got is not None and got[0]["甲"] == "")
        elif operation == "stddev_sample":
            one.compare((operation, row["values"]), expected, str((Decimal(got[0]["甲"]) / 10).quantize(Decimal("1e-13"))))
        else:
            exact = re.search(r"\((\d+/\d+)\)", expected)
            one.compare((operation, row["values"]), to_places(exact[1] if exact else expected), got[0]["甲"])
    one.print()


def coinr_normalise():
    one = tally("coinr-normalise: goalposts, targets, means, winsorising")
    goal = lambda x, a, b: f"取小(取大(({x} - {a}) ÷ ({b} - {a}),0),1)"
    cases = [("1 of 0..10", goal("1", 0, 10), "0.1"), ("11", goal("11", 0, 10), 1), ("-1", goal("-1", 0, 10), 0),
             ("1, lower better", goal("1", 10, 0), "0.9"), ("-1, lower better", goal("-1", 10, 0), 1), ("11, lower better", goal("11", 10, 0), 0)]
    for x, free, capped in [("0", 0, 0), ("5", "0.5", "0.5"), ("11", "1.1", 1)]:
        cases += [(f"{x} of target 10", f"{x} ÷ 10", free), (f"{x} of target 10, capped", f"取小({x} ÷ 10,1)", capped)]
    for x, expected in [("-1", "1.1"), ("1", "0.9"), ("10", 0)]:
        cases.append((f"{x} to target 0, lower better", f"(10 - ({x})) ÷ (10 - 0)", expected))
    for (name, _, expected), computed in zip(cases, values("goalposts", [formula for _, formula, _ in cases])):
        one.compare(name, to_places(expected), computed)
    scheme = "考核对象 数\n台账 数,一行一个 值 { 值 数值 }\n结果 甲 = 全部 数 值 的 极差标准分(越高越好,都相同 时 为 1) × 5 + 2,保留 12位小数,四舍五入\n"
    for x, row in enumerate(must_run("min-max", scheme, {"数": (["值"], [[x] for x in range(1, 11)])})):
        one.compare(("1..10 to 2..7", x + 1), to_places(2 + Fraction(5 * x, 9)), row["甲"])
    plain, positive = [(1, 1), (2, 1), (3, 1)], "数值,必须为正"
    geometric = lambda product, degree: to_places(Fraction(str(Decimal(product) ** (Decimal(1) / degree))))
    for name, numbers, words, expected in [
            ("geometric mean", plain, "几何平均", geometric(6, 3)), ("weighted", [(1, 1), (2, 1), (3, 2)], "加权几何平均(按 权)", geometric(18, 4)),
            ("harmonic", [(1, 2), (2, 1), (3, 1)], "加权调和平均(按 权)", to_places(Fraction(24, 17)))]:
        got, messages = figure("means", numbers, words, declared=positive)
        one.compare(name, expected, got[0]["甲"] if got else messages)
    got, messages = figure("means", [(1, 1), (2, 1), (0, 1)], "几何平均")
    one.compare("geometric mean with 0", True, got is None and "E0805" in messages)
    scheme = ("考核对象 组\n台账 组,一行一个 号\n台账 数 { 组 对应 组;值 数值,可不填 }\n结果 甲 = 各 数 值 的 平均值(只算已填),保留 12位小数,四舍五入\n"
              "各 数 值 的 个数(只算已填) ÷ 3 低于 2 ÷ 3 的,甲 不评\n")
    rows = must_run("threshold", scheme, {"组": (["号"], [["1"], ["2"], ["3"]]),
                                          "数": (["组", "值"], [["1", "1"], ["1", "3"], ["1", "1"], ["2", "2"], ["2", ""], ["2", ""], ["3", "3"], ["3", ""], ["3", "1"]])})
    for row, expected in zip(rows, [to_places(Fraction(5, 3)), "", to_places(2)]):
        one.compare(("mean of at least two thirds", row["号"]), expected, row["甲"])
    scheme = "考核对象 数\n台账 数,一行一个 值 { 值 数值 }\n结果 甲 = 全部 数 值 的 缩尾值(高端 1个,低端 0个),保留 0位小数,四舍五入\n"
    for number, row in zip([*range(1, 11), 100], must_run("winsorise", scheme, {"数": (["值"], [[x] for x in [*range(1, 11), 100]])})):
        one.compare(("winsorised", number), str(min(number, 10)), row["甲"])
    one.print()
    leave("coinr-normalise", 1, "effective weights are shown and proven by check --weights (tests/acceptance)")


# ---- dates ----

def catala_dates():
    one = tally("dates-catala: months and years after a date, both ways")
    rows = rows_of("dates-catala")
    for policy, column in [("月末", "result_round_down"), ("次月1日", "result_round_up")]:
        lines, data = "", []
        for i, row in enumerate(rows):
            number, unit = (row["period"].split() + ["", ""])[:2]
            sign = "-" if row["operation"] == "subtract" else ""
            after = {"day": f"起 + {number}天", "month": f"到期日(起,{sign}{number} 个月,没有这一天的按{policy})",
                     "year": f"到期日(起,{number} 年,没有这一天的按{policy})", "": "月末日(起,0)"}[unit]
            lines += f"结果 “{i}” = ({after}) - 止\n"
            data.append([i, row["date"], row[column]])
        computed = must_run("dates-" + column, "考核对象 数\n台账 数,一行一个 号 { 起、止 日期 }\n" + lines, {"数": (["号", "起", "止"], data)})
        for i, row in enumerate(rows):
            one.compare((row["operation"], row["date"], row["period"], policy), "0", computed[i][str(i)])
    text = "考核对象 数\n台账 数,一行一个 号 { 起 日期 }\n结果 甲 = 到期日(起,1 个月) - 起\n"
    one.compare("one month after, without saying how", ["E0804"], [code for code, _ in findings("dates-unsaid", text)])
    one.print()


def other_dates():
    one = tally("dates-other: days, whole months and years, ages")
    formulas = {"days": "止 - 起", "years": "整年数(起,止)", "whole years and months": "整月数(起,止)", "age in whole years at month start": "整年数(起,止)"}
    cases, operation, source = [], "", ""
    for row in rows_of("dates-other"):
        operation = operation if row["operation"] == "same" or row["operation"].startswith("same,") else row["operation"]
        cases.append((operation, row["from"], row["to"], row["expected"]))
    lines = "".join(f"结果 “{i}” = {formula}\n" for i, formula in enumerate(formulas.values()))
    concerned = [case for case in cases if case[0] in formulas]
    computed = must_run("dates-other", "考核对象 数\n台账 数,一行一个 号 { 起、止 日期 }\n" + lines,
                        {"数": (["号", "起", "止"], [[i, case[1], case[2]] for i, case in enumerate(concerned)])})
    for case, row in zip(concerned, computed):
        expected = case[3].split()[0]
        months = re.match(r"(-?)(\d+)y(?:(\d+)m)?$", expected)
        if months:
            expected = str((-1 if months[1] else 1) * (int(months[2]) * 12 + int(months[3] or 0)))
        one.compare(case[:3], expected, row[str(list(formulas).index(case[0]))])
    one.print()
    leave("dates-other", sum("touched" in case[0] for case in cases), "quarters and years touched: periods are those of the ledger's column in quarters or months")
    leave("dates-other", sum(bool(re.search("week|day of year", case[0])) for case in cases), "weekdays, weeks, days of the year: no clause of assessment counts by them")


# ---- tables ----

BOUND = re.compile(r"(<=|>=|<|>|=)\s*(.+)")


def tier(text):
    """One published condition in the words of the language."""
    text = text.strip()
    if text == "any":
        return "不限"
    between = re.match(r"([\[(])(.+),(.+)([\])])$", text)
    if between:
        low, high = "达到" if between[1] == "[" else "超过", "不超过" if between[4] == "]" else "低于"
        return f"{low} {between[2]} 且 {high} {between[3]}"
    sign, number = BOUND.match(text).groups()
    return {"<=": "不超过", ">=": "达到", "<": "低于", ">": "超过", "=": "为"}[sign] + " " + number.replace("/", " ÷ ")


def decision_tables():
    one = tally("dmn-tables: unique, any, first, priority, collect")
    tables = {table["name"]: table for table in tables_of("dmn-tables")["tables"]}
    code = {"Approved": "1", "Declined": "2", "Cars": "1", "Videogames": "2", "Toys": "3", "Basic": "1", "Standard": "2"}
    person = "台账 数,一行一个 号 { 年龄 数值;风险 分为 High、Medium、Low;负担得起 是或否 }\n"
    line = lambda cells, result: f"    {tier(cells[0])},{'不限' if cells[1] == 'any' else '为 ' + cells[1].replace(' or ', '、')},{ {'true': '是', 'false': '否', 'any': '不限'}[cells[2]] },{result}\n"
    people = lambda cases: {"数": (["号", "年龄", "风险", "负担得起"], [[i, case[0][0], case[0][1], "是" if case[0][2] else "否"] for i, case in enumerate(cases)])}
    for name, order in [("approval_unique", ""), ("approval_any", ",自上而下"), ("priority", ",自上而下")]:
        table = tables[name]
        rules = sorted(table["rules"], key=lambda rule: rule[1] == "Declined" or rule[1][0] == "Declined") if name == "priority" else table["rules"]
        several = isinstance(rules[0][1], list)
        columns = "".join(f"结果 列{k} 按 年龄、风险、负担得起{order} {{\n" +
                          "".join(line(cells, code[result[k] if several else result]) for cells, result in rules) +
                          ("    其余,0\n" if name == "priority" else "") + "}\n" for k in range(2 if several else 1))
        computed = must_run(name, "考核对象 数\n" + person + columns, people(table["cases"]))
        for case, row in zip(table["cases"], computed):
            expected = [code[result] for result in (case[1] if several else [case[1]])]
            one.compare((name, case[0]), expected, [row[f"列{k}"] for k in range(len(expected))])
    static_findings(one, tables, person, line, code)
    collected(one, tables, code)
    one.print()


def static_findings(one, tables, person, line, code):
    """What can be said of the tables without a case: holes and overlaps."""
    def found(name, order):
        rules = tables[name]["rules"]
        text = f"考核对象 数\n{person}结果 列 按 年龄、风险、负担得起{order} {{\n" + "".join(line(cells, code[result if isinstance(result, str) else result[0]]) for cells, result in rules) + "}\n"
        return sorted({finding for finding, _ in findings(name + "-static", text)})
    one.compare("approval_unique: complete, no overlap", [], found("approval_unique", ""))
    one.compare("approval_any: overlaps", ["E0333"], found("approval_any", ""))
    one.compare("priority: a gap, and overlaps", ["E0333", "E0334"], found("priority", ""))
    first = "考核对象 数\n台账 数,一行一个 号 { 年龄 数值 }\n结果 列 按 年龄,自上而下 { 超过 18 1;超过 12 2;超过 0 3 }\n"
    one.compare("advert_first: no rule for age <= 0", ["E0334"], [finding for finding, _ in findings("advert-static", first)])


def collected(one, tables, code):
    """Hit policies that take several rules: the first of them, the least, the sum, how many."""
    advert = "考核对象 数\n台账 数,一行一个 号 { 年龄 数值,必须为正 }\n结果 列 按 年龄,自上而下 { 超过 18 1;超过 12 2;超过 0 3 }\n"
    rows = must_run("advert", advert, {"数": (["号", "年龄"], [[i, case[0][0]] for i, case in enumerate(tables["advert_first"]["cases"])])})
    for case, row in zip(tables["advert_first"]["cases"], rows):
        one.compare(("advert_first", case[0]), code[case[1]], row["列"])
    rows = lambda rules, wanted: "".join(f"    {tier(cells[0])}, {wanted if wanted else result}\n" for cells, result in rules)
    salary, premium = tables["salary_sum"]["rules"], tables["premium_min"]["rules"]
    scheme = ("考核对象 数\n台账 数,一行一个 号 { 年限 数值 }\n"
              f"结果 最低 按 年限,取最低 {{\n{rows(premium, '')}    其余, 0\n}}\n"
              f"结果 合计 按 年限,累加 {{\n{rows(salary, '')}}}\n结果 条数 按 年限,累加 {{\n{rows(salary, '1')}}}\n"
              "结果 保费 = 最低,保留 2位小数,四舍五入\n")
    years = [str(year) for year in range(1, 8)]
    computed = {row["号"]: row for row in must_run("collect", scheme, {"数": (["号", "年限"], [[year, year] for year in years])})}
    for name, column in [("premium_min", "保费"), ("salary_sum", "合计"), ("salary_count", "条数")]:
        for case in tables[name]["cases"]:
            one.compare((name, case[0]), to_places(str(case[1]), 2 if column == "保费" else 0), computed[str(case[0][0])][column])


def known_gaps():
    one = tally("known-gaps: holes and overlaps found by check")
    for table in tables_of("known-gaps")["tables"]:
        name, domain = table["name"], table.get("domain", "any number")
        if isinstance(table["tiers"][0], list):
            continue
        tiers = [re.split(r"\s*->\s*", text) for text in table["tiers"]]
        whole, bounds = "integer" in domain, re.search(r"(\d+)\.\.(\d+)", domain)
        column = ("整数" if whole else "数值") + (f",{bounds[1]} 至 {bounds[2]}" if bounds else "")
        order = ",自上而下" if name == "grille" else ""
        result = lambda i, cells: re.match(r"[\d.]+%?", cells[1])[0] if len(cells) > 1 else str(i)
        rows = "".join(f"    {tier(cells[0])}, {result(i, cells)}\n" for i, cells in enumerate(tiers, 1))
        found = findings("gap-" + name, f"考核对象 数\n台账 数,一行一个 号 {{ 数甲 {column} }}\n结果 列 按 数甲{order} {{\n{rows}}}\n")
        compare_findings(one, name, table["expected_findings"], [(code, example) for code, example in found if code[0] == "E"])
    two = next(table for table in tables_of("known-gaps")["tables"] if table["name"] == "post_bureau_new")
    cell = lambda text: tier(re.sub(r"^(score|credit)", "", text))
    rows = "".join(f"    {cell(pair[0])},{cell(pair[1])},{i}\n" for i, pair in enumerate(two["tiers"], 1))
    found = findings("gap-post_bureau_new", f"考核对象 数\n台账 数,一行一个 号 {{ 评分、信用 数值 }}\n结果 列 按 评分、信用 {{\n{rows}}}\n")
    one.compare("post_bureau_new", two["expected_findings"], found)
    one.print()


def compare_findings(one, name, expected, found):
    """Each published hole must be told by an example inside it, and nothing else."""
    inside = {"gap: exactly 130": lambda x: x == 130, "gap: (21,22)": lambda x: 21 < x < 22, "gap: (25,26)": lambda x: 25 < x < 26,
              "gap: (35,36)": lambda x: 35 < x < 36, "gap: (49,50)": lambda x: 49 < x < 50, "overlap: exactly 1/3": lambda x: x == Fraction(1, 3),
              "overlap with different result: 6": lambda x: x == 6, "gap: <= 0": lambda x: x <= 0, "gap: 3": lambda x: x == 3,
              "gap: above 4000 (publicodes answers undefined at 5000)": lambda x: x > 4000}
    told = []
    for code, example in found:
        kind = "overlap" if code == "E0333" else "gap"
        told += [text for text in expected if text.startswith(kind) and inside[text](Fraction(example))] or [(code, example)]
    one.compare(name, sorted(map(str, expected)), sorted(map(str, told)))


def vacation():
    one = tally("dmn-vacation-days, dmn-scorecard: maxima, sums of tiers, a formula")
    scheme = """考核对象 数
台账 数,一行一个 号 { 年龄、工龄 整数,不得为负 }
结果 天数 = 22 + 取大(选(年龄 低于 18 或 年龄 达到 60 或 工龄 达到 30,5,0),选((工龄 达到 15 且 工龄 低于 30) 或 年龄 达到 45,2,0)) +
    选(工龄 达到 30 或 年龄 达到 60,3,0)
"""
    rows = rows_of("dmn-vacation-days")
    computed = must_run("vacation", scheme, {"数": (["号", "年龄", "工龄"], [[i, row["age"], row["years_of_service"]] for i, row in enumerate(rows)])})
    for row, got in zip(rows, computed):
        one.compare(("vacation", row["age"], row["years_of_service"]), row["expected_days"], got["天数"])
    scorecard(one)
    one.print()


def scorecard(one):
    card = tables_of("dmn-scorecard")
    ages = "".join(f"    {tier(text)}, {points}\n" for text, points in card["score"]["age"])
    kind = lambda words: ";".join(f"“{word}” {points}" for word, points in words.items())
    levels = ["DECLINE", "HIGH", "MEDIUM", "LOW", "VERY LOW"]
    new = "".join(f"    {tier(text)}, {levels.index(level)}\n" for text, level in card["pre_category"]["new_customer"])
    scheme = f"""考核对象 数
台账 数,一行一个 号 {{
    年龄      整数,18 至 120
    婚姻      分为 S、M
    职业      分为 UNEMPLOYED、STUDENT、EMPLOYED、“SELF-EMPLOYED”
    收入、还款、支出、金额、利率  数值,不得为负
    期数      整数,必须为正
}}
结果 年龄分 按 年龄 {{
{ages}}}
结果 婚姻分 按 婚姻 {{ {kind(card["score"]["marital"]).replace("“", "").replace("”", "")} }}
结果 职业分 按 职业 {{ {kind(card["score"]["employment"])} }}
结果 总分数 = 年龄分 + 婚姻分 + 职业分
结果 档次 按 总分数 {{
{new}}}
结果 系数 按 档次,自上而下 {{ 不超过 1 0.6;不超过 2 0.7;其余 0.8 }}
结果 月供 = 金额 × 利率 ÷ 12 ÷ (1 - 乘方(1 + 利率 ÷ 12,0 - 期数)) + 20,保留 10位小数,四舍五入
1 为 乘方(1 + 利率 ÷ 12,0 - 期数) 的,月供 得 金额 ÷ 期数 + 20,保留 10位小数,四舍五入
结果 负担得起 = 选((收入 - 还款 - 支出) × 系数 超过 舍入前 月供,1,0)
"""
    case = card["cases"][0]
    second = {**case, **card["cases"][1]["same_but"]}
    keys = ["age", "marital", "employment", "income", "repayments", "expenses", "amount", "rate", "term"]
    loans = [[51, "M", "EMPLOYED", 1, 0, 0, loan["principal"], loan["rate"], loan["months"]] for loan in card["instalment_cases"]]
    rows, messages = run("scorecard", scheme, {"数": (["号", "年龄", "婚姻", "职业", "收入", "还款", "支出", "金额", "利率", "期数"],
                                                    [[i, *line] for i, line in enumerate([[case[key] for key in keys], [second[key] for key in keys]] + loans)])})
    if rows is None:
        sys.exit(messages)
    for row in rows[:2]:
        one.compare("scorecard", ["138", str(levels.index("VERY LOW"))], [row["总分数"], row["档次"]])
    one.compare("affordable", "1", rows[0]["负担得起"])
    for loan, row in zip(card["instalment_cases"], rows[2:]):
        places = -Decimal(loan["payment"]).as_tuple().exponent
        computed = (Decimal(row["月供"]) - 20).quantize(Decimal(1).scaleb(-min(places, 10)))
        one.compare(("instalment", loan["principal"]), Decimal(loan["payment"]).quantize(Decimal(1).scaleb(-min(places, 10))), computed)
    leave("dmn-scorecard", 4, "call, eligibility, strategy and routing are decisions that take no figure: the same tables once more")


# ---- scales and caps ----

def marginal(base, brackets):
    """Bracket by bracket in the words of the language: rate x the part of the base in each bracket."""
    parts, low = [], "0"
    for text in brackets.split(";"):
        rate, high = re.match(r"\s*([\d.]+%)(?: upto (\d+))?", text).groups()
        top = f"取小({base}, {high})" if high else base
        parts.append(f"取大({top} - {low}, 0) × {rate}")
        low = high
    return " + ".join(parts)


def scales():
    one = tally("marginal-scale, grids: brackets, steps, slopes, caps")
    rows = rows_of("marginal-scale")
    name = "brackets (rate upto threshold; last open)"
    computed = values("marginal-scale", [marginal(row["base"], row[name].replace(" (nothing above)", ";0%")) for row in rows])
    for row, got in zip(rows, computed):
        one.compare((row["case"], row["base"]), to_places(row["expected"].split()[0]), got)
    step = lambda x: f"选({x} 不超过 1000, 50, 选({x} 不超过 2000, 170, 400))"
    slope = lambda x: f"取小(取大((300 - {x}) ÷ (300 - 300 × 0.75),0),1)"
    cap = {"cap": lambda x, rule: f"取小({x}, {re.search('cap ([0-9]+)', rule)[1]})", "floor": lambda x, rule: f"取大({x}, {re.search('floor ([0-9]+)', rule)[1]})",
           "cap not applicable": lambda x, rule: f"选(1 为 1, {x}, 取小({x}, 0))", "both": lambda x, rule: f"取大(取小({x}, 800), 200)"}
    formulas, kind, rows = [], "", rows_of("grids")
    for row in rows:
        kind = kind if row["kind"] == "same" else row["kind"]
        x = row["input"]
        formulas.append(step(x) if kind == "step" else slope(x) if kind.startswith("linear") else f"取大({x} - 20507, 0)" if kind.startswith("deduction") else cap[kind](x, row["rule"]))
    for row, got in zip(rows, values("grids", formulas)):
        expected = row["expected"]
        one.compare((row["source"], row["input"]), to_places(Fraction(expected[:-1]) / 100 if expected.endswith("%") else expected), got)
    one.compare("the boundary itself, 1000", to_places(50), values("grid-boundary", [step("1000")])[0])
    one.print()


def shares():
    one = tally("catala-inheritance, regelrecht-care-allowance")
    scheme = """考核对象 数
台账 数,一行一个 号 { 遗产 数值,不得为负;子女 整数,不得为负 }
结果 十二分之几 按 子女 { 为 0, 0;为 1, 6;为 2, 8;达到 3, 9 }
结果 每人 = 遗产 × 十二分之几 ÷ 12 ÷ 子女,保留 2位小数,四舍五入
子女 为 0 的,每人 得 0
"""
    rows = rows_of("catala-inheritance")
    computed = must_run("inheritance", scheme, {"数": (["号", "遗产", "子女"], [[i, row["estate"], row["children"]] for i, row in enumerate(rows)])})
    for row, got in zip(rows, computed):
        one.compare(("inheritance", row["estate"], row["children"]), to_places(row["expected_reserved_share_per_child"], 2), got["每人"])
    scheme = """考核对象 数
台账 数,一行一个 号 { 年份数 整数;保费、收入 数值,不得为负 }
结果 津贴 = (保费 - 取小(收入, 3971900) × 1.896% - 取大(收入 - 3971900,0) × 13.7%) ÷ 100,保留 2位小数,四舍五入
"""
    rows = rows_of("regelrecht-care-allowance")
    computed = must_run("care-allowance", scheme, {"数": (["号", "年份数", "保费", "收入"], [[i, row["year"], row["standard_premium_cents"], row["income_cents"]] for i, row in enumerate(rows)])})
    for row, got in zip(rows, computed):
        one.compare(("allowance", row["year"], row["income_cents"]), row["expected_eur"], got["津贴"])
    one.print()


# ---- layers, amounts that are rounded on the way, units, rules by date ----

def exceptions():
    one = tally("catala-exceptions: layers, conflicts, nothing that applies")
    layers = tables_of("catala-exceptions")
    lines = "".join(f"指数 为 {condition[2:]} 的,值 得 {value}\n" for layer in layers["layers"][1:] for condition, value in layer["rules"])
    scheme = ("考核对象 数\n台账 数,一行一个 号 { 指数 整数,0 至 6 }\n结果 值 按 指数,自上而下 {\n    为 0  0\n    为 1  1\n    其余  不评\n}\n" + lines)
    computed = must_run("exceptions", scheme, {"数": (["号", "指数"], [[i, case[0]] for i, case in enumerate(layers["cases"])])})
    for case, row in zip(layers["cases"], computed):
        one.compare(("case", case[0]), "" if "ERROR" in str(case[1]) else str(case[1]), row["值"])
    table = "考核对象 数\n台账 数,一行一个 号 { 指数 整数,0 至 6 }\n结果 值 按 指数 {\n" + "".join(f"    为 {i}  {i}\n" for i in range(6)) + "}\n"
    one.compare("nothing applies to 6: found beforehand", [("E0334", "6")], findings("exceptions-gap", table))
    both = "考核对象 数\n台账 数,一行一个 号 {{ 甲 整数,0 至 6 }}\n结果 值 = 甲\n甲 超过 2 的,值 得 {}\n甲 超过 4 的,值 得 {}\n"
    one.compare("two that apply, with different results", True, any(code[0] == "E" for code, _ in findings("exceptions-two", both.format(1, 2))))
    one.compare("two that apply, with one result", False, any(code[0] == "E" for code, _ in findings("exceptions-same", both.format(1, 1))))
    case6 = "考核对象 数\n台账 数,一行一个 号 { 甲 整数,5 至 9 }\n结果 值 按 甲 {\n    为 5  0%\n    为 6  30%\n    超过 5  40%\n}\n"
    one.compare("case 6 under =6 and >5", [("E0333", "6")], findings("exceptions-six", case6))
    always = "考核对象 数\n台账 数,一行一个 号\n结果 值 = 1\n结果 值 = 0\n"
    one.compare("two definitions that always apply", True, any(code[0] == "E" for code, _ in findings("exceptions-always", always)))
    one.print()


FAMILY = """考核对象 家庭
台账 家庭,一行一个 号 {{
    日期      日期,2019年4月1日 至 2022年3月31日
    收入      数值,不得为负
    子女数    整数,不得为负
    满二十岁  整数,不得为负
    两家轮流  整数,不得为负
}}
台账 子女 {{ 家庭 对应 家庭;年龄 整数,0 至 20 }}
结果 基数 按 日期 {{
    2019年4月1日 至 2020年3月31日, 413.16
    2020年4月1日 至 2021年3月31日, 414.40
    2021年4月1日 至 2022年3月31日, 414.81
}}
# 一年一定的收入界限:2020 年 57759、每个子女加 5775;2021 年 58279、每个子女加 5827。第二道界限同理
结果 一档 = 选(日期 早于 2021年1月1日, 57759 + 5775 × 子女数, 58279 + 5827 × 子女数)
结果 二档 = 选(日期 早于 2021年1月1日, 80831 + 5775 × 子女数, 81558 + 5827 × 子女数)
结果 档 = 选(收入 不超过 一档, 1, 选(收入 不超过 二档, 2, 4))
结果 大龄数 = 各 子女 的 个数(年龄 达到 14 的)
结果 加发数 = 选(子女数 为 2, 取大(大龄数 - 1, 0), 大龄数)
结果 共担 = 选(子女数 为 0, 1, (子女数 - 两家轮流 ÷ 2) ÷ 取大(子女数, 1)),保留 4位小数,四舍五入
结果 第二孩 = 选(子女数 低于 2, 0, 基数 × 32% ÷ 档 × 舍入前 共担){round}
结果 再多的 = 取大(子女数 - 2, 0) × 基数 × 41% ÷ 档 × 舍入前 共担{round}
结果 大龄加发 = 选(子女数 低于 2, 0, 加发数 × 基数 × 16% ÷ 档){round}
结果 定额 = 选(子女数 + 满二十岁 低于 3, 0, 满二十岁 × 基数 × 20.234% ÷ 档){round}
结果 月额 = 第二孩 + 再多的 + 大龄加发 + 定额,保留 12位小数,四舍五入
结果 界限 = 选(收入 超过 二档, 二档, 一档)
结果 补差 = 选(收入 超过 一档 且 收入 低于 界限 + 12 × 月额, (界限 + 12 × 月额 - 收入) ÷ 12, 0){round}
结果 应得 = 月额 + 补差,保留 2位小数,四舍五入
"""


def family_benefits():
    one = tally("catala-family-benefits: where amounts are rounded")
    cases = tables_of("catala-family-benefits")["cases"]
    families = [[case["id"], case["date"], case["income"], case["children"], case.get("flat_children", 0), case["shared"]] for case in cases]
    ledgers = {"家庭": (["号", "日期", "收入", "子女数", "满二十岁", "两家轮流"], families),
               "子女": (["家庭", "年龄"], [[case["id"], age] for case in cases for age in case["ages"]])}
    by_part = must_run("family", FAMILY.format(round=",保留 2位小数,四舍五入"), ledgers)
    at_end = must_run("family-at-end", FAMILY.format(round=",保留 12位小数,四舍五入"), ledgers)
    for case, row, late in zip(cases, by_part, at_end):
        one.compare((case["id"], "each amount to the cent"), case["expected"], row["应得"])
        one.compare((case["id"], "once at the end"), case.get("expected_if_rounded_once_at_the_end", case["expected"]), late["应得"])
    one.print()


UNITS = {       # source, expression -> formula, unit of what comes out, and how much
    "28 h / 35 h as %": ("28小时 ÷ 35小时 × 100", "80"),
    "10 kg / 20 kg": ("10千克 ÷ 20千克", "0.5"),
    "120% * 10 kg/month": ("120% × 10千克 ÷ 1千克", "12"),
    "50% * 5%": ("50% × 5% × 100", "2.5"),
    "1000 EUR/year less 10%": ("1000元 × (1 - 10%) ÷ 1元", "900"),
    "1 place: 4.55": ("四舍五入(4.55 × 10) ÷ 10", "4.6"),
    "2 places: 30.4167": ("四舍五入(30.4167 × 100) ÷ 100", "30.42"),
    "round to whole: 50.5 %": ("四舍五入(50.5% × 100)", "51"),
    "round to whole: 50% * 100.2 EUR": ("四舍五入(50% × 100.2元 ÷ 1元)", "50"),
}


def units():
    one = tally("units: ratios, percentages, where rounding meets a unit")
    rows = rows_of("units")
    for row in rows:
        if row["expression"] in UNITS:
            formula, expected = UNITS[row["expression"]]
            one.compare(row["expression"], to_places(expected), values("units", [formula])[0])
    one.compare("an area in its units", to_places(1), values("units", ["选(1500亩 为 1平方公里, 1, 0)"])[0])
    one.compare("an area and an amount do not add", ["E0210"], [code for code, _ in findings("units-apart", "考核对象 数\n台账 数,一行一个 号\n结果 甲 = 10亩 + 3元,保留 1位小数,四舍五入\n")])
    one.print()
    leave("units", sum("month" in row["expression"] or "EUR/year" in row["expression"] for row in rows if row["expression"] not in UNITS),
          "amounts by month or year: assessment counts months and years, it has no rates by them")
    leave("units", sum("barème" in row["expression"] for row in rows), "a scale with the multiplier 0: scales are formulas here, see marginal-scale")


COUNTRY = """考核对象 户
台账 户,一行一个 号 {
    日期        日期
    成人        整数,不得为负
    工资、房租、平方米  数值,不得为负
    住法        分为 租住、自有、借住
    满十八岁    是或否
}
结果 税率 按 日期,自上而下 {
    早于 2012年1月1日, 0%
    早于 2013年1月1日, 16%
    早于 2014年1月1日, 13%
    早于 2015年1月1日, 14%
    其余, 15%
}
结果 所得税 = 工资 × 税率,保留 2位小数,四舍五入
结果 房产税 = 选(住法 为 租住、自有, 取大(10 × 平方米, 200), 0),保留 2位小数,四舍五入
结果 房补 = 选(日期 不早于 2010年1月1日 且 早于 2016年12月1日, 25% × 房租, 0),保留 2位小数,四舍五入
结果 基本收入 = 选(满十八岁 为 否 或 日期 早于 2015年12月1日 或 (日期 早于 2016年12月1日 且 工资 超过 0), 0, 600)
"""


def openfisca_country():
    one = tally("openfisca-country: parameters by date, thresholds")
    rows, rule, cases = rows_of("openfisca-country"), "", []
    for row in rows:
        rule = rule if row["rule"] == "same" else row["rule"]
        text, date = row["input"], (row["date"] + "-01")[:10] if len(row["date"]) > 4 else row["date"] + "-01-01"
        number = lambda pattern: (re.search(pattern, text) or [None, 0])[1]
        line = [date, 1, number(r"salary (\d+)"), number(r"rent (\d+)"), number(r"(\d+) m2"), "借住" if "free" in text else "租住", "否" if "age 17" in text else "是"]
        column = {"income": "所得税", "housing tax": "房产税", "housing allowance": "房补", "basic": "基本收入"}
        column = next((name for start, name in column.items() if rule.startswith(start)), None)
        if column:
            cases.append((rule, text, column, row["expected"], line))
    computed = must_run("country", COUNTRY, {"户": (["号", "日期", "成人", "工资", "房租", "平方米", "住法", "满十八岁"], [[i, *case[4]] for i, case in enumerate(cases)])})
    for case, row in zip(cases, computed):
        one.compare(case[:2], to_places(case[3], 0 if case[2] == "基本收入" else 2), row[case[2]])
    disposable_income(one, rows)
    parenting(one)
    one.print()
    leave("openfisca-country", sum("car" in row["input"] for row in rows), "a reform: a tax more, whose rate is not in the table")


def disposable_income(one, rows):
    """Wages, basic income, tax, contribution by brackets, a twelfth of the housing tax, added up over a household."""
    scheme = """考核对象 户
台账 户,一行一个 号 { 平方米 数值,不得为负 }
台账 人 { 户 对应 户;工资 数值,不得为负 }
结果 可支配 = 各 人 (工资 + 600 - 工资 × 15% - (BRACKETS)) 的 合计 - 取大(10 × 平方米, 200) ÷ 12,保留 2位小数,四舍五入
""".replace("BRACKETS", marginal("工资", "2% upto 6000; 6% upto 12400; 12%"))
    cases = []
    for row in rows:
        adults = re.match(r"(?:one|two|three) adults? (?:salary )?([\d ]+?(?: and \d+)?)( each)?(?:,|$)", row["input"])
        if row["date"] == "2025-01" and adults:
            wages = re.findall(r"\d+", adults[1]) * (2 if adults[2] else 1)
            cases.append((row, wages, (re.search(r"(\d+) m2", row["input"]) or [None, "0"])[1]))
    computed = must_run("disposable", scheme, {"户": (["号", "平方米"], [[i, case[2]] for i, case in enumerate(cases)]),
                                               "人": (["户", "工资"], [[i, wage] for i, case in enumerate(cases) for wage in case[1]])})
    for (row, _, _), got in zip(cases, computed):
        one.compare(row["input"], format(Decimal(re.match(r"[\d.]+", row["expected"].replace("...", "33"))[0]).quantize(Decimal("0.01")), "f"), got["可支配"])


def parenting(one):
    """A child that is not yet born at the date must not count."""
    scheme = """考核对象 户
台账 户,一行一个 号 { 日期 日期;收入 数值,不得为负;成人 整数,必须为正 }
台账 孩子 { 户 对应 户;出生 日期 }
结果 六岁下 = 各 孩子 的 个数(出生 不晚于 户 的 日期 且 整年数(出生,户 的 日期) 低于 6 的)
结果 八岁下 = 各 孩子 的 个数(出生 不晚于 户 的 日期 且 整年数(出生,户 的 日期) 低于 8 的)
结果 津贴 = 选(收入 不超过 500 且 (六岁下 超过 0 或 (成人 为 1 且 八岁下 超过 0)), 600, 0)
"""
    births = ["2010-01-15", "2012-01-15", "2018-01-15"]
    computed = must_run("parenting", scheme, {"户": (["号", "日期", "收入", "成人"], [["1", "2017-01-01", 500, 2], ["2", "2018-01-01", 501, 2]]),
                                              "孩子": (["户", "出生"], [[home, birth] for home in "12" for birth in births])})
    for row, expected in zip(computed, ["600", "0"]):
        one.compare(("parenting allowance", row["号"]), expected, row["津贴"])


PARTS = [feel_arithmetic, feel_rounding, catala_rounding, cedar_decimal, cel_integers, exactness, feel_statistics, coinr_normalise, catala_dates, other_dates,
         decision_tables, known_gaps, vacation, scales, shares, exceptions,
         family_benefits, units, openfisca_country]

if __name__ == "__main__":
    folder = sys.argv[1]
    print("Conformance tables of other rule languages")
    for part in PARTS:
        part()
    print("  not of this language:")
    for source, count, reason in left_out:
        print(f"    {source:24} {count:3}  {reason}")
    compared, different = sum(one.compared for one in tallies), sum(one.different for one in tallies)
    print(f"conformance: {compared} compared, {compared - different} equal, {different} different, {sum(count for _, count, _ in left_out)} left out with a reason")
    sys.exit(1 if different else 0)

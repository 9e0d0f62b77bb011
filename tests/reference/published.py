"""The published results: the Human Development Index, hospital value-based purchasing and the ASEM index are computed by the schemes of
rules/examples/ on all published inputs, and every published figure is compared as text, digit by digit.

    python3 tests/reference/published.py FOLDER     FOLDER: published/ with its CSV files
"""
import os
import sys
from decimal import Decimal, ROUND_HALF_UP
from fractions import Fraction

from common import Tally, WORK, read_csv, scores, write_csv

EXAMPLES = "rules/examples"
tallies = []


def tally(title):
    tallies.append(Tally(title))
    return tallies[-1]


# ---- UNDP, 193 countries ----

def human_development(folder):
    published = read_csv(f"{folder}/hdi_2022.csv")
    data = f"{WORK}/hdi"
    inputs = ["iso3", "country", "life_expectancy", "expected_years_schooling", "mean_years_schooling", "gni_per_capita_ppp"]
    write_csv(f"{data}/国家.csv", ["代码", "名称", "预期寿命", "预期受教育年限", "平均受教育年限", "人均国民总收入"],
              [[row[name] for name in inputs] for row in published])
    computed = {row["代码"]: row for row in scores([f"{EXAMPLES}/hdi/2022.assess"], data)["2022"]}
    print(f"UN Human Development Index 2022: {len(published)} countries")
    index, rank = tally("index, three decimals"), tally("rank, ties by the rounded index")
    for row in published:
        index.compare(row["iso3"], format(Decimal(row["hdi_published"]).quantize(Decimal("0.001")), "f"), computed[row["iso3"]]["人类发展指数"])
        rank.compare(row["iso3"], row["rank_published"], computed[row["iso3"]]["名次"])
    index.print()
    rank.print()


# ---- CMS, 2,474 hospitals ----

DOMAINS = ["clinical", "engagement", "safety", "efficiency"]


def hospital_measures(folder):
    """All that the measures of 270 hospitals give: points, domains, totals."""
    measures, extra = read_csv(f"{folder}/hvbp_2024_measures.csv"), read_csv(f"{folder}/hvbp_2024_extra.csv")
    totals = {row["facility"]: row for row in read_csv(f"{folder}/hvbp_2024_totals.csv")}
    data = f"{WORK}/hvbp"
    write_csv(f"{data}/hospitals.csv", ["facility", "combined_ssi"], [[row["facility"], row["combined_ssi_score"]] for row in extra])
    columns = ["facility", "domain", "measure", "floor", "threshold", "benchmark", "baseline", "performance"]
    write_csv(f"{data}/measures.csv", columns, [[row[name] for name in columns] for row in measures])
    tables = scores([f"{EXAMPLES}/hvbp/2024.assess"], data)
    points = {(row["facility"], row["measure"]): row for row in tables["2024-measures"]}
    print(f"US hospital value-based purchasing 2024: measures of {len(extra)} hospitals")
    for name, column in [("achievement", "achievement_points"), ("improvement", "improvement_points"), ("points", "measure_score")]:
        one = tally(f"{name} of each measure, whole points")
        for row in measures:
            one.compare((row["facility"], row["measure"]), row[column], points[row["facility"], row["measure"]][name])
        one.print()
    hospitals = {row["facility"]: row for row in tables["2024"]}
    survey = tally("patients' survey: base and consistency")
    for row in extra:
        survey.compare(row["facility"], row["engagement_base"], hospitals[row["facility"]]["base"])
        survey.compare(row["facility"], row["engagement_consistency"], hospitals[row["facility"]]["consistency"])
    survey.print()
    scored = tally("clinical outcomes and safety, twelve decimals")
    weighted = tally("domains as they count, and totals, twelve decimals")
    for facility, row in hospitals.items():
        scored.compare((facility, "clinical"), totals[facility]["clinical"], row["clinical"])
        scored.compare((facility, "safety"), totals[facility]["safety"], row["safety"])
        compare_totals(weighted, totals[facility], row)
    scored.print()
    weighted.print()


def compare_totals(one, published, computed):
    for domain in DOMAINS:
        one.compare((published["facility"], domain), published[domain + "_weighted"], computed[domain.upper()])
    one.compare((published["facility"], "total"), published["total_published"], computed["总分"])


def points_of(score):
    """A domain's score is 100 x points / (10 x measures) with 2 to 6 measures, published to twelve decimals: there is one such fraction."""
    for measures in range(2, 7):
        points = round(Fraction(score) * measures / 10) if score else 0
        if score and abs(Fraction(10 * points, measures) - Fraction(score)) <= Fraction(1, 2 * 10**12):
            return [points, measures]
    if score:
        sys.exit(f"no number of points and measures has the score {score}")
    return ["", ""]


def hospital_totals(folder):
    """The total of all hospitals from the scores of their domains."""
    published = read_csv(f"{folder}/hvbp_2024_totals.csv")
    data = f"{WORK}/hvbp-totals"
    write_csv(f"{data}/domains.csv",
              ["facility", "clinical_points", "clinical_measures", "engagement", "safety_points", "safety_measures", "efficiency"],
              [[row["facility"], *points_of(row["clinical"]), row["engagement"], *points_of(row["safety"]), row["efficiency"]] for row in published])
    computed = {row["facility"]: row for row in scores([f"{EXAMPLES}/hvbp/2024-totals.assess"], data)["2024-totals"]}
    print(f"US hospital value-based purchasing 2024: totals of {len(published)} hospitals")
    one = tally("domains as they count, and totals, twelve decimals")
    for row in published:
        compare_totals(one, row, computed[row["facility"]])
    one.print()


# ---- COINr's ASEM index, 51 countries, 49 indicators ----

GROUPS = ["Physical", "ConEcFin", "Political", "Instit", "P2P", "Environ", "Social", "SusEcFin"]
TWELVE = Decimal("1e-12")


def plain(text):
    return "" if text in ("", "NA") else format(Decimal(text), "f")


def twelve(text):
    """What is published is the shortest decimal of a binary number; this is that number to twelve decimals."""
    return format(Decimal(float(text)).quantize(TWELVE, ROUND_HALF_UP), "f")


def asem_ledgers(framework, raw, tables):
    data = f"{WORK}/asem"
    write_csv(f"{data}/国家.csv", ["代码", "洲"], [[row["unit"], {"Europe": "欧洲", "Asia": "亚洲"}[row["group"]]] for row in raw])
    rows = []
    for line in framework:
        name = line["indicator"]
        moved = [(float(a[name]), float(b[name])) for a, b in zip(tables["imputed"], tables["treated"]) if a[name] != b[name]]
        rows.append([name, "越大越好" if line["direction"] == "1" else "越小越好", line["group"],
                     sum(new < old for old, new in moved), sum(new > old for old, new in moved)])
    write_csv(f"{data}/指标.csv", ["代码", "方向", "组", "缩尾高", "缩尾低"], rows)
    write_csv(f"{data}/数据.csv", ["国家", "指标", "原值", "分母"],
              [[row["unit"], line["indicator"], plain(row[line["indicator"]]), plain(row[line["denominator"]]) if line["denominator"] else "1"]
               for row in raw for line in framework])
    return data


class Normalising:
    """The publisher's arithmetic, (x - least) / (greatest - least) x 100: in binary floating point on the treated values, which are binary
    numbers; and in fractions from the raw data on, to tell on which side of a rounding the exact value lies."""

    def __init__(self, framework, raw, tables):
        self.floats, self.fractions = {}, {}
        for line in framework:
            name, sign = line["indicator"], int(line["direction"])
            self.floats[name] = {row["unit"]: float(row[name]) * sign for row in tables["treated"]}
            exact = self.imputed(line, raw)
            kept = [exact[a["unit"]] for a, b in zip(tables["imputed"], tables["treated"]) if a[name] == b[name]]
            self.fractions[name] = {unit: min(max(value, min(kept)), max(kept)) * sign for unit, value in exact.items()}

    @staticmethod
    def imputed(line, raw):
        name, below = line["indicator"], line["denominator"]
        there = {row["unit"]: Fraction(row[name]) / (Fraction(row[below]) if below else 1)
                 for row in raw if plain(row[name]) and (not below or plain(row[below]))}
        region = {row["unit"]: row["group"] for row in raw}
        means = {}
        for group in set(region.values()):
            values = [value for unit, value in there.items() if region[unit] == group]
            means[group] = sum(values) / len(values)
        return {unit: there.get(unit, means[region[unit]]) for unit in region}

    def published(self, unit, name):
        values = self.floats[name]
        least, greatest = min(values.values()), max(values.values())
        return repr((values[unit] - least) / (greatest - least) * (100 - 0) + 0)

    def exact(self, unit, name):
        values = self.fractions[name]
        least, greatest = min(values.values()), max(values.values())
        share = (values[unit] - least) / (greatest - least) * 100
        return format(Decimal((share * 10**12 + Fraction(1, 2)).__floor__()) * TWELVE, "f")


def asem_stages(framework, raw, tables, computed):
    for stage, column in [("imputed", "填补值"), ("treated", "缩尾值")]:
        one = tally(f"{stage} values, twelve decimals")
        for row in tables[stage]:
            for line in framework:
                name = line["indicator"]
                one.compare((row["unit"], name), twelve(row[name]), computed[row["unit"], name][column])
        one.print()
    normalising, one = Normalising(framework, raw, tables), tally("normalised values, twelve decimals")
    for row in tables["normalised"]:
        for line in framework:
            unit, name = row["unit"], line["indicator"]
            published, ours = row[name], computed[row["unit"], name]["标准值"]
            one.compared += 1
            if twelve(published) == ours:
                continue
            if normalising.published(unit, name) == repr(float(published)) and normalising.exact(unit, name) == ours:
                one.explained += 1
            else:
                one.differs((unit, name), published, ours)
    one.print("the publisher's formula in binary floating point gives these published digits bit for bit; in fractions it gives ours")


def asem(folder):
    part = lambda name: f"{folder}/coinr-asem-{name}.csv"
    framework, raw, expected = read_csv(part("framework")), read_csv(part("raw")), read_csv(part("expected"))
    tables = {name: read_csv(part(name)) for name in ["imputed", "treated", "normalised"]}
    data = asem_ledgers(framework, raw, tables)
    results = scores([f"{EXAMPLES}/asem/2018.assess"], data)
    print(f"ASEM index: {len(raw)} countries x {len(framework)} indicators")
    asem_stages(framework, raw, tables, {(row["国家"], row["指标"]): row for row in results["2018-indicators"]})
    computed = {row["代码"]: row for row in results["2018"]}
    figures, ranks = tally("8 groups, 2 sub-indexes, the index: published two decimals"), tally("their ranks")
    for row in expected:
        for name in GROUPS + ["Conn", "Sust", "Index"]:
            published = format(Decimal(row[name + "_published2dp"]).quantize(Decimal("0.01")), "f")
            figures.compare((row["unit"], name), published, computed[row["unit"]][name])
            ranks.compare((row["unit"], name), row["rank_" + name], computed[row["unit"]][name + "名次"])
    figures.print()
    ranks.print()


if __name__ == "__main__":
    for part in human_development, hospital_measures, hospital_totals, asem:
        part(sys.argv[1])
    compared, different = sum(one.compared for one in tallies), sum(one.different for one in tallies)
    explained = sum(one.explained for one in tallies)
    print(f"published results: {compared} compared, {compared - different - explained} equal, {different} different, {explained} shown to be the publisher's rounding")
    sys.exit(1 if different else 0)

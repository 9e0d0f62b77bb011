# Figures of a diff: each unit's parts add up to its change, to the last digit that numbers have here; and where the sheets of a spreadsheet are
# given too (影响, 变化, as CSV), they have the same units, totals, rates, ranks, parts and changes.
#     awk -f diff_figures.awk DIFF.json [EFFECT.csv CHANGES.csv]
function member(text, name,   at) {
    at = index(text, ",\"" name "\":")
    if (!at) return ""
    text = substr(text, at + length(name) + 4)
    if (substr(text, 1, 1) != "\"") { match(text, /^[-0-9a-z.]*/); text = substr(text, 1, RLENGTH); return text == "null" ? "" : text }
    match(text, /^"([^"\\]|\\.)*"/)
    return substr(text, 2, RLENGTH - 2)
}
function value(text,   f) {
    if (split(text, f, "/") == 2) return f[1] / f[2]
    return text ~ /%$/ ? substr(text, 1, length(text) - 1) + 0 : text + 0
}
function near(a, b,   gap) { gap = a - b; return gap < 1e-9 && gap > -1e-9 }
function wrong(what) { print what; bad = 1 }
# Cells of a line of CSV whose cells are quoted or empty.
function cells(line, out,   count, cell) {
    count = 0
    split("", out)
    while (1) {
        if (substr(line, 1, 1) == "\"") { match(line, /^"([^"]|"")*"/); cell = substr(line, 2, RLENGTH - 2) } else { match(line, /^[^,]*/); cell = substr(line, 1, RLENGTH) }
        line = substr(line, RLENGTH + 1)
        out[++count] = cell
        if (line == "") return count
        line = substr(line, 2)
    }
}
FNR == 1 { file++ }
file == 1 && /^\{"id":/ { match($0, /"id":"[^"]*"/); change[substr($0, RSTART + 6, RLENGTH - 7)] = 1; changes++ }
file == 1 && /"effect_parts":\{/ { in_parts = 1 }
file == 1 && in_parts {
    line = $0
    sub(/.*"effect_parts":\{/, "", line)
    if (match(line, /^"[^"]*":\{"name":"[^"]*"/)) {
        line = substr(line, 2, RLENGTH - 2)
        at = index(line, "\":{\"name\":\"")
        part_called[substr(line, at + 11)] = substr(line, 1, at - 1)
    }
    if (index($0, ",\"effect\":[")) in_parts = 0
}
file == 1 && /^\{"unit":/ {
    match($0, /"unit":"[^"]*"/)
    unit = substr($0, RSTART + 8, RLENGTH - 9)
    units++
    split("old_total new_total old_scoreable new_scoreable old_rate_percent new_rate_percent old_rank new_rank_by_rate old_grade new_grade", names, " ")
    for (i in names) of[unit, names[i]] = member($0, names[i])
    text = substr($0, index($0, "\"parts\":{") + 9)
    sum = 0
    while (match(text, /"[^"]*":"[^"]*"/)) {
        split(substr(text, RSTART + 1, RLENGTH - 2), f, "\":\"")
        part[unit, f[1]] = value(f[2])
        sum += value(f[2])
        text = substr(text, RSTART + RLENGTH)
    }
    if (!near(of[unit, "new_total"] - of[unit, "old_total"], sum)) wrong("parts of " unit ": " sum " for " of[unit, "new_total"] " - " of[unit, "old_total"])
}
file == 2 && FNR == 1 {
    columns = cells($0, heads)
    split("old_total new_total change old_scoreable new_scoreable old_rate_percent new_rate_percent old_rank new_rank_by_rate moved old_grade new_grade", names, " ")
    for (i = 1; i <= 12; i++) column_called[i + 2] = names[i]
    for (i = 15; i <= columns; i++) if (!(heads[i] in part_called)) wrong("no such part: " heads[i])
    known_parts = 0
    for (i in part_called) known_parts++
    if (columns != 14 + known_parts) wrong("parts in the sheet: " columns - 14 ", in the JSON: " known_parts)
}
file == 2 && FNR > 1 {
    count = cells($0, c)
    rows++
    unit = c[1]
    for (i = 3; i <= 14; i++) {
        name = column_called[i]
        if (name ~ /_grade/) { if (c[i] != "-" && c[i] != of[unit, name]) wrong(unit " " name ": " c[i] " for " of[unit, name]); continue }
        wanted = name == "change" ? of[unit, "new_total"] - of[unit, "old_total"] : name == "moved" ? of[unit, "old_rank"] - of[unit, "new_rank_by_rate"] : value(of[unit, name])
        if (!near(value(c[i]), wanted)) wrong(unit " " name ": " c[i] " for " wanted)
    }
    for (i = 15; i <= count; i++)
        if (!near(value(c[i]), part[unit, part_called[heads[i]]])) wrong(unit " " heads[i] ": " c[i] " for " part[unit, part_called[heads[i]]])
}
file == 3 && FNR > 1 {
    count = cells($0, c)
    listed++
    if (!(c[count - 1] in change)) wrong("no such change: " c[count - 1])
}
END {
    if (!units) wrong("no units")
    if (file > 1 && rows != units) wrong("units in the sheet: " rows)
    if (file > 2 && listed != changes) wrong("changes in the sheet: " listed ", in the JSON: " changes)
    exit bad
}

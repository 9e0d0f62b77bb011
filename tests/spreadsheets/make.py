#!/usr/bin/env python3
"""Writes the spreadsheets of the golden tests tests/golden/xlsx-*: sheets as people make them, and files that nobody should trust.

    python3 tests/spreadsheets/make.py          from the root of the project; the files are kept, so that tests need no Python

The folders beside this file hold ledgers of acceptance cases as LibreOffice wrote them from CSV (soffice --headless --convert-to xlsx);
tests/run_acceptance.sh scores them and compares with the scores of the CSV files. Of case 01 the columns are kept as texts: a number of more
than 15 digits is not one that a spreadsheet can hold."""
import io
import os
import zipfile

TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
KIND = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
STYLES = (f'<styleSheet {MAIN}><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>'
          '<numFmt numFmtId="165" formatCode="0.0%;[Red]-0.0%"/></numFmts>'
          '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>')


def workbook(sheets=('乡镇',), epoch='', hidden=()):
    names = ''.join(f'<sheet name="{name}" sheetId="{i}"{" state=%shidden%s" % (chr(34), chr(34)) if name in hidden else ""} r:id="rId{i}"/>' for i, name in enumerate(sheets, 1))
    return f'<workbook {MAIN}>{epoch}<sheets>{names}</sheets></workbook>'


def relations(count):
    sheets = ''.join(f'<Relationship Id="rId{i}" Type="{KIND}worksheet" Target="worksheets/sheet{i}.xml"/>' for i in range(1, count + 1))
    return (f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{sheets}'
            f'<Relationship Id="rId90" Type="{KIND}styles" Target="styles.xml"/><Relationship Id="rId91" Type="{KIND}sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>')


def cell(place, value, kind='', style=0, formula=None):
    if kind == 'inlineStr':
        return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
    body = ('' if formula is None else f'<f>{formula}</f>') + ('' if value is None else f'<v>{value}</v>')
    return f'<c r="{place}"{" t=%s%s%s" % (chr(34), kind, chr(34)) if kind else ""}{" s=%s%d%s" % (chr(34), style, chr(34)) if style else ""}>{body}</c>'


def text(place, value):
    return cell(place, value, 'inlineStr')


def sheet(rows, merges=()):
    body = ''.join(f'<row r="{number}"{" hidden=%s1%s" % (chr(34), chr(34)) if number in rows.get("hidden", ()) else ""}>{"".join(cells)}</row>'
                   for number, cells in rows.items() if number != 'hidden')
    joined = f'<mergeCells>{"".join("<mergeCell ref=%s%s%s/>" % (chr(34), m, chr(34)) for m in merges)}</mergeCells>' if merges else ''
    return f'<worksheet {MAIN}><sheetData>{body}</sheetData>{joined}</worksheet>'


def pack(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def file(sheets, book=None, strings='', **more):
    parts = {'[Content_Types].xml': TYPES, 'xl/workbook.xml': book or workbook(), 'xl/_rels/workbook.xml.rels': relations(len(sheets)), 'xl/styles.xml': STYLES,
             'xl/sharedStrings.xml': f'<sst {MAIN}>{strings}</sst>'}
    parts.update({f'xl/worksheets/sheet{i}.xml': content for i, content in enumerate(sheets, 1)})
    parts.update(more)
    return pack(parts)


def save(name, content, as_file='乡镇.xlsx'):
    folder = f'tests/golden/{name}'
    os.makedirs(folder, exist_ok=True)
    with open(f'{folder}/{as_file}', 'wb') as out:
        out.write(content)


PLAIN = {1: [text('A1', '代码'), text('B1', '满意度'), text('C1', '日期')],
         2: [text('A2', 'T01'), cell('B2', '0.92500000000000004', style=3), cell('C2', 45366, style=1)]}


def good():
    strings = '<si><t>代码</t></si><si><r><t>满意</t></r><r><t>度</t></r><rPh sb="0" eb="1"><t>まん</t></rPh></si><si><t>日期</t></si><si><t>T0_x0031_</t></si>'
    shared = {1: [cell(f'{c}1', i, 's') for i, c in enumerate('ABC')], 2: [cell('A2', 3, 's'), cell('B2', '0.92349999999999999', style=3), cell('C2', 45366, style=2)],
              3: [text('A3', 'T02'), cell('B3', '95%', 'str', formula='TEXT(0.95,&quot;0%&quot;)'), cell('C3', '2024-03-16T00:00:00', 'd')],
              4: [text('A4', 'T03'), cell('B4', '0.5', style=3, formula='B2-0.4235'), cell('C4', 45367, style=1)],
              6: [text('A6', 'T04'), cell('B6', '1', style=3), cell('C6', 45368.0, style=1)], 'hidden': (6,)}
    save('xlsx-as-people-make-them', file([sheet({1: [text('A1', '说明')]}), sheet(shared)], workbook(('说明', '乡镇')), strings))
    titled = {1: [text('A1', '2024年群众满意度台账')], 2: [text('A2', '代码'), text('B2', '考核情况')], 3: [text('B3', '满意度'), text('C3', '日\n期')],
              4: [text('A4', 'T01'), cell('B4', '0.925', style=3), cell('C4', 45366 - 1462, style=1)]}
    save('xlsx-merged-headings', file([sheet(titled, ('A1:C1', 'A2:A3', 'B2:C2'))], workbook(('Sheet1',), '<workbookPr date1904="1"/>')))
    save('xlsx-first-sheet', file([sheet({1: [text('A1', '旧')]}), sheet(PLAIN), sheet({})], workbook(('旧表', '2024', '空'), hidden=('旧表',))))
    save('xlsx-no-sheet-suits', file([sheet({1: [text('A1', '代码'), text('B1', '满意情况'), text('C1', '日期')], 2: PLAIN[2]}), sheet({1: [text('A1', '说明')]})], workbook(('2024', '说明'))))
    merged = dict(PLAIN)
    merged[3] = [text('A3', 'T02'), cell('C3', 45366, style=1)]
    save('xlsx-merged-data', file([sheet(merged, ('B2:B3',))]))
    wrong = {1: PLAIN[1], 2: [text('A2', 'T01'), cell('B2', '#DIV/0!', 'e', formula='1/0'), cell('C2', '45366.5', style=1)],
             3: [text('A3', 'T02'), cell('B3', '1', 'b'), cell('C3', '60', style=1)], 4: [text('A4', 'T03'), cell('B4', '三十', 'inlineStr'), cell('C4', '1E+300')],
             5: [text('A5', 'T04'), cell('B5', None, formula='SUM(B2:B4)'), cell('C5', 45366)]}
    save('xlsx-wrong-cells', file([sheet(wrong)]))
    save('xlsx-and-csv', file([sheet(PLAIN)]))


def hostile():
    whole = file([sheet(PLAIN)])
    save('xlsx-cut-short', whole[:len(whole) * 2 // 3])
    save('xlsx-no-archive', b'PK\3\4' + b'\0' * 200)
    save('xlsx-not-one', '代码,满意度\n'.encode())
    damaged = bytearray(whole)
    at = damaged.index(b'worksheets/sheet1.xml') + len('worksheets/sheet1.xml') + 20
    damaged[at:at + 8] = bytes(255 - byte for byte in damaged[at:at + 8])
    save('xlsx-damaged', bytes(damaged))
    save('xlsx-bomb', file([f'<worksheet {MAIN}><sheetData>' + ' ' * (4 << 20)]))
    entity = f'<!DOCTYPE worksheet [<!ENTITY file SYSTEM "file:///etc/passwd"><!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    save('xlsx-entity', file([entity + sheet({1: [text('A1', '&file;&b;')]})]))
    save('xlsx-no-sheet', pack({'[Content_Types].xml': TYPES, 'xl/workbook.xml': workbook(), 'xl/_rels/workbook.xml.rels': relations(1)}))
    save('xlsx-no-workbook', pack({'[Content_Types].xml': TYPES, 'word/document.xml': '<document/>'}))
    save('xlsx-broken-xml', file([sheet(PLAIN)[:-40]]))
    save('xlsx-places-out-of-range', file([sheet({1: PLAIN[1], 2: [text('ZZZZ2', 'T01')]})]))
    save('xlsx-text-out-of-range', file([sheet({1: PLAIN[1], 2: [cell('A2', 7, 's')]})]))
    encrypted = bytearray(whole)
    for mark, offset in ((b'PK\3\4', 6), (b'PK\1\2', 8)):
        at = encrypted.find(mark)
        while at >= 0:
            encrypted[at + offset] |= 1
            at = encrypted.find(mark, at + 4)
    save('xlsx-encrypted', bytes(encrypted))


def several():
    """Workbooks with sheets for several ledgers."""
    units = sheet(PLAIN)
    reports = sheet({1: [text('A1', '编号'), text('B1', '乡镇代码'), text('C1', '份数')], 2: [text('A2', '1'), text('B2', 'T01'), cell('C2', 3)]})
    cover = sheet({1: [text('A1', '填报说明')], 2: [text('A2', '每个单位一行')]})
    book = file([cover, units, reports], book=workbook(('说明', '乡镇', '月报')))
    save('xlsx-several-ledgers', book, '2024年台账.xlsx')
    save('xlsx-sheet-and-file', book, '2024年台账.xlsx')
    save('xlsx-sheet-lost', file([cover, units], book=workbook(('说明', '乡镇'))), '2024年台账.xlsx')
    save('xlsx-no-ledger', file([cover], book=workbook(('说明',))), '2024年台账.xlsx')
    save('xlsx-sheets-alike', file([units, units, cover], book=workbook(('上半年', '下半年', '说明'))))
    save('xlsx-hidden-sheet', file([cover, units], book=workbook(('说明', '乡镇'), hidden=('乡镇',))))


def odd():
    """What office programs and people leave about a table."""
    below = {1: [text('A1', '2024年度台账')], 2: [text('A2', '填报单位:某区'), text('C2', '单位:亩')]}
    below.update({3: [text('A3', '代码'), text('B3', '满意度'), text('C3', '日期')], 4: [text('A4', 'T01'), cell('B4', '0.925', style=3), cell('C4', 45366, style=1)]})
    save('xlsx-title-not-merged', file([sheet(below, merges=('A1:C1',))]))
    beside = dict(PLAIN)
    beside[2] = PLAIN[2] + [text('H2', '李某填')]
    beside[3] = [text('A3', 'T02'), text('B3', '95'), text('C3', '2024.3.16')]
    beside[4] = [text('A4', '合  计'), cell('B4', '0.93', style=3, formula='AVERAGE(B2:B3)')]
    save('xlsx-beside-and-below', file([sheet(beside)]))
    # numbers kept as texts, formats with letters in quotes, blanks within headings, cells that only have a border
    left = {1: [text('A1', '代 码'), text('B1', '满 意 度'), text('C1', '日  期'), cell('D1', None, style=1)],
            2: [text('A2', 'T01'), text('B2', '95'), text('C2', '2024/3/15'), cell('D2', None, style=1)],
            3: [text('A3', 'T02'), text('B3', '95.5%'), text('C3', '2024.3.15')],
            4: [text('A4', 'T03'), cell('B4', '0.95', style=3), text('C4', '2024年3月15日')],
            5: [text('A5', 'T04'), cell('B5', '95'), text('C5', '2024-03-15 00:00:00')],
            6: [cell('A6', None, style=1), cell('B6', None, style=1)], 7: [text('A7', ' '), text('B7', '')]}
    save('xlsx-as-office-programs-leave-them', file([sheet(left)]))


if __name__ == '__main__':
    good()
    hostile()
    several()
    odd()

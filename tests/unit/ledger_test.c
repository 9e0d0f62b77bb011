/* Ledgers from CSV: every form that is accepted, every refusal with its code, encodings, numbers kept exactly. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <iconv.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ledger_help.h"

#define LENGTH(array) (sizeof(array) / sizeof(array)[0])

/* ---- values ---- */

/* The value of a column in a row as text: number, day, position, row, text, or "missing". */
static void value_text(const struct loaded *loaded, uint32_t column, uint32_t row, struct buffer *out)
{
    const struct column_data *data = &loaded->data->columns[column];
    struct rational value;
    size_t length;
    const char *text;
    if (column_status(data, row) != STATUS_PRESENT) {
        buffer_append_text(out, status_name(column_status(data, row)));
        return;
    }
    switch (data->type) {
    case TYPE_NUMBER:
        rational_init(&value);
        column_number(data, row, &value);
        rational_format_exact(&value, out);
        rational_clear(&value);
        break;
    case TYPE_DATE:
        date_format((int32_t)column_integer(data, row), out);
        break;
    case TYPE_TEXT:
        text = column_text(data, row, &length);
        buffer_append(out, text, length);
        break;
    default:
        buffer_format(out, "%lld", (long long)column_integer(data, row));
        break;
    }
}

static void holds(const struct loaded *loaded, uint32_t column, uint32_t row, const char *expected)
{
    struct buffer text = {0};
    value_text(loaded, column, row, &text);
    assert_string_equal(buffer_text(&text), expected);
    buffer_release(&text);
}

/* One cell in one column of a ledger of one row. */
static void load_cell(struct loaded *loaded, const char *heading, const char *cell)
{
    struct buffer text = {0};
    buffer_format(&text, "代码,%s\nT01,%s\n", heading, cell);
    char *kept = memory_copy_text(text.data, text.length);
    load_bytes(loaded, kept, text.length);
    memory_free(kept);
    buffer_release(&text);
}

static const struct { uint32_t column; const char *heading, *cell, *value; } accepted[] = {
    {UNIT_AREA, "推广面积", "30", "30"},
    {UNIT_AREA, "推广亩数", "30", "30"},                   /* last year's heading */
    {UNIT_AREA, " 推广面积　", "30", "30"},
    {UNIT_AREA, "\"推广面积\"", "30", "30"},
    {UNIT_AREA, "推广面积", "0", "0"},
    {UNIT_AREA, "推广面积", "-0", "0"},
    {UNIT_AREA, "推广面积", "0.00", "0"},
    {UNIT_AREA, "推广面积", "1000", "1000"},
    {UNIT_AREA, "推广面积", "12.5", "12.5"},
    {UNIT_AREA, "推广面积", "123.4567", "123.4567"},
    {UNIT_AREA, "推广面积", "0.123456789", "0.123456789"},
    {UNIT_AREA, "推广面积", "0.1234567891", "0.1234567891"},
    {UNIT_AREA, "推广面积", "0.12345678901234567890123", "0.12345678901234567890123"},
    {UNIT_AREA, "推广面积", "00000000000000000000000000012.5", "12.5"},
    {UNIT_AREA, "推广面积", "+12.5", "12.5"},
    {UNIT_AREA, "推广面积", " 12.5 ", "12.5"},
    {UNIT_AREA, "推广面积", "　12.5\xC2\xA0", "12.5"},
    {UNIT_AREA, "推广面积", "\"12.5\"", "12.5"},
    {UNIT_AREA, "推广面积", "１２．５", "12.5"},
    {UNIT_AREA, "推广面积", "＋１２", "12"},
    {UNIT_AREA, "推广面积", "", "missing"},
    {UNIT_AREA, "推广面积", "\"\"", "missing"},
    {UNIT_AREA, "推广面积", "  ", "missing"},
    {UNIT_AREA, "推广面积", "-", "missing"},                /* a mark of the ledger */
    {UNIT_GROWTH, "增速", "-3.25", "-3.25"},
    {UNIT_GROWTH, "增速", "－３．２５", "-3.25"},
    {UNIT_GROWTH, "增速", "\xE2\x88\x92" "3.25", "-3.25"},  /* U+2212 */
    {UNIT_GROWTH, "增速", "-99.99", "-99.99"},
    {UNIT_GROWTH, "增速", "\"1,234\"", "1234"},
    {UNIT_GROWTH, "增速", "\"1,234,567.89\"", "1234567.89"},
    {UNIT_GROWTH, "增速", "１，２３４．５", "1234.5"},
    {UNIT_GROWTH, "增速", "12345678", "12345678"},
    {UNIT_GROWTH, "增速", "123456789", "123456789"},
    {UNIT_GROWTH, "增速", "999999999999999999", "999999999999999999"},
    {UNIT_GROWTH, "增速", "9223372036854775807", "9223372036854775807"},
    {UNIT_GROWTH, "增速", "123456789012345678901234567890.5", "123456789012345678901234567890.5"},
    {UNIT_RATE, "满意度", "95", "0.95"},
    {UNIT_RATE, "满意度", "95%", "0.95"},
    {UNIT_RATE, "满意度", "95 %", "0.95"},
    {UNIT_RATE, "满意度", "９５．５％", "0.955"},
    {UNIT_RATE, "满意度", "0.5%", "0.005"},
    {UNIT_RATE, "满意度", "99.12345678%", "0.9912345678"},
    {UNIT_RATE, "满意度", "99.12345678", "0.9912345678"},
    {UNIT_RATE, "满意度", "100", "1"},
    {UNIT_SHARE, "占比", "0.95", "0.95"},
    {UNIT_SHARE, "占比", "95%", "0.95"},
    {UNIT_COUNT, "事故数", "3", "3"},
    {UNIT_COUNT, "事故数", "3.0", "3"},
    {UNIT_DATE, "报送日期", "2024-06-30", "2024-06-30"},
    {UNIT_DATE, "报送日期", "2024/3/1", "2024-03-01"},
    {UNIT_DATE, "报送日期", "2024.3.1", "2024-03-01"},
    {UNIT_DATE, "报送日期", "2024-3-1", "2024-03-01"},
    {UNIT_DATE, "报送日期", "2024年3月1日", "2024-03-01"},
    {UNIT_DATE, "报送日期", "２０２４年０３月０１日", "2024-03-01"},
    {UNIT_DATE, "报送日期", "20240630", "2024-06-30"},
    {UNIT_DATE, "报送日期", "2024-02-29", "2024-02-29"},
    {UNIT_DATE, "报送日期", "", "missing"},
    {UNIT_ON_TIME, "按时", "是", "1"},
    {UNIT_ON_TIME, "按时", "否", "0"},
    {UNIT_ON_TIME, "按时", "YES", "1"},
    {UNIT_ON_TIME, "按时", "no", "0"},
    {UNIT_ON_TIME, "按时", "True", "1"},
    {UNIT_ON_TIME, "按时", "FALSE", "0"},
    {UNIT_ON_TIME, "按时", "y", "1"},
    {UNIT_ON_TIME, "按时", "Ｎ", "0"},
    {UNIT_ON_TIME, "按时", "1", "1"},
    {UNIT_ON_TIME, "按时", "０", "0"},
    {UNIT_CLASS, "类别", " 功能区　", "2"},
    {UNIT_CLASS, "类别", "", "missing"},
    {UNIT_ABOVE, "上级", "T01", "0"},
    {UNIT_ABOVE, "上级", "", "missing"},
    {UNIT_NAME, "名称", " \"胜坨\"\"镇\" ", "\"胜坨\"\"镇\""},  /* a quote that does not begin the field is a character */
    {UNIT_NAME, "名称", "\"胜坨\"\"镇,一\n二\"", "胜坨\"镇,一\n二"},
    {UNIT_NAME, "名称", "", ""},
};

static void test_accepted_cells(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(accepted); i++) {
        struct loaded loaded;
        load_cell(&loaded, accepted[i].heading, accepted[i].cell);
        if (!loaded.sound || loaded.codes[0])
            print_message("cell %zu: %s: %s\n", i, accepted[i].cell, loaded.codes);
        assert_true(loaded.sound);
        holds(&loaded, UNIT_CODE, 0, "T01");
        holds(&loaded, accepted[i].column, 0, accepted[i].value);
        unload(&loaded);
    }
}

static const struct { const char *heading, *cell, *code; } refused[] = {
    {"推广面积", "abc", "D0101"},
    {"推广面积", "0x10", "D0101"},
    {"推广面积", "∞", "D0101"},
    {"推广面积", "NaN", "D0125"},
    {"推广面积", "±5", "D0101"},
    {"推广面积", "1 234", "D0101"},
    {"推广面积", "1.2.3", "D0101"},
    {"推广面积", "--5", "D0101"},
    {"推广面积", "+", "D0101"},
    {"推广面积", "30+", "D0101"},
    {"推广面积", "5%%", "D0101"},
    {"推广面积", "三十", "D0102"},
    {"推广面积", "约30", "D0102"},
    {"推广面积", "约三十", "D0102"},
    {"推广面积", ".5", "D0102"},
    {"推广面积", "5.", "D0102"},
    {"增速", "3个", "D0103"},
    {"推广面积", "30万亩", "D0104"},
    {"推广面积", "30 万亩", "D0104"},
    {"推广面积", "30左右", "D0104"},
    {"推广面积", "#DIV/0!", "D0105"},
    {"推广面积", "#N/A", "D0105"},
    {"推广面积", "=A1+B1", "D0106"},
    {"推广面积", "1e400", "D0107"},
    {"推广面积", "1.2E+05", "D0107"},
    {"推广面积", "95%", "D0109"},
    {"推广面积", "\"12,34\"", "D0110"},
    {"推广面积", "\"1234,567\"", "D0110"},
    {"推广面积", "\"1,2345\"", "D0110"},
    {"推广面积", "\"1,\"", "D0110"},
    {"事故数", "3.5", "D0111"},
    {"事故数", "0.0000000000000000000001", "D0111"},
    {"推广面积", "-1", "D0112"},
    {"推广面积", "-0.00000000000000000000001", "D0112"},
    {"事故数", "-1", "D0112"},
    {"报送日期", "2023-12-31", "D0112"},
    {"增速", "-100", "D0113"},
    {"增速", "-100.00000000000000000000001", "D0113"},
    {"推广面积", "1000.01", "D0114"},
    {"推广面积", "1000.00000000000000000000001", "D0114"},
    {"推广面积", "99999999999999999999", "D0114"},
    {"满意度", "130%", "D0114"},
    {"满意度", "130", "D0114"},
    {"占比", "1.3", "D0114"},
    {"报送日期", "2025-01-01", "D0114"},
    {"报送日期", "昨天", "D0116"},
    {"报送日期", "24-06-30", "D0116"},
    {"报送日期", "2024-06", "D0116"},
    {"报送日期", "2024-06/30", "D0116"},
    {"报送日期", "2024年6月", "D0116"},
    {"报送日期", "2024-06-30 12:00", "D0116"},
    {"报送日期", "2024-02-30", "D0117"},
    {"报送日期", "2024年13月1日", "D0117"},
    {"报送日期", "20240231", "D0117"},
    {"报送日期", "31/12/2024", "D0118"},
    {"报送日期", "45473", "D0126"},                      {"报送日期", "2024-06-30 08:00", "D0116"},
    {"报送日期", "/", "D0125"},                          {"按时", "无", "D0125"},
    {"按时", "也许", "D0119"},
    {"类别", "乡镇", "D0120"},
    {"类别", "沿黃乡镇", "D0121"},
    {"必填数", "", "D0123"},
    {"必填数", "-", "D0123"},
    {"上级", "另外某处某某", "D0207"},
    {"上级", "T02", "D0208"},
    {"推广面机", "1", "D0313"},                             /* the column need not be there: only a warning */
};

static void test_refused_cells(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(refused); i++) {
        struct loaded loaded;
        load_cell(&loaded, refused[i].heading, refused[i].cell);
        if (strcmp(loaded.codes, refused[i].code) != 0)
            print_message("cell %zu: %s\n", i, refused[i].cell);
        assert_string_equal(loaded.codes, refused[i].code);
        assert_int_equal(loaded.sound, strcmp(refused[i].code, "D0313") == 0);
        unload(&loaded);
    }
}

static void test_very_long_cells(void **state)
{
    (void)state;
    static const struct { const char *heading; char byte; size_t count; const char *codes; } cells[] = {
        {"增速", '9', 400, ""},
        {"增速", '9', 401, "D0108"},
        {"增速", '9', 5000, "D0108"},
        {"增速", 'x', 5000, "D0101"},
        {"名称", 'x', LIMIT_CELL_BYTES, ""},
        {"名称", 'x', LIMIT_CELL_BYTES + 1, "D0122"},
        {"上级", 'x', LIMIT_CELL_BYTES + 1, "D0122"},
    };
    for (size_t i = 0; i < LENGTH(cells); i++) {
        char *cell = memory_new(cells[i].count + 1);
        memset(cell, cells[i].byte, cells[i].count);
        struct loaded loaded;
        load_cell(&loaded, cells[i].heading, cell);
        assert_string_equal(loaded.codes, cells[i].codes);
        if (i == 0)
            holds(&loaded, UNIT_GROWTH, 0, cell);
        unload(&loaded);
        memory_free(cell);
    }
}

/* ---- files as a whole ---- */

static const struct { const char *text, *codes; } files[] = {
    {"代码\nT01\nT02\n", ""},
    {"\xEF\xBB\xBF代码\r\nT01\r\nT02\r\n", ""},
    {"代码\rT01\rT02", ""},
    {"代码,名称\nT01,\"a,b\"\r\nT02,\"\"", ""},
    {"\n\n代码,名称\n\n , \nT01,a\n,\n\n\"\",\nT02,b\n,\n\n", "D0211"},     /* "" is a cell, and the key is empty */
    {"代码;名称\nT01;a,b\nT02;c\n", "D0314"},
    {"代码\t名称\nT01\ta\nT02\tb\n", "D0314"},
    {"代码,a,,b,\nT01,1,2,3,4\n", "D0313"},
    {"", "D0304"},
    {"\xEF\xBB\xBF", "D0304"},
    {"\n\n", "D0304"},
    {"代码,名称\n", "D0305"},
    {"代码,名称\n,\n", "D0305"},
    {"代码,名称\nT01\nT02,b\n", "D0201"},
    {"代码,名称\nT01,a,b\nT02,b\n", "D0202"},
    {"代码,名称\nT01,\"a\nT02,b\n", "D0203"},
    {"代码,名称\nT01,\"a\"x\nT02,b\n", "D0204"},
    {"代码,名称\nT01,a\nT02,b\nT01,c\n", "D0206"},
    {"代码,名称\n,a\nT02,b\n", "D0211"},
    {"代码,上级\nT01,T02\nT02,T03\nT03,T01\n", ""},
    {"PK\x03\x04 and so on", "D0701"},
    {"\xD0\xCF\x11\xE0 and so on", "D0307"},
    {"\xFF\xFE\xE3", "D0307"},
    {"代码,推广面积,代码\nT01,1,T01\n", "D0312"},
    {"推广面积,面积,代码\n1,1,T01\n", "D0312"},
    {"名称,上级\na,b\n", "D0310"},
    {"代碼,名称\na,b\n", "D0311"},
    {"单位代码,名称\na,b\n", "D0311"},
    {"something\nelse\n", "D0310 D0313"},
    {"代码,满意度\nT01,0.95\nT02,1\nT03,0\nT04,\n", "D0124"},
    {"代码,满意度\nT01,0.95\nT02,95\n", ""},
    {"代码,满意度\nT01,0.95\nT02,0.8%\n", "D0124"},
    {"代码,满意度\nT01,0\nT02,1\n", ""},
    {"代码,占比\nT01,0.95\nT02,1\n", ""},
    {"代码,推广面积,事故数\nT01,x,1.5\nT02,-1,y\n", "D0101 D0111 D0112 D0101"},
};

static void test_files(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(files); i++) {
        struct loaded loaded;
        load_bytes(&loaded, files[i].text, strlen(files[i].text));
        if (strcmp(loaded.codes, files[i].codes) != 0)
            print_message("file %zu\n%s\n", i, files[i].text);
        assert_string_equal(loaded.codes, files[i].codes);
        assert_int_equal(loaded.sound, diagnostics_count(loaded.diagnostics, SEVERITY_ERROR) == 0);
        unload(&loaded);
    }
}

static void test_zero_bytes(void **state)
{
    (void)state;
    static const char nul[] = "代码,名称\nT01,a\0b\n", wide[] = "\0a\0,\0b\0\n";
    struct loaded loaded;
    load_bytes(&loaded, nul, sizeof nul - 1);
    assert_string_equal(loaded.codes, "D0306");
    unload(&loaded);
    load_bytes(&loaded, wide, sizeof wide - 1);
    assert_string_equal(loaded.codes, "D0307");
    unload(&loaded);
}

/* The text of all messages, in one language. */
static void rendered(const struct loaded *loaded, enum language language, struct buffer *out)
{
    diagnostics_render_text(loaded->diagnostics, &(struct render_options){.language = language, .faults_shown = 20}, out);
}

static void expect_words(const char *text, enum language language, const char *const *words, size_t count)
{
    struct loaded loaded;
    struct buffer out = {0};
    load_bytes(&loaded, text, strlen(text));
    rendered(&loaded, language, &out);
    for (size_t i = 0; i < count; i++) {
        if (!strstr(buffer_text(&out), words[i]))
            print_message("no \"%s\" in\n%s\n", words[i], buffer_text(&out));
        assert_non_null(strstr(buffer_text(&out), words[i]));
    }
    buffer_release(&out);
    unload(&loaded);
}

#define EXPECT_WORDS(text, language, ...) \
    expect_words(text, language, (const char *const[]){__VA_ARGS__}, LENGTH(((const char *const[]){__VA_ARGS__})))

static void test_messages_name_what_they_are_about(void **state)
{
    (void)state;
    EXPECT_WORDS("代码,推广面积\nT01,1\nT02,30万亩\n", LANGUAGE_ZH, "D0104", "乡镇.csv", "3", "推广面积", "30万亩", "单位是 万亩", "写 30");
    EXPECT_WORDS("代码,推广面积\nT01,1\nT02,三百零五\n", LANGUAGE_ZH, "三百零五", "写 305");
    EXPECT_WORDS("代码,推广面积\nT01,1\nT02,一万二千\n", LANGUAGE_EN, "write 12000");
    EXPECT_WORDS("代码,推广面积\nT01,约30\n", LANGUAGE_EN, "write 30");
    EXPECT_WORDS("代码,面积\nT01,2000\n", LANGUAGE_ZH, "上限 1000万亩", "「面积」", "2000");
    EXPECT_WORDS("代码,满意度\nT01,130%\n", LANGUAGE_ZH, "上限 100%");
    EXPECT_WORDS("代码,报送日期\nT01,2025-01-01\n", LANGUAGE_ZH, "2024-12-31");
    EXPECT_WORDS("代码,类别\nT01,沿黃乡镇\n", LANGUAGE_ZH, "是不是 沿黄乡镇", "中心街道");
    EXPECT_WORDS("代码,上级\nT01,T02\n", LANGUAGE_ZH, "台账 乡镇", "是不是 T01");
    EXPECT_WORDS("代码,名称\nT03,a\nT02,b\nT03,c\n", LANGUAGE_ZH, "代码", "T03", "第 4 行", "第 2 行", "第一次出现");
    EXPECT_WORDS("代码,满意度\nT01,0.95\n", LANGUAGE_ZH, "0.95 按 0.95% 读", "小数形式");
    EXPECT_WORDS("代码,名称\nT01,\"a\nb\"\nT02,a,b\n", LANGUAGE_ZH, "第 4 行", "3 列", "2 列");
    EXPECT_WORDS("代码,名称\nT01,\"a\n\nT02,b\n", LANGUAGE_EN, "row 2");
    EXPECT_WORDS("推广面积(万亩),代号\n1,2\n", LANGUAGE_ZH, "缺少列: 代码", "是不是写成了 代号", "推广面积(万亩)");
    EXPECT_WORDS("代码,必填数\nT01,1\nT02,\n", LANGUAGE_EN, "row 3", "必填数", "must not be");
}

/* ---- encodings ---- */

/* UTF-8 to GB18030 by the C library. */
static void to_gb18030(const char *text, struct buffer *out)
{
    iconv_t converter = iconv_open("GB18030", "UTF-8");
    assert_true(converter != (iconv_t)-1);
    char *from = (char *)text, *to = buffer_reserve(out, 4 * strlen(text));
    size_t left = strlen(text), room = 4 * left;
    assert_int_equal(iconv(converter, &from, &left, &to, &room), 0);
    out->length = 4 * strlen(text) - room;
    iconv_close(converter);
}

static void test_gb18030(void **state)
{
    (void)state;
    static const char text[] = "备注,满意度,增速,报送日期,代码\r\n,95%,\"1,234.5\",2024-03-31,T01\r\n"
                               "\"引号\"\"内\",９５．５％,９９８．７５,２０２４年３月１日, T02　\r\n\"换\n行\",0.5%,\"1,000\",2024.3.1,𠮷T03\r\n";
    struct buffer bytes = {0};
    struct loaded loaded;
    to_gb18030(text, &bytes);
    load_bytes(&loaded, bytes.data, bytes.length);
    assert_string_equal(loaded.codes, "D0313 D0320");
    assert_true(loaded.sound);
    assert_int_equal(loaded.data->domains[0].rows, 3);
    holds(&loaded, UNIT_RATE, 1, "0.955");
    holds(&loaded, UNIT_GROWTH, 0, "1234.5");
    holds(&loaded, UNIT_DATE, 1, "2024-03-01");
    holds(&loaded, UNIT_CODE, 1, "T02");
    holds(&loaded, UNIT_CODE, 2, "𠮷T03");
    assert_null(loaded.data->domains[0].lines);
    unload(&loaded);

    bytes.length -= 3;              /* the last line ends inside a character of four bytes */
    while ((unsigned char)bytes.data[bytes.length - 1] != 0x95 && bytes.length > 0)
        bytes.length--;
    load_bytes(&loaded, bytes.data, bytes.length);
    assert_string_equal(loaded.codes, "D0308");
    unload(&loaded);
    buffer_release(&bytes);
}

static void test_neither_encoding(void **state)
{
    (void)state;
    static const char late[] = "代码,名称\nT01,一二三四五六七八九十一二三四五六\nT02,\xFF\xFF\n", early[] = "code\nT01\n\xFF\xFF\n";
    static const char marked[] = "\xEF\xBB\xBF代码\n\xFF\n";
    struct loaded loaded;
    struct buffer out = {0};
    char offset[32];
    load_bytes(&loaded, late, sizeof late - 1);
    assert_string_equal(loaded.codes, "D0309");
    rendered(&loaded, LANGUAGE_ZH, &out);
    snprintf(offset, sizeof offset, "第 %zu 字节", sizeof late - 1 - 3);
    assert_non_null(strstr(buffer_text(&out), offset));
    buffer_release(&out);
    unload(&loaded);
    load_bytes(&loaded, early, sizeof early - 1);
    assert_string_equal(loaded.codes, "D0308");
    unload(&loaded);
    load_bytes(&loaded, marked, sizeof marked - 1);
    assert_string_equal(loaded.codes, "D0309");
    unload(&loaded);
}

/* ---- many rows: blocks, chunks, lines ---- */

/* A number that differs in digits and decimals from row to row. */
static void number_of_row(uint32_t row, char text[64])
{
    if (row % 997 == 996)
        snprintf(text, 64, "%u.12345678901234567890", row);     /* beyond nine decimals: an exception */
    else if (row % 5 == 4)
        text[0] = '\0';
    else
        snprintf(text, 64, "%u.%0*u", row / 7, 1 + (int)(row % 4), row % 10);
}

static void test_many_rows(void **state)
{
    (void)state;
    enum { ROWS = 50000 };
    struct buffer text = {0}, expected = {0};
    char number[64];
    buffer_append_text(&text, "名称,代码,增速,上级\n");
    for (uint32_t row = 0; row < ROWS; row++) {
        number_of_row(row, number);
        buffer_format(&text, row % 1000 == 999 ? "\"甲\n%u\",T%u,%s,T%u\n" : "甲%u,T%u,%s,T%u\n", row, row, number, ROWS - 1 - row);
    }
    assert_true(text.length > (1 << 20));
    struct loaded loaded;
    load_bytes(&loaded, text.data, text.length);
    assert_string_equal(loaded.codes, "");
    assert_int_equal(loaded.data->domains[0].rows, ROWS);
    assert_non_null(loaded.data->domains[0].lines);
    for (uint32_t row = 0; row < ROWS; row++) {
        assert_int_equal(loaded.data->domains[0].lines[row], row + 2 + row / 1000);
        assert_int_equal(column_integer(&loaded.data->columns[UNIT_ABOVE], row), ROWS - 1 - row);
        struct rational value, wanted;
        number_of_row(row, number);
        assert_int_equal(column_status(&loaded.data->columns[UNIT_GROWTH], row), number[0] ? STATUS_PRESENT : STATUS_MISSING);
        if (!number[0])
            continue;
        rational_init(&value);
        rational_init(&wanted);
        column_number(&loaded.data->columns[UNIT_GROWTH], row, &value);
        assert_true(rational_parse(&wanted, number, strlen(number)));
        assert_int_equal(rational_compare(&value, &wanted), 0);
        rational_clear(&value);
        rational_clear(&wanted);
    }
    assert_int_equal(loaded.data->columns[UNIT_GROWTH].exception_count > 0, 1);
    unload(&loaded);
    buffer_release(&text);
    buffer_release(&expected);
}

/* Values of a chunk that have no common denominator in 64 bits. */
static void test_wide_and_fine_numbers(void **state)
{
    (void)state;
    static const char text[] = "代码,增速\nT1,999999999999999999\nT2,0.000000001\nT3,999999999999999999.5\nT4,5\n";
    struct loaded loaded;
    load_bytes(&loaded, text, sizeof text - 1);
    assert_string_equal(loaded.codes, "");
    holds(&loaded, UNIT_GROWTH, 0, "999999999999999999");
    holds(&loaded, UNIT_GROWTH, 1, "0.000000001");
    holds(&loaded, UNIT_GROWTH, 2, "999999999999999999.5");
    holds(&loaded, UNIT_GROWTH, 3, "5");
    unload(&loaded);
}

static void test_many_faults_are_counted(void **state)
{
    (void)state;
    struct buffer text = {0}, out = {0};
    buffer_append_text(&text, "代码,推广面积,事故数\n");
    for (int row = 0; row < 5000; row++)
        buffer_format(&text, "T%d,%s,%s\n", row, row % 2 ? "x" : "1", row % 5 ? "1" : "1.5");
    struct loaded loaded;
    load_bytes(&loaded, text.data, text.length);
    assert_false(loaded.sound);
    assert_int_equal(diagnostics_total(loaded.diagnostics), 1002);          /* 1,000 told, and two kinds of the rest */
    assert_int_equal(diagnostics_count(loaded.diagnostics, SEVERITY_ERROR), 3500);
    rendered(&loaded, LANGUAGE_ZH, &out);
    assert_non_null(strstr(buffer_text(&out), "3480"));                      /* 20 are shown */
    unload(&loaded);
    buffer_release(&text);
    buffer_release(&out);
}

/* ---- several ledgers ---- */

static const struct { const char *units, *months, *codes; } pairs[] = {
    {"代码\nT01\n", "乡镇,月份,数\nT01,1,5\nT01,3,5\nT01,2,5\n", ""},
    {"代码\nT01\nT02\n", "乡镇,月份,数\nT01,1,5\nT01,3,5\nT02,1,5\nT02,2,5\nT02,3,5\n", "D0209"},
    {"代码\nT01\nT02\n", "乡镇,月份,数\nT01,1,5\nT01,2,5\nT01,3,5\n", "D0209 D0209 D0209"},
    {"代码\nT01\n", "乡镇,月份,数\nT01,1,5\nT01,2,5\nT01,3,5\nT01,2,6\n", "D0206"},
    {"代码\nT01\n", "乡镇,月份,数\nT01,1,5\nT01,2,5\nT01,4,5\n", "D0114"},
    {"代码\nT01\n", "乡镇,月份,数\nT01,1,5\nT01,,5\nT01,3,5\n", "D0211"},
    {"代码\nT01\n", "乡镇,月份,数\nT01,1,5\nT9999,2,5\n", "D0207"},
    {"名称\nT01\n", "乡镇,月份,数\nT01,1,5\nT02,2,5\n", "D0310"},        /* what cannot be looked up is not missed */
    {"代码\nT01\n", "月份,数\n1,5\n", "D0310"},
};

static void test_two_ledgers(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(pairs); i++) {
        struct loaded loaded;
        struct ledger_bytes ledgers[] = {{"月报", "月报.csv", pairs[i].months, strlen(pairs[i].months), NULL},
                                         {"乡镇", "乡镇.csv", pairs[i].units, strlen(pairs[i].units), NULL}};
        load_texts(&loaded, ledgers, 2);
        if (strcmp(loaded.codes, pairs[i].codes) != 0)
            print_message("pair %zu\n", i);
        assert_string_equal(loaded.codes, pairs[i].codes);
        unload(&loaded);
    }
}

/* ---- files in folders ---- */

struct folder { char path[64]; };

static void write_file(const struct folder *folder, const char *name, const char *text)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder->path, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void load_folder(struct loaded *loaded, const struct ledger_paths *paths)
{
    loaded->program = ledger_program(false);
    loaded->data = data_new(loaded->program);
    loaded->diagnostics = diagnostics_new();
    loaded->sound = ledgers_load(loaded->program, paths, loaded->data, loaded->diagnostics);
}

static void expect_codes(const struct ledger_paths *paths, const char *code, const char *word)
{
    struct loaded loaded;
    struct buffer out = {0};
    load_folder(&loaded, paths);
    assert_int_equal(diagnostics_total(loaded.diagnostics), code ? 1 : 0);
    if (code)
        assert_string_equal(diagnostics_code(loaded.diagnostics, 0), code);
    rendered(&loaded, LANGUAGE_ZH, &out);
    if (code)
        assert_non_null(strstr(buffer_text(&out), word));
    else
        holds(&loaded, UNIT_CODE, 0, word);
    buffer_release(&out);
    unload(&loaded);
}

static void test_finding_files(void **state)
{
    (void)state;
    struct folder folder = {"/tmp/ledger_test_XXXXXX"}, empty = {"/tmp/ledger_test_XXXXXX"};
    assert_non_null(mkdtemp(folder.path));
    assert_non_null(mkdtemp(empty.path));
    const char *folders[] = {empty.path, folder.path};
    struct ledger_paths paths = {.folders = folders, .folder_count = 2};
    char path[512], other[512], long_name[512];

    expect_codes(&paths, "D0301", "乡镇.csv");
    write_file(&folder, "乡镇.xls", "x");
    expect_codes(&paths, "D0302", "乡镇.xls");
    write_file(&folder, "乡镇.CSV", "代码\nbig\n");
    expect_codes(&paths, NULL, "big");
    write_file(&folder, "乡镇.csv", "代码\nsmall\n");
    expect_codes(&paths, NULL, "small");
    write_file(&folder, "乡镇.xlsx", "x");
    expect_codes(&paths, "D0713", "乡镇.xlsx");
    snprintf(path, sizeof path, "%s/乡镇.xlsx", folder.path);
    unlink(path);
    snprintf(other, sizeof other, "%s/other", folder.path);
    write_file(&folder, "other", "代码\ngiven\n");

    struct ledger_path given[2] = {{"乡镇", other, false}, {"乡镇", other, false}};
    paths.files = given;
    paths.file_count = 1;
    expect_codes(&paths, NULL, "given");
    paths.file_count = 2;
    expect_codes(&paths, "D0318", "乡镇");
    paths.file_count = 1;
    given[0].path = folder.path;
    expect_codes(&paths, "D0303", folder.path);
    snprintf(long_name, sizeof long_name, "%s/none", folder.path);
    given[0].path = long_name;
    expect_codes(&paths, "D0001", "none");
    given[0].name = "县市区县市区";
    expect_codes(&paths, "D0316", "乡镇");
    given[0].name = "乡鎮";
    expect_codes(&paths, "D0317", "是不是 乡镇");

    static const char *const names[] = {"乡镇.xls", "乡镇.CSV", "乡镇.csv", "other"};
    for (size_t i = 0; i < LENGTH(names); i++) {
        snprintf(path, sizeof path, "%s/%s", folder.path, names[i]);
        unlink(path);
    }
    rmdir(folder.path);
    rmdir(empty.path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_accepted_cells),
        cmocka_unit_test(test_refused_cells),
        cmocka_unit_test(test_very_long_cells),
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_zero_bytes),
        cmocka_unit_test(test_messages_name_what_they_are_about),
        cmocka_unit_test(test_gb18030),
        cmocka_unit_test(test_neither_encoding),
        cmocka_unit_test(test_many_rows),
        cmocka_unit_test(test_wide_and_fine_numbers),
        cmocka_unit_test(test_many_faults_are_counted),
        cmocka_unit_test(test_two_ledgers),
        cmocka_unit_test(test_finding_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) ? 1 : 0;
}

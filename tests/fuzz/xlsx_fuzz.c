/* Any bytes as a spreadsheet. The first byte says as what: an archive, or (parted by form feeds) the XML of a sheet, of shared texts, of styles and of
 * the workbook, which are then put into an archive, so that mutations reach what stands behind the packing. Whatever they are, loading ends and
 * nothing is leaked. */
#include <assert.h>
#include <stdint.h>

#include "../unit/ledger_help.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[] = {"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"};
static const char workbook[] = "<workbook xmlns:r='r'><sheets><sheet name='乡镇' r:id='a'/></sheets></workbook>";
static const char relations[] = "<Relationships><Relationship Id='a' Type='/worksheet' Target='worksheets/sheet1.xml'/><Relationship Id='b' Type='/styles' Target='styles.xml'/>"
                                "<Relationship Id='c' Type='/sharedStrings' Target='sharedStrings.xml'/></Relationships>";
enum { PARTS = sizeof names / sizeof *names };

static uint32_t checksum(const char *bytes, size_t length)
{
    uint32_t sum = ~0u;
    for (size_t i = 0; i < length; i++) {
        sum ^= (uint8_t)bytes[i];
        for (int bit = 0; bit < 8; bit++)
            sum = sum >> 1 ^ (sum & 1 ? 0xEDB88320u : 0);
    }
    return ~sum;
}

static void put(struct buffer *out, uint64_t value, int bytes)
{
    for (; bytes > 0; bytes--, value >>= 8)
        buffer_append_char(out, (char)(value & 0xFF));
}

/* What local header and directory have in common: method 0, sizes, length of the name. */
static void put_entry(struct buffer *out, const char *name, const char *bytes, size_t length)
{
    put(out, 20, 2);
    put(out, 0, 8);                 /* flags, method, time */
    put(out, checksum(bytes, length), 4);
    put(out, length, 4);
    put(out, length, 4);
    put(out, strlen(name), 2);
    put(out, 0, 2);
}

static void pack(const char *const *parts, const size_t *lengths, struct buffer *out)
{
    struct buffer directory = {0};
    for (int i = 0; i < PARTS; i++) {
        size_t at = out->length;
        buffer_append(out, "PK\3\4", 4);
        put_entry(out, names[i], parts[i], lengths[i]);
        buffer_append_text(out, names[i]);
        buffer_append(out, parts[i], lengths[i]);
        buffer_append(&directory, "PK\1\2", 4);
        put(&directory, 20, 2);
        put_entry(&directory, names[i], parts[i], lengths[i]);
        put(&directory, 0, 10);     /* comment, disk, attributes */
        put(&directory, at, 4);
        buffer_append_text(&directory, names[i]);
    }
    size_t at = out->length;
    buffer_append(out, buffer_text(&directory), directory.length);
    buffer_append(out, "PK\5\6", 4);
    put(out, 0, 4);
    put(out, PARTS, 2);
    put(out, PARTS, 2);
    put(out, directory.length, 4);
    put(out, at, 4);
    put(out, 0, 2);
    buffer_release(&directory);
}

static void pack_parts(const char *text, size_t size, struct buffer *out)
{
    const char *parts[PARTS] = {"", "<sst/>", "<styleSheet/>", workbook, relations};
    size_t lengths[PARTS] = {0, 6, 13, sizeof workbook - 1, sizeof relations - 1};
    for (int i = 0; i < PARTS - 1; i++) {
        const char *end = memchr(text, '\f', size);
        size_t length = end ? (size_t)(end - text) : size;
        if (length || i == 0)
            parts[i] = text, lengths[i] = length;
        if (!end)
            break;
        size -= length + 1;
        text = end + 1;
    }
    pack(parts, lengths, out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buffer file = {0}, out = {0};
    if (size && data[0] == 'P')
        buffer_append(&file, (const char *)data, size);
    else if (size)
        pack_parts((const char *)data + 1, size - 1, &file);
    struct ledger_bytes ledgers[] = {{"乡镇", "乡镇.xlsx", buffer_text(&file), file.length, NULL}, {"月报", "月报.csv", "", 0, NULL}};
    struct loaded loaded;
    load_texts(&loaded, ledgers, 2);
    assert(loaded.sound == (diagnostics_count(loaded.diagnostics, SEVERITY_ERROR) == 0));
    diagnostics_render_text(loaded.diagnostics, &(struct render_options){.language = LANGUAGE_ZH, .faults_shown = 20}, &out);
    buffer_release(&out);
    buffer_release(&file);
    unload(&loaded);
    return 0;
}

/* Parts by expat. */
#include "ledger/part.h"

#include <expat.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"


static const char *local_name(const char *name)
{
    const char *bar = strrchr(name, '|');
    return bar ? bar + 1 : name;
}

const char *part_attribute(const char **attributes, const char *name)
{
    for (; attributes[0]; attributes += 2)
        if (strcmp(local_name(attributes[0]), name) == 0)
            return attributes[1];
    return NULL;
}

static void XMLCALL begin(void *context, const XML_Char *name, const XML_Char **attributes)
{
    struct part *part = context;
    part->begin(part, local_name(name), attributes);
}

static void XMLCALL end(void *context, const XML_Char *name)
{
    struct part *part = context;
    part->end(part, local_name(name));
}

static void XMLCALL text(void *context, const XML_Char *bytes, int length)
{
    struct part *part = context;
    if (part->text)
        part->text(part, bytes, (size_t)length);
}

static void XMLCALL document_type(void *context, const XML_Char *name, const XML_Char *system, const XML_Char *public, int has_internal)
{
    struct part *part = context;
    (void)name, (void)system, (void)public, (void)has_internal;
    part->document_type = true;
    XML_StopParser(part->parser, XML_FALSE);
}

void part_stop(struct part *part)
{
    part->stopped = true;
    XML_StopParser(part->parser, XML_FALSE);
}

static bool take(void *context, const char *bytes, size_t length)
{
    struct part *part = context;
    return XML_Parse(part->parser, bytes, (int)length, XML_FALSE) == XML_STATUS_OK;
}

void part_report(struct ledger_faults *faults, enum archive_fault fault, const char *name)
{
    static const char *const codes[] = {[ARCHIVE_NONE] = "D0701", [ARCHIVE_NO_PART] = "D0702", [ARCHIVE_DAMAGED] = "D0703", [ARCHIVE_ENCRYPTED] = "D0704",
                                        [ARCHIVE_TOO_LARGE] = "D0705"};
    char bytes[24], packing[24];
    snprintf(bytes, sizeof bytes, "%d", LIMIT_PART_BYTES >> 20);
    snprintf(packing, sizeof packing, "%d", LIMIT_PACKING);
    faults_add(faults, codes[fault], (struct fault_place){0}, 3, (const char *[]){name, bytes, packing});
}

static void report_xml(struct ledger_faults *faults, XML_Parser parser, const char *name)
{
    char line[24];
    snprintf(line, sizeof line, "%lu", (unsigned long)XML_GetCurrentLineNumber(parser));
    faults_add(faults, "D0707", (struct fault_place){0}, 3, (const char *[]){name, line, XML_ErrorString(XML_GetErrorCode(parser))});
}

bool part_read(struct archive *archive, const char *name, struct part *part, bool needed, struct ledger_faults *faults)
{
    XML_Parser parser = XML_ParserCreateNS(NULL, '|');
    part->parser = parser;
    XML_SetUserData(parser, part);
    XML_SetElementHandler(parser, begin, end);
    XML_SetCharacterDataHandler(parser, text);
    XML_SetStartDoctypeDeclHandler(parser, document_type);
    enum archive_fault fault = archive_read(archive, name, take, part);
    bool sound = fault == ARCHIVE_SOUND;
    bool parsed = sound && !part->document_type && (part->stopped || (XML_GetErrorCode(parser) == XML_ERROR_NONE && XML_Parse(parser, "", 0, XML_TRUE) == XML_STATUS_OK));
    if (!sound && (needed || fault != ARCHIVE_NO_PART))
        part_report(faults, fault, name);
    else if (sound && part->document_type)
        faults_add(faults, "D0706", (struct fault_place){0}, 1, &name);
    else if (sound && !parsed)
        report_xml(faults, parser, name);
    XML_ParserFree(parser);
    return parsed;
}

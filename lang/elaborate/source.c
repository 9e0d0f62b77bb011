/* Rule files on disk: their names, whether two paths lead to one file, and their texts. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include "base/file.h"
#include "base/limits.h"
#include "elaborate/elaborate.h"
#include "elaborate/revision.h"
#include "memory.h"

const char *path_stem(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    while (name[0] == '.' && name[1])       /* a hidden file: what is written for it is not */
        name++;
    const char *dot = strrchr(name, '.');
    return lang_text(name, dot && dot != name ? (size_t)(dot - name) : strlen(name));
}

bool path_same_file(const char *one, const char *other)
{
    struct stat a, b;
    return strcmp(one, other) == 0 || (stat(one, &a) == 0 && stat(other, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino);
}

/* county/ and ../city/2024.assess make city/2024.assess, where no link leads elsewhere. */
const char *path_beside(const char *path, const char *relative)
{
    if (revision_named(path))
        return revision_beside(path, relative);
    const char *slash = strrchr(path, '/');
    if (relative[0] == '/' || !slash)
        return relative;
    size_t folder = (size_t)(slash - path) + 1;
    const char *plain = lang_format("%.*s%s", (int)folder, path, relative);
    while (strncmp(relative, "../", 3) == 0 && folder > 1) {
        size_t parent = folder - 1;
        while (parent > 0 && path[parent - 1] != '/')
            parent--;
        if (path[parent] == '.')
            break;
        folder = parent;
        relative += 3;
    }
    const char *tidy = lang_format("%.*s%s", (int)folder, path, relative);
    return path_same_file(plain, tidy) ? tidy : plain;
}

bool source_read(struct model *model, const char *path, struct span from, uint32_t *file)
{
    struct buffer text = {0};
    if (model->instead.path && path_same_file(model->instead.path, path)) {
        *file = diagnostics_add_source(model->diagnostics, lang_text(path, strlen(path)), model->instead.text, model->instead.length);
        return true;
    }
    int error = (revision_named(path) ? revision_read : file_read)(path, LIMIT_SOURCE_BYTES, &text);
    if (error) {
        const char *limit = lang_format("%d", LIMIT_SOURCE_BYTES >> 20);
        const char *code = error == EFBIG ? "E0421" : error == EISDIR ? "E0422" : "E0420";
        const char *reason = file_error_text(error);
        if (from.end)
            model_fault(model, code, from, path, error == EFBIG ? limit : reason, NULL);
        else {
            const char *arguments[2] = {path, error == EFBIG ? limit : reason};
            report_file(model->diagnostics, code, arguments, path);
        }
        return false;
    }
    *file = diagnostics_add_source(model->diagnostics, lang_text(path, strlen(path)), buffer_text(&text), text.length);
    return true;                    /* the text stays for the messages' sake */
}

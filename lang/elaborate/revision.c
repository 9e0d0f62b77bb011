/* Rule files as they stand in a revision of a git repository: REV:path, as git itself names them. git is asked by its own program, without a
 * shell in between. */
#include "elaborate/revision.h"
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/limits.h"
#include "elaborate/elaborate.h"
#include "memory.h"

extern char **environ;

/* Behind the colon; NULL: it names a file. */
static const char *path_within(const char *path)
{
    const char *colon = strchr(path, ':');
    bool revision = colon && colon != path && colon[1] && path[0] != '-' && access(path, F_OK) != 0;
    return revision ? colon + 1 : NULL;
}

bool revision_named(const char *path) { return path_within(path) != NULL; }

/* a/../b is b: git takes no .. inside a tree. */
static void tidy(char *path)
{
    for (char *up; (up = strstr(path, "/../")) && up != path;) {
        char *start = up;
        while (start > path && start[-1] != '/')
            start--;
        if (strncmp(start, "..", 2) == 0)
            return;
        memmove(start, up + 4, strlen(up + 4) + 1);
    }
}

const char *revision_beside(const char *path, const char *relative)
{
    const char *within = path_within(path), *slash = strrchr(within, '/');
    char *whole = lang_format("%s", relative[0] == '/' ? relative : lang_format("%.*s%s", (int)((slash ? slash + 1 : within) - within), within, relative));
    tidy(whole);
    return lang_format("%.*s%s", (int)(within - path), path, whole);
}

static int read_all(int from, size_t most, struct buffer *out)
{
    char block[1 << 16];
    ssize_t count;
    while ((count = read(from, block, sizeof block)) != 0) {
        if (count < 0 && errno != EINTR)
            return errno;
        if (count > 0)
            buffer_append(out, block, (size_t)count);
        if (out->length > most)
            return EFBIG;
    }
    return 0;
}

/* What git says to the words; its complaints go nowhere. 0 or errno, ENOENT where it says no. */
static int ask_git(char *const words[], size_t most, struct buffer *out)
{
    int ends[2], status = 0;
    pid_t child;
    posix_spawn_file_actions_t actions;
    if (pipe(ends) != 0)
        return errno;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    int error = posix_spawnp(&child, "git", &actions, NULL, words, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    if (!error)
        error = read_all(ends[0], most, out);
    close(ends[0]);
    if (error && error != EFBIG)
        return error;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    return error ? error : WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : ENOENT;
}

int revision_read(const char *path, size_t most, struct buffer *out)
{
    char *const words[] = {"git", "show", "--no-textconv", (char *)path, NULL};
    return ask_git(words, most, out);
}

bool revision_list(const char *path, const char ***files, uint32_t *count)
{
    struct buffer out = {0};
    char *const words[] = {"git", "ls-tree", "-r", "-z", "--full-tree", "--name-only", (char *)path, NULL};
    size_t length = strlen(path);
    const char *slash = length && path[length - 1] == '/' ? "" : "/";
    *files = NULL;
    *count = 0;
    bool good = path_within(path) && ask_git(words, LIMIT_SOURCE_BYTES, &out) == 0;
    for (size_t at = 0; good && at < out.length; at += strlen(buffer_text(&out) + at) + 1)
        *ARRAY_ADD(*files, *count) = lang_format("%s%s%s", path, slash, buffer_text(&out) + at);
    buffer_release(&out);
    return good;
}

/* Tests of runtime/base/: memory, buffers, maps, text, files, SHA-256. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/sha256.h"
#include "base/text.h"

/* ---- memory ---- */

static void arena_pieces_are_zeroed_aligned_and_apart(void **state)
{
    (void)state;
    struct arena arena = {0};
    unsigned char *pieces[500];
    for (size_t i = 0; i < 500; i++) {
        size_t size = i * 7;
        pieces[i] = arena_new(&arena, size);
        assert_int_equal((uintptr_t)pieces[i] % 16, 0);
        for (size_t j = 0; j < size; j++)
            assert_int_equal(pieces[i][j], 0);
        memset(pieces[i], (int)(i % 255 + 1), size);
    }
    for (size_t i = 0; i < 500; i++)
        for (size_t j = 0; j < i * 7; j++)
            assert_int_equal(pieces[i][j], i % 255 + 1);
    char *text = arena_text(&arena, "推广面积", 6);
    assert_string_equal(text, "推广");
    unsigned char *large = arena_new(&arena, 3 << 20);
    large[(3 << 20) - 1] = 1;
    arena_release(&arena);
    assert_null(arena.blocks);
}

/* Runs out of memory in a child: gives its exit status and what it wrote to stderr. */
static int exhaust(void (*grow)(void), char *said, size_t size)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        grow();
        _exit(0);
    }
    close(ends[1]);
    size_t length = 0;
    for (ssize_t count; length + 1 < size && (count = read(ends[0], said + length, size - 1 - length)) > 0;)
        length += (size_t)count;
    said[length] = '\0';
    close(ends[0]);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void grow_array(void) { memory_array(SIZE_MAX / 2, 16); }
static void grow_block(void) { memory_resize(NULL, SIZE_MAX / 2, 16); }
static void grow_arena(void) { struct arena arena = {0}; arena_new(&arena, SIZE_MAX - 3); }

static void out_of_memory_ends_with_status_5_and_one_line(void **state)
{
    (void)state;
    void (*const cases[])(void) = {grow_array, grow_block, grow_arena};
    for (size_t i = 0; i < 3; i++) {
        char said[400];
        assert_int_equal(exhaust(cases[i], said, sizeof said), 5);
        assert_non_null(strstr(said, "out of memory"));
        assert_ptr_equal(strchr(said, '\n'), said + strlen(said) - 1);
    }
}

static void nothing_still_gives_a_block(void **state)
{
    (void)state;
    void *block = memory_array(0, 8);
    assert_non_null(block);
    block = memory_resize(block, 0, 8);
    assert_non_null(block);
    memory_free(block);
    char *copy = memory_copy_text(NULL, 0);
    assert_string_equal(copy, "");
    memory_free(copy);
}

/* ---- buffer ---- */

static void buffer_grows_and_ends_with_nul(void **state)
{
    (void)state;
    struct buffer buffer = {0};
    assert_string_equal(buffer_text(&buffer), "");
    buffer_append(&buffer, NULL, 0);
    assert_string_equal(buffer_text(&buffer), "");
    for (int i = 0; i < 1000; i++)
        buffer_append_text(&buffer, "得分");
    buffer_append_char(&buffer, '!');
    assert_int_equal(buffer.length, 6001);
    assert_int_equal(strlen(buffer_text(&buffer)), 6001);
    buffer_clear(&buffer);
    assert_string_equal(buffer_text(&buffer), "");
    buffer_append(&buffer, "a\0b", 3);
    assert_int_equal(buffer.length, 3);
    assert_memory_equal(buffer.data, "a\0b", 4);
    buffer_release(&buffer);
    assert_null(buffer.data);
    assert_string_equal(buffer_text(&buffer), "");
}

static void buffer_formats_what_is_longer_than_it(void **state)
{
    (void)state;
    struct buffer buffer = {0};
    for (int width = 0; width < 300; width++) {
        buffer_clear(&buffer);
        buffer_format(&buffer, "[%*d]", width, 7);
        assert_int_equal(buffer.length, (width > 1 ? width : 1) + 2);
        assert_int_equal(strlen(buffer.data), buffer.length);
        assert_int_equal(buffer.data[buffer.length - 2], '7');
        buffer_release(&buffer);
    }
    memcpy(buffer_reserve(&buffer, 5), "abcde", 5);
    buffer.length += 5;
    buffer_format(&buffer, "%s", "");
    assert_string_equal(buffer_text(&buffer), "abcde");
    buffer_release(&buffer);
}

/* ---- map ---- */

static void map_finds_every_key_in_order_of_insertion(void **state)
{
    (void)state;
    enum { COUNT = 5000 };
    static char keys[COUNT][16];
    struct map map = {0};
    int64_t value = -1;
    assert_false(map_get(&map, "a", 1, &value));
    for (int i = 0; i < COUNT; i++) {
        snprintf(keys[i], sizeof keys[i], "乡镇%d", i);
        assert_true(map_add(&map, keys[i], strlen(keys[i]), i, NULL));
    }
    assert_int_equal(map.count, COUNT);
    for (int i = 0; i < COUNT; i++) {
        char again[16];
        snprintf(again, sizeof again, "乡镇%d", i);
        assert_true(map_get(&map, again, strlen(again), &value));
        assert_int_equal(value, i);
        assert_ptr_equal(map.entries[i].key, keys[i]);
    }
    assert_false(map_get(&map, "乡镇", 6, NULL));
    map_release(&map);
    assert_int_equal(map.count, 0);
}

static void map_adds_once_and_sets_again(void **state)
{
    (void)state;
    struct map map = {0};
    int64_t value = 0;
    assert_true(map_add(&map, "", 0, 1, NULL));
    assert_true(map_add(&map, "\0", 1, 2, &value));
    assert_true(map_add(&map, "\0\0", 2, 3, NULL));
    assert_false(map_add(&map, "\0", 1, 9, &value));
    assert_int_equal(value, 2);
    assert_true(map_get(&map, NULL, 0, &value));
    assert_int_equal(value, 1);
    map_set(&map, "\0\0", 2, -7);
    map_set(&map, "新", 3, 8);
    assert_true(map_get(&map, "\0\0", 2, &value));
    assert_int_equal(value, -7);
    assert_int_equal(map.count, 4);
    map_release(&map);
}

/* ---- text ---- */

static void decoding_accepts_utf8_only(void **state)
{
    (void)state;
    static const struct { const char *bytes; size_t length, used; int32_t character; } cases[] = {
        {"a", 1, 1, 'a'}, {"\xC3\xA9", 2, 2, 0xE9}, {"权重", 6, 3, 0x6743}, {"\xF0\xA0\x80\x80", 4, 4, 0x20000},
        {"\xF4\x8F\xBF\xBF", 4, 4, 0x10FFFF}, {"\0", 1, 1, 0},
        {"", 0, 0, 0}, {"\xE6\x9D", 2, 0, 0}, {"\x80", 1, 0, 0}, {"\xC0\x80", 2, 0, 0}, {"\xE0\x80\xAF", 3, 0, 0},
        {"\xED\xA0\x80", 3, 0, 0}, {"\xF4\x90\x80\x80", 4, 0, 0}, {"\xF8\x88\x80\x80\x80", 5, 0, 0}, {"\xFF", 1, 0, 0},
        {"\xC3" "a", 2, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int32_t character = -5;
        assert_int_equal(text_decode(cases[i].bytes, cases[i].length, &character), cases[i].used);
        if (cases[i].used) {
            assert_int_equal(character, cases[i].character);
            struct buffer back = {0};
            text_encode(&back, character);
            assert_int_equal(back.length, cases[i].used);
            assert_memory_equal(back.data, cases[i].bytes, back.length);
            buffer_release(&back);
        }
    }
    size_t bad = 99;
    assert_true(text_is_utf8("指标 a", 8, &bad));
    assert_int_equal(bad, 99);
    assert_false(text_is_utf8("指标\xFF", 7, &bad));
    assert_int_equal(bad, 6);
    assert_false(text_is_utf8("指\xE6\xA0", 5, &bad));
    assert_int_equal(bad, 3);
}

static int width_of(const char *text) { return text_width(text, strlen(text)); }

static void widths_are_cells_of_a_terminal(void **state)
{
    (void)state;
    assert_int_equal(width_of("abc"), 3);
    assert_int_equal(width_of("权重"), 4);
    assert_int_equal(width_of("，。：「」（）％"), 16);
    assert_int_equal(width_of("\xE3\x80\x80"), 2);             /* U+3000 */
    assert_int_equal(width_of("e\xCC\x81"), 1);                 /* e with a combining acute */
    assert_int_equal(width_of("a\xE2\x80\x8B" "b"), 2);         /* zero width space */
    assert_int_equal(width_of("\xEF\xBB\xBF"), 0);              /* byte order mark */
    assert_int_equal(width_of("\t"), 1);
    assert_int_equal(width_of("\x01\x7F"), 2);
    assert_int_equal(width_of("权\xFF重"), 5);
    assert_int_equal(width_of("\xF0\xA0\x80\x80"), 2);          /* Han outside the basic plane */
    assert_int_equal(text_characters("权重a\xFF\xFE", 9), 5);
    assert_int_equal(text_characters("", 0), 0);
}

static int distance(const char *a, const char *b, int limit)
{
    return text_distance(a, strlen(a), b, strlen(b), limit);
}

static void distances_count_characters_and_transpositions(void **state)
{
    (void)state;
    assert_int_equal(distance("", "", 3), 0);
    assert_int_equal(distance("推广面积", "推广面积", 0), 0);
    assert_int_equal(distance("推广面积", "推广面枳", 3), 1);
    assert_int_equal(distance("推广面积", "广推面积", 3), 1);
    assert_int_equal(distance("推广面积", "推广", 3), 2);
    assert_int_equal(distance("", "abc", 3), 3);
    assert_int_equal(distance("kitten", "sitting", 5), 3);
    assert_int_equal(distance("kitten", "sitting", 2), 3);
    assert_int_equal(distance("a", "abcdefgh", 4), 5);
    assert_int_equal(distance("xyab", "abxy", 1), 2);
    assert_int_equal(distance("ab", "ba", 0), 1);
    assert_int_equal(distance("1234ba", "1234ab", 1), 1);
    assert_int_equal(distance("\xFF", "\xFE", 1), 1);
}

static const char *nearest(const char *wanted, const char *const *names, size_t count)
{
    return text_nearest(wanted, strlen(wanted), names, count);
}

static void nearest_name_is_near(void **state)
{
    (void)state;
    const char *const names[] = {"推广面积", "推广目标", "合格率", "甲", "weight", "weights"};
    assert_string_equal(nearest("推广面枳", names, 6), "推广面积");
    assert_string_equal(nearest("合各率", names, 6), "合格率");
    assert_string_equal(nearest("weigth", names, 6), "weight");
    assert_string_equal(nearest("weights", names, 6), "weights");
    assert_null(nearest("乙", names, 6));
    assert_null(nearest("完全不同", names, 6));
    assert_null(nearest("推广", names, 6));
    assert_null(nearest("x", names, 0));
}

static void names_that_are_equally_near(void **state)
{
    (void)state;
    const char *const names[] = {"群众满意度", "A01", "A02", "矛盾化解率", "A02", "T1", "T2"}, *near[3];
    bool alike;
    assert_int_equal(text_nearest_several("A03", 3, names, 7, near, 3, &alike), 2);     /* each once */
    assert_string_equal(near[1], "A02");
    assert_true(alike);
    assert_int_equal(text_nearest_several("T3", 2, names, 7, near, 1, NULL), 1);        /* no more than asked for */
    assert_int_equal(text_nearest_several("满意度", strlen("满意度"), names, 7, near, 3, &alike), 1);
    assert_string_equal(near[0], "群众满意度");
    assert_false(alike);                                                                /* by what they share alone */
    assert_int_equal(text_nearest_several("群众", strlen("群众"), names, 7, near, 3, &alike), 0);
    assert_false(alike);
}

static void full_width_syntax_folds_and_nothing_else(void **state)
{
    (void)state;
    assert_int_equal(text_fold_width(0xFF10), '0');
    assert_int_equal(text_fold_width(0xFF21), 'A');
    assert_int_equal(text_fold_width(0xFF0C), ',');
    assert_int_equal(text_fold_width(0xFF01), '!');
    assert_int_equal(text_fold_width(0xFF5E), '~');
    assert_int_equal(text_fold_width(0x3000), ' ');
    static const int32_t kept[] = {'a', 0xFF00, 0xFF5F, 0x2460 /* ① */, 0x33A1 /* ㎡ */, 0x3002 /* 。 */, 0x6743};
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        assert_int_equal(text_fold_width(kept[i]), kept[i]);
}

/* ---- files ---- */

static char folder[] = "/tmp/base_test_XXXXXX";

static int enter_folder(void **state)
{
    (void)state;
    memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
    return mkdtemp(folder) ? chdir(folder) : -1;
}

/* Names in the folder, not counting . and .. */
static int files_in_folder(void)
{
    DIR *opened = opendir(".");
    assert_non_null(opened);
    int count = -2;
    while (readdir(opened))
        count++;
    closedir(opened);
    return count;
}

static int leave_folder(void **state)
{
    (void)state;
    DIR *opened = opendir(".");
    for (struct dirent *entry; opened && (entry = readdir(opened));)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            remove(entry->d_name);
    closedir(opened);
    return chdir("/") || rmdir(folder);
}

static void put(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static void assert_holds(const char *path, const char *text)
{
    struct buffer buffer = {0};
    assert_int_equal(file_read(path, 1 << 24, &buffer), 0);
    assert_string_equal(buffer_text(&buffer), text);
    buffer_release(&buffer);
}

static void reading_appends_up_to_a_limit(void **state)
{
    (void)state;
    put("a", "12345");
    put("empty", "");
    struct buffer buffer = {0};
    buffer_append_text(&buffer, "x");
    assert_int_equal(file_read("a", 5, &buffer), 0);
    assert_string_equal(buffer_text(&buffer), "x12345");
    assert_int_equal(file_read("a", 4, &buffer), EFBIG);
    assert_int_equal(file_read(".", 9, &buffer), EISDIR);
    assert_int_equal(file_read("nowhere", 9, &buffer), ENOENT);
    assert_int_equal(file_read("/dev/zero", 70000, &buffer), EFBIG);
    assert_string_equal(buffer_text(&buffer), "x12345");
    assert_int_equal(file_read("empty", 0, &buffer), 0);
    assert_string_equal(buffer_text(&buffer), "x12345");
    buffer_release(&buffer);
    assert_int_equal(file_read("/dev/zero", 10, &buffer), EFBIG);
    assert_string_equal(buffer_text(&buffer), "");
    buffer_release(&buffer);
}

static void a_file_appears_on_commit_only(void **state)
{
    (void)state;
    struct file_writer writer;
    put("out", "old");
    assert_int_equal(file_open(&writer, "out"), 0);
    file_write(&writer, "新", 3);
    assert_holds("out", "old");
    assert_int_equal(files_in_folder(), 2);
    struct buffer large = {0};
    for (int i = 0; i < 200000; i++)
        buffer_append_text(&large, &"0123456789"[i % 10]);
    file_write(&writer, large.data, large.length);
    file_write(&writer, "", 0);
    file_write(&writer, "end", 3);
    assert_int_equal(file_commit(&writer), 0);
    struct buffer expected = {0};
    buffer_format(&expected, "新%send", large.data);
    assert_holds("out", expected.data);
    assert_int_equal(files_in_folder(), 1);
    buffer_release(&large);
    buffer_release(&expected);
}

static void abort_leaves_nothing(void **state)
{
    (void)state;
    struct file_writer writer;
    assert_int_equal(file_open(&writer, "out"), 0);
    file_write(&writer, "x", 1);
    file_abort(&writer);
    assert_int_equal(files_in_folder(), 0);

    /* What a signal handler does, and then the writer's own end. */
    struct file_writer second;
    assert_int_equal(file_open(&writer, "out"), 0);
    assert_int_equal(file_open(&second, "two"), 0);
    assert_int_equal(files_in_folder(), 2);
    file_abort_all();
    assert_int_equal(files_in_folder(), 0);
    assert_int_equal(file_commit(&writer), ENOENT);
    file_abort(&second);
    assert_int_equal(files_in_folder(), 0);
}

static void a_new_file_has_the_permissions_of_the_umask(void **state)
{
    (void)state;
    mode_t before = umask(027);
    struct file_writer writer;
    int opened = file_open(&writer, "out"), committed = file_commit(&writer);
    umask(before);
    assert_int_equal(opened, 0);
    assert_int_equal(committed, 0);
    struct stat status;
    assert_int_equal(stat("out", &status), 0);
    assert_int_equal(status.st_mode & 0777, 0640);
}

static void targets_that_cannot_be_are_refused(void **state)
{
    (void)state;
    struct file_writer writer;
    assert_int_equal(file_open(&writer, "."), EISDIR);
    assert_int_equal(file_open(&writer, "nowhere/out"), ENOENT);
    assert_int_equal(file_open(&writer, "new/"), EISDIR);
    assert_int_equal(file_open(&writer, ""), ENOENT);
    put("file", "");
    assert_int_equal(file_open(&writer, "file/out"), ENOTDIR);
    assert_int_equal(files_in_folder(), 1);
}

static void a_full_disk_is_told_on_commit_and_the_old_file_stays(void **state)
{
    (void)state;
    struct file_writer writer;
    assert_int_equal(file_open(&writer, "/dev/full"), 0);
    file_write(&writer, "x", 1);
    assert_int_equal(file_commit(&writer), ENOSPC);

    put("out", "old");
    struct rlimit before, small = {.rlim_cur = 1000};
    getrlimit(RLIMIT_FSIZE, &before);
    small.rlim_max = before.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    int opened = file_open(&writer, "out");
    for (int i = 0; i < 2000; i++)
        file_write(&writer, "0123456789", 10);
    int committed = file_commit(&writer);
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, SIG_DFL);
    assert_int_equal(opened, 0);
    assert_int_equal(committed, EFBIG);
    assert_holds("out", "old");
    assert_int_equal(files_in_folder(), 1);
}

static void pipes_are_written_straight_to(void **state)
{
    (void)state;
    struct file_writer writer;
    assert_int_equal(mkfifo("pipe", 0600), 0);
    int reader = open("pipe", O_RDONLY | O_NONBLOCK);
    assert_true(reader >= 0);
    assert_int_equal(file_open(&writer, "pipe"), 0);
    assert_int_equal(files_in_folder(), 1);
    file_write(&writer, "through", 7);
    assert_int_equal(file_commit(&writer), 0);
    char got[20];
    assert_int_equal(read(reader, got, sizeof got), 7);
    assert_memory_equal(got, "through", 7);
    close(reader);
}

static void a_descriptor_by_name_goes_on_where_it_stands(void **state)
{
    (void)state;
    int descriptor = open("log", O_WRONLY | O_CREAT, 0600);
    assert_int_equal(write(descriptor, "before ", 7), 7);
    char name[40];
    snprintf(name, sizeof name, "/dev/fd/%d", descriptor);
    struct file_writer writer;
    assert_int_equal(file_open(&writer, name), 0);
    file_write(&writer, "then", 4);
    assert_int_equal(file_commit(&writer), 0);
    assert_int_equal(write(descriptor, " after", 6), 6);
    close(descriptor);
    assert_holds("log", "before then after");
}

static void a_link_stays_a_link(void **state)
{
    (void)state;
    put("real", "old");
    assert_int_equal(symlink("real", "link"), 0);
    struct file_writer writer;
    assert_int_equal(file_open(&writer, "link"), 0);
    file_write(&writer, "new", 3);
    assert_int_equal(file_commit(&writer), 0);
    assert_holds("real", "new");
    struct stat status;
    assert_int_equal(lstat("link", &status), 0);
    assert_true(S_ISLNK(status.st_mode));
}

static void a_name_as_long_as_can_be_works(void **state)
{
    (void)state;
    struct buffer name = {0};
    for (int i = 0; i < 85; i++)
        buffer_append_text(&name, "镇");
    struct file_writer writer;
    assert_int_equal(file_open(&writer, name.data), 0);
    assert_true(text_is_utf8(writer.temporary, strlen(writer.temporary), NULL));
    file_write(&writer, "ok", 2);
    assert_int_equal(file_commit(&writer), 0);
    assert_holds(name.data, "ok");
    buffer_release(&name);
}

/* ---- SHA-256 ---- */

static void assert_digest(const char *bytes, size_t length, const char *expected)
{
    uint8_t digest[32];
    char text[65];
    sha256(bytes, length, digest);
    for (int i = 0; i < 32; i++)
        snprintf(text + 2 * i, 3, "%02x", digest[i]);
    assert_string_equal(text, expected);
}

static void sha256_of_known_texts(void **state)
{
    (void)state;
    assert_digest(NULL, 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_digest("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56,
                  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    char *run = memory_new(1000000);
    memset(run, 'a', 1000000);
    assert_digest(run, 55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
    assert_digest(run, 56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a");
    assert_digest(run, 63, "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34");
    assert_digest(run, 64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
    assert_digest(run, 65, "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0");
    assert_digest(run, 119, "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb");
    assert_digest(run, 120, "2f3d335432c70b580af0e8e1b3674a7c020d683aa5f73aaaedfdc55af904c21c");
    assert_digest(run, 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    memory_free(run);
}

int main(void)
{
#define FILE_TEST(name) cmocka_unit_test_setup_teardown(name, enter_folder, leave_folder)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_pieces_are_zeroed_aligned_and_apart),
        cmocka_unit_test(out_of_memory_ends_with_status_5_and_one_line),
        cmocka_unit_test(nothing_still_gives_a_block),
        cmocka_unit_test(buffer_grows_and_ends_with_nul),
        cmocka_unit_test(buffer_formats_what_is_longer_than_it),
        cmocka_unit_test(map_finds_every_key_in_order_of_insertion),
        cmocka_unit_test(map_adds_once_and_sets_again),
        cmocka_unit_test(decoding_accepts_utf8_only),
        cmocka_unit_test(widths_are_cells_of_a_terminal),
        cmocka_unit_test(distances_count_characters_and_transpositions),
        cmocka_unit_test(nearest_name_is_near), cmocka_unit_test(names_that_are_equally_near),
        cmocka_unit_test(full_width_syntax_folds_and_nothing_else),
        FILE_TEST(reading_appends_up_to_a_limit),
        FILE_TEST(a_file_appears_on_commit_only),
        FILE_TEST(abort_leaves_nothing),
        FILE_TEST(a_new_file_has_the_permissions_of_the_umask),
        FILE_TEST(targets_that_cannot_be_are_refused),
        FILE_TEST(a_full_disk_is_told_on_commit_and_the_old_file_stays),
        FILE_TEST(pipes_are_written_straight_to),
        FILE_TEST(a_descriptor_by_name_goes_on_where_it_stands),
        FILE_TEST(a_link_stays_a_link),
        FILE_TEST(a_name_as_long_as_can_be_works),
        cmocka_unit_test(sha256_of_known_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) ? 1 : 0;
}

/* limit.c: the township workload by hand, as fast as a machine honestly allows; the practical limit that an
 * interpreter is measured against.
 *
 *     cc -O3 -march=native -pthread limit.c -o limit;   limit [-t THREADS] INPUT > OUTPUT
 *
 * pass 1  pread 512 KiB at a time -> positions of all separators (AVX-512 where it exists) -> columns of 128 rows, each value
 *         times 100 in an int32 -> scores of all indicators that need the row alone; class sums, minima, maxima
 * between means, ranks (counting over the value range)
 * pass 2  the scores that need the class; totals; one counting table over totals gives rank and quota
 * pass 3  text: a table of ready strings for every hundredth; blocks are written in order
 *
 * Exact: every quotient is floor((2 num + den) / (2 den)) over integers.  In the row loops num and den are integers below
 * 2^53 held in doubles, so products and remainders are exact and the estimate of the quotient is put right by its
 * remainder; where 2^53 could be passed (growth) it is int64, and int128 for class means and for out-of-range values.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "limit_csv.h"

typedef __int128 i128;
enum { BLOCK = 128, STRIDE = BLOCK + 16, FIELDS = 63, COLS = 60, INDS = 44, CHUNK = 512 << 10, MAXT = 16, TOTALS = 1 << 14, NONE = 0xFFFF };
#define MISSING INT32_MIN

/* ------------------------------------------------------------------ the scheme */

/* the 60 columns after code, name, class */
enum {
    C_GDP, C_INVEST, C_INVEST_T, C_INDUSTRY, C_REVENUE, C_REVENUE_L, C_FUNDS, C_FIRMS, C_RETAIL, C_STARTED, C_PROJECTS,
    C_SALINE, C_GRAIN, C_GRAIN_T, C_FIELDS, C_HABITAT, C_COLLECTIVE, C_COLLECTIVE_L, C_INSURED, C_VILLAGES, C_FOOD,
    C_PM, C_WATER, C_ENERGY, C_GREEN, C_OPEN, C_SHOAL, C_WASTE,
    C_CONTENT, C_MEDICAL, C_JOBS, C_JOBS_T, C_ELDERLY, C_SCHOOL, C_CALLS, C_CALLS_B, C_INCOME, C_INCOME_L, C_WORKS,
    C_ACCIDENTS, C_PETITIONS, C_PETITIONS_T, C_DISPUTES, C_CRIME, C_GRID, C_ALARMS, C_DRILLS,
    C_REPORT, C_BRANCHES, C_HOURS, C_CLUES, C_CADRES, C_IDEOLOGY,
    C_PROVINCE, C_CITY, C_CASES, C_REBUKES, C_OVERDUE, C_INSPECT, C_SERIOUS
};
enum {
    JJ01, JJ02, JJ03, JJ04, JJ05, JJ06, JJ07, JJ08, XC01, XC02, XC03, XC04, XC05, XC06, XC07, XC08,
    ST01, ST02, ST03, ST04, ST05, ST06, ST07, MS01, MS02, MS03, MS04, MS05, MS06, MS07, MS08,
    ZL01, ZL02, ZL03, ZL04, ZL05, ZL06, ZL07, DJ01, DJ02, DJ03, DJ04, DJ05, DJ06
};
static const uint8_t group_end[6] = { XC01, ST01, MS01, ZL01, DJ01, INDS };

/* weights in halves; negative: exempt; 0: does not apply */
static const int8_t weight2[3][INDS] = {
    { 6, 6, 5, 6, 5, 4, 4, 4, 8, 8, 6, 6, 5, 4, 3, 4, 6, 6, 4, 5, 6, 5, 4, 6, 4, 4, 4, 4, 4, 3, 3, 4, 4, 4, 3, 3, 3, 3, 5, 4, 4, 4, 4, 3 },
    { 8, 6, 6, 8, 6, 4, 6, 4, 0, 0, 2, 4, 4, 2, 2, 6, 6, 4, 4, 4, 4, 0, 6, 8, 4, 8, 6, 4, 6, 4, 4, 6, 6, 4, 6, 4, 5, 5, 5, 4, 4, 4, 4, 3 },
    { 10, 12, 10, 10, 8, 6, 4, 8, 4, -4, 4, -3, 3, 2, -3, 1, 6, 5, 7, 4, 5, 0, 5, 4, 3, 6, -3, -3, 4, 3, 2, 6, 4, 3, 4, -2, 3, 2, 5, 4, 4, 4, 4, 3 },
};
static int64_t wn[INDS][3], wd[INDS][3]; /* the effective weight as a fraction; wn = 0: no score */
static uint16_t full[INDS][3];           /* the whole weight, rounded; NONE where there is no score */

enum { MEANS = 12 };
static const uint8_t mean_col[MEANS] = { C_GDP, C_INDUSTRY, C_RETAIL, C_HABITAT, C_COLLECTIVE_L, C_PM, C_ENERGY, C_CONTENT, C_INCOME, C_CRIME, C_ALARMS, C_CADRES };
static const uint8_t mean_ind[MEANS] = { JJ01, JJ03, JJ07, XC04, XC05, ST01, ST03, MS01, MS07, ZL04, ZL06, DJ05 };
static int8_t mean_of[COLS]; /* column -> its place in mean_col, or -1 */

enum { KEPT = 6, K_INDUSTRY = 0, K_ENERGY, K_HOURS, K_FUNDS, K_ALARMS, K_CADRES };
static const uint8_t kept_col[KEPT] = { C_INDUSTRY, C_ENERGY, C_HOURS, C_FUNDS, C_ALARMS, C_CADRES };
static const uint8_t kept_ind[KEPT] = { JJ03, ST03, DJ03, JJ05, ZL06, DJ05 };

static const char *const class_name[3] = { "沿黄乡镇", "中心街道", "功能区" };
static const char *const waste_word[] = { "优", "良", "中", "差" }, *const works_word[] = { "全部完成", "基本完成", "未完成" },
    *const grid_word[] = { "是", "部分", "否" }, *const report_word[] = { "好", "较好", "一般", "差" };
static const struct { uint8_t col, ind, n; const char *const *word; uint8_t percent[4]; } cats[4] = {
    { C_WASTE, ST07, 4, waste_word, { 100, 85, 60, 0 } }, { C_WORKS, MS08, 3, works_word, { 100, 60, 0, 0 } },
    { C_GRID, ZL05, 3, grid_word, { 100, 50, 0, 0 } }, { C_REPORT, DJ01, 4, report_word, { 100, 80, 50, 0 } },
};
static const struct { uint8_t col, ind; int32_t at[4]; uint8_t percent[4]; } tiers[4] = {
    { C_FIRMS, JJ06, { 800, 500, 300, 100 }, { 100, 80, 60, 30 } }, { C_VILLAGES, XC07, { 400, 200, 100, INT32_MAX }, { 100, 75, 45, 0 } },
    { C_ELDERLY, MS04, { 9500, 8500, 7000, 6000 }, { 100, 85, 65, 40 } }, { C_DRILLS, ZL07, { 600, 400, 200, INT32_MAX }, { 100, 90, 55, 0 } },
};
static uint16_t cat_score[4][3][5], tier_score[4][3][5]; /* last: none of the words, none of the thresholds */

static uint16_t quotient(i128 num, i128 den) { return (uint16_t)((2 * num + den) / (2 * den)); } /* round half up, num >= 0 */

/* ------------------------------------------------------------------ rows in blocks */

struct block {
    int n;
    const char *prefix[BLOCK];      /* code,name,class, : copied as it stands */
    uint8_t prefix_len[BLOCK];
    uint8_t cls[BLOCK], veto[BLOCK];
    uint16_t score[INDS][BLOCK];
    int32_t kept[KEPT][BLOCK];
    int32_t bonus[BLOCK], deduction[BLOCK], total[BLOCK];
    uint16_t group[6][BLOCK];
};
struct hole { struct block *b; uint16_t row; int32_t other; }; /* a cell that takes its class's mean */
struct worker {
    pthread_t thread;
    int id;
    off_t from, to;
    struct block **blocks; size_t n_blocks, cap_blocks;
    char *text, *text_end;
    struct hole *holes[MEANS]; size_t n_holes[MEANS], cap_holes[MEANS];
    int64_t sum[MEANS][3], count[MEANS][3], rows[3];
    int32_t min[KEPT][3], max[KEPT][3];
    int32_t totals[TOTALS];
};
static struct worker workers[MAXT];
static int threads = 1, input;
static off_t input_size, body;
static pthread_barrier_t barrier;

static void *arena(struct worker *w, size_t n)
{
    if (!w->text || w->text + n > w->text_end) {
        size_t size = 8 << 20;
        w->text = mmap(0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (w->text == MAP_FAILED) die("memory");
        madvise(w->text, size, MADV_HUGEPAGE);
        w->text_end = w->text + size;
    }
    void *p = w->text;
    w->text += (n + 63) & ~(size_t)63;
    return p;
}

/* a short word as two numbers: its first 8 bytes and, if it is longer, its last 8 */
struct word { uint64_t head, tail; };

static inline struct word word_at(const char *p, size_t len)
{
    struct word w = { 0, 0 };
    if (len > 16) return (struct word){ ~0ull, ~0ull };
    memcpy(&w.head, p, 8);
    if (len < 8) w.head &= (1ull << (8 * len)) - 1;
    if (len > 8) memcpy(&w.tail, p + len - 8, 8);
    w.tail += len;
    return w;
}

static struct word class_key[3], cat_key[4][4];

/* 4 where the cell is empty */
static inline int32_t word_of(const char *p, size_t len, const struct word *keys)
{
    struct word w = word_at(p, len);
    int32_t k = -1;
    for (int i = 0; i < 4; i++) k = w.head == keys[i].head && w.tail == keys[i].tail ? i : k;
    k = len ? k : 4;
    if (__builtin_expect(k < 0, 0)) die("unknown word");
    return k;
}

static void prepare(void)
{
    for (int c = 0; c < 3; c++)
        for (int g = 0, i = 0; g < 6; g++) {
            int whole = 0, kept = 0, first = i;
            for (; i < group_end[g]; i++) { whole += abs(weight2[c][i]); kept += weight2[c][i] > 0 ? weight2[c][i] : 0; }
            for (int k = first; k < i; k++) {
                int64_t n = weight2[c][k] > 0 ? (int64_t)weight2[c][k] * whole : 0, d = 2 * kept;
                for (int64_t p = 2; p <= 11; p++) while (n && n % p == 0 && d % p == 0) { n /= p; d /= p; }
                wn[k][c] = n; wd[k][c] = n ? d : 1;
                full[k][c] = n ? quotient(100 * n, d) : NONE;
            }
        }
    for (int k = 0; k < 4; k++) for (int c = 0; c < 3; c++) for (int j = 0; j < 5; j++) {
        int i = cats[k].ind, t = tiers[k].ind;
        cat_score[k][c][j] = wn[i][c] ? quotient(j < 4 ? wn[i][c] * cats[k].percent[j] : 0, wd[i][c]) : NONE;
        tier_score[k][c][j] = wn[t][c] ? quotient(j < 4 ? wn[t][c] * tiers[k].percent[j] : 0, wd[t][c]) : NONE;
    }
    char padded[32] = { 0 };
    for (int c = 0; c < 3; c++) { strcpy(padded, class_name[c]); class_key[c] = word_at(padded, strlen(padded)); }
    for (int k = 0; k < 4; k++) for (int i = 0; i < 4; i++) {
        if (i < cats[k].n) { memset(padded, 0, sizeof padded); strcpy(padded, cats[k].word[i]); cat_key[k][i] = word_at(padded, strlen(padded)); }
        else cat_key[k][i] = (struct word){ ~0ull, 0 };
    }
    memset(mean_of, -1, sizeof mean_of);
    for (int m = 0; m < MEANS; m++) mean_of[mean_col[m]] = m;
}

/* ------------------------------------------------------------------ scores of a block */

/* eight rows at a time, in the compiler's own vectors; a comparison gives all ones where it holds */
typedef double vd __attribute__((vector_size(64)));
typedef int64_t vl __attribute__((vector_size(64)));
typedef int32_t vi __attribute__((vector_size(32)));
typedef uint16_t vs __attribute__((vector_size(16)));
enum { LANES = 8 };

static inline vd load(const int32_t *p) { vi v; memcpy(&v, p, sizeof v); return __builtin_convertvector(v, vd); }
static inline vd pick(vl m, vd a, vd b) { return (vd)((m & (vl)a) | (~m & (vl)b)); }
static inline vd all_of(double v) { return (vd){ v, v, v, v, v, v, v, v }; }
static inline vd at_least_zero(vd v) { return (vd)((v > all_of(0)) & (vl)v); }
static inline void store(uint16_t *p, vl v) { vs s = __builtin_convertvector(v, vs); memcpy(p, &s, sizeof s); }

struct cohort { vl is1[BLOCK / LANES], is2[BLOCK / LANES]; }; /* of which class the rows are */
static inline vd by_class(const double *a, vl is1, vl is2) { return pick(is2, all_of(a[2]), pick(is1, all_of(a[1]), all_of(a[0]))); }

static void set_cohort(struct cohort *h, const int32_t *cls)
{
    for (int i = 0; i < BLOCK; i += LANES) {
        vd c = load(cls + i);
        h->is1[i / LANES] = c == all_of(1); h->is2[i / LANES] = c == all_of(2);
    }
}

/* floor((2 num + den) / (2 den)); num, den integers below 2^51 in doubles, num >= 0; inverse about 1 / (2 den) */
static inline vl round_by(vd num, vd den, vd inverse)
{
    vd n = 2 * num + den, d = 2 * den;
    vl q = __builtin_convertvector(n * inverse, vl);
    vd r = n - __builtin_convertvector(q, vd) * d;
    return q - (r >= d) + (r < all_of(0));
}

/* score = (add + mul * x) / den for each class, never below 0; no score where den = 0 */
struct line { double add[3], mul[3], den[3], inv[3]; };

static void linear(uint16_t *restrict out, const int32_t *restrict x, const struct cohort *restrict h, const struct line *restrict l)
{
    for (int i = 0; i < BLOCK; i += LANES) {
        vl is1 = h->is1[i / LANES], is2 = h->is2[i / LANES];
        vd den = by_class(l->den, is1, is2), num = by_class(l->add, is1, is2) + by_class(l->mul, is1, is2) * load(x + i);
        store(out + i, round_by(at_least_zero(num), den, by_class(l->inv, is1, is2)) | (den == all_of(0)));
    }
}

static struct line lines[INDS];

static void set_line(int ind, int c, double add, double mul, double den)
{
    if (!wn[ind][c]) den = 0;
    lines[ind].add[c] = add; lines[ind].mul[c] = mul; lines[ind].den[c] = den; lines[ind].inv[c] = den ? 1 / (2 * den) : 0;
}

static void set_lines(void)
{
    static const struct { uint8_t ind; int32_t T; } caps[] = { { JJ01, 600 }, { XC01, 3000 }, { XC06, 8000 }, { ST04, 4000 }, { DJ02, 9000 }, { ST06, 1600 } };
    static const struct { uint8_t ind; int32_t d; } belows[] = { { JJ07, 30 }, { XC04, 15 }, { ST02, 20 }, { MS01, 50 }, { MS05, 100 }, { ZL03, 10 } };
    static const struct { uint8_t ind; int32_t d; } counts[] = { { ST05, 50 }, { ZL01, 100 }, { DJ04, 25 } };
    static const struct { uint8_t ind; int32_t d; } steps[] = { { XC03, 40 }, { XC08, 5 }, { MS02, 20 }, { DJ06, 30 } };
    for (int c = 0; c < 3; c++) {
        for (int i = 0; i < 6; i++) set_line(caps[i].ind, c, 0, 100.0 * wn[caps[i].ind][c], (double)wd[caps[i].ind][c] * caps[i].T);
        for (int i = 0; i < 6; i++) set_line(belows[i].ind, c, 10000.0 * wn[belows[i].ind][c], -1.0 * belows[i].d * wd[belows[i].ind][c], 100.0 * wd[belows[i].ind][c]);
        for (int i = 0; i < 3; i++) set_line(counts[i].ind, c, 10000.0 * wn[counts[i].ind][c], -1.0 * counts[i].d * wd[counts[i].ind][c], 100.0 * wd[counts[i].ind][c]);
        for (int i = 0; i < 4; i++) set_line(steps[i].ind, c, 100.0 * wn[steps[i].ind][c], -1.0 * steps[i].d * wd[steps[i].ind][c], 1.0 * wd[steps[i].ind][c]);
    }
}

static inline int32_t at_least_0(int32_t v) { return v > 0 ? v : 0; }

/* x limited to 0..top5/5 of T, T per row; score = 100 w x / T */
static void ratio(uint16_t *restrict out, const int32_t *restrict x, const int32_t *restrict T, const struct cohort *restrict h, int ind, double top5)
{
    double n3[3], d3[3], f[3];
    for (int c = 0; c < 3; c++) { n3[c] = 100.0 * wn[ind][c]; d3[c] = wd[ind][c]; f[c] = full[ind][c]; }
    for (int i = 0; i < BLOCK; i += LANES) {
        vl is1 = h->is1[i / LANES], is2 = h->is2[i / LANES];
        vd t = load(T + i), v = at_least_zero(load(x + i)), w = by_class(n3, is1, is2), e = by_class(d3, is1, is2), none = all_of(0);
        vl over = 5 * v >= top5 * t, free = t == none;
        v = pick(over, all_of(top5), v); t = pick(over, all_of(5), t);
        vl q = round_by(w * v, e * t, 0.5 / (e * t)), whole = __builtin_convertvector(by_class(f, is1, is2), vl);
        store(out + i, (free & whole) | (~free & q) | (w == none));
    }
}

static void part_below(uint16_t *restrict out, const int32_t *restrict a, const int32_t *restrict b, const struct cohort *restrict h, int ind, double T, double d)
{
    double n3[3], d3[3], f[3];
    for (int c = 0; c < 3; c++) { n3[c] = 100.0 * wn[ind][c]; d3[c] = wd[ind][c]; f[c] = full[ind][c]; }
    for (int i = 0; i < BLOCK; i += LANES) {
        vl is1 = h->is1[i / LANES], is2 = h->is2[i / LANES];
        vd w = by_class(n3, is1, is2), e = by_class(d3, is1, is2), n = load(b + i);
        vl free = n == all_of(0), whole = __builtin_convertvector(by_class(f, is1, is2), vl);
        vd den = pick(free, all_of(1), e * n), num = w * n - d * e * at_least_zero(T * n - 100 * load(a + i));
        vl q = round_by(at_least_zero(num), den, 0.5 / den);
        store(out + i, (free & whole) | (~free & q));
    }
}

static void inverse_of(uint16_t *restrict out, const int32_t *restrict x, const struct cohort *restrict h, int ind, int32_t T)
{
    double n3[3], d3[3];
    for (int c = 0; c < 3; c++) { n3[c] = 100.0 * wn[ind][c] * T; d3[c] = wd[ind][c]; }
    for (int i = 0; i < BLOCK; i += LANES) {
        vl is1 = h->is1[i / LANES], is2 = h->is2[i / LANES];
        vd v = load(x + i), den = by_class(d3, is1, is2) * pick(v > all_of(T), v, all_of(T));
        store(out + i, round_by(by_class(n3, is1, is2), den, 0.5 / den));
    }
}

/* 100 w (0.6 clamp(x / 100T) + 0.4 clamp(100 (x - last) / (p last))), x = xn / xd, last = ln / ld in hundredths */
static uint16_t growth_exact(int ind, int c, i128 xn, i128 xd, i128 ln, i128 ld, i128 T, i128 p)
{
    i128 a = xn < 0 ? 0 : xn > 100 * T * xd ? 100 * T * xd : xn, ad = 100 * T * xd; /* a / ad: level part */
    i128 g, gd = 1;
    if (ln == 0) g = xn > 0;
    else {
        g = 100 * (xn * ld - ln * xd); gd = p * ln * xd;
        if (g < 0) g = 0, gd = 1;
        if (g > gd) g = gd = 1;
    }
    /* keep the product within 127 bits: both fractions in lowest terms */
    for (i128 u = a, v = ad, t;; t = u % v, u = v, v = t) if (!v) { a /= u; ad /= u; break; }
    for (i128 u = g, v = gd, t;; t = u % v, u = v, v = t) if (!v) { g /= u; gd /= u; break; }
    return quotient(100 * wn[ind][c] * (3 * a * gd + 2 * g * ad), 5 * wd[ind][c] * ad * gd);
}

static void growth(uint16_t *restrict out, const int32_t *restrict x, const int32_t *restrict last, const int32_t *restrict cls, const struct cohort *restrict h,
                   int ind, int64_t T, int64_t p)
{
    double n3[3], d3[3];
    for (int c = 0; c < 3; c++) { n3[c] = wn[ind][c]; d3[c] = wd[ind][c]; }
    int32_t big = 0;
    for (int i = 0; i < BLOCK; i++) big |= (x[i] < 0) | (last[i] < 0) | (x[i] > 50000000) | (last[i] > 50000000);
    if (big) {
        for (int i = 0; i < BLOCK; i++) out[i] = growth_exact(ind, cls[i], x[i], 1, last[i], 1, T, p);
        return;
    }
    for (int i = 0; i < BLOCK; i += LANES) {
        vl is1 = h->is1[i / LANES], is2 = h->is2[i / LANES], v, l;
        vi v32, l32;
        memcpy(&v32, x + i, sizeof v32); memcpy(&l32, last + i, sizeof l32);
        v = __builtin_convertvector(v32, vl); l = __builtin_convertvector(l32, vl);
        vl top = v > 100 * T, a = (top & (100 * T)) | (~top & v), fresh = l == 0, m = l - fresh;
        vl rise = (fresh & (v > 0) & p) | (~fresh & (100 * (v - l)));
        rise &= rise > 0;
        vl most = p * m, over = rise > most;
        rise = (over & most) | (~over & rise);
        vl w = __builtin_convertvector(by_class(n3, is1, is2), vl), e = __builtin_convertvector(by_class(d3, is1, is2), vl);
        vl num = w * (3 * a * most + 200 * T * rise), den = 5 * T * e * most, n = 2 * num + den, d = 2 * den;
        vl q = __builtin_convertvector(__builtin_convertvector(n, vd) / __builtin_convertvector(d, vd), vl), r = n - q * d;
        store(out + i, q - (r >= d) + (r < 0));
    }
}

static void score_block(struct block *b, int32_t col[COLS][STRIDE], const int32_t *cls)
{
    int32_t t[BLOCK];
    struct cohort h[1];
    set_cohort(h, cls);
#define EACH(expression) for (int i = 0; i < BLOCK; i++) t[i] = (expression)
#define CAP(ind, column, top) EACH(col[column][i] < 0 ? 0 : col[column][i] > (top) ? (top) : col[column][i]); linear(b->score[ind], t, h, &lines[ind])
#define BELOW(ind, column, T) EACH(at_least_0((T) - col[column][i])); linear(b->score[ind], t, h, &lines[ind])
    for (int m = 0; m < MEANS; m++) { /* holes are filled in later; keep them harmless here */
        int32_t *x = col[mean_col[m]];
        for (int i = 0; i < BLOCK; i++) x[i] = x[i] == MISSING ? 0 : x[i];
    }
    CAP(JJ01, C_GDP, 600); CAP(XC01, C_SALINE, 3000); CAP(XC06, C_INSURED, 8000); CAP(ST04, C_GREEN, 4000); CAP(DJ02, C_BRANCHES, 9000);
    CAP(ST06, C_SHOAL, 1920);
    ratio(b->score[JJ02], col[C_INVEST], col[C_INVEST_T], h, JJ02, 6);
    ratio(b->score[MS03], col[C_JOBS], col[C_JOBS_T], h, MS03, 6);
    ratio(b->score[XC02], col[C_GRAIN], col[C_GRAIN_T], h, XC02, 5);
    ratio(b->score[ZL02], col[C_PETITIONS], col[C_PETITIONS_T], h, ZL02, 5);
    BELOW(JJ07, C_RETAIL, 500); BELOW(XC04, C_HABITAT, 9500); BELOW(ST02, C_WATER, 10000); BELOW(MS01, C_CONTENT, 9500);
    BELOW(MS05, C_SCHOOL, 9950); BELOW(ZL03, C_DISPUTES, 9700);
    EACH(at_least_0(10000 - col[C_FIELDS][i]) / 500); linear(b->score[XC03], t, h, &lines[XC03]);
    EACH(at_least_0(9800 - col[C_MEDICAL][i]) / 50); linear(b->score[MS02], t, h, &lines[MS02]);
    EACH((at_least_0(9900 - col[C_FOOD][i]) + 9) / 10); linear(b->score[XC08], t, h, &lines[XC08]);
    EACH((at_least_0(10000 - col[C_IDEOLOGY][i]) + 199) / 200); linear(b->score[DJ06], t, h, &lines[DJ06]);
    linear(b->score[ST05], col[C_OPEN], h, &lines[ST05]);
    linear(b->score[ZL01], col[C_ACCIDENTS], h, &lines[ZL01]);
    linear(b->score[DJ04], col[C_CLUES], h, &lines[DJ04]);
    part_below(b->score[JJ08], col[C_STARTED], col[C_PROJECTS], h, JJ08, 100, 5);
    part_below(b->score[MS06], col[C_CALLS], col[C_CALLS_B], h, MS06, 98, 20);
    inverse_of(b->score[ST01], col[C_PM], h, ST01, 3800);
    inverse_of(b->score[ZL04], col[C_CRIME], h, ZL04, 2500);
    growth(b->score[JJ04], col[C_REVENUE], col[C_REVENUE_L], cls, h, JJ04, 3000, 8);
    growth(b->score[XC05], col[C_COLLECTIVE], col[C_COLLECTIVE_L], cls, h, XC05, 800, 10);
    growth(b->score[MS07], col[C_INCOME], col[C_INCOME_L], cls, h, MS07, 28000, 6);
    for (int k = 0; k < 4; k++) {
        const int32_t *x = col[tiers[k].col], a0 = tiers[k].at[0], a1 = tiers[k].at[1], a2 = tiers[k].at[2], a3 = tiers[k].at[3];
        uint16_t *out = b->score[tiers[k].ind];
        for (int i = 0; i < BLOCK; i++) t[i] = x[i] >= a0 ? 0 : x[i] >= a1 ? 1 : x[i] >= a2 ? 2 : x[i] >= a3 ? 3 : 4;
        for (int i = 0; i < BLOCK; i++) out[i] = tier_score[k][cls[i]][t[i]];
        x = col[cats[k].col]; out = b->score[cats[k].ind];
        for (int i = 0; i < BLOCK; i++) out[i] = cat_score[k][cls[i]][x[i]];
    }
    for (int i = 0; i < BLOCK; i++) {
        int64_t plus = 10ll * col[C_PROVINCE][i] + 5ll * col[C_CITY][i] + 3ll * col[C_CASES][i];
        int64_t minus = 500ll * col[C_REBUKES][i] + 250ll * col[C_OVERDUE][i] + 15ll * col[C_INSPECT][i];
        plus = plus > 5000 ? 5000 : plus;
        b->bonus[i] = (int32_t)((uint32_t)((int32_t)plus * 2 + 10) / 20);
        minus = minus > 2000000000000 ? 2000000000000 : minus;
        b->deduction[i] = (int32_t)((uint64_t)(2 * minus + 1000) / 2000);
        b->veto[i] = col[C_SERIOUS][i] > 0;
    }
}

/* ------------------------------------------------------------------ pass 1: read, split, convert, score */

static void take_block(struct worker *w, const char *text, const uint32_t *sep, int n, size_t start)
{
    static _Thread_local _Alignas(64) int32_t across[BLOCK][64], col[COLS][STRIDE], cls[BLOCK];
    static const uint8_t numeric[COLS - 4] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26,
        28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 39, 40, 41, 42, 43, 45, 46, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59 };
    struct block *b = arena(w, sizeof *b);
    if (w->n_blocks == w->cap_blocks) w->blocks = realloc(w->blocks, (w->cap_blocks = w->cap_blocks ? 2 * w->cap_blocks : 1024) * sizeof *w->blocks);
    w->blocks[w->n_blocks++] = b;
    b->n = n;
    for (int r = n; r < BLOCK; r++) cls[r] = 3;
    char *keep = arena(w, sep[(n - 1) * FIELDS + 2] - start + 320); /* room for all prefixes and more: given back below */
    for (int r = 0; r < n; r++) {
        const uint32_t *s = sep + (size_t)r * FIELDS;
        size_t begin = r ? s[-1] + 1u : start, len = s[2] + 1 - begin;
        if (__builtin_expect(text[s[FIELDS - 1]] != '\n' || len > 255, 0)) die("a row does not have 63 fields, or a long name");
        if (len <= 64) memcpy(keep, text + begin, 64); else memcpy(keep, text + begin, len);
        b->prefix[r] = keep; b->prefix_len[r] = (uint8_t)len; keep += len;
        struct word k = word_at(text + s[1] + 1, s[2] - s[1] - 1);
        int c = 3;
        for (int i = 0; i < 3; i++) c = k.head == class_key[i].head && k.tail == class_key[i].tail ? i : c;
        if (__builtin_expect(c == 3, 0)) die("unknown class");
        cls[r] = c; b->cls[r] = (uint8_t)c;
#ifdef __AVX512VBMI2__
        for (int g = 0; g < 8; g++) {
            static const uint8_t lanes[8] = { 0xFF, 0xFF, 0xFF, 0xF7, 0xBF, 0x6F, 0xFF, 0x0F }; /* numbers among the eight fields */
            __mmask8 odd;
            __m256i edges = _mm256_loadu_si256((const __m256i *)(s + 2 + 8 * g)), ends = _mm256_loadu_si256((const __m256i *)(s + 3 + 8 * g));
            __m256i v = numbers8(text, _mm256_add_epi32(edges, _mm256_set1_epi32(1)), ends, lanes[g], MISSING, &odd);
            _mm256_store_si256((__m256i *)(across[r] + 8 * g), v);
            for (; __builtin_expect(odd, 0); odd &= (__mmask8)(odd - 1)) {
                int f = 8 * g + __builtin_ctz(odd);
                across[r][f] = number(text + s[f + 2] + 1, s[f + 3] - s[f + 2] - 1);
            }
        }
#else
        for (int j = 0; j < COLS - 4; j++) {
            int f = numeric[j];
            size_t from = s[f + 2] + 1u, length = s[f + 3] - from;
            across[r][f] = length ? number(text + from, length) : MISSING;
        }
#endif
        for (int k = 0; k < 4; k++) {
            int f = cats[k].col;
            size_t from = s[f + 2] + 1u;
            across[r][f] = word_of(text + from, s[f + 3] - from, cat_key[k]);
        }
    }
    for (int r = 0; r < n; r += 16) for (int f = 0; f < COLS; f++) for (int i = r; i < r + 16; i++) col[f][i] = across[i][f];
    for (int r = n; r < BLOCK; r++) for (int f = 0; f < COLS; f++) col[f][r] = 0;
    if (keep + 256 < w->text) w->text = (char *)(((uintptr_t)keep + 256 + 63) & ~(uintptr_t)63);
    for (int c = 0; c < 3; c++) { int64_t k = 0; for (int r = 0; r < BLOCK; r++) k += cls[r] == c; w->rows[c] += k; }
    for (int m = 0; m < MEANS; m++) {
        const int32_t *x = col[mean_col[m]], *other = col[mean_col[m] == C_INCOME ? C_INCOME_L : C_COLLECTIVE];
        int32_t holes = 0, one = 0, two = 0; int64_t all = 0, first = 0, second = 0;
        for (int r = 0; r < BLOCK; r++) {
            int32_t hole = x[r] == MISSING, v = hole ? 0 : x[r], here = !hole & (cls[r] < 3);
            holes += hole;
            all += v; one += here & (cls[r] == 1); two += here & (cls[r] == 2);
            first += cls[r] == 1 ? v : 0; second += cls[r] == 2 ? v : 0;
        }
        w->sum[m][0] += all - first - second; w->sum[m][1] += first; w->sum[m][2] += second;
        w->count[m][0] += n - holes - one - two; w->count[m][1] += one; w->count[m][2] += two;
        for (int r = 0; holes && r < n; r++) if (x[r] == MISSING) {
            if (w->n_holes[m] == w->cap_holes[m]) w->holes[m] = realloc(w->holes[m], (w->cap_holes[m] = w->cap_holes[m] ? 2 * w->cap_holes[m] : 4096) * sizeof(struct hole));
            w->holes[m][w->n_holes[m]++] = (struct hole){ b, (uint16_t)r, other[r] };
            holes--;
        }
    }
    for (int j = 0; j < COLS - 4; j++) if (mean_of[numeric[j]] < 0) {
        int32_t *x = col[numeric[j]];
        for (int r = 0; r < BLOCK; r++) x[r] = x[r] == MISSING ? 0 : x[r];
    }
    for (int k = 0; k < KEPT; k++) {
        const int32_t *x = col[kept_col[k]];
        memcpy(b->kept[k], x, sizeof b->kept[k]);
        int32_t lo[3] = { INT32_MAX, INT32_MAX, INT32_MAX }, hi[3] = { INT32_MIN, INT32_MIN, INT32_MIN };
        for (int c = 0; c < 3; c++) {
            int32_t least = INT32_MAX, most = INT32_MIN;
            for (int r = 0; r < BLOCK; r++) {
                int32_t mine = cls[r] == c, v = x[r], a = mine & (v != MISSING) ? v : INT32_MAX, z = mine ? v : MISSING;
                least = a < least ? a : least; most = z > most ? z : most;
            }
            lo[c] = least; hi[c] = most;
        }
        for (int c = 0; c < 3; c++) {
            if (lo[c] < w->min[k][c]) w->min[k][c] = lo[c];
            if (hi[c] > w->max[k][c]) w->max[k][c] = hi[c];
        }
    }
    for (int r = n; r < BLOCK; r++) cls[r] = 0;
    score_block(b, col, cls);
}

static void read_part(struct worker *w)
{
    char *raw = malloc(CHUNK + 4096), *buffer = raw + 64;
    uint32_t *sep = malloc((CHUNK + 256) * sizeof *sep);
    off_t at = w->from;
    size_t have = 0;
    if (!raw || !sep) die("memory");
    while (at < w->to || have) {
        size_t want = CHUNK - have;
        if ((off_t)want > w->to - at) want = (size_t)(w->to - at);
        ssize_t got = want ? pread(input, buffer + have, want, at) : 0;
        if (got < 0) die("read");
        at += got; have += (size_t)got;
        size_t end = have;
        while (end && buffer[end - 1] != '\n') end--;
        if (!end) die(at < w->to ? "a line is too long" : "no line end at the end");
        size_t lf, n = separators(buffer, end, sep, &lf);
        if (n != lf * FIELDS) die("a row does not have 63 fields");
        for (size_t r = 0; r < lf; r += BLOCK) {
            int rows = lf - r < BLOCK ? (int)(lf - r) : BLOCK;
            take_block(w, buffer, sep + r * FIELDS, rows, r ? sep[r * FIELDS - 1] + 1u : 0);
        }
        memmove(buffer, buffer + end, have - end);
        have -= end;
    }
    free(sep); free(raw);
}

/* ------------------------------------------------------------------ between: what the classes say */

static int64_t rows_of[3], mean_sum[MEANS][3], mean_count[MEANS][3], all_rows;
static int32_t low[KEPT][3], high[KEPT][3];
static uint16_t hole_score[MEANS][3];
static int32_t *ahead[KEPT][3]; /* rank columns: value - low -> how many of the class are better */
static int32_t hole_ahead[KEPT][3];

static void merge(void)
{
    for (int k = 0; k < KEPT; k++) for (int c = 0; c < 3; c++) { low[k][c] = INT32_MAX; high[k][c] = INT32_MIN; }
    for (int t = 0; t < threads; t++) {
        struct worker *w = &workers[t];
        for (int c = 0; c < 3; c++) {
            rows_of[c] += w->rows[c]; all_rows += w->rows[c];
            for (int m = 0; m < MEANS; m++) { mean_sum[m][c] += w->sum[m][c]; mean_count[m][c] += w->count[m][c]; }
            for (int k = 0; k < KEPT; k++) {
                if (w->min[k][c] < low[k][c]) low[k][c] = w->min[k][c];
                if (w->max[k][c] > high[k][c]) high[k][c] = w->max[k][c];
            }
        }
    }
    for (int c = 0; c < 3; c++) {
        for (int m = 0; m < MEANS; m++) if (!mean_count[m][c]) { mean_count[m][c] = 1; mean_sum[m][c] = 0; }
        for (int k = 0; k < KEPT; k++) if (low[k][c] > high[k][c]) low[k][c] = high[k][c] = 0; /* nothing but holes: all are 0 */
        for (int k = K_INDUSTRY; k <= K_HOURS; k++) {
            int ind = kept_ind[k]; int64_t R = (int64_t)high[k][c] - low[k][c];
            double n = 10.0 * wn[ind][c], sign = ind == ST03 ? -4 : 4, from = ind == ST03 ? high[k][c] : low[k][c];
            if (R) set_line(ind, c, n * (6.0 * R - sign * from), n * sign, (double)wd[ind][c] * R);
            else set_line(ind, c, 100.0 * wn[ind][c], 0, wd[ind][c]);
        }
        for (int k = K_FUNDS; k < KEPT; k++) { /* x: how many are better */
            int ind = kept_ind[k]; double n = rows_of[c] ? (double)rows_of[c] : 1;
            set_line(ind, c, 100.0 * wn[ind][c] * n, -100.0 * wn[ind][c], wd[ind][c] * n);
        }
        for (int m = 0; m < MEANS; m++) {
            int ind = mean_ind[m];
            i128 s = mean_sum[m][c], n = mean_count[m][c], a = wn[ind][c], d = wd[ind][c], T, gap;
            if (!a) { hole_score[m][c] = NONE; continue; }
            switch (ind) {
            case JJ01: T = 600; s = s < 0 ? 0 : s > T * n ? T * n : s; hole_score[m][c] = quotient(100 * a * s, d * T * n); break;
            case JJ07: case XC04: case MS01:
                T = ind == JJ07 ? 500 : 9500; gap = T * n - s; if (gap < 0) gap = 0;
                gap = 10000 * a * n - (ind == JJ07 ? 30 : ind == XC04 ? 15 : 50) * d * gap;
                hole_score[m][c] = quotient(gap < 0 ? 0 : gap, 100 * d * n); break;
            case ST01: case ZL04: T = ind == ST01 ? 3800 : 2500; hole_score[m][c] = s <= T * n ? full[ind][c] : quotient(100 * a * T * n, d * s); break;
            case JJ03: case ST03: {
                int k = ind == JJ03 ? K_INDUSTRY : K_ENERGY; i128 R = (i128)high[k][c] - low[k][c];
                i128 x = ind == JJ03 ? s - low[k][c] * n : high[k][c] * n - s;
                hole_score[m][c] = R ? quotient(10 * a * (6 * R * n + 4 * x), d * R * n) : full[ind][c]; break; }
            }
        }
    }
}

static int compare(const void *a, const void *b) { int32_t x = *(const int32_t *)a, y = *(const int32_t *)b; return (x > y) - (x < y); }

/* how many of the class are better than each value: ahead[k][c][v - low]; for wide ranges a sorted list is searched instead */
static int32_t *sorted_values[KEPT][3]; static int64_t sorted_n[KEPT][3];

static void rank_column(int k)
{
    int m = mean_of[kept_col[k]], lower_is_better = k == K_ALARMS;
    int64_t widest = 0, holes[3] = { 0 };
    for (int c = 0; c < 3; c++) if ((int64_t)high[k][c] - low[k][c] > widest) widest = (int64_t)high[k][c] - low[k][c];
    int table = widest <= 8000000 && widest <= 32 * all_rows;
    for (int c = 0; c < 3; c++)
        if (table) ahead[k][c] = calloc((size_t)((int64_t)high[k][c] - low[k][c] + 2), sizeof(int32_t));
        else sorted_values[k][c] = malloc((size_t)(rows_of[c] + 1) * sizeof(int32_t));
    for (int t = 0; t < threads; t++)
        for (size_t j = 0; j < workers[t].n_blocks; j++) {
            struct block *b = workers[t].blocks[j];
            for (int i = 0; i < b->n; i++) {
                int c = b->cls[i]; int32_t v = b->kept[k][i];
                if (v == MISSING) { holes[c]++; continue; }
                if (table) ahead[k][c][v - low[k][c]]++;
                else sorted_values[k][c][sorted_n[k][c]++] = v;
            }
        }
    for (int c = 0; c < 3; c++) {
        int64_t s = m >= 0 ? mean_sum[m][c] : 0, n = m >= 0 ? mean_count[m][c] : 1, better = 0;
        hole_ahead[k][c] = 0;
        if (!table) qsort(sorted_values[k][c], (size_t)sorted_n[k][c], sizeof(int32_t), compare);
        if (table) {
            int64_t span = (int64_t)high[k][c] - low[k][c], given = rows_of[c] - holes[c];
            int32_t *a = ahead[k][c];
            for (int64_t j = 0; j <= span; j++) {
                int64_t v = lower_is_better ? low[k][c] + j : high[k][c] - j, here = a[v - low[k][c]];
                int mean_better = lower_is_better ? v * n > s : v * n < s;
                a[v - low[k][c]] = (int32_t)(better + (mean_better ? holes[c] : 0));
                if (lower_is_better ? v * n < s : v * n > s) hole_ahead[k][c] = (int32_t)(better + here);
                better += here;
            }
            if (better != given) die("rank");
        } else {
            for (int64_t j = 0; j < sorted_n[k][c]; j++) {
                int64_t v = sorted_values[k][c][j];
                hole_ahead[k][c] += lower_is_better ? v * n < s : v * n > s;
            }
        }
    }
}

static int64_t ahead_of(int k, int c, int32_t v)
{
    if (ahead[k][c]) return ahead[k][c][v - low[k][c]];
    int m = mean_of[kept_col[k]];
    int64_t a = 0, b = sorted_n[k][c], lower_is_better = k == K_ALARMS, s = m >= 0 ? mean_sum[m][c] : 0, n = m >= 0 ? mean_count[m][c] : 1;
    const int32_t *x = sorted_values[k][c];
    while (a < b) { int64_t mid = (a + b) / 2; if (lower_is_better ? x[mid] < v : x[mid] <= v) a = mid + 1; else b = mid; }
    int64_t better = lower_is_better ? a : sorted_n[k][c] - a, holes = rows_of[c] - sorted_n[k][c];
    return better + ((lower_is_better ? v * n > s : v * n < s) ? holes : 0);
}

/* ------------------------------------------------------------------ pass 2: class scores and totals */

static void finish_part(struct worker *w)
{
    int32_t cls[BLOCK], t[BLOCK];
    struct cohort h[1];
    for (size_t j = 0; j < w->n_blocks; j++) {
        struct block *b = w->blocks[j];
        for (int i = b->n; i < BLOCK; i++) b->cls[i] = 0;
        for (int i = 0; i < BLOCK; i++) cls[i] = b->cls[i];
        set_cohort(h, cls);
        for (int k = K_INDUSTRY; k <= K_HOURS; k++) {
            const int32_t *x = b->kept[k];
            for (int i = 0; i < BLOCK; i++) t[i] = x[i] == MISSING || i >= b->n ? 0 : x[i];
            linear(b->score[kept_ind[k]], t, h, &lines[kept_ind[k]]);
        }
        for (int k = K_FUNDS; k < KEPT; k++) {
            const int32_t *x = b->kept[k]; uint16_t *out = b->score[kept_ind[k]];
            for (int i = 0; i < BLOCK; i++) t[i] = i >= b->n ? 0 : x[i] == MISSING ? hole_ahead[k][cls[i]] : (int32_t)ahead_of(k, cls[i], x[i]);
            linear(out, t, h, &lines[kept_ind[k]]);
        }
    }
    for (int m = 0; m < MEANS; m++) {
        int ind = mean_ind[m];
        if (ind == ZL06 || ind == DJ05) continue; /* done with the ranks */
        for (size_t h = 0; h < w->n_holes[m]; h++) {
            struct hole o = w->holes[m][h]; int c = o.b->cls[o.row];
            o.b->score[ind][o.row] = ind == XC05 ? growth_exact(ind, c, o.other, 1, mean_sum[m][c], mean_count[m][c], 800, 10)
                                   : ind == MS07 ? growth_exact(ind, c, mean_sum[m][c], mean_count[m][c], o.other, 1, 28000, 6)
                                                 : hole_score[m][c];
        }
    }
    for (size_t j = 0; j < w->n_blocks; j++) {
        struct block *b = w->blocks[j];
        for (int i = 0; i < BLOCK; i++) b->total[i] = b->bonus[i] - b->deduction[i];
        for (int g = 0, k = 0; g < 6; g++) {
            uint16_t sum[BLOCK] = { 0 };
            for (; k < group_end[g]; k++) for (int i = 0; i < BLOCK; i++) sum[i] = (uint16_t)(sum[i] + (b->score[k][i] == NONE ? 0 : b->score[k][i]));
            for (int i = 0; i < BLOCK; i++) b->total[i] += sum[i];
            memcpy(b->group[g], sum, sizeof sum);
        }
        for (int i = 0; i < BLOCK; i++) b->total[i] = b->total[i] < 0 ? 0 : b->total[i];
        for (int i = 0; i < b->n; i++) w->totals[b->total[i]]++;
    }
}

/* ------------------------------------------------------------------ pass 3: text */

static uint64_t text_of[TOTALS + 1]; /* [v + 1]: "12.34," and its length in the top byte; [0]: an empty field */
static struct standing { int32_t rank; uint8_t grade; } standing[TOTALS];
static const char grades[4][12] = { "优秀\n", "良好\n", "合格\n", "不合格\n" };
static const uint8_t grade_len[4] = { 7, 7, 7, 10 };

static void prepare_text(void)
{
    text_of[0] = ',' | 1ull << 56;
    for (int v = 0; v < TOTALS; v++) {
        char s[16] = { 0 }; uint64_t u; int n = 0;
        if (v >= 10000) s[n++] = (char)('0' + v / 10000);
        if (v >= 1000) s[n++] = (char)('0' + v / 1000 % 10);
        s[n++] = (char)('0' + v / 100 % 10); s[n++] = '.'; s[n++] = (char)('0' + v / 10 % 10); s[n++] = (char)('0' + v % 10); s[n++] = ',';
        memcpy(&u, s, 8);
        text_of[v + 1] = u | (uint64_t)n << 56;
    }
    int64_t above = 0, quota = all_rows / 5;
    for (int v = TOTALS - 1; v >= 0; v--) {
        int64_t here = 0;
        for (int t = 0; t < threads; t++) here += workers[t].totals[v];
        standing[v].rank = (int32_t)above + 1;
        standing[v].grade = v >= 9000 && above + here <= quota ? 0 : v >= 8000 ? 1 : v >= 6000 ? 2 : 3;
        above += here;
    }
}

static inline char *put(char *o, uint32_t index) { uint64_t u = text_of[index]; memcpy(o, &u, 8); return o + (u >> 56); }

static char *put_block(char *o, const struct block *b)
{
    for (int i = 0; i < b->n; i++) {
        memcpy(o, b->prefix[i], 64);
        if (b->prefix_len[i] > 64) memcpy(o + 64, b->prefix[i] + 64, 192);
        o += b->prefix_len[i];
#pragma GCC unroll 4
        for (int k = 0; k < INDS; k++) o = put(o, (uint16_t)(b->score[k][i] + 1));
        for (int g = 0; g < 6; g++) o = put(o, b->group[g][i] + 1u);
        o = put(o, (uint32_t)b->bonus[i] + 1);
        if (b->deduction[i] < TOTALS) o = put(o, (uint32_t)b->deduction[i] + 1);
        else o += sprintf(o, "%d.%02d,", b->deduction[i] / 100, b->deduction[i] % 100);
        o = put(o, (uint32_t)b->total[i] + 1);
        struct standing s = standing[b->total[i]];
        char digits[12]; int n = 0; uint32_t r = (uint32_t)s.rank;
        do { digits[11 - n++] = (char)('0' + r % 10); r /= 10; } while (r);
        memcpy(o, digits + 12 - n, 8); if (n > 8) memcpy(o + 8, digits + 20 - n, 4);
        o += n; *o++ = ',';
        int g = b->veto[i] && s.grade < 2 ? 2 : s.grade;
        memcpy(o, grades[g], 12); o += grade_len[g];
    }
    return o;
}

enum { AT_ONCE = 8 };
static struct block **all; static size_t n_all, next_piece, turn;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; static pthread_cond_t moved = PTHREAD_COND_INITIALIZER;

static void write_all(const char *p, size_t n)
{
    while (n) { ssize_t k = write(1, p, n); if (k <= 0) die("write"); p += k; n -= (size_t)k; }
}

static void write_part(void)
{
    char *buffer = malloc(AT_ONCE * BLOCK * 800 + 4096);
    for (;;) {
        size_t piece = __atomic_fetch_add(&next_piece, 1, __ATOMIC_RELAXED), from = piece * AT_ONCE;
        if (from >= n_all) break;
        char *o = buffer;
        for (size_t j = from; j < n_all && j < from + AT_ONCE; j++) o = put_block(o, all[j]);
        pthread_mutex_lock(&lock);
        while (turn != piece) pthread_cond_wait(&moved, &lock);
        pthread_mutex_unlock(&lock);
        write_all(buffer, (size_t)(o - buffer));
        pthread_mutex_lock(&lock);
        turn++;
        pthread_cond_broadcast(&moved);
        pthread_mutex_unlock(&lock);
    }
    free(buffer);
}

static const char header[] = "代码,名称,类别,JJ01,JJ02,JJ03,JJ04,JJ05,JJ06,JJ07,JJ08,XC01,XC02,XC03,XC04,XC05,XC06,XC07,XC08,"
    "ST01,ST02,ST03,ST04,ST05,ST06,ST07,MS01,MS02,MS03,MS04,MS05,MS06,MS07,MS08,ZL01,ZL02,ZL03,ZL04,ZL05,ZL06,ZL07,"
    "DJ01,DJ02,DJ03,DJ04,DJ05,DJ06,JJ,XC,ST,MS,ZL,DJ,加分,扣分,总分,名次,等次\n";

static void *work(void *argument)
{
    struct worker *w = argument;
    for (int k = 0; k < KEPT; k++) for (int c = 0; c < 3; c++) { w->min[k][c] = INT32_MAX; w->max[k][c] = INT32_MIN; }
    read_part(w);
    pthread_barrier_wait(&barrier);
    if (w->id == 0) merge();
    pthread_barrier_wait(&barrier);
    for (int k = K_FUNDS; k < KEPT; k++) if ((k - K_FUNDS) % threads == w->id) rank_column(k);
    pthread_barrier_wait(&barrier);
    finish_part(w);
    pthread_barrier_wait(&barrier);
    if (w->id == 0) {
        prepare_text();
        for (int t = 0; t < threads; t++) n_all += workers[t].n_blocks;
        all = malloc((n_all + 1) * sizeof *all);
        for (int t = 0; t < threads; t++) for (size_t j = 0, at = 0; j < workers[t].n_blocks; j++) {
            if (!j) for (int u = 0; u < t; u++) at += workers[u].n_blocks;
            all[at + j] = workers[t].blocks[j];
        }
        write_all(header, sizeof header - 1);
    }
    pthread_barrier_wait(&barrier);
    write_part();
    return 0;
}

/* the first line start at or after at */
static off_t line_start(off_t at)
{
    char b[4096];
    for (at--;;) {
        ssize_t n = pread(input, b, sizeof b, at);
        if (n <= 0) return input_size;
        char *p = memchr(b, '\n', (size_t)n);
        if (p) return at + (p - b) + 1;
        at += n;
    }
}

int main(int argc, char **argv)
{
    int a = 1;
    if (a + 1 < argc && !strcmp(argv[a], "-t")) { threads = atoi(argv[a + 1]); a += 2; }
    if (a != argc - 1 || threads < 1 || threads > MAXT) { fprintf(stderr, "usage: limit [-t THREADS] INPUT > OUTPUT\n"); return 2; }
    input = open(argv[a], O_RDONLY);
    struct stat st;
    if (input < 0 || fstat(input, &st)) die("cannot open the input");
    input_size = st.st_size;
    prepare(); set_lines();
    body = line_start(1);
    pthread_barrier_init(&barrier, 0, (unsigned)threads);
    for (int t = 0; t < threads; t++) {
        workers[t].id = t;
        workers[t].from = t ? workers[t - 1].to : body;
        workers[t].to = t == threads - 1 ? input_size : line_start(body + (input_size - body) / threads * (t + 1));
    }
    for (int t = 1; t < threads; t++) if (pthread_create(&workers[t].thread, 0, work, &workers[t])) die("thread");
    work(&workers[0]);
    for (int t = 1; t < threads; t++) pthread_join(workers[t].thread, 0);
    return 0;
}

/* The difference of two texts, in three steps: the shortest edit script over paragraphs, the same
 * over the words of each run of paragraphs that changed, and a clean-up that takes what is equal by
 * chance into the change around it.
 *
 * The edit script is Myers' greedy algorithm ("An O(ND) Difference Algorithm and Its Variations",
 * Algorithmica 1, 1986, section 4), which keeps how far each diagonal was reached with d edits: a
 * row of d + 1 numbers for each d, so that its memory grows with the square of what differs, up to
 * EDITS_MAX. The clean-up rule is the usual one: an equality that is no longer than the longer side
 * of each of its two neighbours says nothing. */
#include "text/diff.h"

#include "core/hash.h"
#include "text/utf8.h"

#define EDITS_MAX 1000
#define STEPS_MAX ((uint64_t)1 << 26) /* for all of a text: some 0.2 s */

typedef struct token_list {
    na_str *v;
    uint32_t *id; /* equal tokens have equal ones */
    bool *changed;
    size_t n;
} token_list;

typedef struct differ {
    na_arena *arena;
    uint32_t *rows[EDITS_MAX + 1]; /* made when first needed */
    uint64_t steps;
    na_diff out;
    size_t room;
} differ;

/* ---- tokens ---- */

/* Scripts without spaces between words, hangul aside, which has them. */
static bool stands_alone(uint32_t c)
{
    if (na_is_plain_han(c))
        return true;
    if (c < 0xE00)
        return false;
    bool hangul = (c >= 0x1100 && c <= 0x11FF) || (c >= 0x3130 && c <= 0x318F) ||
                  (c >= 0xA960 && c <= 0xA97F) || (c >= 0xAC00 && c <= 0xD7FF);
    bool south_east = c <= 0xFFF || (c >= 0x1000 && c <= 0x109F) || (c >= 0x1780 && c <= 0x17FF);
    return south_east || (na_is_cjk(c) && !hangul);
}

static bool is_mark(uint32_t c)
{
    return c >= 0x300 && !na_is_plain_han(c) && na_width(c) == 0;
}

static bool is_blank(uint32_t c)
{
    return c != '\n' && na_is_white(c);
}

static bool is_letter(uint32_t c)
{
    return na_is_word(c) && !stands_alone(c);
}

static void skip_while(na_str *s, bool (*is)(uint32_t c))
{
    while (s->n) {
        na_str rest = *s;
        if (!is(na_utf8_next(&rest)))
            return;
        *s = rest;
    }
}

static na_str take_word(na_str *s)
{
    const char *begin = s->p;
    uint32_t c = na_utf8_next(s);
    if (is_blank(c))
        skip_while(s, is_blank);
    else if (is_letter(c))
        skip_while(s, is_letter);
    else if (c != '\n')
        skip_while(s, is_mark);
    return (na_str){begin, (size_t)(s->p - begin)};
}

static na_str take_paragraph(na_str *s)
{
    size_t end = na_str_find_byte(*s, '\n');
    na_str line = na_str_take(*s, end == NA_NOT_FOUND ? s->n : end + 1);
    *s = na_str_skip(*s, line.n);
    return line;
}

static token_list split(na_arena *arena, na_str text, na_str (*take)(na_str *s))
{
    token_list list = {0};
    for (na_str s = text; s.n; list.n++)
        take(&s);
    list.v = na_arena_array(arena, list.n + 1, sizeof *list.v);
    list.id = na_arena_array(arena, list.n + 1, sizeof *list.id);
    list.changed = na_arena_zalloc(arena, list.n + 1);
    list.n = 0;
    for (na_str s = text; s.n;)
        list.v[list.n++] = take(&s);
    return list;
}

/* Gives equal tokens the same number: that of the first of them. Foreign text may make hashes
 * collide on purpose, so looking for them counts as work; when that is used up tokens count as
 * different. */
static void number_tokens(differ *df, token_list *a, token_list *b)
{
    size_t mask = 15;
    while (mask < 2 * (a->n + b->n))
        mask = mask * 2 + 1;
    uint32_t *first = na_arena_zalloc(df->arena, (mask + 1) * sizeof *first); /* plus one */
    for (size_t i = 0; i < a->n + b->n; i++) {
        token_list *list = i < a->n ? a : b;
        size_t own = i < a->n ? i : i - a->n;
        size_t slot = na_hash(list->v[own]) & mask;
        for (; first[slot] && df->steps < STEPS_MAX; slot = (slot + 1) & mask, df->steps++) {
            size_t k = first[slot] - 1;
            if (na_str_eq(k < a->n ? a->v[k] : b->v[k - a->n], list->v[own]))
                break;
        }
        if (!first[slot])
            first[slot] = (uint32_t)i + 1;
        list->id[own] = df->steps < STEPS_MAX ? first[slot] : (uint32_t)i + 1;
    }
}

/* ---- the shortest edit script ---- */

/* What is compared: tokens from `begin` on. */
typedef struct window {
    token_list *list;
    size_t begin, n;
} window;

static uint32_t id_at(const window *w, size_t i)
{
    return w->list->id[w->begin + i];
}

static void mark(const window *w, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        w->list->changed[w->begin + i] = true;
}

static void trim_ends(window *a, window *b)
{
    while (a->n && b->n && id_at(a, 0) == id_at(b, 0)) {
        a->begin++, b->begin++;
        a->n--, b->n--;
    }
    while (a->n && b->n && id_at(a, a->n - 1) == id_at(b, b->n - 1))
        a->n--, b->n--;
}

/* Row d holds the diagonals k = -d, -d + 2, ..., d (x - y = k): x of the furthest point, number
 * (k + d) / 2. A point off the grid counts as not reached. */
#define UNREACHED UINT32_MAX

/* Where d edits lead to on diagonal k before equal tokens follow: a token of b inserted behind the
 * furthest point of diagonal k + 1, or one of a deleted behind that of k - 1. */
static uint32_t step_to(const uint32_t *before, int d, int k, const window *a, const window *b,
                        bool *insert)
{
    uint32_t down = k < d ? before[(k + d) / 2] : UNREACHED;
    uint32_t right = k > -d ? before[(k + d) / 2 - 1] : UNREACHED;
    if (down != UNREACHED && (int64_t)down - k > (int64_t)b->n)
        down = UNREACHED;
    if (right == a->n)
        right = UNREACHED;
    *insert = down != UNREACHED && (right == UNREACHED || down > right);
    return *insert || right == UNREACHED ? down : right + 1;
}

static uint32_t follow_equal(differ *df, const window *a, const window *b, uint32_t x, int k)
{
    uint32_t from = x;
    while (x < a->n && (size_t)((int64_t)x - k) < b->n &&
           id_at(a, x) == id_at(b, (size_t)((int64_t)x - k)))
        x++;
    df->steps += x - from + 1;
    return x;
}

/* One row; true when it reaches the end. */
static bool fill_row(differ *df, const window *a, const window *b, int d)
{
    uint32_t *row = df->rows[d];
    for (int k = -d; k <= d; k += 2) {
        bool insert;
        uint32_t x = d ? step_to(df->rows[d - 1], d, k, a, b, &insert) : 0;
        if (x != UNREACHED)
            x = follow_equal(df, a, b, x, k);
        row[(k + d) / 2] = x;
        if (x == a->n && (int64_t)x - k == (int64_t)b->n)
            return true;
    }
    return false;
}

/* From the end back to the beginning: each row names one edit. */
static void mark_back(differ *df, const window *a, const window *b, int d)
{
    int k = (int)((int64_t)a->n - (int64_t)b->n);
    for (; d > 0; d--) {
        bool insert;
        uint32_t x = step_to(df->rows[d - 1], d, k, a, b, &insert);
        if (insert) {
            size_t y = (size_t)((int64_t)x - k) - 1;
            mark(b, y, y + 1);
            k++;
        } else {
            mark(a, x - 1, x);
            k--;
        }
    }
}

/* Marks the tokens that changed; all of them where too many do. */
static void compare(differ *df, token_list *la, token_list *lb)
{
    window a = {la, 0, la->n}, b = {lb, 0, lb->n};
    trim_ends(&a, &b);
    int most = a.n + b.n < EDITS_MAX ? (int)(a.n + b.n) : EDITS_MAX;
    for (int d = 0; a.n && b.n && d <= most && df->steps < STEPS_MAX; d++) {
        na_arena_tick(df->arena);
        if (!df->rows[d])
            df->rows[d] = na_arena_array(df->arena, (size_t)d + 1, sizeof *df->rows[d]);
        if (fill_row(df, &a, &b, d)) {
            mark_back(df, &a, &b, d);
            return;
        }
    }
    mark(&a, 0, a.n);
    mark(&b, 0, b.n);
}

/* ---- pieces ---- */

static na_str between(const token_list *list, size_t from, size_t to)
{
    if (from == to)
        return (na_str){NULL, 0};
    const na_str *last = &list->v[to - 1];
    return (na_str){list->v[from].p, (size_t)(last->p + last->n - list->v[from].p)};
}

static void emit(differ *df, na_diff_kind kind, na_str text)
{
    if (text.n == 0)
        return;
    na_diff *out = &df->out;
    if (kind == NA_DIFF_EQUAL && out->n && out->v[out->n - 1].kind == NA_DIFF_EQUAL) {
        out->v[out->n - 1].text.n += text.n;
        return;
    }
    if (out->n == df->room) {
        size_t room = df->room ? df->room * 2 : 16;
        out->v = na_arena_grow(df->arena, out->v, df->room * sizeof *out->v, room * sizeof *out->v);
        df->room = room;
    }
    out->v[out->n++] = (na_diff_piece){kind, text};
}

/* A change, and the equal text behind it. */
typedef struct block {
    na_str deleted, inserted, equal, equal_after;         /* the last: the same text in `after` */
    size_t deleted_length, inserted_length, equal_length; /* in code points */
} block;

static size_t longer_side(const block *b)
{
    return b->deleted_length > b->inserted_length ? b->deleted_length : b->inserted_length;
}

static na_str span(na_str first, na_str middle, na_str last)
{
    const char *begin = first.n ? first.p : middle.p;
    const char *end = last.n ? last.p + last.n : middle.p + middle.n;
    return (na_str){begin, (size_t)(end - begin)};
}

/* Adds a block behind others; what is equal by chance between two of them goes into the change. */
static size_t push_block(block *v, size_t n, block next)
{
    for (; n > 0; n--) {
        const block *last = &v[n - 1];
        if (last->equal_length > longer_side(last) || last->equal_length > longer_side(&next))
            break;
        next.deleted = span(last->deleted, last->equal, next.deleted);
        next.inserted = span(last->inserted, last->equal_after, next.inserted);
        next.deleted_length += last->deleted_length + last->equal_length;
        next.inserted_length += last->inserted_length + last->equal_length;
    }
    v[n] = next;
    return n + 1;
}

static size_t changed_run(const token_list *list, size_t i)
{
    size_t from = i;
    while (i < list->n && list->changed[i])
        i++;
    return i - from;
}

static size_t equal_run(const token_list *a, size_t i, const token_list *b, size_t j)
{
    size_t n = 0;
    while (i + n < a->n && j + n < b->n && !a->changed[i + n] && !b->changed[j + n])
        n++;
    return n;
}

static void emit_blocks(differ *df, const block *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        emit(df, NA_DIFF_DELETE, v[i].deleted);
        emit(df, NA_DIFF_INSERT, v[i].inserted);
        emit(df, NA_DIFF_EQUAL, v[i].equal);
    }
}

/* The words of one run of changed paragraphs. */
static void diff_hunk(differ *df, na_str before, na_str after)
{
    token_list a = split(df->arena, before, take_word), b = split(df->arena, after, take_word);
    number_tokens(df, &a, &b);
    compare(df, &a, &b);
    block *blocks = na_arena_array(df->arena, EDITS_MAX + 1, sizeof *blocks);
    size_t n = 0, i = equal_run(&a, 0, &b, 0), j = i;
    emit(df, NA_DIFF_EQUAL, between(&a, 0, i));
    while (i < a.n || j < b.n) {
        size_t deleted = changed_run(&a, i), inserted = changed_run(&b, j);
        size_t equal = equal_run(&a, i + deleted, &b, j + inserted);
        block next = {.deleted = between(&a, i, i + deleted),
                      .inserted = between(&b, j, j + inserted)};
        i += deleted + equal;
        j += inserted + equal;
        next.equal = between(&a, i - equal, i);
        next.equal_after = between(&b, j - equal, j);
        next.deleted_length = na_utf8_count(next.deleted);
        next.inserted_length = na_utf8_count(next.inserted);
        next.equal_length = na_utf8_count(next.equal);
        n = push_block(blocks, n, next);
    }
    emit_blocks(df, blocks, n);
}

na_diff na_diff_words(na_arena *arena, na_str before, na_str after)
{
    differ *df = na_arena_zalloc(arena, sizeof *df);
    df->arena = arena;
    token_list a = split(arena, before, take_paragraph), b = split(arena, after, take_paragraph);
    number_tokens(df, &a, &b);
    compare(df, &a, &b);
    for (size_t i = 0, j = 0; i < a.n || j < b.n;) {
        size_t equal = equal_run(&a, i, &b, j);
        emit(df, NA_DIFF_EQUAL, between(&a, i, i + equal));
        i += equal;
        j += equal;
        size_t deleted = changed_run(&a, i), inserted = changed_run(&b, j);
        na_str from = between(&a, i, i + deleted), to = between(&b, j, j + inserted);
        if (deleted && inserted)
            diff_hunk(df, from, to);
        else
            emit(df, deleted ? NA_DIFF_DELETE : NA_DIFF_INSERT, deleted ? from : to);
        i += deleted;
        j += inserted;
    }
    return df->out;
}

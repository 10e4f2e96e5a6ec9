/* Plots as inline SVG. They hold shapes alone and are stretched to the place they get
 * (preserveAspectRatio none), so that a narrow screen shows them whole; their texts are HTML around
 * them. Coordinates are whole numbers: see report_html.c. */
#include "crawl/report.h"

#include <math.h>

#define STEP 10 /* width of a bar and the gap behind it */
#define BAR 8
#define HALF 500 /* height above and below the line */
#define LEAST 12 /* of a bar that is not 0 */

int64_t na_plot_most(const int64_t *v, size_t n)
{
    int64_t most = 0;
    for (size_t i = 0; v && i < n; i++)
        most = v[i] > most ? v[i] : most;
    return most;
}

/* One night brings thousands and the next ones three: only a logarithm shows both. */
static long height_of(int64_t value, int64_t most)
{
    if (value <= 0 || most <= 0)
        return 0;
    long h = lround(HALF * log1p((double)value) / log1p((double)most));
    return h < LEAST ? LEAST : h > HALF ? HALF : h;
}

static void add_bar(na_buf *b, const char *class, size_t i, long top, long height)
{
    if (height > 0)
        na_buf_addf(b, "<rect class=\"%s\" x=\"%zu\" y=\"%ld\" width=\"%d\" height=\"%ld\"/>",
                    class, i * STEP + (STEP - BAR) / 2, top, BAR, height);
}

static const char *down_class(const na_bars *bars)
{
    return bars->failures ? "bad" : "down";
}

static void add_pair(na_buf *b, const na_bars *bars, size_t i, int64_t most)
{
    const char *title = bars->titles ? bars->titles[i] : NULL;
    long up = height_of(bars->up[i], most);
    na_buf_add_cstr(b, "<g>");
    if (title) {
        na_buf_add_cstr(b, "<title>");
        na_html_text(b, title);
        na_buf_addf(b, "</title><rect class=\"hit\" x=\"%zu\" y=\"0\" width=\"%d\" height=\"%d\"/>",
                    i * STEP, STEP, HALF);
    }
    add_bar(b, "up", i, HALF - up, up);
    if (bars->down)
        add_bar(b, down_class(bars), i, HALF, height_of(bars->down[i], most));
    na_buf_add_cstr(b, "</g>");
}

/* Lines at 1, 10, 100, ... */
static void add_grid(na_buf *b, size_t width, int64_t most, long depth)
{
    for (int64_t v = 1; v <= most && v <= INT64_MAX / 10; v *= 10) {
        long h = height_of(v, most);
        na_buf_addf(b, "<path class=\"grid\" d=\"M0 %ldH%zu\"/>", HALF - h, width);
        if (h <= depth)
            na_buf_addf(b, "<path class=\"grid\" d=\"M0 %ldH%zu\"/>", HALF + h, width);
    }
}

void na_plot_bars(na_buf *b, const na_bars *bars)
{
    int64_t up = na_plot_most(bars->up, bars->n), down = na_plot_most(bars->down, bars->n);
    int64_t most = bars->most ? bars->most : up > down ? up : down;
    size_t width = bars->n * STEP;
    long depth = bars->most ? HALF : height_of(down, most);
    na_buf_addf(b,
                "<svg class=\"bars\" role=\"img\" viewBox=\"0 0 %zu %ld\" "
                "preserveAspectRatio=\"none\" aria-label=\"%s / %s\">",
                width, HALF + depth, bars->label.en, bars->label.zh);
    add_grid(b, width, most, depth);
    for (size_t i = 0; i < bars->n; i++)
        add_pair(b, bars, i, most);
    na_buf_addf(b, "<path class=\"line\" d=\"M0 %dH%zu\"/></svg>", HALF, width);
}

void na_plot_share(na_buf *b, int64_t part, int64_t whole, int64_t most)
{
    long long outer = most > 0 ? (long long)(1000.0 * (double)whole / (double)most) : 0;
    long long inner = most > 0 ? (long long)(1000.0 * (double)part / (double)most) : 0;
    outer = whole > 0 && outer < 4 ? 4 : outer;
    inner = part > 0 && inner < 4 ? 4 : inner;
    na_buf_addf(b,
                "<svg class=\"share\" aria-hidden=\"true\" viewBox=\"0 0 1000 10\" "
                "preserveAspectRatio=\"none\"><rect class=\"whole\" width=\"%lld\" height=\"10\"/>"
                "<rect class=\"up\" width=\"%lld\" height=\"10\"/></svg>",
                outer, inner);
}

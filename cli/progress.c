/* A bar that is redrawn in place on a terminal, or plain lines for logs. */
#include "progress.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const char wipe_line[] = "\r\x1b[K";

static void wipe(void *user)
{
    struct progress *p = user;
    if (p->drawn)
        fputs(wipe_line, stderr);
    p->drawn = false;
}

void progress_begin(struct progress *p, struct cli *cli)
{
    struct winsize size = {0};
    bool terminal = isatty(STDERR_FILENO) == 1;
    int how = cli->progress;
    *p = (struct progress){.out = &cli->out, .width = 80};
    if (cli->out.verbosity < 0)
        return;
    p->bar = terminal && !cli->out.json && (how == PROGRESS_AUTO || how == PROGRESS_BAR);
    p->plain = !p->bar && (how == PROGRESS_PLAIN || how == PROGRESS_BAR);
    p->every = p->bar ? 0.2 : 10;
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20)
        p->width = size.ws_col;
    cli->out.before = wipe;
    cli->out.before_user = p;
}

bool progress_due(const struct progress *p, double elapsed)
{
    return (p->bar || p->plain) && elapsed >= p->next;
}

/* The numbers say more than the bar: where there is little room it is short, or left out. */
static size_t cells_for(size_t width)
{
    return width >= 100 ? 20 : width >= 60 ? 6 : 0;
}

static void draw_bar(struct progress *p, uint64_t done, uint64_t total, const char *text)
{
    struct text line = {0};
    size_t cells = cells_for(p->width);
    if (total > 0 && cells > 0) {
        size_t full = (size_t)((double)done / (double)total * (double)cells);
        full = full > cells ? cells : full;
        text_addf(&line, "[%.*s%*s] ", (int)full, "####################", (int)(cells - full), "");
    }
    text_add_escaped(&line, text, strlen(text), ESCAPE_LINE);
    while (line.n && text_width(line.p) >= p->width) { /* a wrapped bar cannot be wiped */
        do
            line.n--;
        while (line.n && ((unsigned char)line.p[line.n] & 0xC0) == 0x80);
        line.p[line.n] = 0;
    }
    fprintf(stderr, "%s%s", wipe_line, line.n ? line.p : "");
    fflush(stderr);
    p->drawn = true;
    text_free(&line);
}

void progress_show(struct progress *p, double elapsed, uint64_t done, uint64_t total,
                   const char *text)
{
    if (!progress_due(p, elapsed))
        return;
    p->next = elapsed + p->every;
    if (p->bar)
        draw_bar(p, done, total, text);
    else
        output_message(p->out, LEVEL_NOTICE, "progress", NULL, "%s", text);
}

void progress_end(struct progress *p)
{
    wipe(p);
    fflush(stderr);
    p->out->before = NULL;
}

/* newsarc index: a CDXJ index of WARC files. */
#include "command.h"

#include "problems.h"

static const char no_values;

static uint64_t count_lines(const char *text, size_t length)
{
    uint64_t lines = 0;
    for (size_t i = 0; i < length; i++)
        lines += text[i] == '\n';
    return lines;
}

static int run_index(struct cli *cli, const void *values, const struct operands *paths)
{
    struct text text = {0};
    newsarc_error err = {0};
    char *cdxj = NULL;
    size_t length = 0;
    (void)values;
    newsarc_status status =
        newsarc_index(paths->v, paths->n, problem_message, cli, &cdxj, &length, &err);
    int code = exit_of_status(status);
    if (cdxj) {
        output_data(&cli->out, cdxj, length, ESCAPE_TEXT);
        text_add_count(&text, count_lines(cdxj, length), "capture");
        if (status != NEWSARC_OK)
            text_addf(&text, ", %s", err.message);
    } else {
        error_text(&text, &err);
    }
    output_result(&cli->out, code, cli->out.verbosity > 0, text.p, NULL);
    newsarc_free(cdxj);
    text_free(&text);
    return code;
}

const struct command command_index = {
    .name = "index",
    .arguments = "FILE...",
    .summary = "Writes a CDXJ index of WARC files to standard output",
    .details = "Files named *.cdxj are merged in. The lines are sorted by their bytes.",
    .defaults = &no_values,
    .values_size = sizeof no_values,
    .least = 1,
    .run = run_index,
};

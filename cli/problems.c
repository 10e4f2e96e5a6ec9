#include "problems.h"

int32_t problem_message(const newsarc_error *problem, void *user)
{
    struct cli *cli = user;
    struct text input = {0};
    text_adds(&input, problem->input);
    if (problem->offset != UINT64_MAX)
        text_addf(&input, ":%llu", (unsigned long long)problem->offset);
    output_message(&cli->out, LEVEL_ERROR, cli->command, input.p, "%s", problem->message);
    text_free(&input);
    return 0;
}

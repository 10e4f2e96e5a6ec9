/* The handler only uses what POSIX allows there: a flag, an atomic pointer, write and _exit;
 * newsarc_crawler_stop is made for it. */
#include "command.h"

#include "stop.h"
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <unistd.h>

static _Atomic(newsarc_crawler *) running;
static volatile sig_atomic_t caught;

static void on_signal(int number)
{
    static const char again[] = "\nnewsarc: finishing; once more to end at once\n";
    int saved = errno;
    newsarc_crawler *crawler = atomic_load(&running);
    if (caught || !crawler)
        _exit(EXIT_SIGNAL + number);
    caught = number;
    newsarc_crawler_stop(crawler);
    ssize_t ignored = write(STDERR_FILENO, again, sizeof again - 1);
    (void)ignored;
    errno = saved;
}

void stop_on_signals(newsarc_crawler *crawler)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = on_signal}, before;
    atomic_store(&running, crawler);
    if (!crawler)
        return;
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (sigaction(numbers[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(numbers[i], &action, NULL); /* nohup(1) and shells ignore for us */
}

int stop_signal(void)
{
    return caught;
}

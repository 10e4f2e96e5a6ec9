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
    atomic_store(&running, crawler);
    if (!crawler)
        return;
    struct sigaction action = {.sa_handler = on_signal};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

int stop_signal(void)
{
    return caught;
}

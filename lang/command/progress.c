/* What a long run is at, on a terminal only: after a second a line on stderr, anew each second, which is gone when the step ends.
 *
 *     正在读台账…… 3 秒
 *
 * The line is written by the handler of the alarm, so no loop over rows knows of it. */
#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>
#include "command/command.h"

static const char *volatile step;       /* NULL: none */
static volatile sig_atomic_t seconds;
static bool english;

static void put(const char *text)
{
    ssize_t written = write(STDERR_FILENO, text, strlen(text));
    (void)written;                      /* a terminal that is gone is told nothing */
}

static void tick(int number)
{
    char digits[12], *at = digits + sizeof digits - 1;
    (void)number;
    if (!step)
        return;
    *at = '\0';
    for (int left = ++seconds; at == digits + sizeof digits - 1 || left; left /= 10)
        *--at = (char)('0' + left % 10);
    put("\r");
    put(step);
    put(at);
    put(english ? " s" : " 秒");
}

static void set_timer(time_t every)
{
    const struct itimerval timer = {{every, 0}, {every, 0}};
    setitimer(ITIMER_REAL, &timer, NULL);
}

void progress_begin(const struct arguments *arguments, const char *zh, const char *en)
{
    progress_end();
    if (!isatty(STDERR_FILENO))
        return;
    const struct sigaction action = {.sa_handler = tick, .sa_flags = SA_RESTART};
    english = arguments->language == LANGUAGE_EN;
    step = english ? en : zh;
    sigaction(SIGALRM, &action, NULL);
    set_timer(1);
}

void progress_end(void)
{
    if (!step)
        return;
    set_timer(0);
    step = NULL;
    if (seconds)
        put("\r\033[K");
    seconds = 0;
}

/* Runs one command and says what it took.
 *     measure OUT COMMAND ARGUMENT...      stdout of the command goes to OUT; prints "SECONDS MEBIBYTES" (wall time, peak memory)
 * Exit status: the command's. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void become(const char *out, char **command)
{
    int descriptor = open(out, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (descriptor < 0 || dup2(descriptor, STDOUT_FILENO) < 0)
        perror(out);
    else
        execvp(command[0], command);
    perror(command[0]);
    _exit(127);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fputs("measure OUT COMMAND ARGUMENT...\n", stderr);
        return 2;
    }
    double start = now();
    pid_t child = fork();
    if (child == 0)
        become(argv[1], argv + 2);
    int status;
    struct rusage usage;
    if (child < 0 || wait4(child, &status, 0, &usage) < 0) {
        perror("measure");
        return 5;
    }
    printf("%.3f %.0f\n", now() - start, (double)usage.ru_maxrss / 1024);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

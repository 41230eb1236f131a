/* A death at a chosen moment: loaded before libc, it kills the program when a file says so.
   The file that ALLCLEAR_TEST_DEATH names holds a moment and a number, such as "data 3": at the third time of that moment
   from now on the program is gone as by SIGKILL. Without the file nothing happens. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

/* Whether it is this moment that was chosen, and its number has come. */
static int is_time(const char *moment) {
    static int times;
    char line[32] = {0}, chosen[16] = {0};
    int number = 0;
    const char *name = getenv("ALLCLEAR_TEST_DEATH");
    int control = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
    if (control < 0) return 0;
    ssize_t got = pread(control, line, sizeof line - 1, 0);
    close(control);
    if (got <= 0 || sscanf(line, "%15s %d", chosen, &number) != 2 || strcmp(chosen, moment)) return 0;
    return __atomic_add_fetch(&times, 1, __ATOMIC_SEQ_CST) >= number;
}

static void die(void) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

static void at(const char *moment) {
    if (is_time(moment)) die();
}

static int begins(const char *bytes, size_t count, const char *with) {
    size_t length = strlen(with);
    return count >= length && memcmp(bytes, with, length) == 0;
}

static int ends(const char *bytes, size_t count, const char *with) {
    size_t length = strlen(with);
    return count >= length && memcmp(bytes + count - length, with, length) == 0;
}

/* Whether the path of an open file ends so. */
static int is_called(int file, const char *end) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path);
    return length > 0 && ends(path, length, end);
}

/* Before a transaction is committed: PostgreSQL is told by a message "Q", its length, and the word. */
static void before_sending(const char *bytes, size_t count) {
    if (count > 5 && bytes[0] == 'Q' && begins(bytes + 5, count - 5, "COMMIT")) at("commit");
    /* After it was committed, before whoever asked for it is told. */
    if (begins(bytes, count, "HTTP/1.1 20")) at("answer");
    /* After mails were claimed, before any of it is said. */
    if (begins(bytes, count, "MAIL FROM")) at("claim");
}

/* After a message has left, before it is taken. */
static void after_sending(const char *bytes, size_t count) {
    if (ends(bytes, count, "\r\n.\r\n")) at("data");
}

/* After a message was taken, before that is written down. */
static void after_receiving(const char *bytes, ssize_t count) {
    if (count > 0 && begins(bytes, count, "250 2.0.0 taken")) at("mark");
}

#define REAL(name, result, ...)                                                           \
    static result (*real)(__VA_ARGS__);                                                   \
    if (!real) real = (result (*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

ssize_t send(int file, const void *bytes, size_t count, int flags) {
    REAL(send, ssize_t, int, const void *, size_t, int);
    before_sending(bytes, count);
    ssize_t sent = real(file, bytes, count, flags);
    if (sent > 0) after_sending(bytes, sent);
    return sent;
}

ssize_t writev(int file, const struct iovec *parts, int count) {
    REAL(writev, ssize_t, int, const struct iovec *, int);
    if (count > 0) before_sending(parts[0].iov_base, parts[0].iov_len);
    ssize_t sent = real(file, parts, count);
    if (sent > 0 && count > 0) after_sending(parts[count - 1].iov_base, parts[count - 1].iov_len);
    return sent;
}

ssize_t recv(int file, void *bytes, size_t count, int flags) {
    REAL(recv, ssize_t, int, void *, size_t, int);
    ssize_t got = real(file, bytes, count, flags);
    after_receiving(bytes, got);
    return got;
}

/* While the page is kept on disk: half of it is there. */
ssize_t write(int file, const void *bytes, size_t count) {
    REAL(write, ssize_t, int, const void *, size_t);
    if (count > 1 && is_called(file, "/page.new") && is_time("page")) {
        real(file, bytes, count / 2);
        die();
    }
    return real(file, bytes, count);
}

/* Before a transaction is committed to SQLite's file, in the middle of it. */
#define WRITES(name, offset)                                                              \
    ssize_t name(int file, const void *bytes, size_t count, offset place) {               \
        REAL(name, ssize_t, int, const void *, size_t, offset);                           \
        if (is_called(file, ".db-wal")) at("commit");                                     \
        return real(file, bytes, count, place);                                           \
    }
WRITES(pwrite, off_t)
WRITES(pwrite64, off64_t)

/* A disk that is full, or broken, when a file says so: loaded before libc, it fails writes to the database alone.
   The file that ALLCLEAR_TEST_DISK names holds "full" or "broken"; without it everything goes through.
   Beside that file it notes what each write replaces, until the file is synced: with these notes a test takes back what a
   loss of power would have taken. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static pthread_mutex_t noting = PTHREAD_MUTEX_INITIALIZER;

/* The path of a file of the database; nothing for any other. */
static const char *database(int file, char *path, size_t size) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, size - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return strstr(path, ".db") ? path : 0;
}

/* The notes on a file of the database: opened to add to them, or emptied. */
static int notes(int file, int flags) {
    char path[4096], name[8300];
    const char *control = getenv("ALLCLEAR_TEST_DISK");
    if (!control || !database(file, path, sizeof path)) return -1;
    snprintf(name, sizeof name, "%s.%s.notes", control, strrchr(path, '/') + 1);
    return open(name, O_WRONLY | O_CREAT | flags, 0600);
}

/* Notes what a write is about to replace: where, how many bytes were there, how long the file was, and the bytes. */
static void note(int file, size_t count, off64_t at) {
    pthread_mutex_lock(&noting);
    int kept = notes(file, O_APPEND);
    struct stat known;
    if (kept >= 0 && fstat(file, &known) == 0) {
        char *bytes = malloc(24 + count);
        ssize_t old = pread(file, bytes + 24, count, at);
        int64_t head[3] = {at, old > 0 ? old : 0, known.st_size};
        memcpy(bytes, head, sizeof head);
        if (write(kept, bytes, sizeof head + head[1]) < 0) abort();
        free(bytes);
    }
    if (kept >= 0) close(kept);
    pthread_mutex_unlock(&noting);
}

/* What is on the disk cannot be taken back any more. */
static void forget(int file) {
    pthread_mutex_lock(&noting);
    int kept = notes(file, O_TRUNC);
    if (kept >= 0) close(kept);
    pthread_mutex_unlock(&noting);
}

static int fault(int file) {
    char path[4096], word[16] = {0};
    if (!database(file, path, sizeof path)) return 0;
    const char *name = getenv("ALLCLEAR_TEST_DISK");
    int control = name ? open(name, O_RDONLY) : -1;
    if (control < 0) return 0;
    ssize_t got = read(control, word, sizeof word - 1);
    close(control);
    if (got <= 0) return 0;
    return word[0] == 'f' ? ENOSPC : EIO;
}

#define WRITES(name, offset)                                                              \
    ssize_t name(int file, const void *bytes, size_t count, offset at) {                  \
        static ssize_t (*real)(int, const void *, size_t, offset);                        \
        int why = fault(file);                                                            \
        if (why) { errno = why; return -1; }                                              \
        if (!real) real = (ssize_t (*)(int, const void *, size_t, offset))dlsym(RTLD_NEXT, #name); \
        note(file, count, at);                                                            \
        return real(file, bytes, count, at);                                              \
    }
WRITES(pwrite, off_t)
WRITES(pwrite64, off64_t)

#define SYNCS(name)                                                                       \
    int name(int file) {                                                                  \
        static int (*real)(int);                                                          \
        if (fault(file) == EIO) { errno = EIO; return -1; }                               \
        if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, #name);                          \
        int done = real(file);                                                            \
        if (done == 0) forget(file);                                                      \
        return done;                                                                      \
    }
SYNCS(fsync)
SYNCS(fdatasync)

/* A file system keeps a journal of lengths. */
#define CUTS(name, offset)                                                                \
    int name(int file, offset length) {                                                   \
        static int (*real)(int, offset);                                                  \
        if (!real) real = (int (*)(int, offset))dlsym(RTLD_NEXT, #name);                  \
        int done = real(file, length);                                                    \
        if (done == 0) forget(file);                                                      \
        return done;                                                                      \
    }
CUTS(ftruncate, off_t)
CUTS(ftruncate64, off64_t)

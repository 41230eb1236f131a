/* A disk that is full, or broken, when a file says so: loaded before libc, it fails writes to the database alone.
   The file that ALLCLEAR_TEST_DISK names holds "full" or "broken"; without it everything goes through. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int fault(int file) {
    char link[64], path[4096], word[16] = {0};
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    if (!strstr(path, ".db")) return 0;
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
        return real(file, bytes, count, at);                                              \
    }
WRITES(pwrite, off_t)
WRITES(pwrite64, off64_t)

#define SYNCS(name)                                                                       \
    int name(int file) {                                                                  \
        static int (*real)(int);                                                          \
        if (fault(file) == EIO) { errno = EIO; return -1; }                               \
        if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, #name);                          \
        return real(file);                                                                \
    }
SYNCS(fsync)
SYNCS(fdatasync)

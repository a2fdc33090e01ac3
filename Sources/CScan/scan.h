/* What the matcher needs of the machine and Swift has no word for: the C library's vectorised search. */
#ifndef CSCAN_H
#define CSCAN_H
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <stddef.h>
#include <string.h>

void *memmem(const void *haystack, size_t haystack_length, const void *needle, size_t needle_length);

/* The first place of `needle` in `haystack`, or NULL. Reads no byte outside the lengths. */
static inline const void *cscan_find(const void *haystack, size_t haystack_length, const void *needle, size_t needle_length) {
    return memmem(haystack, haystack_length, needle, needle_length);
}
#endif

/* Counts what a thread takes from the heap. For tests: the functions of the C library are replaced in the whole process by ones
 * that count where a thread asked for it, and call glibc's. */
#ifndef MALLOC_COUNT_H
#define MALLOC_COUNT_H
#include <stddef.h>

/* Starts counting on this thread, from zero. What is taken by a shared library whose path holds `library`, or by what it calls, does
 * not count; NULL for none. */
void malloc_count_begin(const char *library);

/* Ends counting on this thread. Returns how many blocks were taken or resized since. */
size_t malloc_count_end(void);

/* Who took the first block that the last count of this thread met, innermost first, a line each: the function's name where the
 * executable tells it, else `file+0xoffset` for addr2line. At most `capacity` bytes; returns how many. */
size_t malloc_count_describe_first(char *text, size_t capacity);

/* Bytes of the process's heap in use, all arenas together. */
size_t malloc_count_bytes_in_use(void);

#endif

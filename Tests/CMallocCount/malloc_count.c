#define _GNU_SOURCE
#include "malloc_count.h"
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <link.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* glibc's own, under the names that it keeps for replacements. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *block);

enum { MAXIMUM_FRAMES = 128 };

static _Thread_local bool counts;
static _Thread_local size_t taken;
/* How deep the stack was when the count began. */
static _Thread_local size_t base_depth;
static _Thread_local void *first[MAXIMUM_FRAMES];
static _Thread_local size_t first_depth;

/* Where the code lies whose blocks do not count. Swift Testing looks at the stack wherever an error is thrown, and keeps it: that is
 * not the work of what is tested. The caller may name a second library. */
struct code {
    const char *library;
    uintptr_t start, end;
};
static _Thread_local struct code excepted[2];

static int find(struct dl_phdr_info *info, size_t size, void *context) {
    (void)size;
    struct code *code = context;
    if (info->dlpi_name == NULL || strstr(info->dlpi_name, code->library) == NULL) return 0;
    for (int index = 0; index < info->dlpi_phnum; index++) {
        if (info->dlpi_phdr[index].p_type != PT_LOAD || (info->dlpi_phdr[index].p_flags & PF_X) == 0) continue;
        code->start = info->dlpi_addr + info->dlpi_phdr[index].p_vaddr;
        code->end = code->start + info->dlpi_phdr[index].p_memsz;
    }
    return 1;
}

static void except(size_t number, const char *library) {
    excepted[number] = (struct code){.library = library};
    if (library != NULL) (void)dl_iterate_phdr(find, &excepted[number]);
}

static bool is_excepted(void **frames, size_t depth) {
    for (size_t index = 0; index < depth; index++) {
        for (size_t number = 0; number < sizeof excepted / sizeof *excepted; number++) {
            if ((uintptr_t)frames[index] >= excepted[number].start && (uintptr_t)frames[index] < excepted[number].end) return true;
        }
    }
    return false;
}

static void note(void) {
    if (!counts) return;
    counts = false; /* backtrace() may take memory itself */
    void *frames[MAXIMUM_FRAMES];
    size_t depth = (size_t)backtrace(frames, MAXIMUM_FRAMES);
    if (!is_excepted(frames, depth > base_depth ? depth - base_depth : 0) && taken++ == 0) {
        memcpy(first, frames, depth * sizeof *frames);
        first_depth = depth;
    }
    counts = true;
}

void *malloc(size_t size) {
    note();
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    note();
    return __libc_calloc(count, size);
}

void *realloc(void *block, size_t size) {
    note();
    return __libc_realloc(block, size);
}

void *memalign(size_t alignment, size_t size) {
    note();
    return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    note();
    return __libc_memalign(alignment, size);
}

void *valloc(size_t size) {
    note();
    return __libc_memalign((size_t)sysconf(_SC_PAGESIZE), size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
    if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0) return EINVAL;
    note();
    void *block = __libc_memalign(alignment, size);
    if (block == NULL) return ENOMEM;
    *result = block;
    return 0;
}

void free(void *block) { __libc_free(block); }

void malloc_count_begin(const char *library) {
    void *frames[MAXIMUM_FRAMES];
    except(0, "libTesting.so");
    except(1, library);
    base_depth = (size_t)backtrace(frames, MAXIMUM_FRAMES); /* also loads what it needs, outside any count */
    taken = 0;
    first_depth = 0;
    counts = true;
}

size_t malloc_count_end(void) {
    counts = false;
    return taken;
}

size_t malloc_count_describe_first(char *text, size_t capacity) {
    size_t length = 0;
    /* Two frames are this file's own. */
    for (size_t index = 2; index < first_depth && index < 16; index++) {
        Dl_info info;
        if (dladdr(first[index], &info) == 0) continue;
        const char *slash = info.dli_fname ? strrchr(info.dli_fname, '/') : NULL;
        int written = info.dli_sname
            ? snprintf(text + length, capacity - length, "%s\n", info.dli_sname)
            : snprintf(text + length, capacity - length, "%s+0x%zx\n", slash ? slash + 1 : "?", (size_t)((char *)first[index] - (char *)info.dli_fbase));
        if (written < 0 || (size_t)written >= capacity - length) break;
        length += (size_t)written;
    }
    return length;
}

size_t malloc_count_bytes_in_use(void) { return mallinfo2().uordblks; }

#include "cprocess.h"

#ifdef __linux__
#include <sys/prctl.h>

int cprocess_hide_memory(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }
#else
#include <errno.h>

int cprocess_hide_memory(void) {
    errno = ENOSYS;
    return -1;
}
#endif

/* What the process asks of the kernel and Swift cannot import: prctl is variadic. */
#ifndef CPROCESS_H
#define CPROCESS_H

/* Lets no other process of the same user read this one's memory (ptrace, /proc/PID/mem), and no core file be written of it
 * (PR_SET_DUMPABLE, prctl(2)). It holds until the process changes its user or runs another program.
 * Returns 0, or -1 with errno. */
int cprocess_hide_memory(void);

#endif

/* DNS answers, asked for and read by the C library's own resolver: what Swift cannot import of it, and what getaddrinfo does not tell. */
#ifndef CRESOLVER_H
#define CRESOLVER_H

#include <stdint.h>

/* The longest name as text, escapes and the final zero included (NS_MAXDNAME). */
#define CRESOLVER_NAME_SIZE 1025

/* Asks the machine's DNS servers (resolv.conf(5)) for the IPv4 addresses of a name, which search domains do not complete; blocks.
 * The answer (RFC 1035 section 4) is written to `answer`, at most `capacity` bytes of it.
 * Returns how many bytes were written, or -1 where there is no answer. */
int cresolver_query(const char *name, uint8_t *answer, int capacity);

/* Finds the CNAME record of `name` among an answer's records, and writes the name that it leads to, without a dot at its end.
 * Returns 1 where there is one, 0 where there is none, -1 where the answer is malformed. */
int cresolver_canonical_name(const uint8_t *answer, int length, const char *name, char canonical[CRESOLVER_NAME_SIZE]);

#endif

/* Sends one thread's DNS questions to a server of a test's: resolv.conf cannot say a port. */
#ifndef TEST_RESOLVER_H
#define TEST_RESOLVER_H

#include <stdint.h>

/* From now on getaddrinfo and res_query of the calling thread ask the server at this port of 127.0.0.1 or ::1, with no search domains.
 * Returns 0, or -1. */
int test_resolver_use(uint16_t port, int is_ipv6);

#endif

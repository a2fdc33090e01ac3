#include "test_resolver.h"

#include <arpa/nameser.h>
#include <netinet/in.h>
#include <resolv.h>
#include <stdlib.h>
#include <string.h>

int test_resolver_use(uint16_t port, int is_ipv6) {
    if (res_init() != 0) return -1;
    memset(&_res.nsaddr_list[0], 0, sizeof _res.nsaddr_list[0]);
    if (is_ipv6) {
        /* Freed by the C library, with the thread. */
        struct sockaddr_in6 *server = calloc(1, sizeof *server);
        if (server == NULL) return -1;
        server->sin6_family = AF_INET6;
        server->sin6_port = htons(port);
        server->sin6_addr = in6addr_loopback;
        _res._u._ext.nsaddrs[0] = server;
        _res._u._ext.nssocks[0] = -1;
    } else {
        _res.nsaddr_list[0].sin_family = AF_INET;
        _res.nsaddr_list[0].sin_port = htons(port);
        _res.nsaddr_list[0].sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    }
    _res.nscount = 1;
    _res.dnsrch[0] = NULL;
    return 0;
}

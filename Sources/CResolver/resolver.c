#include "cresolver.h"

#include <arpa/nameser.h>
#include <netinet/in.h>
#include <resolv.h>
#include <strings.h>

_Static_assert(CRESOLVER_NAME_SIZE == NS_MAXDNAME, "the header says how long a name may be");

int cresolver_query(const char *name, uint8_t *answer, int capacity) {
    int length = res_query(name, ns_c_in, ns_t_a, answer, capacity);
    /* The length is that of the whole answer, also where less of it had room. */
    return length > capacity ? capacity : length;
}

int cresolver_canonical_name(const uint8_t *answer, int length, const char *name, char canonical[CRESOLVER_NAME_SIZE]) {
    ns_msg message;
    if (ns_initparse(answer, length, &message) != 0) return -1;
    for (int index = 0; index < ns_msg_count(message, ns_s_an); index++) {
        ns_rr record;
        if (ns_parserr(&message, ns_s_an, index, &record) != 0) return -1;
        if (ns_rr_class(record) != ns_c_in || ns_rr_type(record) != ns_t_cname) continue;
        /* Both as the library writes names out, without a dot at the end. */
        if (strcasecmp(ns_rr_name(record), name) != 0) continue;
        int size = dn_expand(answer, answer + length, ns_rr_rdata(record), canonical, CRESOLVER_NAME_SIZE);
        return size < 0 ? -1 : 1;
    }
    return 0;
}

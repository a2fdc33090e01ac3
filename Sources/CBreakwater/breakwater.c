/* The contract compiles as C; BreakwaterC implements it. */
#include "breakwater.h"

#if !defined(__cplusplus) && defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L && SIZE_MAX > 0xFFFFFFFFu
/* The structs' sizes are part of the ABI. */
_Static_assert(sizeof(bw_verdict) == 48, "bw_verdict of the first version");
_Static_assert(sizeof(bw_request) == 72, "bw_request of the first version");
#endif

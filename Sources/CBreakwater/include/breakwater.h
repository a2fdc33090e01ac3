/*
 * Breakwater: decide whether a profile may fetch a URL, and say why.
 *
 *     #include <breakwater.h>
 *
 *     bw_engine *engine = NULL;
 *     if (bw_engine_open("household.bwb", &engine) != BW_OK) {
 *         fprintf(stderr, "%s\n", bw_last_error());
 *         return 1;
 *     }
 *     bw_verdict verdict = { .struct_size = sizeof verdict };
 *     bw_status status = bw_engine_decide(engine, url, url_length, "child-6-9", BW_NOW, &verdict);
 *     if (status != BW_OK || verdict.action == BW_BLOCK) refuse();
 *     bw_engine_close(engine);
 *
 * Build with  cc program.c -lbreakwater-c.
 *
 * THREADS. An engine is immutable: any number of threads may use one at once, without locks. What a decision writes is
 * kept per thread inside the library: made at a thread's first decision (about 150 KiB), freed when the thread ends. So do
 * not dlclose() the library while threads that used it are alive.
 *
 * MEMORY. Once a thread has decided a few times, bw_engine_decide allocates nothing but one short-lived copy of a URL
 * of more than 15 bytes. Strings returned by bw_engine_* functions belong to the engine and live as long as it does.
 *
 * FAILURE. Functions return a bw_status; bw_last_error() has a sentence that says what, where and what to do. A function
 * that fails writes BW_BLOCK into the verdict (where its struct_size is right), and BW_BLOCK is zero: a verdict
 * that nobody filled in blocks. Arguments are checked; NULL, an empty or too long URL and a wrong struct_size are
 * BW_ERROR_ARGUMENT or BW_ERROR_TOO_LONG. Pointers that point to freed or foreign memory cannot be checked.
 *
 * REPLACING A BUNDLE. Open the new one, let new requests use it, and close the old one when its last request is done:
 * bw_engine_retain and bw_engine_close count owners, so that a thread can hold the engine it began with.
 *
 * VERSIONS. Structs grow at their end. Set struct_size to sizeof the struct you compiled with: an older library fills
 * the fields it knows, a newer one writes no further than you have room. Status and enumeration values are never reused.
 */
#ifndef BREAKWATER_H
#define BREAKWATER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define BW_API __attribute__((visibility("default")))
#else
#define BW_API
#endif

/* The longest URL, in bytes, that is looked at. */
#define BW_URL_LIMIT 65536

/* As `now`: the system's clock. */
#define BW_NOW ((int64_t)-1)

/* As an index: there is none. */
#define BW_NONE ((int32_t)-1)

typedef enum bw_status {
    BW_OK = 0,
    BW_ERROR_ARGUMENT = 1,        /* NULL, an empty string, an index or time out of range, a wrong struct_size */
    BW_ERROR_TOO_LONG = 2,        /* a URL of more than BW_URL_LIMIT bytes */
    BW_ERROR_UNKNOWN_PROFILE = 3, /* the policy has no profile of that name */
    BW_ERROR_BUFFER = 4,          /* the buffer is too small; *length says how much is needed */
    BW_ERROR_UNREADABLE = 5,      /* the bundle cannot be opened or mapped */
    BW_ERROR_TRUNCATED = 6,       /* the bundle is shorter than it says it is */
    BW_ERROR_FOREIGN = 7,         /* the file is no bundle */
    BW_ERROR_NEWER = 8,           /* the bundle was written for a newer library */
    BW_ERROR_CORRUPT = 9,         /* a checksum of the bundle does not match */
    BW_ERROR_INVALID = 10,        /* the bundle's contents contradict each other */
    BW_ERROR_INTERNAL = 11        /* a fault of the library */
} bw_status;

typedef enum bw_action {
    BW_BLOCK = 0,
    BW_WARN = 1, /* a page that teaches, with "continue" */
    BW_ALLOW = 2
} bw_action;

/* Which step of the decision's total order settled it; the first that applies wins. */
typedef enum bw_rank {
    BW_RANK_MALFORMED = 0,     /* not one unambiguous URL: nothing can vouch for it */
    BW_RANK_SEALED = 1,        /* illegal content: nobody can override it */
    BW_RANK_HELP = 2,          /* a help list: always open */
    BW_RANK_PROFILE_ENTRY = 3, /* the guardian's own entry */
    BW_RANK_GRANT = 4,         /* a permission that has not expired */
    BW_RANK_TIME = 5,          /* schedule, bedtime or quota */
    BW_RANK_CATEGORY = 6,      /* the profile's action for a category */
    BW_RANK_DEFAULT = 7        /* the profile's default */
} bw_rank;

/* How much of the request is known. */
typedef enum bw_layer {
    BW_LAYER_NAME = 0,        /* a resolver's question or a CONNECT target: give https://host:port/ */
    BW_LAYER_SERVER_NAME = 1, /* the server name of a TLS ClientHello: give https://host:port/ */
    BW_LAYER_URL = 2,
    BW_LAYER_HEADER = 3,
    BW_LAYER_BODY = 4
} bw_layer;

/* What the response will be used for. */
typedef enum bw_type {
    BW_TYPE_DOCUMENT = 0,
    BW_TYPE_SUBDOCUMENT = 1,
    BW_TYPE_SCRIPT = 2,
    BW_TYPE_STYLESHEET = 3,
    BW_TYPE_IMAGE = 4,
    BW_TYPE_FONT = 5,
    BW_TYPE_MEDIA = 6,
    BW_TYPE_OBJECT = 7,
    BW_TYPE_XML_HTTP_REQUEST = 8,
    BW_TYPE_WEB_SOCKET = 9,
    BW_TYPE_PING = 10,
    BW_TYPE_POPUP = 11,
    BW_TYPE_OTHER = 12
} bw_type;

/* bw_verdict.flags: the profile wants the response's text scanned too. */
#define BW_FLAG_WANTS_TEXT_SCAN 1u

typedef struct bw_verdict {
    size_t struct_size;           /* in: sizeof(bw_verdict) */
    int32_t action;               /* bw_action */
    int32_t rank;                 /* bw_rank */
    int32_t layer;                /* bw_layer, as asked */
    int32_t category;             /* index for bw_engine_category_name, or BW_NONE */
    int32_t list;                 /* index for bw_engine_list_name, or BW_NONE; always BW_NONE for BW_RANK_SEALED */
    uint32_t flags;               /* BW_FLAG_... */
    uint32_t exceeded_expressions; /* regular expressions that gave no answer within their budget */
    uint32_t reserved;            /* 0 */
    int64_t changes_at;           /* seconds since the epoch when a time rule ends, or 0 */
} bw_verdict;

typedef struct bw_request {
    size_t struct_size;     /* in: sizeof(bw_request) */
    const char *url;        /* not NUL-terminated; any spelling, any bytes */
    size_t url_length;      /* 1 to BW_URL_LIMIT */
    const char *document;   /* the URL of the page that asks, or NULL; decides what is third-party */
    size_t document_length; /* 0 where document is NULL */
    const char *profile;    /* NUL-terminated name, or NULL for the policy's default profile */
    int64_t now;            /* seconds since the epoch, or BW_NOW; 0 to 253402300799 (year 9999) */
    int32_t layer;          /* bw_layer */
    int32_t type;           /* bw_type */
    int32_t used_minutes;   /* active minutes of today so far, for quotas; 0 or more */
    uint32_t reserved;      /* 0 */
} bw_request;

/* A host name, in any spelling, an IPv4 address, or an IPv6 address in brackets. */
typedef struct bw_host {
    const char *name;       /* not NUL-terminated; any bytes */
    size_t length;          /* at most BW_URL_LIMIT */
} bw_host;

typedef struct bw_engine bw_engine;

/* The library's version, such as "1.0.0". Never NULL. */
BW_API const char *bw_version(void);

/* A status in words: "the bundle is shorter than it says it is". Never NULL, for any number. */
BW_API const char *bw_status_text(bw_status status);

/* What the last function that failed on this thread says. Never NULL; valid until the next failure on this thread. */
BW_API const char *bw_last_error(void);

/*
 * Opens a bundle that `breakwater compile` wrote: maps it, checks every checksum, and copies nothing but the policy.
 * The file must not be cut while an engine has it open; replace it by renaming another over it.
 * On success *engine has one owner. On failure *engine is NULL.
 */
BW_API bw_status bw_engine_open(const char *path, bw_engine **engine);

/* Adds an owner. Returns the engine; NULL for NULL. */
BW_API bw_engine *bw_engine_retain(bw_engine *engine);

/* Gives up one ownership; the last one frees the engine. NULL is allowed. */
BW_API void bw_engine_close(bw_engine *engine);

/*
 * Decides one URL for a profile: bw_engine_decide_request with a document at the URL layer.
 * profile may be NULL for the policy's default; a name the policy does not have is BW_ERROR_UNKNOWN_PROFILE.
 * A URL that cannot be read is BW_OK with BW_BLOCK and BW_RANK_MALFORMED.
 */
BW_API bw_status bw_engine_decide(
    const bw_engine *engine, const char *url, size_t url_length, const char *profile, int64_t now, bw_verdict *verdict);

/* Decides one request of which more is known. */
BW_API bw_status bw_engine_decide_request(const bw_engine *engine, const bw_request *request, bw_verdict *verdict);

/*
 * Decides many host names for one profile at one moment, as a resolver or a log has them, several times faster than one by one: each verdict is that
 * of https://name/ at BW_LAYER_NAME. What is no host name is blocked with BW_RANK_MALFORMED.
 * verdicts is an array of count; the struct_size of each is set, and they stand as far apart as the first one says.
 */
BW_API bw_status bw_engine_decide_hosts(
    const bw_engine *engine, const bw_host *hosts, size_t count, const char *profile, int64_t now, bw_verdict *verdicts);

/*
 * Explains a decision as one JSON object: "action", "rank", "layer", "category", "list" (id, version, licence), "rule",
 * "line", "profile", "schedule", "changesAt", "wouldChange", "steps", and "url", the canonical URL. For a sealed list there
 * is neither "url", "rule" nor "list".
 *
 * The JSON and a NUL are written into buffer; *length (where not NULL) is the JSON's length without the NUL, also when the
 * buffer is too small. buffer may be NULL where capacity is 0: the result is then BW_ERROR_BUFFER and the length.
 * This call allocates; it is for people who ask, not for every request.
 */
BW_API bw_status bw_engine_explain(
    const bw_engine *engine, const bw_request *request, char *buffer, size_t capacity, size_t *length);

/* The bundle's identity: its SHA-256 in 64 hexadecimal digits. NULL for NULL. */
BW_API const char *bw_engine_identity(const bw_engine *engine);

/* How many there are; 0 for NULL. Indexes go from 0 to one less. */
BW_API int32_t bw_engine_category_count(const bw_engine *engine);
BW_API int32_t bw_engine_list_count(const bw_engine *engine);
BW_API int32_t bw_engine_profile_count(const bw_engine *engine);

/* The names that policy gives them; NULL for NULL and for an index that there is not. */
BW_API const char *bw_engine_category_name(const bw_engine *engine, int32_t index);
BW_API const char *bw_engine_list_name(const bw_engine *engine, int32_t index);
BW_API const char *bw_engine_profile_name(const bw_engine *engine, int32_t index);

#ifdef __cplusplus
}
#endif

#endif

/* What the matcher needs of the machine and Swift has no word for: byte classes and searches over sixteen or thirty-two bytes at once.
 *
 * Every function has a portable form, chosen where the machine has no SSE2; Tests/BreakwaterURLTests and BreakwaterMatchingTests hold the
 * results to naive ones. No function reads or writes outside the lengths it is given, but for the slack that it names. */
#ifndef CSCAN_H
#define CSCAN_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Readable bytes that must follow a text where a function says "slack". */
#define CSCAN_SLACK 64

/* Whether the portable forms are used where the machine has better ones: for tests, which hold them to each other. */
void cscan_use_portable(int on);

/* The first place of `needle` in `haystack`, or NULL. */
const void *cscan_find(const void *haystack, size_t haystack_length, const void *needle, size_t needle_length);

/* Copies letters, digits, '-', '_' and '.' in lower case, and sets the bits of the dots' places. `count` is 1 to 64 of
 * `readable` bytes; `to` takes 64 bytes. Returns 0 where another byte is met: what was written then means nothing. */
int cscan_host(const uint8_t *from, size_t count, size_t readable, uint8_t *to, uint64_t *dots);

/* The first of `/ \ ? # @ : [ %` or `count`. */
size_t cscan_authority_end(const uint8_t *from, size_t count);

/* Whether a tab or the end of a line is among the bytes. */
int cscan_has_breaks(const uint8_t *from, size_t count);

/* The part of a URL that bytes are in. Beside controls, space, bytes over 0x7E and `" # < > % \``, a path's `?`, `\` and dots behind a slash
 * need thought, and a segment's `?`, `\` and `/`. */
enum { CSCAN_QUERY = 0, CSCAN_PATH = 1, CSCAN_SEGMENT = 2 };

typedef struct {
    size_t read;    /* bytes taken from the input: up to its end, or to what ends the part (`#`; in a path also `?`, `\`, a dot behind a slash) */
    size_t written;
    int hides; /* an escape was written that cscan_decode decodes */
} cscan_normalized;

/* Writes bytes of a path, a segment or a query in canonical form (RFC 3986 6.2.2): escapes of unreserved bytes decoded, the others in upper
 * case, and bytes that no URL may hold escaped. `to` takes 3 x `count` + 16 bytes. */
cscan_normalized cscan_normalize(const uint8_t *from, size_t count, int part, uint8_t *to);

typedef struct {
    uint32_t host;       /* where the host starts, right behind `://` */
    uint32_t host_end;
    uint32_t query;      /* at its `?`; `count` where there is none */
    int hides;           /* there is an escape that cscan_decode decodes */
    uint64_t dots;       /* the places of the host's dots, counted from its start */
} cscan_url;

/* Reads the URL that nearly every request has in one pass: `http` or `https`, a host name of 1 to 63 plain bytes, no user information, port,
 * dot segment, fragment or byte that would have to change, but for the case of the host and of escapes. Writes it in canonical form to `bytes`
 * and in lower case to `folded`, which take `count` + 32 bytes. Returns 0 for any other URL, and where the machine has no AVX2: what was written
 * then means nothing. */
int cscan_read_url(const uint8_t *from, size_t count, uint8_t *bytes, uint8_t *folded, cscan_url *url);

/* Decodes every %XX once, in place; from `*query` on only what is no delimiter of a query: unreserved bytes, `%` and bytes over 0x7F. Returns the
 * new length; `*query` is then where it has moved to, and `*again` says whether what was decoded may make another escape. */
size_t cscan_decode(uint8_t *text, size_t count, size_t *query, int *again);

/* Copies with ASCII letters in lower case. Both have slack. */
void cscan_lowercase(const uint8_t *from, size_t count, uint8_t *to);

/* Asks the machine to bring a cache line. */
static inline void cscan_prefetch(const void *line) { __builtin_prefetch(line, 0, 3); }

/* The upper `log` bits choose the bit of a key. */
static inline uint32_t cscan_key_hash(uint32_t key) { return key * 0x9E3779B1u; }

typedef struct {
    const uint8_t *bits; /* little-endian words of 32 bits */
    unsigned log; /* 0: no such keys */
} cscan_bitmap;

/* The places where a key may be: four bytes (`quads`) at even places, three (`triples`) at every place. `text` has slack and `places` room for
 * 2 x `count` + 16. A place of three bytes has CSCAN_TRIPLE added. Returns their number. */
#define CSCAN_TRIPLE 0x80000000u
/* Keys of windows are never zero. */
#define CSCAN_WINDOW_MARK ((uint64_t)1 << 32)
size_t cscan_windows(const uint8_t *text, size_t count, cscan_bitmap quads, cscan_bitmap triples, uint32_t *places);

typedef struct {
    uint32_t start, count;
} cscan_run;

/* The run of a key in a table by open addressing with 2^log slots of 16 bytes: `u64` key (0 empty), `u32` start, `u32` count. */
static inline cscan_run cscan_find_key(const uint8_t *slots, unsigned log, uint64_t key) {
    uint64_t mask = ((uint64_t)1 << log) - 1;
    uint64_t slot = log ? (key * 0x9E3779B97F4A7C15u) >> (64 - log) : 0;
    for (uint64_t tried = 0; tried <= mask && key; tried++, slot = (slot + 1) & mask) {
        uint64_t found;
        cscan_run run;
        memcpy(&found, slots + 16 * slot, 8);
        if (found == key) {
            memcpy(&run, slots + 16 * slot + 8, 8);
            return run;
        }
        if (!found) break;
    }
    return (cscan_run){0, 0};
}

/* Where the keys of URLs are: everything that it points to is as long as its logarithm says. */
typedef struct {
    cscan_bitmap host_bits, quad_bits, triple_bits;
    const uint8_t *hosts, *documents, *quads, *triples;
    unsigned hosts_log, documents_log, quads_log, triples_log;
    const uint8_t *candidates; /* 16 bytes each */
    uint32_t candidate_count;
} cscan_rule_index;

/* The candidates of the key at a place of a text. */
typedef struct {
    uint32_t place, start, count;
} cscan_key_hit;

/* The keys that a text holds, with their candidates' cache lines under way. `places` and `hits` have room for 2 x `count` + 16. Keys that no rule
 * has are left out; runs are those of the table and may lie. */
size_t cscan_key_hits(const cscan_rule_index *index, const uint8_t *text, size_t count, uint32_t *places, cscan_key_hit *hits);

/* Whether the bit of a host's fingerprint is set. */
static inline int cscan_may_hold_host(const cscan_rule_index *index, uint64_t fingerprint) {
    uint32_t bit = (uint32_t)(fingerprint >> 32) >> (32 - index->host_bits.log);
    return index->host_bits.bits[bit >> 3] >> (bit & 7) & 1;
}

typedef struct {
    uint64_t fingerprint, position;
} cscan_name_hash;

/* The key of name hashes. */
typedef struct {
    uint64_t first, second;
} cscan_name_key;

/* Hashes a host of `count` bytes, in lower case and with sixteen readable bytes behind it, and all its parents: `hashes[k]` is that of the last
 * k + 1 labels, `starts[k]` and `ends[k]` the places of the label that it has and the one before has not. `dots` are the places of its dots.
 * Returns the number of labels, at most 64. */
size_t cscan_hash_host(
    const uint8_t *host, size_t count, uint64_t dots, cscan_name_key key, cscan_name_hash *hashes, uint16_t *starts, uint16_t *ends);

/* A table of names in 64-byte lines of eight entries: `domainLines` in docs/BUNDLE-FORMAT.md. */
typedef struct {
    const uint8_t *lines;
    uint64_t line_count;   /* 0: no names */
    uint64_t label_counts; /* bit k: names of k labels exist; bit 63: of 63 or more */
} cscan_name_table;

/* The line of a name's first choice, and of its second. */
static inline uint64_t cscan_line(uint64_t position, uint64_t line_count) { return (uint64_t)((unsigned __int128)position * line_count >> 64); }
static inline uint64_t cscan_second_line(uint64_t position, uint64_t line_count) {
    return cscan_line(position << 32 | position >> 32, line_count);
}

/* Whether a name of that many labels may be in the table. */
static inline int cscan_may_hold_labels(const cscan_name_table *table, size_t labels) {
    return (int)(table->label_counts >> (labels < 63 ? labels : 63) & 1);
}

/* Asks for the lines where a host and its parents would be: `hashes[k]` is that of k + 1 labels. */
static inline void cscan_prefetch_names(const cscan_name_table *table, const cscan_name_hash *hashes, size_t count) {
    if (!table->line_count) return;
    for (size_t k = count; k--;) {
        if (cscan_may_hold_labels(table, k + 1))
            __builtin_prefetch(table->lines + 64 * cscan_line(hashes[k].position, table->line_count), 0, 3);
    }
}

/* Writes the posting of a host and of each of its parents, 0 where it is not listed. Returns whether any is. */
int cscan_probe_names(const cscan_name_table *table, const cscan_name_hash *hashes, size_t count, uint16_t *postings);

/* A host under way. */
#define CSCAN_PLAIN_LABELS 8
typedef struct {
    cscan_name_hash hashes[CSCAN_PLAIN_LABELS];
    const uint8_t *lines[CSCAN_PLAIN_LABELS];
    uint16_t starts[CSCAN_PLAIN_LABELS], postings[CSCAN_PLAIN_LABELS];
    uint32_t labels; /* 0 where the host is not one that nearly all are */
    uint32_t asked;  /* bit k: names of k + 1 labels exist, so that this host's is looked for */
    uint32_t moved;  /* bit k: it may be in its second line */
    uint32_t listed; /* bit k: it is in its first */
} cscan_plain_name;

/* Hashes a host as it came and asks for its lines: a name of 1 to 63 letters, digits, '-', '_' and dots, and of at most eight labels, none of
 * them empty, and the last one no number; any other leaves `labels` 0, as does a table without names. `readable` bytes may be read, of which the host are the first `count`. */
void cscan_begin_name(
    const cscan_name_table *table, cscan_name_key key, const uint8_t *host, size_t count, size_t readable, cscan_plain_name *name);

/* Looks into the first lines, and asks for the second ones where they are needed. */
void cscan_look_name(const cscan_name_table *table, cscan_plain_name *name);

/* What a table says of a host and its parents: of each that is listed, the shortest first, twelve bits of `key` (posting times two, and
 * one for the host itself) and where it starts in the host. `key` is 0 where none is listed, and CSCAN_FOUND_MANY where they are more, the
 * overflow knows a posting, or the host was not looked for. */
#define CSCAN_FOUND 4
#define CSCAN_FOUND_MANY UINT64_MAX
typedef struct {
    uint64_t key;
    uint16_t starts[CSCAN_FOUND];
} cscan_found_name;

/* What the lines say, after cscan_look_name. */
cscan_found_name cscan_find_name(cscan_plain_name *name);

/* The places from `first` (even) up to, not including, `last`, two apart, where five bytes have their bit set: the upper bits of the first
 * four's cscan_key_hash choose a word of the bitmap, the lower five of the fifth a bit of it. Reads nothing at or behind `readable`: four
 * bytes that are not whole there are not looked at, and a fifth there is zero. `places` has room for `last - first` and 8 more. */
size_t cscan_pentads(const uint8_t *text, size_t readable, size_t first, size_t last, cscan_bitmap pentads, uint32_t *places);

/* The same for eight bytes, whose bit the upper bits of cscan_octet_hash choose, at places four apart; `first` is a multiple of four. */
size_t cscan_octets(const uint8_t *text, size_t readable, size_t first, size_t last, cscan_bitmap octets, uint32_t *places);

static inline uint32_t cscan_octet_hash(uint64_t key) { return (uint32_t)key * 0x9E3779B1u + (uint32_t)(key >> 32) * 0x85EBCA6Bu; }

/* Literals of three or four bytes, for a filter that takes little memory: bucket `i` of eight has bit `i` of the tables of low and high nibbles of
 * each of the bytes; a literal of three has all those of the fourth. Their first three bytes have a bit, which cscan_short_bit chooses. */
typedef struct {
    uint8_t low[4][16];
    uint8_t high[4][16];
    uint8_t bits[1024];
} cscan_short_filter;

static inline uint32_t cscan_short_bit(uint32_t three_bytes) { return cscan_key_hash(three_bytes & 0xFFFFFF) >> 19; }

/* The same by nibbles, at every place: those that may hold one of the literals. */
size_t cscan_shorts(const uint8_t *text, size_t readable, size_t first, size_t last, const cscan_short_filter *filter, uint32_t *places);

/* Windows and where they are filed, by their bytes under `mask`. 2^log buckets of 32 bytes: `u32` tags of four windows (0
 * none), `u32` first candidate of each. A window that found its bucket full is in the next one that is not. */
typedef struct {
    const uint8_t *buckets;
    unsigned log;
    uint64_t mask;
} cscan_window_table;

/* Its upper bits choose the bucket. */
static inline uint64_t cscan_window_hash(uint64_t window) {
    uint64_t hash = window * 0x9E3779B97F4A7C15u;
    return (hash ^ hash >> 32) * 0x9E3779B97F4A7C15u;
}

static inline uint32_t cscan_window_tag(uint64_t hash) { return (uint32_t)(hash >> 16) | 1; }

typedef struct {
    uint32_t place, candidate;
} cscan_window_hit;

/* The windows of a text that may have candidates, of which there are `candidate_count` of 16 bytes, with their cache lines under way. Reads nothing
 * at or behind `readable`: bytes there are zero. `hits` has room for `count`; candidates are those of the table and may lie. */
size_t cscan_window_hits(
    const cscan_window_table *table, const uint8_t *candidates, size_t candidate_count, const uint8_t *text, size_t readable, const uint32_t *places,
    size_t count, cscan_window_hit *hits);

/* A candidate: `u32` number, with this bit where another one of its window follows; two bytes; `u8` length of its probe, which the text must hold;
 * `i8` where that is, from the window's place on; eight bytes of the probe. */
#define CSCAN_FOLLOWED 0x80000000u

/* The candidates of `count` hits, from the one at `*next` on, whose probe the text holds: at most `room`. Moves `*next` on, to `count` when all are
 * done. Reads nothing before `text` and nothing at or behind `readable`. */
size_t cscan_probe_hits(
    const uint8_t *candidates, size_t candidate_count, const uint8_t *text, size_t readable, cscan_window_hit *hits, size_t count, size_t *next,
    cscan_window_hit *held, size_t room);

#endif

#define _GNU_SOURCE
#include "cscan.h"

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#endif

static int is_portable;

void cscan_use_portable(int on) { is_portable = on; }

#if defined(__x86_64__)
static inline int has_avx2(void) { return !is_portable && __builtin_cpu_supports("avx2"); }

/* The first and the last byte of the needle, at 32 places at once. `places` is 32 at least. */
__attribute__((target("avx2"))) static const uint8_t *find_avx2(const uint8_t *text, size_t places, const uint8_t *needle, size_t length) {
    const __m256i first = _mm256_set1_epi8((char)needle[0]), last = _mm256_set1_epi8((char)needle[length - 1]);
    for (size_t at = 0; at < places; at += 32) {
        /* The last block overlaps the one before. */
        if (at + 32 > places) at = places - 32;
        __m256i fits = _mm256_and_si256(_mm256_cmpeq_epi8(first, _mm256_loadu_si256((const __m256i *)(text + at))),
                                        _mm256_cmpeq_epi8(last, _mm256_loadu_si256((const __m256i *)(text + at + length - 1))));
        for (unsigned mask = (unsigned)_mm256_movemask_epi8(fits); mask; mask &= mask - 1) {
            const uint8_t *place = text + at + __builtin_ctz(mask);
            if (length < 3 || !memcmp(place + 1, needle + 1, length - 2)) return place;
        }
    }
    return NULL;
}
#endif

const void *cscan_find(const void *haystack, size_t haystack_length, const void *needle, size_t needle_length) {
#if defined(__x86_64__)
    if (needle_length && haystack_length >= needle_length + 31 && has_avx2()) {
        return find_avx2(haystack, haystack_length - needle_length + 1, needle, needle_length);
    }
#endif
    return memmem(haystack, haystack_length, needle, needle_length);
}

static inline uint64_t load64(const uint8_t *from) {
    uint64_t value;
    memcpy(&value, from, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    value = __builtin_bswap64(value);
#endif
    return value;
}

static inline int is_upper(uint8_t byte) { return (uint8_t)(byte - 'A') < 26; }
static inline int is_lower(uint8_t byte) { return (uint8_t)(byte - 'a') < 26; }
static inline int is_digit(uint8_t byte) { return (uint8_t)(byte - '0') < 10; }

static inline int needs_thought(const uint8_t *from, size_t index, int part) {
    uint8_t byte = from[index];
    if (byte <= 0x20 || byte >= 0x7F || byte == '"' || byte == '#' || byte == '<' || byte == '>' || byte == '%' || byte == '`') return 1;
    if (part == CSCAN_QUERY) return 0;
    if (byte == '?' || byte == '\\') return 1;
    return part == CSCAN_PATH ? byte == '.' && index > 0 && from[index - 1] == '/' : byte == '/';
}

#if defined(__SSE2__)
#define EQUAL(block, byte) _mm_cmpeq_epi8(block, _mm_set1_epi8(byte))
#define MASK(block) ((unsigned)_mm_movemask_epi8(block))

/* 0xFF where first <= byte < first + count (count up to 128). */
static inline __m128i in_range(__m128i block, uint8_t first, uint8_t count) {
    __m128i shifted = _mm_sub_epi8(block, _mm_set1_epi8((char)first));
    return _mm_cmpeq_epi8(_mm_min_epu8(shifted, _mm_set1_epi8((char)(count - 1))), shifted);
}

static inline __m128i lowercase(__m128i block) {
    return _mm_or_si128(block, _mm_and_si128(in_range(block, 'A', 26), _mm_set1_epi8(0x20)));
}

static inline __m128i any(__m128i a, __m128i b) { return _mm_or_si128(a, b); }
#endif

static int host_portable(const uint8_t *from, size_t count, size_t readable, uint8_t *to, uint64_t *dots) {
    uint64_t places = 0;
    size_t index = 0;
#if defined(__SSE2__)
    uint8_t tail[16];
    for (; index < count; index += 16) {
        const uint8_t *source = from + index;
        if (index + 16 > readable) {
            for (size_t at = 0; at < count - index; at++) tail[at] = source[at];
            source = tail;
        }
        unsigned own = count - index < 16 ? (1u << (count - index)) - 1 : 0xFFFF;
        __m128i block = lowercase(_mm_loadu_si128((const __m128i *)source));
        __m128i dot = EQUAL(block, '.');
        __m128i good = any(any(in_range(block, 'a', 26), in_range(block, '0', 10)), any(any(dot, EQUAL(block, '-')), EQUAL(block, '_')));
        if ((MASK(good) & own) != own) return 0;
        places |= (uint64_t)(MASK(dot) & own) << index;
        _mm_storeu_si128((__m128i *)(to + index), block);
    }
#else
    (void)readable;
    for (; index < count; index++) {
        uint8_t byte = is_upper(from[index]) ? from[index] | 0x20 : from[index];
        if (!is_lower(byte) && !is_digit(byte) && byte != '.' && byte != '-' && byte != '_') return 0;
        if (byte == '.') places |= (uint64_t)1 << index;
        to[index] = byte;
    }
#endif
    *dots = places;
    return 1;
}

static inline int ends_name(uint8_t byte) {
    return byte == '/' || byte == '\\' || byte == '?' || byte == '#' || byte == '@' || byte == ':' || byte == '[' || byte == '%';
}

size_t cscan_authority_end(const uint8_t *from, size_t count) {
    size_t index = 0;
#if defined(__SSE2__)
    for (; index + 16 <= count; index += 16) {
        __m128i block = _mm_loadu_si128((const __m128i *)(from + index));
        __m128i end = any(any(any(EQUAL(block, '/'), EQUAL(block, '\\')), any(EQUAL(block, '?'), EQUAL(block, '#'))),
                          any(any(EQUAL(block, '@'), EQUAL(block, ':')), any(EQUAL(block, '['), EQUAL(block, '%'))));
        unsigned mask = MASK(end);
        if (mask) return index + (size_t)__builtin_ctz(mask);
    }
#endif
    while (index < count && !ends_name(from[index])) index++;
    return index;
}

int cscan_has_breaks(const uint8_t *from, size_t count) {
    size_t index = 0;
#if defined(__SSE2__)
    __m128i breaks = _mm_setzero_si128();
    while (index < count && count >= 16) {
        /* The last block overlaps the one before. */
        const uint8_t *at = index + 16 <= count ? from + index : from + count - 16;
        __m128i block = _mm_loadu_si128((const __m128i *)at);
        breaks = any(breaks, any(EQUAL(block, '\t'), any(EQUAL(block, '\n'), EQUAL(block, '\r'))));
        index += 16;
    }
    if (MASK(breaks)) return 1;
#endif
    for (; index < count; index++) {
        if (from[index] == '\t' || from[index] == '\n' || from[index] == '\r') return 1;
    }
    return 0;
}

/* Copies bytes up to the first that needs thought, and returns how many; writes up to 15 bytes more. */
static inline size_t copy_plain(const uint8_t *from, size_t count, int part, uint8_t *to) {
    size_t index = 0;
#if defined(__SSE2__)
    __m128i before = _mm_setzero_si128();
    while (index < count && count >= 16) {
        /* The last block overlaps the one before; what that has seen is masked out. */
        size_t start = index + 16 <= count ? index : count - 16;
        __m128i block = _mm_loadu_si128((const __m128i *)(from + start));
        /* As signed bytes those from 0x80 on are below the space, too. */
        __m128i stop = _mm_cmplt_epi8(block, _mm_set1_epi8(0x21));
        stop = any(any(stop, EQUAL(block, 0x7F)), any(EQUAL(block, '"'), EQUAL(block, '#')));
        stop = any(any(stop, EQUAL(block, '<')), any(EQUAL(block, '>'), any(EQUAL(block, '%'), EQUAL(block, '`'))));
        if (part != CSCAN_QUERY) {
            stop = any(stop, any(EQUAL(block, '?'), EQUAL(block, '\\')));
            __m128i slash = EQUAL(block, '/');
            if (part == CSCAN_PATH) {
                __m128i behind = any(_mm_slli_si128(slash, 1), _mm_srli_si128(before, 15));
                stop = any(stop, _mm_and_si128(behind, EQUAL(block, '.')));
                before = slash;
            } else {
                stop = any(stop, slash);
            }
        }
        _mm_storeu_si128((__m128i *)(to + start), block);
        unsigned mask = MASK(stop) >> (index - start);
        if (mask) return index + (size_t)__builtin_ctz(mask);
        index = start + 16;
    }
#endif
    for (; index < count && !needs_thought(from, index, part); index++) to[index] = from[index];
    return index;
}

/* 16 and the value of a hexadecimal digit, 32 more for one in lower case. */
static const uint8_t digit_values[256] = {
    ['0'] = 16, ['1'] = 17, ['2'] = 18, ['3'] = 19, ['4'] = 20, ['5'] = 21, ['6'] = 22, ['7'] = 23, ['8'] = 24, ['9'] = 25, ['A'] = 26,
    ['B'] = 27, ['C'] = 28, ['D'] = 29, ['E'] = 30, ['F'] = 31, ['a'] = 58, ['b'] = 59, ['c'] = 60, ['d'] = 61, ['e'] = 62, ['f'] = 63,
};

/* The unreserved bytes, a bit each, by their upper four bits. */
static const uint16_t unreserved_bits[16] = {0, 0, 0x6000, 0x03FF, 0xFFFE, 0x87FF, 0xFFFE, 0x47FF};

static inline int hexadecimal(uint8_t byte) { return digit_values[byte] ? digit_values[byte] & 15 : -1; }

static inline int is_unreserved(uint8_t byte) { return unreserved_bits[byte >> 4] >> (byte & 15) & 1; }

static inline size_t escape(uint8_t byte, uint8_t *to) {
    static const uint8_t digits[] = "0123456789ABCDEF";
    to[0] = '%';
    to[1] = digits[byte >> 4];
    to[2] = digits[byte & 15];
    return 3;
}

/* Whether decoding shows what a list's rule may name: in a query the escapes of delimiters are data (RFC 3986 2.2). */
static inline int is_hiding(uint8_t value, int is_query) { return !is_query || value >= 0x80 || value == '%' || is_unreserved(value); }

cscan_normalized cscan_normalize(const uint8_t *from, size_t count, int part, uint8_t *to) {
    size_t read = 0, written = 0;
    int hides = 0;
    while (read < count) {
        /* A dot at the start of a run may be behind a slash that the run before has taken. */
        size_t plain = part == CSCAN_PATH && read > 0 && from[read] == '.' && from[read - 1] == '/' ? 0 : copy_plain(from + read, count - read, part, to + written);
        read += plain;
        written += plain;
        if (read == count) break;
        uint8_t byte = from[read];
        if (byte == '#') break;
        if (byte != '%') {
            if (part != CSCAN_QUERY && (byte == '?' || byte == '\\' || byte == '.' || byte == '/')) break;
            written += escape(byte, to + written);
            hides |= is_hiding(byte, part == CSCAN_QUERY);
            read++;
            continue;
        }
        int high = read + 2 < count ? hexadecimal(from[read + 1]) : -1;
        int low = high >= 0 ? hexadecimal(from[read + 2]) : -1;
        if (low < 0) {
            /* A `%` that begins no escape stays as it is, as browsers send it. */
            to[written++] = byte;
            read++;
            continue;
        }
        uint8_t value = (uint8_t)(high << 4 | low);
        /* A decoded digit must not make an escape of a lone `%` before it (`%%34%31`): the canonical form of the canonical form is the same.
         * A whole escape is written at once, so that a `%` among the last two bytes is a lone one. */
        int completes = hexadecimal(value) >= 0 && ((written >= 1 && to[written - 1] == '%') || (written >= 2 && to[written - 2] == '%'));
        if (part == CSCAN_PATH && value == '.' && written > 0 && to[written - 1] == '/') break;
        if (is_unreserved(value) && !completes) {
            to[written++] = value;
        } else {
            written += escape(value, to + written);
            hides |= is_hiding(value, part == CSCAN_QUERY);
        }
        read += 3;
    }
    return (cscan_normalized){read, written, hides};
}

/* Whether no label of a host is empty and the last one starts with no digit: it may be a number. */
static inline int has_plain_labels(const uint8_t *host, size_t length, uint64_t dots) {
    size_t last_label = dots ? 64 - (size_t)__builtin_clzll(dots) : 0;
    return !(dots & 1) && !(dots & dots << 1) && last_label != length && !is_digit(host[last_label]);
}

#if defined(__x86_64__)
/* Classes of bytes by their nibbles: a byte has the classes that its low and its high nibble share. */
enum { URL_STOP = 0x3F, URL_PERCENT = 0x40, URL_QUESTION = 0x80 };

/* The number of bytes at `from`, of which 64 may be read, before the first that no name has; also the dots and letters in upper case among all. */
__attribute__((target("avx2"))) static inline unsigned name_run(const uint8_t *from, uint64_t *dots, uint64_t *uppers) {
    uint64_t good = 0;
    *dots = *uppers = 0;
    for (int half = 0; half < 2; half++) {
        __m256i block = _mm256_loadu_si256((const __m256i *)(from + 32 * half));
        __m256i lower = _mm256_or_si256(block, _mm256_set1_epi8(0x20));
        __m256i letter = _mm256_sub_epi8(lower, _mm256_set1_epi8('a'));
        letter = _mm256_cmpeq_epi8(_mm256_min_epu8(letter, _mm256_set1_epi8(25)), letter);
        __m256i digit = _mm256_sub_epi8(block, _mm256_set1_epi8('0'));
        digit = _mm256_cmpeq_epi8(_mm256_min_epu8(digit, _mm256_set1_epi8(9)), digit);
        __m256i point = _mm256_cmpeq_epi8(block, _mm256_set1_epi8('.'));
        __m256i line = _mm256_or_si256(_mm256_cmpeq_epi8(block, _mm256_set1_epi8('-')), _mm256_cmpeq_epi8(block, _mm256_set1_epi8('_')));
        __m256i upper = _mm256_andnot_si256(_mm256_cmpeq_epi8(block, lower), letter);
        __m256i all = _mm256_or_si256(_mm256_or_si256(letter, digit), _mm256_or_si256(point, line));
        good |= (uint64_t)(uint32_t)_mm256_movemask_epi8(all) << (32 * half);
        *dots |= (uint64_t)(uint32_t)_mm256_movemask_epi8(point) << (32 * half);
        *uppers |= (uint64_t)(uint32_t)_mm256_movemask_epi8(upper) << (32 * half);
        if ((uint32_t)(good >> (32 * half)) != 0xFFFFFFFF) break;
    }
    return good == UINT64_MAX ? 64 : (unsigned)__builtin_ctzll(~good);
}

/* The length of the name at `from`, of 1 to 63 letters, digits, '-', '_' and dots, which a slash ends; 0 where it is none, or one whose
 * labels need thought. */
__attribute__((target("avx2"))) static inline size_t plain_host(const uint8_t *from, size_t readable, uint64_t *dots, int *has_upper) {
    uint8_t padded[64];
    if (readable < 64) {
        memset(padded, '#', sizeof padded);
        memcpy(padded, from, readable);
        from = padded;
    }
    uint64_t points, uppers;
    size_t length = name_run(from, &points, &uppers);
    if (length == 0 || length == 64 || from[length] != '/') return 0;
    uint64_t own = ((uint64_t)1 << length) - 1;
    *dots = points & own;
    *has_upper = (uppers & own) != 0;
    return has_plain_labels(from, length, *dots) ? length : 0;
}

__attribute__((target("avx2"))) static int host_avx2(const uint8_t *from, size_t count, size_t readable, uint8_t *to, uint64_t *dots) {
    uint8_t padded[64];
    if (readable < 64) {
        memcpy(padded, from, count);
        from = padded;
    }
    uint64_t uppers, own = count < 64 ? ((uint64_t)1 << count) - 1 : UINT64_MAX;
    if (name_run(from, dots, &uppers) < count) return 0;
    *dots &= own;
    memcpy(to, from, 64);
    if (uppers & own) {
        for (size_t at = 0; at < count; at++) to[at] |= is_upper(to[at]) ? 0x20 : 0;
    }
    return 1;
}

/* Whether the `%` stays as it is but for the case of its digits, which is added to `*digits`. */
static inline int stays_escaped(const uint8_t *from, size_t left, int is_query, unsigned *digits, int *hides) {
    unsigned high = left > 2 ? digit_values[from[1]] : 0, low = left > 2 ? digit_values[from[2]] : 0;
    if (!high || !low) return 1;
    *digits |= high | low;
    unsigned value = (high << 4 | (low & 15)) & 0xFF;
    *hides |= !is_query | (value >= 0x80) | (value == '%');
    return !(unreserved_bits[high & 15] >> (low & 15) & 1);
}

static void raise_escapes(uint8_t *bytes, size_t count) {
    for (size_t at = 0; at + 2 < count; at++) {
        if (bytes[at] != '%' || hexadecimal(bytes[at + 1]) < 0 || hexadecimal(bytes[at + 2]) < 0) continue;
        for (int digit = 1; digit <= 2; digit++) bytes[at + digit] -= is_lower(bytes[at + digit]) ? 0x20 : 0;
        at += 2;
    }
}

__attribute__((target("avx2"))) static int read_url_avx2(const uint8_t *from, size_t count, uint8_t *bytes, uint8_t *folded, cscan_url *url) {
    /* "http://" and "https://" */
    uint64_t head = load64(from);
    size_t host = head == 0x2F2F3A7370747468u ? 8 : (head & 0xFFFFFFFFFFFFFFu) == 0x2F2F3A70747468u ? 7 : 0;
    int host_has_upper = 0;
    size_t length = host ? plain_host(from + host, count - host, &url->dots, &host_has_upper) : 0;
    if (!length) return 0;
    /* Stops: controls and space, `"`, `#`, `<`, `>`, `` ` ``, DEL, `\`; bytes over 0x7F have no class and are told by their sign. */
    const __m256i by_low = _mm256_broadcastsi128_si256(_mm_setr_epi8(0x01 | 0x02 | 0x08, 0x01, 0x03, 0x03, 0x01, 0x01 | URL_PERCENT, 0x01, 0x01,
        0x01, 0x01, 0x01, 0x01, 0x01 | 0x04 | 0x20, 0x01, 0x01 | 0x04, (char)(0x01 | 0x10 | URL_QUESTION)));
    const __m256i by_high = _mm256_broadcastsi128_si256(_mm_setr_epi8(0x01, 0x01, 0x02 | URL_PERCENT, (char)(0x04 | URL_QUESTION), 0, 0x20, 0x08,
        0x10, 0, 0, 0, 0, 0, 0, 0, 0));
    const __m256i nibble = _mm256_set1_epi8(15);
    uint8_t padded[32];
    uint32_t slash_before = 0;
    size_t query = count;
    int hides = 0;
    unsigned digits = 0;
    for (size_t index = 0; index < count;) {
        size_t start = index;
        const uint8_t *source = from + index;
        uint32_t own = UINT32_MAX;
        if (index + 32 > count) {
            if (count >= 32) {
                /* The last block overlaps the one before. */
                start = count - 32;
                source = from + start;
                slash_before = source[-(start > 0)] == '/';
            } else {
                memset(padded, 'a', sizeof padded);
                memcpy(padded, from, count);
                source = padded;
                own = (1u << count) - 1;
            }
        }
        __m256i block = _mm256_loadu_si256((const __m256i *)source);
        __m256i classes = _mm256_and_si256(_mm256_shuffle_epi8(by_low, block),
            _mm256_shuffle_epi8(by_high, _mm256_and_si256(_mm256_srli_epi16(block, 4), nibble)));
        __m256i stops = _mm256_or_si256(block, _mm256_cmpgt_epi8(_mm256_and_si256(classes, _mm256_set1_epi8(URL_STOP)), _mm256_setzero_si256()));
        uint32_t slashes = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(block, _mm256_set1_epi8('/')));
        uint32_t points = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(block, _mm256_set1_epi8('.')));
        if ((uint32_t)_mm256_movemask_epi8(stops) | ((slashes << 1 | slash_before) & points)) return 0;
        __m256i letter = _mm256_sub_epi8(block, _mm256_set1_epi8('A'));
        letter = _mm256_cmpeq_epi8(_mm256_min_epu8(letter, _mm256_set1_epi8(25)), letter);
        _mm256_storeu_si256((__m256i *)(bytes + start), block);
        _mm256_storeu_si256((__m256i *)(folded + start), _mm256_or_si256(block, _mm256_and_si256(letter, _mm256_set1_epi8(0x20))));
        uint32_t questions = (uint32_t)_mm256_movemask_epi8(classes);
        if (questions && query == count) query = start + (size_t)__builtin_ctz(questions);
        uint32_t percents = (uint32_t)_mm256_movemask_epi8(_mm256_slli_epi16(classes, 1)) & own;
        for (; percents; percents &= percents - 1) {
            size_t at = start + (size_t)__builtin_ctz(percents);
            if (!stays_escaped(from + at, count - at, at > query, &digits, &hides)) return 0;
        }
        slash_before = slashes >> 31;
        index = start + 32;
    }
    if (digits & 32) raise_escapes(bytes, count);
    if (host_has_upper) memcpy(bytes + host, folded + host, length);
    url->host = (uint32_t)host;
    url->host_end = (uint32_t)(host + length);
    url->query = (uint32_t)query;
    url->hides = hides;
    return 1;
}
#endif

int cscan_host(const uint8_t *from, size_t count, size_t readable, uint8_t *to, uint64_t *dots) {
#if defined(__x86_64__)
    if (has_avx2()) return host_avx2(from, count, readable, to, dots);
#endif
    return host_portable(from, count, readable, to, dots);
}

int cscan_read_url(const uint8_t *from, size_t count, uint8_t *bytes, uint8_t *folded, cscan_url *url) {
#if defined(__x86_64__)
    if (count >= 9 && has_avx2()) return read_url_avx2(from, count, bytes, folded, url);
#else
    (void)from, (void)count, (void)bytes, (void)folded, (void)url;
#endif
    return 0;
}

size_t cscan_decode(uint8_t *text, size_t count, size_t *query, int *again) {
    const uint8_t *first = memchr(text, '%', count);
    *again = 0;
    if (!first) return count;
    size_t read = (size_t)(first - text), write = read, path_end = *query < count ? *query : count;
    while (read < count) {
        int is_query = read >= path_end;
        if (read == path_end) *query = write;
#if defined(__SSE2__)
        if (text[read] != '%' && read + 16 <= count) {
            /* The block is loaded whole before it is stored, and `write` is never past `read`. */
            __m128i block = _mm_loadu_si128((const __m128i *)(text + read));
            unsigned mask = MASK(EQUAL(block, '%'));
            size_t run = mask ? (size_t)__builtin_ctz(mask) : 16;
            if (!is_query && run > path_end - read) run = path_end - read;
            _mm_storeu_si128((__m128i *)(text + write), block);
            /* What the store wrote past the run must not reach what is still to be read. */
            if (write + 16 > read + run) memcpy(text + read + run, (uint8_t *)&block + run, 16 - run);
            read += run;
            write += run;
            continue;
        }
#endif
        unsigned high = text[read] == '%' && read + 2 < count ? digit_values[text[read + 1]] : 0;
        unsigned low = high ? digit_values[text[read + 2]] : 0;
        uint8_t value = (uint8_t)(high << 4 | (low & 15));
        if (low && is_hiding(value, is_query)) {
            text[write++] = value;
            read += 3;
            *again |= value == '%' || hexadecimal(value) >= 0;
        } else {
            text[write++] = text[read++];
        }
    }
    return write;
}

void cscan_lowercase(const uint8_t *from, size_t count, uint8_t *to) {
    size_t index = 0;
#if defined(__SSE2__)
    for (; index < count; index += 16) {
        _mm_storeu_si128((__m128i *)(to + index), lowercase(_mm_loadu_si128((const __m128i *)(from + index))));
    }
#else
    for (; index < count; index++) to[index] = is_upper(from[index]) ? from[index] | 0x20 : from[index];
#endif
}

static inline unsigned is_set(const uint8_t *bits, unsigned shift, uint32_t key) {
    uint32_t bit = cscan_key_hash(key) >> shift;
    return bits[bit >> 3] >> (bit & 7) & 1;
}

static inline uint32_t load32(const uint8_t *from) {
    uint32_t value;
    memcpy(&value, from, 4);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    value = __builtin_bswap32(value);
#endif
    return value;
}

/* Each place is written in any case and kept only where the bit is set: no branch to guess. A window that reaches into the slack costs a
 * look at the table, nothing more. */
static size_t quads_portable(const uint8_t *text, size_t first, size_t last, cscan_bitmap quads, uint32_t *places) {
    unsigned shift = 32 - quads.log;
    size_t found = 0;
    for (size_t at = first; at < last; at += 2) {
        places[found] = (uint32_t)at;
        found += is_set(quads.bits, shift, load32(text + at));
    }
    return found;
}

#if defined(__x86_64__)
/* Of each mask of eight bits the numbers of those that are set, a byte each, the first ones first. */
#define LANE(mask, bit) (((mask) >> (bit)&1) ? (uint64_t)(bit) << 8 * __builtin_popcount((mask) & ((1 << (bit)) - 1)) : 0)
#define LANES(mask) \
    (LANE(mask, 1) | LANE(mask, 2) | LANE(mask, 3) | LANE(mask, 4) | LANE(mask, 5) | LANE(mask, 6) | LANE(mask, 7))
#define LANES_4(mask) LANES(mask), LANES((mask) + 1), LANES((mask) + 2), LANES((mask) + 3)
#define LANES_16(mask) LANES_4(mask), LANES_4((mask) + 4), LANES_4((mask) + 8), LANES_4((mask) + 12)
#define LANES_64(mask) LANES_16(mask), LANES_16((mask) + 16), LANES_16((mask) + 32), LANES_16((mask) + 48)
static const uint64_t set_lanes[256] = {LANES_64(0), LANES_64(64), LANES_64(128), LANES_64(192)};

/* The places of the lanes that are set, 2^stride apart from `at` on; always writes eight. Which lanes are set can't be foretold: a loop over them
 * costs a wrong guess at every hit, more than all the rest. Returns their number. */
__attribute__((target("avx2,popcnt"))) static inline size_t put_places(unsigned mask, size_t at, int stride, uint32_t *places) {
    __m256i lanes = _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)&set_lanes[mask]));
    _mm256_storeu_si256((__m256i *)places, _mm256_add_epi32(_mm256_slli_epi32(lanes, stride), _mm256_set1_epi32((int)at)));
    return (size_t)_mm_popcnt_u32(mask);
}

/* Eight words of a bitmap. The machine's gather instruction is slower than this: a third on Zen, far more on Intel since the mitigation of gather
 * data sampling. */
__attribute__((target("avx2"))) static inline __m256i words_of(const uint8_t *bits, __m256i index) {
    typedef uint32_t __attribute__((may_alias, aligned(1))) word;
    const word *words = (const word *)bits;
    __m128i low = _mm256_castsi256_si128(index), high = _mm256_extracti128_si256(index, 1);
    uint64_t a = (uint64_t)_mm_cvtsi128_si64(low), b = (uint64_t)_mm_extract_epi64(low, 1);
    uint64_t c = (uint64_t)_mm_cvtsi128_si64(high), d = (uint64_t)_mm_extract_epi64(high, 1);
    low = _mm_insert_epi32(_mm_cvtsi32_si128((int)words[(uint32_t)a]), (int)words[a >> 32], 1);
    low = _mm_insert_epi32(_mm_insert_epi32(low, (int)words[(uint32_t)b], 2), (int)words[b >> 32], 3);
    high = _mm_insert_epi32(_mm_cvtsi32_si128((int)words[(uint32_t)c]), (int)words[c >> 32], 1);
    high = _mm_insert_epi32(_mm_insert_epi32(high, (int)words[(uint32_t)d], 2), (int)words[d >> 32], 3);
    return _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
}

/* Eight even places at once: the bits are gathered from the bitmap as words of 32. Reads 24 bytes from each sixteenth place on. */
__attribute__((target("avx2,popcnt"))) static size_t quads_avx2(const uint8_t *text, size_t first, size_t last, cscan_bitmap quads, uint32_t *places) {
    const __m256i spread = _mm256_setr_epi8(0, 1, 2, 3, 2, 3, 4, 5, 4, 5, 6, 7, 6, 7, 8, 9, 0, 1, 2, 3, 2, 3, 4, 5, 4, 5, 6, 7, 6, 7, 8, 9);
    const __m256i factor = _mm256_set1_epi32((int)0x9E3779B1u);
    const __m256i low_bits = _mm256_set1_epi32(31);
    const __m128i shift = _mm_cvtsi32_si128(32 - (int)quads.log);
    size_t found = 0;
    for (size_t at = first; at < last; at += 16) {
        __m128i low = _mm_loadu_si128((const __m128i *)(text + at));
        __m128i high = _mm_loadu_si128((const __m128i *)(text + at + 8));
        __m256i windows = _mm256_shuffle_epi8(_mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1), spread);
        __m256i bit = _mm256_srl_epi32(_mm256_mullo_epi32(windows, factor), shift);
        __m256i words = words_of(quads.bits, _mm256_srli_epi32(bit, 5));
        unsigned mask = (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_sllv_epi32(words, _mm256_andnot_si256(bit, low_bits))));
        found += put_places(mask, at, 1, places + found);
    }
    return found;
}
#endif

size_t cscan_windows(const uint8_t *text, size_t count, cscan_bitmap quads, cscan_bitmap triples, uint32_t *places) {
    size_t found = 0;
    if (quads.log) {
#if defined(__x86_64__)
        if (has_avx2()) {
            found = quads_avx2(text, 0, count, quads, places);
            /* Places behind the end, which the last block may name. */
            while (found > 0 && places[found - 1] >= count) found--;
        } else {
            found = quads_portable(text, 0, count, quads, places);
        }
#else
        found = quads_portable(text, 0, count, quads, places);
#endif
    }
    if (triples.log) {
        unsigned shift = 32 - triples.log;
        for (size_t at = 0; at < count; at++) {
            places[found] = (uint32_t)at | CSCAN_TRIPLE;
            found += is_set(triples.bits, shift, load32(text + at) & 0xFFFFFF);
        }
    }
    return found;
}

static inline uint64_t window_key(const uint8_t *text, uint32_t place) {
    uint32_t window = load32(text + (place & ~CSCAN_TRIPLE));
    return (place & CSCAN_TRIPLE ? window & 0xFFFFFF : window) | CSCAN_WINDOW_MARK;
}

size_t cscan_key_hits(const cscan_rule_index *index, const uint8_t *text, size_t count, uint32_t *places, cscan_key_hit *hits) {
    size_t found = cscan_windows(text, count, index->quad_bits, index->triple_bits, places), held = 0;
    /* The slots come from far away: all are asked for before the first is looked at. */
    for (size_t at = 0; at < found; at++) {
        unsigned log = places[at] & CSCAN_TRIPLE ? index->triples_log : index->quads_log;
        const uint8_t *slots = places[at] & CSCAN_TRIPLE ? index->triples : index->quads;
        if (log) cscan_prefetch(slots + 16 * ((window_key(text, places[at]) * 0x9E3779B97F4A7C15u) >> (64 - log)));
    }
    for (size_t at = 0; at < found; at++) {
        int is_triple = (places[at] & CSCAN_TRIPLE) != 0;
        cscan_run run = cscan_find_key(is_triple ? index->triples : index->quads, is_triple ? index->triples_log : index->quads_log,
                                       window_key(text, places[at]));
        if (run.start < index->candidate_count) cscan_prefetch(index->candidates + 16 * (size_t)run.start);
        hits[held] = (cscan_key_hit){places[at] & ~CSCAN_TRIPLE, run.start, run.count};
        held += run.count != 0;
    }
    return held;
}

#if defined(__x86_64__)
/* Eight windows of eight bytes, four places apart. Reads 36 bytes from each 32nd place on. */
__attribute__((target("avx2,popcnt"))) static size_t octets_avx2(const uint8_t *text, size_t first, size_t last, cscan_bitmap octets, uint32_t *places) {
    const __m256i low_factor = _mm256_set1_epi32((int)0x9E3779B1u);
    const __m256i high_factor = _mm256_set1_epi32((int)0x85EBCA6Bu);
    const __m256i low_bits = _mm256_set1_epi32(31);
    const __m128i shift = _mm_cvtsi32_si128(32 - (int)octets.log);
    size_t found = 0;
    for (size_t at = first; at < last; at += 32) {
        __m256i low = _mm256_loadu_si256((const __m256i *)(text + at));
        __m256i high = _mm256_loadu_si256((const __m256i *)(text + at + 4));
        __m256i hash = _mm256_add_epi32(_mm256_mullo_epi32(low, low_factor), _mm256_mullo_epi32(high, high_factor));
        __m256i bit = _mm256_srl_epi32(hash, shift);
        __m256i words = words_of(octets.bits, _mm256_srli_epi32(bit, 5));
        unsigned mask = (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_sllv_epi32(words, _mm256_andnot_si256(bit, low_bits))));
        found += put_places(mask, at, 2, places + found);
    }
    return found;
}

/* Eight windows of five bytes, two places apart. Reads 24 bytes from each sixteenth place on. */
__attribute__((target("avx2,popcnt"))) static size_t pentads_avx2(const uint8_t *text, size_t first, size_t last, cscan_bitmap pentads, uint32_t *places) {
    const __m256i fours = _mm256_setr_epi8(0, 1, 2, 3, 2, 3, 4, 5, 4, 5, 6, 7, 6, 7, 8, 9, 0, 1, 2, 3, 2, 3, 4, 5, 4, 5, 6, 7, 6, 7, 8, 9);
    const __m256i fifths = _mm256_setr_epi8(4, -1, -1, -1, 6, -1, -1, -1, 8, -1, -1, -1, 10, -1, -1, -1, 4, -1, -1, -1, 6, -1, -1, -1, 8, -1, -1, -1, 10, -1, -1, -1);
    const __m256i factor = _mm256_set1_epi32((int)0x9E3779B1u);
    const __m256i low_bits = _mm256_set1_epi32(31);
    const __m128i shift = _mm_cvtsi32_si128(37 - (int)pentads.log);
    size_t found = 0;
    for (size_t at = first; at < last; at += 16) {
        __m128i front = _mm_loadu_si128((const __m128i *)(text + at)), back = _mm_loadu_si128((const __m128i *)(text + at + 8));
        __m256i bytes = _mm256_inserti128_si256(_mm256_castsi128_si256(front), back, 1);
        __m256i hash = _mm256_mullo_epi32(_mm256_shuffle_epi8(bytes, fours), factor);
        __m256i words = words_of(pentads.bits, _mm256_srl_epi32(hash, shift));
        __m256i bit = _mm256_shuffle_epi8(bytes, fifths);
        unsigned mask = (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_sllv_epi32(words, _mm256_andnot_si256(bit, low_bits))));
        found += put_places(mask, at, 1, places + found);
    }
    return found;
}

/* 32 places at once, then a bit for each that passed. Reads 35 bytes from each of them on. */
__attribute__((target("avx2,popcnt"))) static size_t shorts_avx2(const uint8_t *text, size_t first, size_t last, const cscan_short_filter *filter, uint32_t *places) {
    const __m256i low_bits = _mm256_set1_epi8(15);
    __m256i low[4], high[4];
    for (int byte = 0; byte < 4; byte++) {
        low[byte] = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)filter->low[byte]));
        high[byte] = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)filter->high[byte]));
    }
    size_t passed = 0;
    for (size_t at = first; at < last; at += 32) {
        __m256i buckets = _mm256_set1_epi8(-1);
        for (int byte = 0; byte < 4; byte++) {
            __m256i block = _mm256_loadu_si256((const __m256i *)(text + at + byte));
            __m256i upper = _mm256_and_si256(_mm256_srli_epi16(block, 4), low_bits);
            __m256i lower = _mm256_and_si256(block, low_bits);
            buckets = _mm256_and_si256(buckets, _mm256_and_si256(_mm256_shuffle_epi8(low[byte], lower), _mm256_shuffle_epi8(high[byte], upper)));
        }
        unsigned mask = ~(unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(buckets, _mm256_setzero_si256()));
        for (unsigned byte = 0; byte < 4; byte++, mask >>= 8) passed += put_places(mask & 255, at + 8 * byte, 0, places + passed);
    }
    size_t found = 0;
    for (size_t index = 0; index < passed; index++) {
        uint32_t place = places[index], bit = cscan_short_bit(load32(text + place));
        places[found] = place;
        found += filter->bits[bit >> 3] >> (bit & 7) & 1;
    }
    return found;
}
#endif

/* The end of the blocks of `width` places from `first` on that lie before `last` and whose loads of `reach` bytes are readable. */
static inline size_t whole_blocks(size_t readable, size_t first, size_t last, size_t width, size_t reach) {
    size_t end = first + (last - first) / width * width;
    while (end > first && end - width + reach > readable) end -= width;
    return end;
}

size_t cscan_pentads(const uint8_t *text, size_t readable, size_t first, size_t last, cscan_bitmap pentads, uint32_t *places) {
    if (!pentads.log || readable < 4) return 0;
    if (last > readable - 3) last = readable - 3;
    size_t found = 0;
#if defined(__x86_64__)
    if (has_avx2() && first < last) {
        size_t whole = whole_blocks(readable, first, last, 16, 24);
        found = pentads_avx2(text, first, whole, pentads, places);
        first = whole;
    }
#endif
    for (; first < last; first += 2) {
        uint32_t word = cscan_key_hash(load32(text + first)) >> (37 - pentads.log);
        unsigned fifth = first + 4 < readable ? text[first + 4] : 0;
        places[found] = (uint32_t)first;
        found += load32(pentads.bits + 4 * (size_t)word) >> (fifth & 31) & 1;
    }
    return found;
}

size_t cscan_octets(const uint8_t *text, size_t readable, size_t first, size_t last, cscan_bitmap octets, uint32_t *places) {
    if (!octets.log || readable < 8) return 0;
    if (last > readable - 7) last = readable - 7;
    size_t found = 0;
#if defined(__x86_64__)
    if (has_avx2() && first < last) {
        size_t whole = whole_blocks(readable, first, last, 32, 36);
        found = octets_avx2(text, first, whole, octets, places);
        first = whole;
    }
#endif
    for (; first < last; first += 4) {
        uint32_t bit = cscan_octet_hash(load64(text + first)) >> (32 - octets.log);
        places[found] = (uint32_t)first;
        found += octets.bits[bit >> 3] >> (bit & 7) & 1;
    }
    return found;
}

size_t cscan_shorts(const uint8_t *text, size_t readable, size_t first, size_t last, const cscan_short_filter *filter, uint32_t *places) {
    if (readable < 3) return 0;
    if (last > readable - 2) last = readable - 2;
    size_t found = 0;
#if defined(__x86_64__)
    if (has_avx2() && first < last) {
        size_t whole = whole_blocks(readable, first, last, 32, 35);
        found = shorts_avx2(text, first, whole, filter, places);
        first = whole;
    }
#endif
    for (; first < last; first++) {
        unsigned buckets = 0xFF;
        // Behind the end there is no fourth byte, which may cost a look at the table.
        for (size_t byte = 0; byte < 4 && first + byte < readable; byte++) {
            uint8_t value = text[first + byte];
            buckets &= filter->low[byte][value & 15] & filter->high[byte][value >> 4];
        }
        uint32_t bit = cscan_short_bit((uint32_t)text[first] | (uint32_t)text[first + 1] << 8 | (uint32_t)text[first + 2] << 16);
        places[found] = (uint32_t)first;
        found += buckets && filter->bits[bit >> 3] >> (bit & 7) & 1;
    }
    return found;
}

static inline uint64_t window_at(const cscan_window_table *table, const uint8_t *text, size_t readable, size_t place) {
    uint8_t last[8] = {0};
    const uint8_t *from = text + place;
    if (place + 8 > readable) from = memcpy(last, from, readable - place);
    return load64(from) & table->mask;
}

#define WINDOW_BUCKET 32

static inline const uint8_t *window_bucket(const cscan_window_table *table, uint64_t hash) {
    return table->buckets + WINDOW_BUCKET * (table->log ? hash >> (64 - table->log) : 0);
}

/* Which of a bucket's four windows have a tag. */
static inline unsigned tags_with(const uint8_t *bucket, uint32_t tag) {
#if defined(__x86_64__)
    __m128i equal = _mm_cmpeq_epi32(_mm_loadu_si128((const __m128i *)bucket), _mm_set1_epi32((int)tag));
    return (unsigned)_mm_movemask_ps(_mm_castsi128_ps(equal));
#else
    unsigned mask = 0;
    for (unsigned slot = 0; slot < 4; slot++) mask |= (unsigned)(load32(bucket + 4 * slot) == tag) << slot;
    return mask;
#endif
}

size_t cscan_window_hits(
    const cscan_window_table *table, const uint8_t *candidates, size_t candidate_count, const uint8_t *text, size_t readable, const uint32_t *places,
    size_t count, cscan_window_hit *hits) {
    size_t found = 0, last = ((size_t)1 << table->log) - 1;
    for (size_t index = 0; index < count; index++)
        cscan_prefetch(window_bucket(table, cscan_window_hash(window_at(table, text, readable, places[index]))));
    for (size_t index = 0; index < count; index++) {
        uint64_t hash = cscan_window_hash(window_at(table, text, readable, places[index]));
        uint32_t tag = cscan_window_tag(hash), candidate;
        const uint8_t *bucket = window_bucket(table, hash);
        unsigned mask = tags_with(bucket, tag);
        /* Where its bucket is full, the window may be in the next one: rare, and so one branch for both questions. */
        for (size_t tried = 0; (mask == 0) & (load32(bucket + 12) != 0) & (tried < last); tried++) {
            bucket = bucket == table->buckets + WINDOW_BUCKET * last ? table->buckets : bucket + WINDOW_BUCKET;
            mask = tags_with(bucket, tag);
        }
        memcpy(&candidate, bucket + 16 + 4 * __builtin_ctz(mask | 8), 4);
        if (candidate < candidate_count) cscan_prefetch(candidates + 16 * (size_t)candidate);
        hits[found] = (cscan_window_hit){places[index], candidate};
        found += mask != 0;
    }
    return found;
}

size_t cscan_probe_hits(
    const uint8_t *candidates, size_t candidate_count, const uint8_t *text, size_t readable, cscan_window_hit *hits, size_t count, size_t *next,
    cscan_window_hit *held, size_t room) {
    size_t found = 0, index = *next;
    for (; index < count && found < room; index++) {
        size_t place = hits[index].place, at = hits[index].candidate;
        uint32_t number = CSCAN_FOLLOWED;
        for (; number & CSCAN_FOLLOWED && at < candidate_count && found < room; at++) {
            const uint8_t *candidate = candidates + 16 * at;
            number = load32(candidate);
            size_t length = candidate[6], start = place + (size_t)(int8_t)candidate[7];
            uint8_t last[8] = {0};
            const uint8_t *from = last;
            /* A start before the text is a huge number. */
            if (start < readable && readable - start >= 8)
                from = text + start;
            else if (start < readable)
                memcpy(last, text + start, readable - start);
            uint64_t ignored = length < 8 ? ~(uint64_t)0 << 8 * length : 0;
            uint64_t differs = (load64(from) ^ load64(candidate + 8)) & ~ignored;
            held[found] = (cscan_window_hit){(uint32_t)place, (uint32_t)at};
            found += (differs == 0) & (start <= readable) & (length <= readable - start);
        }
        if (number & CSCAN_FOLLOWED && at < candidate_count) {
            hits[index].candidate = (uint32_t)at;
            break;
        }
    }
    *next = index;
    return found;
}

/* The posting that a line holds for a fingerprint, and in `*moved` whether a name with its lowest three bits went to its second line. */
static inline unsigned probe_line(const uint8_t *line, uint64_t fingerprint, unsigned *moved) {
    unsigned posting = 0;
    for (int slot = 0; slot < 8; slot++) {
        uint64_t entry = load64(line + 8 * slot);
        posting |= (entry ^ fingerprint) >> 12 ? 0 : entry >> 1 & 2047;
    }
    *moved = line[8 * (fingerprint & 7)] & 1;
    return posting;
}

static int probe_portable(const cscan_name_table *table, const cscan_name_hash *hashes, size_t count, uint16_t *postings) {
    unsigned any = 0, moved;
    for (size_t k = 0; k < count; k++) {
        postings[k] = 0;
        if (!cscan_may_hold_labels(table, k + 1)) continue;
        unsigned posting = probe_line(table->lines + 64 * cscan_line(hashes[k].position, table->line_count), hashes[k].fingerprint, &moved);
        if (!posting && moved)
            posting = probe_line(table->lines + 64 * cscan_second_line(hashes[k].position, table->line_count), hashes[k].fingerprint, &moved);
        postings[k] = (uint16_t)posting;
        any |= posting;
    }
    return any != 0;
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static inline unsigned probe_line_avx2(const uint8_t *line, uint64_t fingerprint) {
    __m256i key = _mm256_set1_epi64x((long long)(fingerprint >> 12)), zero = _mm256_setzero_si256();
    __m256i low = _mm256_loadu_si256((const __m256i *)line), high = _mm256_loadu_si256((const __m256i *)(line + 32));
    __m256i equal_low = _mm256_cmpeq_epi64(_mm256_srli_epi64(low, 12), key), equal_high = _mm256_cmpeq_epi64(_mm256_srli_epi64(high, 12), key);
    __m256i found = _mm256_or_si256(_mm256_and_si256(low, equal_low), _mm256_and_si256(high, equal_high));
    if (_mm256_testz_si256(found, _mm256_cmpeq_epi64(zero, zero))) return 0;
    __m128i half = _mm_or_si128(_mm256_castsi256_si128(found), _mm256_extracti128_si256(found, 1));
    return (unsigned)((_mm_cvtsi128_si64(half) | _mm_extract_epi64(half, 1)) >> 1 & 2047);
}

__attribute__((target("avx2"))) static int probe_avx2(
    const cscan_name_table *table, const cscan_name_hash *hashes, size_t count, uint16_t *postings) {
    unsigned any = 0;
    for (size_t k = 0; k < count; k++) {
        postings[k] = 0;
        if (!cscan_may_hold_labels(table, k + 1)) continue;
        uint64_t fingerprint = hashes[k].fingerprint;
        const uint8_t *line = table->lines + 64 * cscan_line(hashes[k].position, table->line_count);
        unsigned posting = probe_line_avx2(line, fingerprint);
        if (!posting && line[8 * (fingerprint & 7)] & 1)
            posting = probe_line_avx2(table->lines + 64 * cscan_second_line(hashes[k].position, table->line_count), fingerprint);
        postings[k] = (uint16_t)posting;
        any |= posting;
    }
    return any != 0;
}
#endif

int cscan_probe_names(const cscan_name_table *table, const cscan_name_hash *hashes, size_t count, uint16_t *postings) {
    if (!table->line_count) {
        memset(postings, 0, count * sizeof *postings);
        return 0;
    }
#if defined(__x86_64__)
    if (has_avx2()) return probe_avx2(table, hashes, count, postings);
#endif
    return probe_portable(table, hashes, count, postings);
}

static inline uint64_t fold(uint64_t a, uint64_t b) {
    unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)(product >> 64) ^ (uint64_t)product;
}

/* What belongs to a label of the first sixteen bytes that were read. */
#define LOW(n) (((uint64_t)1 << (8 * ((n) & 7))) - 1)
#define UP_TO(n) {(n) < 8 ? LOW(n) : UINT64_MAX, (n) == 16 ? UINT64_MAX : (n) > 8 ? LOW(n) : 0}
static const uint64_t label_masks[17][2] = {
    UP_TO(0), UP_TO(1), UP_TO(2), UP_TO(3), UP_TO(4), UP_TO(5), UP_TO(6), UP_TO(7), UP_TO(8), UP_TO(9), UP_TO(10), UP_TO(11), UP_TO(12), UP_TO(13),
    UP_TO(14), UP_TO(15), UP_TO(16)};

/* NameHasher in BreakwaterMatching says what is hashed and why. */
static inline size_t hash_host(
    const uint8_t *host, size_t count, uint64_t dots, cscan_name_key key, cscan_name_hash *hashes, uint16_t *starts, uint16_t *ends) {
    cscan_name_hash state = {key.first ^ 0x2D358DCCAA6C78A5u, key.second ^ 0x8BB84B93962EACC9u};
    size_t labels = 0, end = count;
    for (;;) {
        size_t begin = dots ? 64 - (size_t)__builtin_clzll(dots) : 0, at = begin;
        uint64_t first, second;
        for (; end - at > 16; at += 16) {
            first = load64(host + at), second = load64(host + at + 8);
            state = (cscan_name_hash){fold(first ^ state.fingerprint, second ^ key.second), fold(second ^ state.position, first ^ key.first)};
        }
        const uint64_t *mask = label_masks[end - at];
        first = load64(host + at) & mask[0];
        second = (load64(host + at + 8) & mask[1]) ^ (uint64_t)(end - begin) << 56;
        state = (cscan_name_hash){fold(first ^ state.fingerprint, second ^ key.second), fold(second ^ state.position, first ^ key.first)};
        hashes[labels] = state;
        starts[labels] = (uint16_t)begin;
        if (ends) ends[labels] = (uint16_t)end;
        labels++;
        if (!begin) return labels;
        end = begin - 1;
        dots &= ((uint64_t)1 << end) - 1;
    }
}

size_t cscan_hash_host(
    const uint8_t *host, size_t count, uint64_t dots, cscan_name_key key, cscan_name_hash *hashes, uint16_t *starts, uint16_t *ends) {
    return hash_host(host, count, dots, key, hashes, starts, ends);
}

/* Hashes a host that is in lower case, with sixteen readable bytes behind it, and asks for its lines. */
static inline void begin_lower(
    const cscan_name_table *table, cscan_name_key key, const uint8_t *host, size_t count, uint64_t dots, cscan_plain_name *name) {
    size_t labels = hash_host(host, count, dots, key, name->hashes, name->starts, NULL);
    name->labels = (uint32_t)labels;
    name->asked = (uint32_t)(table->label_counts >> 1) & (((uint32_t)1 << labels) - 1);
    for (unsigned asked = name->asked; asked; asked &= asked - 1) {
        unsigned k = (unsigned)__builtin_ctz(asked);
        name->lines[k] = table->lines + 64 * cscan_line(name->hashes[k].position, table->line_count);
        __builtin_prefetch(name->lines[k], 0, 3);
    }
}

static void begin_name_portable(
    const cscan_name_table *table, cscan_name_key key, const uint8_t *host, size_t count, size_t readable, cscan_plain_name *name) {
    uint8_t text[80];
    uint64_t dots;
    if (!host_portable(host, count, readable, text, &dots) || !has_plain_labels(text, count, dots)) return;
    if (__builtin_popcountll(dots) < CSCAN_PLAIN_LABELS) begin_lower(table, key, text, count, dots, name);
}

#if defined(__x86_64__)
__attribute__((target("avx2,popcnt"))) static void begin_name_avx2(
    const cscan_name_table *table, cscan_name_key key, const uint8_t *host, size_t count, size_t readable, cscan_plain_name *name) {
    uint8_t text[80];
    uint64_t dots, uppers, own = ((uint64_t)1 << count) - 1;
    if (readable < 80) host = memcpy(text, host, count);
    if (name_run(host, &dots, &uppers) < count) return;
    dots &= own;
    if (!has_plain_labels(host, count, dots) || __builtin_popcountll(dots) >= CSCAN_PLAIN_LABELS) return;
    if (uppers & own) {
        if (host != text) host = memcpy(text, host, count);
        for (size_t at = 0; at < count; at++) text[at] |= is_upper(text[at]) ? 0x20 : 0;
    }
    begin_lower(table, key, host, count, dots, name);
}

__attribute__((target("avx2"))) static void look_name_avx2(const cscan_name_table *table, cscan_plain_name *name) {
    unsigned listed = 0, moved = 0;
    for (unsigned asked = name->asked; asked; asked &= asked - 1) {
        unsigned k = (unsigned)__builtin_ctz(asked);
        uint64_t fingerprint = name->hashes[k].fingerprint;
        const uint8_t *line = name->lines[k];
        unsigned posting = probe_line_avx2(line, fingerprint);
        name->postings[k] = (uint16_t)posting;
        listed |= (posting != 0) << k;
        moved |= ((unsigned)!posting & line[8 * (fingerprint & 7)]) << k;
    }
    name->listed = listed;
    name->moved = moved;
    for (; moved; moved &= moved - 1) {
        unsigned k = (unsigned)__builtin_ctz(moved);
        name->lines[k] = table->lines + 64 * cscan_second_line(name->hashes[k].position, table->line_count);
        __builtin_prefetch(name->lines[k], 0, 3);
    }
}
#endif

static void look_name_portable(const cscan_name_table *table, cscan_plain_name *name) {
    name->listed = name->moved = 0;
    for (unsigned asked = name->asked; asked; asked &= asked - 1) {
        unsigned moved, k = (unsigned)__builtin_ctz(asked);
        unsigned posting = probe_line(name->lines[k], name->hashes[k].fingerprint, &moved);
        name->postings[k] = (uint16_t)posting;
        name->listed |= (uint32_t)(posting != 0) << k;
        if (posting || !moved) continue;
        name->moved |= (uint32_t)1 << k;
        name->lines[k] = table->lines + 64 * cscan_second_line(name->hashes[k].position, table->line_count);
    }
}

void cscan_begin_name(
    const cscan_name_table *table, cscan_name_key key, const uint8_t *host, size_t count, size_t readable, cscan_plain_name *name) {
    name->labels = name->asked = 0;
    if (count == 0 || count > 63 || !table->line_count) return;
#if defined(__x86_64__)
    if (has_avx2()) return begin_name_avx2(table, key, host, count, readable, name);
#endif
    begin_name_portable(table, key, host, count, readable, name);
}

void cscan_look_name(const cscan_name_table *table, cscan_plain_name *name) {
#if defined(__x86_64__)
    if (has_avx2()) return look_name_avx2(table, name);
#endif
    look_name_portable(table, name);
}

cscan_found_name cscan_find_name(cscan_plain_name *name) {
    if (!name->labels) return (cscan_found_name){CSCAN_FOUND_MANY, {0}};
    for (unsigned moved = name->moved; moved; moved &= moved - 1) {
        unsigned again, k = (unsigned)__builtin_ctz(moved);
        name->postings[k] = (uint16_t)probe_line(name->lines[k], name->hashes[k].fingerprint, &again);
        name->listed |= (uint32_t)(name->postings[k] != 0) << k;
    }
    cscan_found_name found = {0, {0}};
    size_t count = 0;
    for (unsigned listed = name->listed; listed; listed &= listed - 1) {
        unsigned k = (unsigned)__builtin_ctz(listed);
        if (count == CSCAN_FOUND || name->postings[k] == 2047) return (cscan_found_name){CSCAN_FOUND_MANY, {0}};
        found.starts[count] = name->starts[k];
        found.key |= (uint64_t)(name->postings[k] << 1 | (name->starts[k] == 0)) << (12 * count++);
    }
    return found;
}

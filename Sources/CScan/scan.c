#define _GNU_SOURCE
#include "cscan.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

const void *cscan_find(const void *haystack, size_t haystack_length, const void *needle, size_t needle_length) {
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

int cscan_host(const uint8_t *from, size_t count, size_t readable, uint8_t *to, uint64_t *dots) {
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

static inline int hexadecimal(uint8_t byte) {
    if (is_digit(byte)) return byte - '0';
    uint8_t letter = (uint8_t)((byte | 0x20) - 'a');
    return letter < 6 ? letter + 10 : -1;
}

static inline int is_unreserved(uint8_t byte) {
    return is_lower(byte | 0x20) || is_digit(byte) || byte == '-' || byte == '.' || byte == '_' || byte == '~';
}

static inline size_t escape(uint8_t byte, uint8_t *to) {
    static const uint8_t digits[] = "0123456789ABCDEF";
    to[0] = '%';
    to[1] = digits[byte >> 4];
    to[2] = digits[byte & 15];
    return 3;
}

cscan_normalized cscan_normalize(const uint8_t *from, size_t count, int part, uint8_t *to) {
    size_t read = 0, written = 0;
    int has_escapes = 0;
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
            has_escapes = 1;
            read++;
            continue;
        }
        int high = read + 2 < count ? hexadecimal(from[read + 1]) : -1;
        int low = high >= 0 ? hexadecimal(from[read + 2]) : -1;
        if (low < 0) {
            /* A `%` that begins no escape stays as it is, as browsers send it. */
            to[written++] = byte;
            has_escapes = 1;
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
            has_escapes = 1;
        }
        read += 3;
    }
    return (cscan_normalized){read, written, has_escapes};
}

size_t cscan_decode(uint8_t *text, size_t count, int *decoded) {
    const uint8_t *first = memchr(text, '%', count);
    *decoded = 0;
    if (!first) return count;
    size_t read = (size_t)(first - text), write = read;
    while (read < count) {
#if defined(__SSE2__)
        if (text[read] != '%' && read + 16 <= count) {
            /* The block is loaded whole before it is stored, and `write` is never past `read`. */
            __m128i block = _mm_loadu_si128((const __m128i *)(text + read));
            unsigned mask = MASK(EQUAL(block, '%'));
            unsigned run = mask ? (unsigned)__builtin_ctz(mask) : 16;
            _mm_storeu_si128((__m128i *)(text + write), block);
            /* What the store wrote past the run must not reach what is still to be read. */
            if (write + 16 > read + run) memcpy(text + read + run, (uint8_t *)&block + run, 16 - run);
            read += run;
            write += run;
            continue;
        }
#endif
        int high = text[read] == '%' && read + 2 < count ? hexadecimal(text[read + 1]) : -1;
        int low = high >= 0 ? hexadecimal(text[read + 2]) : -1;
        if (low >= 0) {
            text[write++] = (uint8_t)(high << 4 | low);
            read += 3;
            *decoded = 1;
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
#include <immintrin.h>

/* Eight even places at once: the bits are gathered from the bitmap as words of 32. Reads 24 bytes from each sixteenth place on. */
__attribute__((target("avx2"))) static size_t quads_avx2(const uint8_t *text, size_t first, size_t last, cscan_bitmap quads, uint32_t *places) {
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
        __m256i words = _mm256_i32gather_epi32((const int *)quads.bits, _mm256_srli_epi32(bit, 5), 4);
        unsigned mask = (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_sllv_epi32(words, _mm256_andnot_si256(bit, low_bits))));
        while (mask) {
            places[found++] = (uint32_t)(at + 2 * (unsigned)__builtin_ctz(mask));
            mask &= mask - 1;
        }
    }
    return found;
}
#endif

size_t cscan_windows(const uint8_t *text, size_t count, cscan_bitmap quads, cscan_bitmap triples, uint32_t *places) {
    size_t found = 0;
    if (quads.log) {
#if defined(__x86_64__)
        if (__builtin_cpu_supports("avx2")) {
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

#if defined(__x86_64__)
/* Eight windows of eight bytes, four places apart. Reads 36 bytes from each 32nd place on. */
__attribute__((target("avx2"))) static size_t octets_avx2(const uint8_t *text, size_t first, size_t last, cscan_bitmap octets, uint32_t *places) {
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
        __m256i words = _mm256_i32gather_epi32((const int *)octets.bits, _mm256_srli_epi32(bit, 5), 4);
        unsigned mask = (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_sllv_epi32(words, _mm256_andnot_si256(bit, low_bits))));
        while (mask) {
            places[found++] = (uint32_t)(at + 4 * (unsigned)__builtin_ctz(mask));
            mask &= mask - 1;
        }
    }
    return found;
}

__attribute__((target("avx2"))) static size_t triples_avx2(const uint8_t *text, size_t first, size_t last, const cscan_nibbles *nibbles, uint32_t *places) {
    const __m256i low_bits = _mm256_set1_epi8(15);
    __m256i low[3], high[3];
    for (int byte = 0; byte < 3; byte++) {
        low[byte] = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)nibbles->low[byte]));
        high[byte] = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)nibbles->high[byte]));
    }
    size_t found = 0;
    for (size_t at = first; at < last; at += 32) {
        __m256i buckets = _mm256_set1_epi8(-1);
        for (int byte = 0; byte < 3; byte++) {
            __m256i block = _mm256_loadu_si256((const __m256i *)(text + at + byte));
            __m256i upper = _mm256_and_si256(_mm256_srli_epi16(block, 4), low_bits);
            __m256i lower = _mm256_and_si256(block, low_bits);
            buckets = _mm256_and_si256(buckets, _mm256_and_si256(_mm256_shuffle_epi8(low[byte], lower), _mm256_shuffle_epi8(high[byte], upper)));
        }
        unsigned mask = ~(unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(buckets, _mm256_setzero_si256()));
        while (mask) {
            places[found++] = (uint32_t)(at + (unsigned)__builtin_ctz(mask));
            mask &= mask - 1;
        }
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

size_t cscan_quads(const uint8_t *text, size_t readable, size_t first, size_t last, cscan_bitmap quads, uint32_t *places) {
    if (!quads.log || readable < 4) return 0;
    if (last > readable - 3) last = readable - 3;
    size_t found = 0;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && first < last) {
        size_t whole = whole_blocks(readable, first, last, 16, 24);
        found = quads_avx2(text, first, whole, quads, places);
        first = whole;
    }
#endif
    return found + quads_portable(text, first, last, quads, places + found);
}

size_t cscan_octets(const uint8_t *text, size_t readable, size_t first, size_t last, cscan_bitmap octets, uint32_t *places) {
    if (!octets.log || readable < 8) return 0;
    if (last > readable - 7) last = readable - 7;
    size_t found = 0;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && first < last) {
        size_t whole = whole_blocks(readable, first, last, 32, 36);
        found = octets_avx2(text, first, whole, octets, places);
        first = whole;
    }
#endif
    unsigned shift = 32 - octets.log;
    for (; first < last; first += 4) {
        uint32_t bit = cscan_octet_hash(load64(text + first)) >> shift;
        places[found] = (uint32_t)first;
        found += octets.bits[bit >> 3] >> (bit & 7) & 1;
    }
    return found;
}

size_t cscan_triples(const uint8_t *text, size_t readable, size_t first, size_t last, const cscan_nibbles *nibbles, uint32_t *places) {
    if (readable < 3) return 0;
    if (last > readable - 2) last = readable - 2;
    size_t found = 0;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && first < last) {
        size_t whole = whole_blocks(readable, first, last, 32, 34);
        found = triples_avx2(text, first, whole, nibbles, places);
        first = whole;
    }
#endif
    for (; first < last; first++) {
        unsigned buckets = 0xFF;
        for (int byte = 0; byte < 3; byte++) {
            uint8_t value = text[first + (size_t)byte];
            buckets &= nibbles->low[byte][value & 15] & nibbles->high[byte][value >> 4];
        }
        places[found] = (uint32_t)first;
        found += buckets != 0;
    }
    return found;
}

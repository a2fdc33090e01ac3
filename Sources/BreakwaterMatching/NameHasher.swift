import BreakwaterBundle
import CScan

/// 128 bits of keyed hash over a host name's labels, from the right, so that one pass over a host yields the hash of the name
/// and of every parent.
///
/// Two lanes of 64 × 64 → 128-bit multiplications (the mixing step of wyhash), sixteen bytes a step, under a secret key that is drawn anew for
/// each bundle: nobody outside can craft a name that collides with a listed one. `cscan_hash_host` does the same for hosts of requests.
package struct NameHasher: Sendable {
    @usableFromInline let key0: UInt64
    @usableFromInline let key1: UInt64

    package init(key: (UInt64, UInt64)) {
        // The keys are multipliers: mixed, so that a key of few bits, as tests have, is as good as any.
        key0 = Self.fold(key.0 ^ 0x2D35_8DCC_AA6C_78A5, 0x9E37_79B9_7F4A_7C15) | 1
        key1 = Self.fold(key.1 ^ 0x8BB8_4B93_962E_ACC9, 0xC2B2_AE3D_27D4_EB4F) | 1
    }

    /// For the kernels, which hash as this does.
    var key: cscan_name_key { cscan_name_key(first: key0, second: key1) }

    package struct State: Sendable {
        @usableFromInline var a: UInt64
        @usableFromInline var b: UInt64

        @inlinable
        init(a: UInt64, b: UInt64) {
            self.a = a
            self.b = b
        }
    }

    /// The two halves of a name's hash: `fingerprint` is compared, `position` chooses the line.
    package struct Hash: Sendable, Hashable {
        package var fingerprint: UInt64
        package var position: UInt64

        @inlinable
        package init(fingerprint: UInt64, position: UInt64) {
            self.fingerprint = fingerprint
            self.position = position
        }
    }

    @inlinable
    package var start: State { State(a: key0 ^ 0x2D35_8DCC_AA6C_78A5, b: key1 ^ 0x8BB8_4B93_962E_ACC9) }

    @inlinable
    @inline(__always)
    static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }

    @inlinable
    @inline(__always)
    func absorb(_ first: UInt64, _ second: UInt64, into state: inout State) {
        state.a = Self.fold(first ^ state.a, second ^ key1)
        state.b = Self.fold(second ^ state.b, first ^ key0)
    }

    /// Adds the label at `range` of `bytes`, 1–63 bytes of canonical text.
    @inlinable
    package func absorb(label range: Range<Int>, of bytes: RawSpan, into state: inout State) {
        var index = range.lowerBound
        while range.upperBound &- index > 16 {
            absorb(bytes.u64(at: index), bytes.u64(at: index &+ 8), into: &state)
            index &+= 16
        }
        let first = Self.word(index..<min(index &+ 8, range.upperBound), of: bytes)
        let second = Self.word(min(index &+ 8, range.upperBound)..<range.upperBound, of: bytes)
        absorb(first, second ^ UInt64(truncatingIfNeeded: range.count) << 56, into: &state)
    }

    /// Up to eight bytes, the first in the low byte.
    @inlinable
    @inline(__always)
    static func word(_ range: Range<Int>, of bytes: RawSpan) -> UInt64 {
        if range.count == 8 { return bytes.u64(at: range.lowerBound) }
        if range.lowerBound &+ 8 <= bytes.byteCount {
            return bytes.u64(at: range.lowerBound) & ((1 << (8 &* UInt64(truncatingIfNeeded: range.count))) &- 1)
        }
        var word: UInt64 = 0
        for index in range.reversed() { word = word << 8 | UInt64(bytes.u8(at: index)) }
        return word
    }

    @inlinable
    package func finish(_ state: State) -> Hash { Hash(fingerprint: state.a, position: state.b) }

    /// The hash of one label alone, wherever it stands.
    @inlinable
    package func labelHash(_ range: Range<Int>, of bytes: RawSpan) -> UInt64 {
        var state = start
        absorb(label: range, of: bytes, into: &state)
        return finish(state).fingerprint
    }

    /// The fingerprint of a name without its public suffix (`example` of the entity `example.*`).
    package func entityFingerprint(_ name: String) -> UInt64 {
        name.split(separator: ".").reversed().reduce(0) { value, label in
            var label = String(label)
            return label.withUTF8 { buffer in
                // A label's bytes are its own bytes: there is no padding to read.
                let bytes = unsafe Span(_unsafeElements: buffer).bytes
                return HostSuffixes.entityStep(value, labelHash(0..<buffer.count, of: bytes))
            }
        }
    }

    /// The hash of one whole canonical name.
    package func hash(_ name: borrowing Span<UInt8>) -> Hash {
        // A name's bytes are its own bytes: there is no padding to read.
        let bytes = unsafe name.bytes
        var state = start
        var end = name.count
        while true {
            var begin = end
            while begin > 0, name[begin &- 1] != 0x2E { begin &-= 1 }
            absorb(label: begin..<end, of: bytes, into: &state)
            guard begin > 0 else { return finish(state) }
            end = begin &- 1
        }
    }

    package func hash(_ name: String) -> Hash {
        var name = name
        return name.withUTF8 { hash(unsafe Span(_unsafeElements: $0)) }
    }
}

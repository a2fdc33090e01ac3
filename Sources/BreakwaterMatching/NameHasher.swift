import BreakwaterBundle

/// 128 bits of keyed hash over a host name's labels, from the right, so that one pass over a host yields the hash of the name
/// and of every parent.
///
/// Two lanes of 64 × 64 → 128-bit multiplications (the mixing step of wyhash) under a secret key that is drawn anew for each
/// bundle: nobody outside can craft a name that collides with a listed one.
package struct NameHasher: Sendable {
    @usableFromInline let key0: UInt64
    @usableFromInline let key1: UInt64

    package init(key: (UInt64, UInt64)) {
        key0 = key.0 | 1
        key1 = key.1 | 1
    }

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
    func absorb(_ word: UInt64, into state: inout State) {
        let a = state.a
        state.a = Self.fold(a ^ word, key1) ^ state.b
        state.b = Self.fold(state.b ^ word, key0) &+ a
    }

    /// Adds the label at `range` of `bytes`, 1–63 bytes of canonical text.
    @inlinable
    package func absorb(label range: Range<Int>, of bytes: RawSpan, into state: inout State) {
        var index = range.lowerBound
        while index &+ 8 <= range.upperBound {
            absorb(bytes.u64(at: index), into: &state)
            index &+= 8
        }
        let rest = range.upperBound &- index
        var tail: UInt64 = 0
        if index &+ 8 <= bytes.byteCount {
            tail = bytes.u64(at: index) & ((1 << (8 &* UInt64(truncatingIfNeeded: rest))) &- 1)
        } else {
            var shift: UInt64 = 0
            while index < range.upperBound {
                tail |= UInt64(bytes.u8(at: index)) << shift
                shift &+= 8
                index &+= 1
            }
        }
        absorb(tail ^ UInt64(truncatingIfNeeded: range.count) << 56, into: &state)
    }

    /// The same for a label behind whose bytes eight more may be read.
    @inline(__always)
    func absorb(_ label: UnsafePointer<UInt8>, _ count: Int, into state: inout State) {
        var rest = count
        var at = unsafe UnsafeRawPointer(label)
        while rest >= 8 {
            // Eight bytes of the label are left.
            absorb(unsafe UInt64(littleEndian: at.loadUnaligned(as: UInt64.self)), into: &state)
            unsafe at += 8
            rest &-= 8
        }
        // The caller vouches for eight readable bytes.
        let tail = unsafe UInt64(littleEndian: at.loadUnaligned(as: UInt64.self)) & ((1 << (8 &* UInt64(truncatingIfNeeded: rest))) &- 1)
        absorb(tail ^ UInt64(truncatingIfNeeded: count) << 56, into: &state)
    }

    @inlinable
    package func finish(_ state: State) -> Hash {
        Hash(fingerprint: Self.fold(state.a ^ key1, state.b ^ 0x9E37_79B9_7F4A_7C15),
            position: Self.fold(state.b ^ key0, state.a ^ 0xC2B2_AE3D_27D4_EB4F))
    }

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

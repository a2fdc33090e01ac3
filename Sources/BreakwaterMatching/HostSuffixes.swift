package import BreakwaterURL
import BreakwaterBundle


/// The hashes of a host and of all its parents, computed once a request and probed by every structure.
///
/// Entry `k` is the suffix of `k + 1` labels; the last one is the host itself.
@safe
package struct HostSuffixes: ~Copyable {
    /// A legal name has at most 127 labels.
    package static let capacity = 128

    private let hashes: UnsafeMutablePointer<NameHasher.Hash>
    private let starts: UnsafeMutablePointer<UInt16>
    private let labelHashes: UnsafeMutablePointer<UInt64>
    package private(set) var count = 0

    package init() {
        unsafe hashes = .allocate(capacity: Self.capacity)
        unsafe starts = .allocate(capacity: Self.capacity)
        unsafe labelHashes = .allocate(capacity: Self.capacity)
        unsafe hashes.initialize(repeating: NameHasher.Hash(fingerprint: 0, position: 0), count: Self.capacity)
        unsafe starts.initialize(repeating: 0, count: Self.capacity)
        unsafe labelHashes.initialize(repeating: 0, count: Self.capacity)
    }

    deinit {
        unsafe hashes.deallocate()
        unsafe starts.deallocate()
        unsafe labelHashes.deallocate()
    }

    package mutating func removeAll() { count = 0 }

    /// Replaces the contents with those of a URL's host.
    package mutating func assign(_ url: borrowing CanonicalURL, _ hasher: NameHasher) {
        // Bytes of text are their own bytes: there is no padding to read.
        let bytes = unsafe url.folded.span.bytes
        let range = url.host
        count = 0
        var state = hasher.start
        var end = range.upperBound
        while count < Self.capacity {
            var begin = end
            while begin > range.lowerBound, bytes.u8(at: begin &- 1) != 0x2E { begin &-= 1 }
            hasher.absorb(label: begin..<end, of: bytes, into: &state)
            // count < capacity.
            unsafe hashes[count] = hasher.finish(state)
            unsafe labelHashes[count] = hasher.labelHash(begin..<end, of: bytes)
            unsafe starts[count] = UInt16(truncatingIfNeeded: begin &- range.lowerBound)
            count &+= 1
            guard begin > range.lowerBound else { return }
            end = begin &- 1
        }
    }

    /// The hash of the suffix of `labels` labels, 1…count.
    @inline(__always)
    package func hash(labels: Int) -> NameHasher.Hash {
        guard labels >= 1, labels <= count else { return NameHasher.Hash(fingerprint: 0, position: 0) }
        // labels - 1 < count <= capacity.
        return unsafe hashes[labels &- 1]
    }

    /// Where the suffix starts in the host.
    package func start(labels: Int) -> Int {
        guard labels >= 1, labels <= count else { return 0 }
        // labels - 1 < count <= capacity.
        return unsafe Int(starts[labels &- 1])
    }

    /// The labels' own hashes, for names that are compared without their public suffix.
    package func entityFingerprint(labels: Int, suffixLabels: Int) -> UInt64 {
        guard labels <= count, suffixLabels >= 0, suffixLabels < labels else { return 0 }
        var value: UInt64 = 0
        for index in suffixLabels..<labels {
            // index < labels <= count <= capacity.
            value = Self.entityStep(value, unsafe labelHashes[index])
        }
        return value
    }

    /// Folds one more label, from the right, into an entity's fingerprint.
    package static func entityStep(_ value: UInt64, _ label: UInt64) -> UInt64 {
        NameHasher.fold(value ^ label, 0x9E37_79B9_7F4A_7C15) &+ label
    }
}

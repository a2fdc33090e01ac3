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
    private let ends: UnsafeMutablePointer<UInt16>
    package private(set) var count = 0

    package init() {
        unsafe hashes = .allocate(capacity: Self.capacity)
        unsafe starts = .allocate(capacity: Self.capacity)
        unsafe ends = .allocate(capacity: Self.capacity)
        unsafe hashes.initialize(repeating: NameHasher.Hash(fingerprint: 0, position: 0), count: Self.capacity)
        unsafe starts.initialize(repeating: 0, count: Self.capacity)
        unsafe ends.initialize(repeating: 0, count: Self.capacity)
    }

    deinit {
        unsafe hashes.deallocate()
        unsafe starts.deallocate()
        unsafe ends.deallocate()
    }

    package mutating func removeAll() { count = 0 }

    /// Replaces the contents with those of a URL's host.
    @inline(__always)
    package mutating func assign(_ url: borrowing CanonicalURL, _ hasher: NameHasher) {
        count = 0
        let range = url.host
        let dots = url.dots
        // The text has slack behind it, which is what hashing a label may read; the host is within the text.
        unsafe url.folded.withPointer { text, length in
            guard range.lowerBound >= 0, range.upperBound <= length else { return }
            let host = unsafe text + range.lowerBound
            if let dots {
                unsafe assign(host, range.count, dots, hasher)
            } else {
                unsafe assign(host, range.count, hasher)
            }
        }
    }

    /// - Parameter dots: the places of the host's dots.
    private mutating func assign(_ host: UnsafePointer<UInt8>, _ length: Int, _ dots: UInt64, _ hasher: NameHasher) {
        var state = hasher.start
        var end = length
        var rest = dots
        while true {
            let begin = 64 &- rest.leadingZeroBitCount
            unsafe hasher.absorb(host + begin, end &- begin, into: &state)
            append(hasher.finish(state), start: begin, end: end)
            // At most 63 dots, so that there are never more labels than the capacity.
            guard begin > 0 else { return }
            end = begin &- 1
            rest &= ~(1 << UInt64(end))
        }
    }

    private mutating func assign(_ host: UnsafePointer<UInt8>, _ length: Int, _ hasher: NameHasher) {
        var state = hasher.start
        var end = length
        while count < Self.capacity {
            var begin = end
            while begin > 0, unsafe host[begin &- 1] != 0x2E { begin &-= 1 }
            unsafe hasher.absorb(host + begin, end &- begin, into: &state)
            append(hasher.finish(state), start: begin, end: end)
            guard begin > 0 else { return }
            end = begin &- 1
        }
    }

    @inline(__always)
    private mutating func append(_ hash: NameHasher.Hash, start: Int, end: Int) {
        // The callers keep count < capacity.
        unsafe hashes[count] = hash
        unsafe starts[count] = UInt16(truncatingIfNeeded: start)
        unsafe ends[count] = UInt16(truncatingIfNeeded: end)
        count &+= 1
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

    /// The fingerprint of the labels above the public suffix, for names that are compared without it.
    ///
    /// - Parameter host: the host that was assigned.
    package func entityFingerprint(_ url: borrowing CanonicalURL, labels: Int, suffixLabels: Int, _ hasher: NameHasher) -> UInt64 {
        guard labels <= count, suffixLabels >= 0, suffixLabels < labels else { return 0 }
        let bytes = unsafe url.folded.span.bytes
        var value: UInt64 = 0
        for index in suffixLabels..<labels {
            // index < labels <= count <= capacity.
            let label = unsafe url.host.lowerBound + Int(starts[index])..<url.host.lowerBound + Int(ends[index])
            value = Self.entityStep(value, hasher.labelHash(label, of: bytes))
        }
        return value
    }

    /// Folds one more label, from the right, into an entity's fingerprint.
    package static func entityStep(_ value: UInt64, _ label: UInt64) -> UInt64 {
        NameHasher.fold(value ^ label, 0x9E37_79B9_7F4A_7C15) &+ label
    }
}

package import BreakwaterURL
import BreakwaterBundle
import CScan

/// The hashes of a host and of all its parents, computed once a request and probed by every structure.
///
/// Entry `k` is the suffix of `k + 1` labels; the last one is the host itself.
@safe
package struct HostSuffixes: ~Copyable {
    /// A legal name has at most 127 labels.
    package static let capacity = 128

    private let hashes: UnsafeMutablePointer<cscan_name_hash>
    private let postings: UnsafeMutablePointer<UInt16>
    private let starts: UnsafeMutablePointer<UInt16>
    private let ends: UnsafeMutablePointer<UInt16>
    package private(set) var count = 0

    package init() {
        unsafe hashes = .allocate(capacity: Self.capacity)
        unsafe starts = .allocate(capacity: Self.capacity)
        unsafe ends = .allocate(capacity: Self.capacity)
        unsafe postings = .allocate(capacity: Self.capacity)
        unsafe hashes.initialize(repeating: cscan_name_hash(), count: Self.capacity)
        unsafe postings.initialize(repeating: 0, count: Self.capacity)
        unsafe starts.initialize(repeating: 0, count: Self.capacity)
        unsafe ends.initialize(repeating: 0, count: Self.capacity)
    }

    deinit {
        unsafe hashes.deallocate()
        unsafe postings.deallocate()
        unsafe starts.deallocate()
        unsafe ends.deallocate()
    }

    package mutating func removeAll() { count = 0 }

    /// Replaces the contents with those of a URL's host.
    @inline(__always)
    package mutating func assign(_ url: borrowing CanonicalURL, _ hasher: NameHasher) {
        count = 0
        let range = url.host
        guard let dots = url.dots else { return assignLong(url, hasher) }
        unsafe url.folded.withPointer { text, length in
            guard range.lowerBound >= 0, range.upperBound <= length, range.count <= 64 else { return }
            // The text has slack behind it, which is what hashing may read; a host of 64 bytes has at most 64 labels.
            count = unsafe cscan_hash_host(text + range.lowerBound, range.count, dots, hasher.key, hashes, starts, ends)
        }
    }

    /// Hosts of more than 64 bytes, and addresses.
    private mutating func assignLong(_ url: borrowing CanonicalURL, _ hasher: NameHasher) {
        let text = url.folded.span
        // A URL's bytes are its own bytes: there is no padding to read.
        let bytes = unsafe text.bytes
        var state = hasher.start
        var end = url.host.upperBound
        while count < Self.capacity {
            var begin = end
            while begin > url.host.lowerBound, text[begin &- 1] != 0x2E { begin &-= 1 }
            hasher.absorb(label: begin..<end, of: bytes, into: &state)
            append(hasher.finish(state), start: begin &- url.host.lowerBound, end: end &- url.host.lowerBound)
            guard begin > url.host.lowerBound else { return }
            end = begin &- 1
        }
    }

    @inline(__always)
    private mutating func append(_ hash: NameHasher.Hash, start: Int, end: Int) {
        // The callers keep count < capacity.
        unsafe hashes[count] = cscan_name_hash(fingerprint: hash.fingerprint, position: hash.position)
        unsafe starts[count] = UInt16(truncatingIfNeeded: start)
        unsafe ends[count] = UInt16(truncatingIfNeeded: end)
        count &+= 1
    }

    /// The hash of the suffix of `labels` labels, 1…count.
    @inline(__always)
    package func hash(labels: Int) -> NameHasher.Hash {
        guard labels >= 1, labels <= count else { return NameHasher.Hash(fingerprint: 0, position: 0) }
        // labels - 1 < count <= capacity.
        return unsafe NameHasher.Hash(fingerprint: hashes[labels &- 1].fingerprint, position: hashes[labels &- 1].position)
    }

    /// Asks for the memory where the table would hold the host and its parents.
    @inline(__always)
    func prefetch(in table: borrowing DomainTable) { unsafe table.prefetch(hashes, count) }

    /// Looks the host and its parents up, for ``posting(labels:in:)``.
    ///
    /// - Returns: whether any is listed.
    @inline(__always)
    mutating func probe(_ table: borrowing DomainTable) -> Bool { unsafe table.probe(hashes, count, postings) }

    /// What ``probe(_:)`` found for the suffix of `labels` labels, 1…count; 0 where it is not listed.
    @inline(__always)
    func posting(labels: Int, in table: borrowing DomainTable) -> UInt32 {
        guard labels >= 1, labels <= count else { return 0 }
        // labels - 1 < count <= capacity.
        return unsafe table.resolve(UInt32(postings[labels &- 1]), hashes[labels &- 1].fingerprint)
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

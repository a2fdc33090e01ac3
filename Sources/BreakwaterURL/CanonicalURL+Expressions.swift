/// The expressions of one URL that a hashed list may hold: up to five host suffixes times up to six path prefixes, the path
/// percent-decoded and escaped again. A buffer that is used again and again.
///
/// - SeeAlso: Google Safe Browsing v4, "URLs and Hashing", suffix/prefix expressions (`sb4` in docs/LISTS.md).
package struct URLExpressions: ~Copyable {
    /// The expression that ``next(_:)`` found.
    package private(set) var text = ByteScratch(capacity: 512)
    private var tail = ByteScratch(capacity: 512)
    private var decoded = ByteScratch(capacity: 512)
    private var hostStarts = [5 of Int](repeating: 0)
    private var hostCount = 0
    private var ends = [6 of Int](repeating: 0)
    private var endCount = 0
    private var position = 0

    package init() {}

    /// Begins with a URL's first expression.
    package mutating func start(_ url: borrowing CanonicalURL) {
        readTail(url)
        (hostCount, endCount, position) = (1, 0, 0)
        hostStarts[0] = url.host.lowerBound
        if url.hostKind == .domain { addHostSuffixes(url) }
        var query = 0
        while query < tail.count, tail[query] != UInt8(ascii: "?") { query += 1 }
        if query < tail.count { add(end: tail.count) }
        add(end: query)
        var slashes = 0
        var index = 0
        while index < query, slashes < 4 {
            if tail[index] == UInt8(ascii: "/") {
                slashes += 1
                add(end: index + 1)
            }
            index += 1
        }
    }

    /// The exact host comes first; then up to four made of its last five labels, never the top-level domain alone.
    private mutating func addHostSuffixes(_ url: borrowing CanonicalURL) {
        let bytes = url.bytes.span
        var dots = 0
        for index in url.host where bytes[index] == 0x2E { dots += 1 }
        var number = 0
        for index in url.host where bytes[index] == 0x2E {
            number += 1
            guard number < dots, number >= dots - 4, hostCount < 5 else { continue }
            hostStarts[hostCount] = index + 1
            hostCount += 1
        }
    }

    private mutating func add(end: Int) {
        for index in 0..<endCount where ends[index] == end { return }
        guard endCount < 6 else { return }
        ends[endCount] = end
        endCount += 1
    }

    /// Writes the next expression to ``text``; `false` where there is none left.
    package mutating func next(_ url: borrowing CanonicalURL) -> Bool {
        guard endCount > 0, position < hostCount * endCount else { return false }
        let start = hostStarts[position / endCount]
        let end = ends[position % endCount]
        position += 1
        text.removeAll()
        text.append(url.bytes.span.extracting(start..<url.host.upperBound))
        Self.append(tail, upTo: end, to: &text)
        return true
    }

    private static func append(_ tail: borrowing ByteScratch, upTo end: Int, to text: inout ByteScratch) {
        text.append(tail.span.extracting(0..<end))
    }

    /// Path and query: escapes decoded until none is left; in the path slashes collapsed and dot segments resolved (again: they may
    /// have been escaped more than once); then bytes up to 0x20, from 0x7f, `#` and `%` escaped in upper case.
    private mutating func readTail(_ url: borrowing CanonicalURL) {
        tail.removeAll()
        decoded.removeAll()
        decoded.append(url.bytes.span.extracting(url.pathStart..<url.bytes.count))
        var everything = decoded.count
        for _ in 0..<CanonicalURL.maximumDecodingRounds where !decoded.decodePercentOnce(query: &everything) { break }
        Self.escape(decoded, to: &tail)
    }

    private static func escape(_ decoded: borrowing ByteScratch, to tail: inout ByteScratch) {
        var pathEnd = 0
        while pathEnd < decoded.count, decoded[pathEnd] != UInt8(ascii: "?") { pathEnd += 1 }
        tail.append(UInt8(ascii: "/"))
        var index = 1
        while index < pathEnd {
            var end = index
            while end < pathEnd, decoded[end] != UInt8(ascii: "/") { end += 1 }
            let segment = decoded.span.extracting(index..<end)
            if segment.equals("..") {
                tail.removeLastSegment()
            } else if end > index, !segment.equals(".") {
                tail.appendEscaped(segment)
                if end < pathEnd { tail.append(UInt8(ascii: "/")) }
            }
            index = end + 1
        }
        tail.appendEscaped(decoded.span.extracting(pathEnd..<decoded.count))
    }
}

extension ByteScratch {
    fileprivate mutating func appendEscaped(_ bytes: borrowing Span<UInt8>) {
        for index in bytes.indices {
            let byte = bytes[index]
            if byte <= 0x20 || byte >= 0x7F || byte == UInt8(ascii: "#") || byte == UInt8(ascii: "%") {
                append(UInt8(ascii: "%"))
                append(ASCII.upperHexadecimal(byte >> 4))
                append(ASCII.upperHexadecimal(byte))
            } else {
                append(byte)
            }
        }
    }

    /// Takes `a/` from `/a/`; the first slash stays.
    fileprivate mutating func removeLastSegment() {
        guard count > 1 else { return }
        truncate(to: count - 1)
        while count > 1, self[count - 1] != UInt8(ascii: "/") { truncate(to: count - 1) }
    }
}

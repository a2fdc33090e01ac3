extension CanonicalURL {
    /// Calls `body` with every expression that a hashed list may hold: up to five host suffixes times up to six path prefixes,
    /// the path percent-decoded and escaped again.
    ///
    /// - SeeAlso: Google Safe Browsing v4, "URLs and Hashing", suffix/prefix expressions (`sb4` in docs/LISTS.md).
    package borrowing func forEachExpression(in buffer: inout ByteScratch, _ body: (borrowing Span<UInt8>) -> Void) {
        var tail = ByteScratch(capacity: 512)
        appendExpressionTail(to: &tail)
        var query = 0
        while query < tail.count, tail[query] != UInt8(ascii: "?") { query += 1 }
        let hostBytes = bytes.span
        var hostStarts = [host.lowerBound]
        if hostKind == .domain {
            var starts: [Int] = []
            for index in host where hostBytes[index] == 0x2E { starts.append(index + 1) }
            // The exact host, and up to four made of its last five labels, never the top-level domain alone.
            hostStarts += starts.dropLast().suffix(4)
        }
        var ends: [Int] = []
        if query < tail.count { ends.append(tail.count) }
        ends.append(query)
        var slashes = 0
        for index in 0..<query where tail[index] == UInt8(ascii: "/") && slashes < 4 {
            slashes += 1
            if !ends.contains(index + 1) { ends.append(index + 1) }
        }
        for start in hostStarts {
            for end in ends {
                buffer.removeAll()
                buffer.append(hostBytes.extracting(start..<host.upperBound))
                buffer.append(tail.span.extracting(0..<end))
                body(buffer.span)
            }
        }
    }

    /// Path and query: escapes decoded until none is left; in the path slashes collapsed and dot segments resolved (again: they may
    /// have been escaped more than once); then bytes up to 0x20, from 0x7f, `#` and `%` escaped in upper case.
    private borrowing func appendExpressionTail(to output: inout ByteScratch) {
        var decoded = ByteScratch(capacity: 512)
        decoded.append(bytes.span.extracting(pathStart..<bytes.count))
        for _ in 0..<Self.maximumDecodingRounds where !decoded.decodePercentOnce() { break }
        var pathEnd = 0
        while pathEnd < decoded.count, decoded[pathEnd] != UInt8(ascii: "?") { pathEnd += 1 }
        output.append(UInt8(ascii: "/"))
        var index = 1
        while index < pathEnd {
            var end = index
            while end < pathEnd, decoded[end] != UInt8(ascii: "/") { end += 1 }
            let segment = decoded.span.extracting(index..<end)
            if segment.equals("..") {
                output.removeLastSegment()
            } else if end > index, !segment.equals(".") {
                output.appendEscaped(segment)
                if end < pathEnd { output.append(UInt8(ascii: "/")) }
            }
            index = end + 1
        }
        output.appendEscaped(decoded.span.extracting(pathEnd..<decoded.count))
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

extension ByteScratch {
    /// Decodes every `%XX` once, in place.
    ///
    /// - Returns: whether there was one.
    package mutating func decodePercentOnce(from start: Int = 0) -> Bool {
        var write = start
        var read = start
        var decodedAny = false
        while read < count {
            if self[read] == UInt8(ascii: "%"), read + 2 < count, let high = ASCII.hexadecimalValue(self[read + 1]),
                let low = ASCII.hexadecimalValue(self[read + 2])
            {
                self[write] = high << 4 | low
                read += 3
                decodedAny = true
            } else {
                self[write] = self[read]
                read += 1
            }
            write += 1
        }
        truncate(to: write)
        return decodedAny
    }

    /// ASCII letters from `start` on to lower case.
    package mutating func lowercase(from start: Int) {
        for index in start..<max(start, count) { self[index] = ASCII.lowercased(self[index]) }
    }
}

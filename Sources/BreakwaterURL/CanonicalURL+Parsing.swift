extension CanonicalURL {
    /// Replaces the contents with a URL as it came from a client or a list.
    ///
    /// Follows the WHATWG URL parser for special schemes, so that what a browser would visit is what is judged.
    package mutating func assign(_ input: borrowing Span<UInt8>) throws(URLSyntaxError) {
        reset()
        guard input.count <= Self.maximumLength else { throw URLSyntaxError(.tooLong) }
        var start = 0
        var end = input.count
        while start < end, input[start] <= 0x20 { start += 1 }
        while end > start, input[end - 1] <= 0x20 { end -= 1 }
        guard start < end else { throw URLSyntaxError(.empty) }
        var hasDropped = false
        for index in start..<end where Self.isDropped(input[index]) {
            hasDropped = true
            break
        }
        if hasDropped {
            // WHATWG URL §4.4 step 3: tabs and line ends inside a URL do not count. Rare, so a copy is no matter.
            var copy = ByteScratch(capacity: end - start)
            for index in start..<end where !Self.isDropped(input[index]) { copy.append(input[index]) }
            try parse(copy.span, 0, copy.count)
        } else {
            try parse(input, start, end)
        }
    }

    private mutating func reset() {
        bytes.removeAll()
        folded.removeAll()
        host = 0..<0
        pathStart = 0
        queryStart = 0
        hasEscapes = false
    }

    private static func isDropped(_ byte: UInt8) -> Bool { byte == 0x09 || byte == 0x0A || byte == 0x0D }

    private mutating func parse(_ input: borrowing Span<UInt8>, _ start: Int, _ end: Int) throws(URLSyntaxError) {
        var index = try parseScheme(input, start, end)
        bytes.reserve(3 * (end - index) + 32)
        append(scheme.name)
        append("://")
        // Any number of slashes, in either direction, comes before the authority of a special scheme.
        while index < end, Self.isSlash(input[index]) { index += 1 }
        var authorityEnd = index
        var hostStart = index
        while authorityEnd < end, !Self.endsAuthority(input[authorityEnd]) {
            // The last `@` counts: everything before it is user information, which names no host.
            if input[authorityEnd] == UInt8(ascii: "@") { hostStart = authorityEnd + 1 }
            authorityEnd += 1
        }
        try parseAuthority(input, hostStart, authorityEnd)
        pathStart = bytes.count
        var pathEnd = authorityEnd
        while pathEnd < end, input[pathEnd] != UInt8(ascii: "?"), input[pathEnd] != UInt8(ascii: "#") { pathEnd += 1 }
        appendPath(input, authorityEnd, pathEnd)
        queryStart = bytes.count
        if pathEnd < end, input[pathEnd] == UInt8(ascii: "?") { appendQuery(input, pathEnd, end) }
        fold()
    }

    private mutating func parseScheme(_ input: borrowing Span<UInt8>, _ start: Int, _ end: Int) throws(URLSyntaxError) -> Int {
        var colon = start
        var word: UInt64 = 0
        while colon < end, colon - start < 6, ASCII.isLetter(input[colon]) {
            word = word << 8 | UInt64(ASCII.lowercased(input[colon]))
            colon += 1
        }
        guard colon < end, colon > start, input[colon] == UInt8(ascii: ":") else {
            while colon < end, ASCII.isHostByte(input[colon]) || input[colon] == 0x2B || input[colon] == 0x2E { colon += 1 }
            let isScheme = colon > start && colon < end && ASCII.isLetter(input[start]) && input[colon] == UInt8(ascii: ":")
            throw URLSyntaxError(isScheme ? .unsupportedScheme : .noScheme)
        }
        switch word {
        case 0x6874_7470: scheme = .http
        case 0x68_7474_7073: scheme = .https
        case 0x7773: scheme = .ws
        case 0x77_7373: scheme = .wss
        case 0x66_7470: scheme = .ftp
        default: throw URLSyntaxError(.unsupportedScheme)
        }
        return colon + 1
    }

    private mutating func parseAuthority(
        _ input: borrowing Span<UInt8>, _ start: Int, _ end: Int
    ) throws(URLSyntaxError) {
        var hostEnd = start
        if start < end, input[start] == UInt8(ascii: "[") {
            while hostEnd < end, input[hostEnd] != UInt8(ascii: "]") { hostEnd += 1 }
            guard hostEnd < end else { throw URLSyntaxError(.badIPv6) }
            hostEnd += 1
            guard hostEnd == end || input[hostEnd] == UInt8(ascii: ":") else { throw URLSyntaxError(.badIPv6) }
        } else {
            while hostEnd < end, input[hostEnd] != UInt8(ascii: ":") { hostEnd += 1 }
        }
        let hostStart = bytes.count
        hostKind = try HostParser.parse(input.extracting(start..<hostEnd), into: &bytes)
        host = hostStart..<bytes.count
        port = scheme.defaultPort
        guard hostEnd + 1 < end else { return }
        var value = 0
        for index in hostEnd + 1..<end {
            guard ASCII.isDigit(input[index]) else { throw URLSyntaxError(.badPort) }
            value = value * 10 + Int(input[index] - 0x30)
            guard value <= 65_535 else { throw URLSyntaxError(.badPort) }
        }
        guard let number = UInt16(exactly: value), number != scheme.defaultPort else { return }
        port = number
        bytes.append(UInt8(ascii: ":"))
        appendDecimal(value)
    }

    private mutating func appendDecimal(_ value: Int) {
        var divisor = 10_000
        var started = false
        while divisor > 0 {
            let digit = value / divisor % 10
            if digit != 0 || started || divisor == 1 {
                bytes.append(UInt8(truncatingIfNeeded: 0x30 + digit))
                started = true
            }
            divisor /= 10
        }
    }

    private mutating func append(_ text: StaticString) {
        for index in 0..<text.utf8CodeUnitCount {
            // `index` is below the string's own count.
            bytes.append(unsafe text.utf8Start[index])
        }
    }

    private mutating func fold() { folded.assignLowercased(bytes) }

    private static func isSlash(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") }

    private static func endsAuthority(_ byte: UInt8) -> Bool {
        isSlash(byte) || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
    }
}

import CScan

extension CanonicalURL {
    /// Replaces the contents with a URL as it came from a client or a list.
    ///
    /// Follows the WHATWG URL parser for special schemes, so that what a browser would visit is what is judged.
    ///
    /// - Parameter inOnePass: whether the kernel for plain URLs is tried first; tests hold it to the parser.
    package mutating func assign(_ input: borrowing Span<UInt8>, inOnePass: Bool = true) throws(URLSyntaxError) {
        guard input.count <= Self.maximumLength else {
            reset()
            throw URLSyntaxError(.tooLong)
        }
        if inOnePass, assignPlain(input) { return }
        reset()
        var start = 0
        var end = input.count
        while start < end, input[start] <= 0x20 { start += 1 }
        while end > start, input[end - 1] <= 0x20 { end -= 1 }
        guard start < end else { throw URLSyntaxError(.empty) }
        if Self.hasBreaks(input) {
            try assignWithoutBreaks(input, start, end)
        } else {
            try parse(input, start, end)
        }
    }

    /// Takes the URL that nearly every request has: one that is canonical already, but for the case of its host and escapes.
    private mutating func assignPlain(_ input: borrowing Span<UInt8>) -> Bool {
        guard let plain = bytes.assignPlainURL(input, lowercased: &folded) else { return false }
        hostKind = .domain
        host = Int(plain.host)..<Int(plain.host_end)
        dots = plain.dots
        scheme = plain.host == 8 ? .https : .http
        port = scheme.defaultPort
        pathStart = host.upperBound
        queryStart = Int(plain.query)
        isHiding = plain.hides != 0
        return true
    }

    /// Replaces the contents with `https://host/`.
    ///
    /// - Parameter host: as it stands in a URL: a name in any spelling, an IPv4 address, or an IPv6 address in brackets.
    package mutating func assign(host input: borrowing Span<UInt8>) throws(URLSyntaxError) {
        reset()
        scheme = .https
        appendScheme()
        let start = bytes.count
        if try !appendPlainHost(input, 0, input.count, input.count) {
            hostKind = try HostParser.parse(input, into: &bytes)
            host = start..<bytes.count
            port = scheme.defaultPort
        }
        pathStart = bytes.count
        bytes.append(UInt8(ascii: "/"))
        queryStart = bytes.count
        folded.assignLowercased(bytes)
    }

    /// WHATWG URL §4.4 step 3: tabs and line ends inside a URL do not count.
    private mutating func assignWithoutBreaks(
        _ input: borrowing Span<UInt8>, _ start: Int, _ end: Int
    ) throws(URLSyntaxError) {
        // Out of `self` while `self` reads it, and back for the next such URL.
        var text = unbroken.take() ?? ByteScratch(capacity: end - start)
        text.removeAll()
        for index in start..<end where !Self.isDropped(input[index]) { text.append(input[index]) }
        let failure: URLSyntaxError?
        do throws(URLSyntaxError) {
            try parse(text.span, 0, text.count)
            failure = nil
        } catch {
            failure = error
        }
        unbroken = consume text
        if let failure { throw failure }
    }

    private mutating func reset() {
        bytes.removeAll()
        folded.removeAll()
        host = 0..<0
        pathStart = 0
        queryStart = 0
        isHiding = false
        dots = nil
    }

    private static func hasBreaks(_ input: borrowing Span<UInt8>) -> Bool {
        // The kernel reads the bytes that it is given and no others.
        unsafe input.withUnsafeBufferPointer { source in
            unsafe source.baseAddress.map { unsafe cscan_has_breaks($0, source.count) } ?? 0
        } == 1
    }

    private static func isDropped(_ byte: UInt8) -> Bool { byte == 0x09 || byte == 0x0A || byte == 0x0D }

    private mutating func parse(_ input: borrowing Span<UInt8>, _ start: Int, _ end: Int) throws(URLSyntaxError) {
        var index = try parseScheme(input, start, end)
        bytes.reserve(3 * (end - index) + 32)
        appendScheme()
        // Any number of slashes, in either direction, comes before the authority of a special scheme.
        while index < end, Self.isSlash(input[index]) { index += 1 }
        var authorityEnd = Self.authorityEnd(input, index, end)
        if try appendPlainHost(input, index, authorityEnd, end) {
            appendRest(input, authorityEnd, end)
            return
        }
        var hostStart = index
        authorityEnd = index
        while authorityEnd < end, !Self.endsAuthority(input[authorityEnd]) {
            // The last `@` counts: everything before it is user information, which names no host.
            if input[authorityEnd] == UInt8(ascii: "@") { hostStart = authorityEnd + 1 }
            authorityEnd += 1
        }
        try parseAuthority(input, hostStart, authorityEnd)
        appendRest(input, authorityEnd, end)
    }

    private mutating func appendRest(_ input: borrowing Span<UInt8>, _ start: Int, _ end: Int) {
        pathStart = bytes.count
        let pathEnd = appendPath(input, start, end)
        queryStart = bytes.count
        if pathEnd < end, input[pathEnd] == UInt8(ascii: "?") { appendQuery(input, pathEnd, end) }
        folded.assignLowercased(bytes)
    }

    private static func authorityEnd(_ input: borrowing Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        guard start >= 0, start < end, end <= input.count else { return end }
        // `start..<end` is in the span.
        return unsafe input.withUnsafeBufferPointer { source in
            unsafe source.baseAddress.map { unsafe start + cscan_authority_end($0 + start, end - start) } ?? end
        }
    }

    /// Takes the host that nearly every URL has: a name of at most 64 plain bytes, without user information or port.
    private mutating func appendPlainHost(
        _ input: borrowing Span<UInt8>, _ start: Int, _ hostEnd: Int, _ end: Int
    ) throws(URLSyntaxError) -> Bool {
        guard hostEnd == end || Self.endsAuthority(input[hostEnd]) else { return false }
        let hostStart = bytes.count
        guard start < hostEnd, let dots = bytes.appendHost(input, start, hostEnd) else { return false }
        let count = hostEnd - start
        let lastLabel = 64 - dots.leadingZeroBitCount
        // No empty label and no last one that may be a number; a label of over 63 bytes leaves no room for a dot here.
        guard dots & 1 == 0, dots & dots << 1 == 0, lastLabel < count, count < 64 || dots != 0,
            !ASCII.isDigit(bytes[hostStart + lastLabel])
        else {
            bytes.truncate(to: hostStart)
            return false
        }
        self.dots = dots
        hostKind = .domain
        host = hostStart..<bytes.count
        port = scheme.defaultPort
        return true
    }

    private mutating func parseScheme(_ input: borrowing Span<UInt8>, _ start: Int, _ end: Int) throws(URLSyntaxError) -> Int {
        if let known = Self.commonScheme(input, start, end) {
            scheme = known
            return known == .https ? start + 6 : start + 5
        }
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

    /// `https:` and `http:` in lower case, which nearly every URL begins with.
    private static func commonScheme(_ input: borrowing Span<UInt8>, _ start: Int, _ end: Int) -> URLScheme? {
        guard end - start >= 8, input[start] == 0x68, input[start + 1] == 0x74, input[start + 2] == 0x74, input[start + 3] == 0x70
        else { return nil }
        if input[start + 4] == 0x3A { return .http }
        return input[start + 4] == 0x73 && input[start + 5] == 0x3A ? .https : nil
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
        bytes.append(decimal: value)
    }

    private mutating func appendScheme() {
        switch scheme {
        case .https: bytes.append(word: 0x2F2F_3A73_7074_7468, count: 8)
        case .http: bytes.append(word: 0x2F_2F3A_7074_7468, count: 7)
        case .wss: bytes.append(word: 0x2F2F_3A73_7377, count: 6)
        case .ws: bytes.append(word: 0x2F_2F3A_7377, count: 5)
        case .ftp: bytes.append(word: 0x2F2F_3A70_7466, count: 6)
        }
    }

    private static func isSlash(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") }

    private static func endsAuthority(_ byte: UInt8) -> Bool {
        isSlash(byte) || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
    }
}

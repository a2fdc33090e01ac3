/// Turns a URL's host, in any spelling, into the one form that policy and connection both use (WHATWG URL §3.5, plus:
/// exactly one trailing dot is dropped, and addresses that wrap an IPv4 address become that address).
package enum HostParser {
    package enum Kind: Sendable, Hashable {
        case domain
        case address(IPAddress)
    }

    /// Appends the canonical host to `output`: A-labels in lower case, dotted decimal, or RFC 5952 in brackets. What an error leaves
    /// there means nothing.
    ///
    /// - Complexity: O(n), without an allocation once `output` has grown; only libidn2, for names with bytes outside ASCII, takes memory.
    package static func parse(_ host: borrowing Span<UInt8>, into output: inout ByteScratch) throws(URLSyntaxError) -> Kind {
        guard host.count > 0 else { throw URLSyntaxError(.emptyHost) }
        guard host.count <= 4096 else { throw URLSyntaxError(.hostTooLong) }
        if host[0] == UInt8(ascii: "[") {
            guard host[host.count - 1] == UInt8(ascii: "]"), host.count > 2,
                let address = IPAddress(v6: host.extracting(1..<host.count - 1))
            else { throw URLSyntaxError(.badIPv6) }
            return append(address, to: &output)
        }
        let start = output.count
        var isPlain = true
        for index in host.indices where !ASCII.isHostByte(host[index]) && host[index] != 0x2E {
            isPlain = false
            break
        }
        if isPlain { output.append(host) } else { try decode(host, into: &output) }
        return try finish(&output, from: start)
    }

    /// Percent-decodes once and maps internationalised names; what is left must be plain.
    private static func decode(_ host: borrowing Span<UInt8>, into output: inout ByteScratch) throws(URLSyntaxError) {
        let start = output.count
        var isASCII = true
        var index = 0
        while index < host.count {
            var byte = host[index]
            index += 1
            if byte == UInt8(ascii: "%") {
                guard index + 1 < host.count, let high = ASCII.hexadecimalValue(host[index]),
                    let low = ASCII.hexadecimalValue(host[index + 1])
                else { throw URLSyntaxError(.badPercentEncoding) }
                byte = high << 4 | low
                index += 2
            }
            if byte >= 0x80 { isASCII = false }
            output.append(byte)
        }
        if !isASCII {
            guard IDNA.convert(&output, from: start) else { throw URLSyntaxError(.badIDN) }
        }
        for index in start..<output.count where !ASCII.isHostByte(output[index]) && output[index] != 0x2E {
            throw URLSyntaxError(.forbiddenHostByte)
        }
        guard output.count > start else { throw URLSyntaxError(.emptyHost) }
    }

    /// Checks and finishes, where it stands, a host of letters, digits, `-`, `_` and dots only.
    private static func finish(_ output: inout ByteScratch, from start: Int) throws(URLSyntaxError) -> Kind {
        if output[output.count - 1] == 0x2E { output.truncate(to: output.count - 1) }
        let end = output.count
        guard end > start else { throw URLSyntaxError(.emptyHost) }
        guard end - start <= 253 else { throw URLSyntaxError(.hostTooLong) }
        var lastLabel = start
        for index in start..<end where output[index] == 0x2E {
            try check(labelLength: index - lastLabel)
            lastLabel = index + 1
        }
        try check(labelLength: end - lastLabel)
        guard endsInNumber(output.span, lastLabel..<end) else {
            output.lowercase(from: start)
            return .domain
        }
        guard let address = IPAddress(urlV4: output.span.extracting(start..<end)) else { throw URLSyntaxError(.badIPv4) }
        output.truncate(to: start)
        return append(address, to: &output)
    }

    private static func check(labelLength: Int) throws(URLSyntaxError) {
        guard labelLength > 0 else { throw URLSyntaxError(.emptyLabel) }
        guard labelLength <= 63 else { throw URLSyntaxError(.labelTooLong) }
    }

    /// WHATWG "ends in a number checker": then it is an address or nothing.
    private static func endsInNumber(_ host: borrowing Span<UInt8>, _ label: Range<Int>) -> Bool {
        guard ASCII.isDigit(host[label.lowerBound]) else { return false }
        if label.count >= 2, host[label.lowerBound] == 0x30, host[label.lowerBound + 1] | 0x20 == 0x78 {
            for index in label.dropFirst(2) where ASCII.hexadecimalValue(host[index]) == nil { return false }
            return true
        }
        for index in label where !ASCII.isDigit(host[index]) { return false }
        return true
    }

    private static func append(_ address: IPAddress, to output: inout ByteScratch) -> Kind {
        let canonical = address.canonical
        let isV6 = canonical.family == .v6
        if isV6 { output.append(UInt8(ascii: "[")) }
        canonical.append(to: &output)
        if isV6 { output.append(UInt8(ascii: "]")) }
        return .address(canonical)
    }
}

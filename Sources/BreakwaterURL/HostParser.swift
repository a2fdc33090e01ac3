/// Turns a URL's host, in any spelling, into the one form that policy and connection both use (WHATWG URL §3.5, plus:
/// exactly one trailing dot is dropped, and addresses that wrap an IPv4 address become that address).
package enum HostParser {
    package enum Kind: Sendable, Hashable {
        case domain
        case address(IPAddress)
    }

    /// Appends the canonical host to `output`: A-labels in lower case, dotted decimal, or RFC 5952 in brackets.
    ///
    /// - Complexity: O(n); allocates only for percent-encoded and internationalised names and for addresses.
    package static func parse(_ host: borrowing Span<UInt8>, into output: inout ByteScratch) throws(URLSyntaxError) -> Kind {
        guard host.count > 0 else { throw URLSyntaxError(.emptyHost) }
        guard host.count <= 4096 else { throw URLSyntaxError(.hostTooLong) }
        if host[0] == UInt8(ascii: "[") {
            guard host[host.count - 1] == UInt8(ascii: "]"), host.count > 2,
                let address = IPAddress(v6: host.extracting(1..<host.count - 1))
            else { throw URLSyntaxError(.badIPv6) }
            return append(address, to: &output)
        }
        var isPlain = true
        for index in host.indices where !ASCII.isHostByte(host[index]) && host[index] != 0x2E {
            isPlain = false
            break
        }
        if isPlain { return try finish(host, into: &output) }
        return try parseUnusual(host, into: &output)
    }

    /// Percent-decodes once and maps internationalised names; what is left must be plain.
    private static func parseUnusual(
        _ host: borrowing Span<UInt8>, into output: inout ByteScratch
    ) throws(URLSyntaxError) -> Kind {
        var decoded: [UInt8] = []
        var index = 0
        while index < host.count {
            let byte = host[index]
            index += 1
            guard byte == UInt8(ascii: "%") else {
                decoded.append(byte)
                continue
            }
            guard index + 1 < host.count, let high = ASCII.hexadecimalValue(host[index]),
                let low = ASCII.hexadecimalValue(host[index + 1])
            else { throw URLSyntaxError(.badPercentEncoding) }
            decoded.append(high << 4 | low)
            index += 2
        }
        if decoded.contains(where: { $0 >= 0x80 }) {
            guard let ascii = IDNA.ascii(decoded.span) else { throw URLSyntaxError(.badIDN) }
            decoded = ascii
        }
        for byte in decoded where !ASCII.isHostByte(byte) && byte != 0x2E {
            throw URLSyntaxError(.forbiddenHostByte)
        }
        guard !decoded.isEmpty else { throw URLSyntaxError(.emptyHost) }
        return try finish(decoded.span, into: &output)
    }

    /// Takes letters, digits, `-`, `_` and dots only.
    private static func finish(_ host: borrowing Span<UInt8>, into output: inout ByteScratch) throws(URLSyntaxError) -> Kind {
        let end = host[host.count - 1] == 0x2E ? host.count - 1 : host.count
        guard end > 0 else { throw URLSyntaxError(.emptyHost) }
        guard end <= 253 else { throw URLSyntaxError(.hostTooLong) }
        var lastLabel = 0
        for index in 0..<end where host[index] == 0x2E {
            try check(labelLength: index - lastLabel)
            lastLabel = index + 1
        }
        try check(labelLength: end - lastLabel)
        if endsInNumber(host, lastLabel..<end) {
            guard let address = IPAddress(urlV4: host.extracting(0..<end)) else { throw URLSyntaxError(.badIPv4) }
            return append(address, to: &output)
        }
        output.reserve(end)
        for index in 0..<end { output.append(ASCII.lowercased(host[index])) }
        return .domain
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
        var text = canonical.family == .v4 ? canonical.description : "[\(canonical.description)]"
        text.withUTF8 { buffer in
            output.append(unsafe Span(_unsafeElements: buffer))
        }
        return .address(canonical)
    }
}

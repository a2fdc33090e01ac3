package import BreakwaterURL

/// The header by which a load balancer says who connected to it, version 1 (text) or 2 (binary).
///
/// - SeeAlso: the PROXY protocol specification, §2.1 and §2.2.
package struct ProxyProtocolHeader: Equatable {
    /// Who connected; `nil` where the balancer speaks for itself (health checks) or of no TCP connection.
    package let client: IPAddress?
    /// Bytes of the header.
    package let length: Int

    package enum Reading: Equatable {
        case needMore
        case header(ProxyProtocolHeader)
        case invalid
    }

    private static let longestText = 107
    private static let signature: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A]
    /// Addresses and some extensions; a balancer that sends more has gone astray.
    private static let longestBinary = 2048

    /// Reads what stands at the start.
    package static func read(_ bytes: Span<UInt8>) -> Reading {
        guard bytes.count > 0 else { return .needMore }
        if bytes[0] == signature[0] { return readBinary(bytes) }
        return readText(bytes)
    }

    private static func readText(_ bytes: Span<UInt8>) -> Reading {
        let start = Array("PROXY ".utf8)
        for index in 0..<min(start.count, bytes.count) where bytes[index] != start[index] { return .invalid }
        var text = ""
        var index = 0
        while index < bytes.count, index < longestText, bytes[index] != 0x0A {
            guard bytes[index] == 0x0D || (0x20...0x7E).contains(bytes[index]) else { return .invalid }
            text.unicodeScalars.append(Unicode.Scalar(bytes[index]))
            index += 1
        }
        guard index < bytes.count, index < longestText else { return index >= longestText ? .invalid : .needMore }
        guard text.hasSuffix("\r") else { return .invalid }
        let parts = text.dropLast().split(separator: " ", omittingEmptySubsequences: false)
        if parts.count >= 2, parts[1] == "UNKNOWN" { return .header(ProxyProtocolHeader(client: nil, length: index + 1)) }
        guard parts.count == 6, let source = IPAddress(String(parts[2])), let target = IPAddress(String(parts[3])),
            source.family == target.family, parts[1] == (source.family == .v4 ? "TCP4" : "TCP6"), isPort(parts[4]), isPort(parts[5])
        else { return .invalid }
        return .header(ProxyProtocolHeader(client: source, length: index + 1))
    }

    private static func isPort(_ text: Substring) -> Bool {
        (1...5).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) } && (Int(text) ?? .max) <= 65_535
    }

    private static func readBinary(_ bytes: Span<UInt8>) -> Reading {
        for index in 0..<min(signature.count, bytes.count) where bytes[index] != signature[index] { return .invalid }
        guard bytes.count >= 16 else { return .needMore }
        let size = Int(bytes[14]) << 8 | Int(bytes[15])
        guard bytes[12] >> 4 == 2, size <= longestBinary else { return .invalid }
        guard bytes.count >= 16 + size else { return .needMore }
        switch (bytes[12] & 0x0F, bytes[13]) {
        case (0, _): return .header(ProxyProtocolHeader(client: nil, length: 16 + size))  // LOCAL
        case (1, 0x11):
            guard size >= 12 else { return .invalid }
            let value = (16..<20).reduce(UInt32(0)) { $0 << 8 | UInt32(bytes[$1]) }
            return .header(ProxyProtocolHeader(client: IPAddress(v4: value), length: 16 + size))
        case (1, 0x21):
            guard size >= 36 else { return .invalid }
            let value = (16..<32).reduce(UInt128(0)) { $0 << 8 | UInt128(bytes[$1]) }
            return .header(ProxyProtocolHeader(client: IPAddress(v6: value), length: 16 + size))
        case (1, _): return .header(ProxyProtocolHeader(client: nil, length: 16 + size))
        default: return .invalid
        }
    }

    private init(client: IPAddress?, length: Int) {
        self.client = client
        self.length = length
    }
}

extension ClientHello {
    /// Extension numbers of IANA's TLS ExtensionType registry.
    private enum ExtensionType {
        static let serverName: UInt16 = 0
        static let applicationProtocols: UInt16 = 16
        static let supportedVersions: UInt16 = 43
        static let encryptedClientHello: UInt16 = 0xFE0D
    }

    /// Reads the body of a whole ClientHello message, after its type and length.
    init(message: Span<UInt8>) throws(ClientHelloError) {
        self.init()
        var cursor = ByteCursor(message)
        guard let version = cursor.uint16(), cursor.range(32) != nil,  // random
            let session = cursor.vector8(), session.count <= 32,
            let suites = cursor.vector16(), suites.count >= 2, suites.count.isMultiple(of: 2),
            let compressions = cursor.vector8(), !compressions.isEmpty
        else { throw Self.malformed("the ClientHello ends early, or a vector has an impossible length") }
        guard version >> 8 == 3 else { throw Self.malformed("legacy_version is no TLS version") }
        legacyVersion = version
        // Before TLS 1.2 a ClientHello could end here (RFC 5246 §7.4.1.2).
        guard !cursor.isAtEnd else { return }
        guard let extensions = cursor.vector16(), cursor.isAtEnd else {
            throw Self.malformed("the extensions' length is not the rest of the message")
        }
        try readExtensions(message.extracting(extensions))
    }

    private mutating func readExtensions(_ bytes: Span<UInt8>) throws(ClientHelloError) {
        var cursor = ByteCursor(bytes)
        var seen: Set<UInt16> = []  // At most 16,384: each takes four bytes of a bounded message.
        while !cursor.isAtEnd {
            guard let type = cursor.uint16(), let range = cursor.vector16() else {
                throw Self.malformed("an extension ends early")
            }
            // Two of a kind would let a client show one name to the filter and another to the origin (RFC 8446 §4.2).
            guard seen.insert(type).inserted else { throw Self.malformed("an extension is there twice") }
            let contents = bytes.extracting(range)
            switch type {
            case ExtensionType.serverName: serverName = try Self.serverName(contents)
            case ExtensionType.applicationProtocols: applicationProtocols = try Self.protocols(contents)
            case ExtensionType.supportedVersions: supportedVersions = try Self.versions(contents)
            case ExtensionType.encryptedClientHello: hasEncryptedClientHello = true
            default: break
            }
        }
    }

    private static func serverName(_ bytes: Span<UInt8>) throws(ClientHelloError) -> String {
        var cursor = ByteCursor(bytes)
        // One entry of type host_name: the only type there is, and no list may have two of a type (RFC 6066 §3).
        guard let list = cursor.vector16(), cursor.isAtEnd else { throw malformed("server_name's length is wrong") }
        let entries = bytes.extracting(list)
        var entry = ByteCursor(entries)
        guard entry.uint8() == 0, let range = entry.vector16(), entry.isAtEnd, (1...255).contains(range.count) else {
            throw malformed("server_name is not one host_name of 1 to 255 bytes")
        }
        let name = entries.extracting(range)
        // NUL, spaces and 8-bit bytes are read differently by different servers.
        for index in name.indices where !(0x21...0x7E).contains(name[index]) {
            throw malformed("server_name has a byte that is no printable ASCII")
        }
        return text(name)
    }

    private static func protocols(_ bytes: Span<UInt8>) throws(ClientHelloError) -> [[UInt8]] {
        var cursor = ByteCursor(bytes)
        guard let list = cursor.vector16(), cursor.isAtEnd, !list.isEmpty else { throw malformed("ALPN's length is wrong") }
        let entries = bytes.extracting(list)
        var entry = ByteCursor(entries)
        var protocols: [[UInt8]] = []
        while !entry.isAtEnd {
            guard let range = entry.vector8(), !range.isEmpty else { throw malformed("an ALPN entry is empty or ends early") }
            protocols.append(array(entries.extracting(range)))
        }
        return protocols
    }

    private static func versions(_ bytes: Span<UInt8>) throws(ClientHelloError) -> [UInt16] {
        var cursor = ByteCursor(bytes)
        guard let list = cursor.vector8(), cursor.isAtEnd, list.count >= 2, list.count.isMultiple(of: 2) else {
            throw malformed("supported_versions' length is wrong")
        }
        let entries = bytes.extracting(list)
        var entry = ByteCursor(entries)
        var versions: [UInt16] = []
        while let version = entry.uint16() { versions.append(version) }
        return versions
    }

    private static func text(_ bytes: Span<UInt8>) -> String { String(decoding: array(bytes), as: UTF8.self) }

    private static func array(_ bytes: Span<UInt8>) -> [UInt8] {
        var array: [UInt8] = []
        array.reserveCapacity(bytes.count)
        for index in bytes.indices { array.append(bytes[index]) }
        return array
    }

    private static func malformed(_ message: String) -> ClientHelloError { ClientHelloError(.malformed, message) }
}

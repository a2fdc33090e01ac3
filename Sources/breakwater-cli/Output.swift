import Foundation

/// Standard output, gathered into large writes: `check --stdin` answers a hundred thousand lines.
struct Output: ~Copyable {
    private static let size = 64 << 10
    private var buffer: [UInt8] = []

    init() { buffer.reserveCapacity(Self.size) }

    mutating func line(_ text: String) throws {
        buffer.append(contentsOf: text.utf8)
        buffer.append(0x0A)
        if buffer.count >= Self.size { try flush() }
    }

    /// Writes what is gathered; call it before leaving.
    mutating func flush() throws {
        guard !buffer.isEmpty else { return }
        try FileHandle.standardOutput.write(contentsOf: Data(buffer))
        buffer.removeAll(keepingCapacity: true)
    }

    /// A value as JSON, keys sorted, so that two runs can be compared.
    mutating func json(_ value: some Encodable, pretty: Bool = true) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = pretty ? [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes] : [.sortedKeys, .withoutEscapingSlashes]
        try line(String(decoding: encoder.encode(value), as: UTF8.self))
    }
}

import BreakwaterTLS
import Foundation
import Testing

struct ClientHelloReaderTests {
    // MARK: Building

    private static func vector8(_ bytes: [UInt8]) -> [UInt8] { [UInt8(bytes.count)] + bytes }
    private static func vector16(_ bytes: [UInt8]) -> [UInt8] { [UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)] + bytes }
    private static func named(_ type: UInt16, _ contents: [UInt8]) -> [UInt8] {
        [UInt8(type >> 8), UInt8(type & 0xFF)] + vector16(contents)
    }
    private static func serverName(_ name: [UInt8]) -> [UInt8] { named(0, vector16([0] + vector16(name))) }

    /// The handshake message.
    static func message(extensions: [UInt8]?) -> [UInt8] {
        var body: [UInt8] = [3, 3] + [UInt8](repeating: 7, count: 32) + vector8([UInt8](repeating: 1, count: 32))
        body += vector16([0x13, 0x01, 0x13, 0x02]) + vector8([0])
        if let extensions { body += vector16(extensions) }
        return [1, UInt8(body.count >> 16), UInt8(body.count >> 8 & 0xFF), UInt8(body.count & 0xFF)] + body
    }

    /// The message in records of at most `size` bytes.
    static func records(_ message: [UInt8], size: Int = 16_384) -> [UInt8] {
        stride(from: 0, to: message.count, by: size).flatMap { [22, 3, 1] + vector16(Array(message[$0..<min($0 + size, message.count)])) }
    }

    static let usual =
        serverName(Array("www.example.test".utf8)) + named(16, vector16(vector8(Array("h2".utf8)) + vector8(Array("http/1.1".utf8))))
        + named(43, vector8([0x3A, 0x3A, 3, 4, 3, 3])) + named(21, [UInt8](repeating: 0, count: 100))

    private func read(_ bytes: [UInt8], by size: Int = .max) throws(ClientHelloError) -> ClientHello? {
        var reader = ClientHelloReader()
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = Array(rest.prefix(size))
            rest = rest.dropFirst(size)
            if let hello = try reader.consume(piece.span) { return hello }
        }
        return nil
    }

    private func code(_ bytes: [UInt8]) -> ClientHelloError.Code? {
        do throws(ClientHelloError) {
            _ = try read(bytes)
            return nil
        } catch { return error.code }
    }

    // MARK: Reading

    @Test(arguments: [1, 2, 3, 5, 100, Int.max], [1, 2, 40, 16_384])
    func `everything is read, in pieces and records of any size`(piece: Int, record: Int) throws {
        let hello = try #require(try read(Self.records(Self.message(extensions: Self.usual), size: record), by: piece))
        #expect(hello.serverName == "www.example.test")
        #expect(hello.applicationProtocols == [Array("h2".utf8), Array("http/1.1".utf8)])
        #expect(hello.supportedVersions == [0x3A3A, 0x0304, 0x0303])
        #expect(hello.legacyVersion == 0x0303)
        #expect(!hello.hasEncryptedClientHello)
    }

    @Test func `what comes after the message is not looked at`() throws {
        #expect(try read(Self.records(Self.message(extensions: Self.usual)) + [0xFF, 0xFF])?.serverName == "www.example.test")
    }

    @Test func `a message without extensions or without a name is whole`() throws {
        #expect(try read(Self.records(Self.message(extensions: nil))) == ClientHello())
        #expect(try read(Self.records(Self.message(extensions: []))) == ClientHello())
    }

    @Test func `encrypted ClientHello is reported, real or decoy`() throws {
        let hello = try read(Self.records(Self.message(extensions: Self.usual + Self.named(0xFE0D, [0, 1, 2, 3]))))
        #expect(hello?.hasEncryptedClientHello == true)
        #expect(hello?.serverName == "www.example.test")
    }

    @Test func `a message of 64 KiB is read and a larger one refused before it is collected`() throws {
        func padded(_ count: Int) -> [UInt8] {
            let first = Self.named(21, [UInt8](repeating: 0, count: 60_000))
            return Self.message(extensions: first + Self.named(22, [UInt8](repeating: 0, count: count)))
        }
        #expect(try read(Self.records(padded(5000))) != nil)
        #expect(code([22, 3, 1, 0x40, 0, 1, 1, 0, 1]) == .tooLarge)
        #expect(code([22, 3, 1, 0x40, 0, 1, 0xFF, 0xFF, 0xFF]) == .tooLarge)
    }

    // MARK: Refusing

    @Test func `no prefix is whole, and its end says so`() throws {
        let bytes = Self.records(Self.message(extensions: Self.usual), size: 40)
        for count in 0..<bytes.count {
            var reader = ClientHelloReader()
            #expect(try reader.consume(Array(bytes.prefix(count)).span) == nil)
            #expect(throws: ClientHelloError.self) { try reader.finish() }
        }
    }

    @Test(arguments: [
        Array("GET / HTTP/1.1\r\n".utf8), Array("SSH-2.0-x\r\n".utf8), [0x80, 0x2E, 1, 0, 2], [23, 3, 1, 0, 1, 1], [21, 3, 1, 0, 2, 2, 40],
        [22, 2, 1],
    ])
    func `other protocols are told apart by their first bytes`(bytes: [UInt8]) {
        #expect(code(bytes) == .notTLS)
    }

    @Test func `what contradicts the standard is refused`() {
        func hello(_ extensions: [UInt8]) -> [UInt8] { Self.records(Self.message(extensions: extensions)) }
        let name = Array("a.test".utf8)
        #expect(code([22, 3, 1, 0, 0]) == .malformed, "an empty record")
        #expect(code([22, 3, 1, 0x40, 1]) == .malformed, "a record of 16385 bytes")
        #expect(code([22, 3, 1, 0, 4, 2, 0, 0, 0]) == .unexpectedMessage, "a ServerHello")
        #expect(code(hello(Self.serverName(name) + Self.serverName(name))) == .malformed, "two names in two extensions")
        let two = Self.named(0, Self.vector16([0] + Self.vector16(name) + [0] + Self.vector16(name)))
        #expect(code(hello(two)) == .malformed, "two names in one extension")
        #expect(code(hello(Self.serverName([]))) == .malformed, "an empty name")
        #expect(code(hello(Self.serverName(Array("a\0b".utf8)))) == .malformed, "NUL in a name")
        #expect(code(hello(Self.serverName(Array("日本".utf8)))) == .malformed, "a name that is no ASCII")
        #expect(code(hello(Self.serverName([UInt8](repeating: 0x61, count: 256)))) == .malformed, "a name of 256 bytes")
        #expect(code(hello(Self.named(0, Self.vector16([1] + Self.vector16(name))))) == .malformed, "a name of another type")
        #expect(code(hello(Self.named(16, Self.vector16([0])))) == .malformed, "an empty protocol")
        #expect(code(hello(Self.named(43, Self.vector8([3])))) == .malformed, "half a version")
        #expect(code(hello([0, 0, 0, 9, 1])) == .malformed, "an extension that ends early")
        // The second record is another type.
        let message = Self.message(extensions: Self.usual)
        #expect(code(Self.records(Array(message.prefix(20))) + [23, 3, 3, 0, 1, 0]) == .notTLS)
    }

    @Test func `a failed reader stays failed`() {
        var reader = ClientHelloReader()
        #expect(throws: ClientHelloError.self) { try reader.consume([1].span) }
        #expect(throws: ClientHelloError.self) { try reader.consume(Self.records(Self.message(extensions: nil)).span) }
    }

    @Test func `no change of bytes traps`() {
        let bytes = Self.records(Self.message(extensions: Self.usual + Self.named(0xFE0D, [1])), size: 60)
        for index in bytes.indices {
            for value: UInt8 in [0, 1, 2, 0x7F, 0x80, 0xFE, 0xFF] {
                var changed = bytes
                changed[index] = value
                _ = try? read(changed)
                _ = try? read(changed, by: 7)
                _ = try? read(Array(changed.dropLast(index)))
            }
        }
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            var changed = bytes
            for _ in 0..<8 { changed[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random) }
            _ = try? read(changed)
        }
    }

    // MARK: What clients in use send

    struct Captured: Sendable, CustomTestStringConvertible {
        let name: String
        let serverName: String?
        let protocols: [String]
        let isEncrypted: Bool
        let bytes: [UInt8]
        var testDescription: String { name }
    }

    /// `Corpus/tls/client-hellos.tsv`: name, server name, protocols, encrypted ClientHello, hexadecimal bytes.
    static let captured: [Captured] = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../Corpus/tls/client-hellos.tsv")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard fields.count == 5 else { return nil }
            let digits = Array(fields[4])
            let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
            return Captured(
                name: String(fields[0]), serverName: fields[1] == "-" ? nil : String(fields[1]),
                protocols: fields[2] == "-" ? [] : fields[2].split(separator: ",").map(String.init), isEncrypted: fields[3] == "yes",
                bytes: bytes)
        }
    }()

    @Test func `the captured hellos are there`() { #expect(Self.captured.count >= 5) }

    @Test(arguments: captured)
    func `clients in use are read, whole and byte by byte`(_ captured: Captured) throws {
        for size in [1, Int.max] {
            let hello = try #require(try read(captured.bytes, by: size))
            #expect(hello.serverName == captured.serverName)
            #expect(hello.applicationProtocols.map { String(decoding: $0, as: UTF8.self) } == captured.protocols)
            #expect(hello.hasEncryptedClientHello == captured.isEncrypted)
        }
    }
}

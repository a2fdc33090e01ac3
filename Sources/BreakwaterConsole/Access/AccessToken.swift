import Foundation

/// The secret that opens the console: random, kept in a file that only its owner can read.
public struct AccessToken: Sendable {
    /// 64 hexadecimal digits.
    public let text: String

    package init(_ text: String) { self.text = text }

    /// Reads `console-token` of a folder, or makes it.
    ///
    /// - Throws: ``ConsoleError/Code/token``, also where others can read the file.
    public static func load(from directory: String) throws(ConsoleError) -> AccessToken {
        let path = directory + "/console-token"
        guard FileManager.default.fileExists(atPath: path) else { return try create(at: path, in: directory) }
        let attributes: [FileAttributeKey: Any]
        do { attributes = try FileManager.default.attributesOfItem(atPath: path) } catch { throw unreadable(path, error) }
        // Why: a token that others can read is no secret; making it private again would hide that it has leaked.
        guard attributes[.type] as? FileAttributeType == .typeRegular, let mode = attributes[.posixPermissions] as? Int, mode & 0o077 == 0
        else { throw ConsoleError(code: .token, message: "\(path): others can read this file; delete it to get a new token") }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ConsoleError(code: .token, message: "\(path): can't be read")
        }
        let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard text.utf8.count >= 32, text.utf8.count <= 256 else {
            throw ConsoleError(code: .token, message: "\(path): is no access token (32 to 256 characters); delete it to get a new one")
        }
        return AccessToken(text)
    }

    /// Whether a text is the token; takes the same time wherever they differ.
    package func matches(_ other: String) -> Bool { ConstantTime.equal(text, other) }

    private static func create(at path: String, in directory: String) throws(ConsoleError) -> AccessToken {
        let token = AccessToken(RandomText.hexadecimal(bytes: 32))
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { throw unreadable(path, error) }
        guard FileManager.default.createFile(
            atPath: path, contents: Data((token.text + "\n").utf8), attributes: [.posixPermissions: 0o600])
        else { throw ConsoleError(code: .token, message: "\(path): can't be written") }
        return token
    }

    private static func unreadable(_ path: String, _ error: any Error) -> ConsoleError {
        ConsoleError(code: .token, message: "\(path): \(error.localizedDescription)")
    }
}

/// Random text from the system's generator, which is a cryptographic one on every platform of ours.
enum RandomText {
    static func hexadecimal(bytes count: Int) -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in
            let byte = UInt8.random(in: .min ... .max, using: &generator)
            return (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
}

enum ConstantTime {
    static func equal(_ a: String, _ b: String) -> Bool {
        let (a, b) = (Array(a.utf8), Array(b.utf8))
        // Why: the length of a token is no secret, its bytes are.
        guard a.count == b.count else { return false }
        return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

import CZlib
import Foundation

/// A file that is read in pieces, decompressed where it is gzip (RFC 1952, several members included) and as it is otherwise.
@safe
public struct CompressedFile: ~Copyable {
    private let handle: gzFile
    private let path: String
    private let limit: Int
    private var total = 0

    /// Bytes handed on at a time.
    private static let chunk = 256 << 10

    /// - Parameters:
    ///   - path: the file.
    ///   - limit: the most decompressed bytes: a small file may hold a very large one.
    public init(path: String, limit: Int = 4 << 30) throws(ServerError) {
        guard let handle = unsafe gzopen(path, "rb") else {
            throw ServerError(.unreadable, "cannot be opened", at: DocumentPosition(file: path, line: 0))
        }
        unsafe self.handle = unsafe handle
        self.path = path
        self.limit = limit
        _ = unsafe gzbuffer(handle, UInt32(Self.chunk))
    }

    deinit {
        // Opened by `init`, closed here only.
        _ = unsafe gzclose(handle)
    }

    /// The next bytes; empty at the end.
    public mutating func read() throws(ServerError) -> [UInt8] {
        // gzread writes at most `chunk` bytes into an array of that size, and returns how many.
        var count: Int32 = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: Self.chunk) { buffer, initialized in
            count = unsafe gzread(handle, buffer.baseAddress, UInt32(Self.chunk))
            initialized = max(0, Int(count))
        }
        var code: Int32 = 0
        let text = unsafe gzerror(handle, &code)
        if count < 0 || code == Z_BUF_ERROR {
            let reason = unsafe text.map { unsafe String(cString: $0) } ?? "unknown error"
            throw ServerError(.damaged, "cannot be read to its end: \(reason)", at: DocumentPosition(file: path, line: 0))
        }
        total += bytes.count
        guard total <= limit else {
            throw ServerError(.tooLarge, "is larger than \(limit >> 20) MiB", at: DocumentPosition(file: path, line: 0))
        }
        return bytes
    }

    /// The whole file.
    public static func contents(of path: String, limit: Int = 4 << 30) throws(ServerError) -> [UInt8] {
        var file = try CompressedFile(path: path, limit: limit)
        var all: [UInt8] = []
        // A plain file's size is known: an array that grows by doubling would hold it twice for a while.
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        all.reserveCapacity(min((size ?? 0) + chunk, limit))
        while true {
            let bytes = try file.read()
            if bytes.isEmpty { return all }
            all.append(contentsOf: bytes)
        }
    }
}

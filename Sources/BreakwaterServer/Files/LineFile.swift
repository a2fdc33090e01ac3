/// A text file line by line, plain or gzip; a line without its end (`\n` or `\r\n`).
public struct LineFile: ~Copyable {
    /// A longer line is no log line and no request; it is cut here, so that a file without line ends does not fill the memory.
    public static let maximumLineBytes = 64 << 10

    private var file: CompressedFile
    private var buffer: [UInt8] = []
    private var position = 0
    private var isAtEnd = false
    /// The number of the line that ``next()`` gave last; the first is 1.
    public private(set) var lineNumber = 0

    public init(path: String) throws(ServerError) { file = try CompressedFile(path: path, limit: .max) }

    /// The next line as text, wrong UTF-8 repaired; `nil` at the end.
    public mutating func next() throws(ServerError) -> String? {
        var line: [UInt8] = []
        while true {
            if let end = buffer[position...].firstIndex(of: 0x0A) {
                append(buffer[position..<end], to: &line)
                position = end + 1
                return finish(line)
            }
            append(buffer[position...], to: &line)
            guard !isAtEnd else {
                position = buffer.count
                return line.isEmpty ? nil : finish(line)
            }
            buffer = try file.read()
            position = 0
            isAtEnd = buffer.isEmpty
        }
    }

    private func append(_ bytes: ArraySlice<UInt8>, to line: inout [UInt8]) {
        line.append(contentsOf: bytes.prefix(Self.maximumLineBytes - line.count))
    }

    private mutating func finish(_ line: [UInt8]) -> String {
        lineNumber += 1
        return String(decoding: line.last == 0x0D ? line.dropLast() : line[...], as: UTF8.self)
    }
}

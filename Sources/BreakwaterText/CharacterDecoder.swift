import Glibc

/// Converts a stream of bytes in a legacy encoding to UTF-8, through the C library's `iconv`.
///
/// What is ill-formed becomes U+FFFD, one a byte (one a unit in UTF-16), and conversion goes on behind it.
///
/// Safe to use: the handle is this value's own from `init` to `deinit`.
@safe struct CharacterDecoder: ~Copyable {
    private let handle: iconv_t
    private let unit: Int
    /// The start of a character whose rest is in the next chunk.
    private var held: [UInt8] = []
    private var buffer: [UInt8]

    /// Longer than any character of any encoding, so that a longer rest is ill-formed.
    private static let longestCharacter = 16

    /// - Returns: `nil` for UTF-8, and where the system has no converter for the encoding.
    init?(_ encoding: CharacterEncoding) {
        guard let name = encoding.converterName else { return nil }
        let opened = unsafe iconv_open("UTF-8", name)
        // `iconv_open` answers `(iconv_t)-1` for an error.
        guard let opened = unsafe opened, Int(bitPattern: opened) != -1 else { return nil }
        unsafe handle = opened
        unit = encoding.isUTF16 ? 2 : 1
        buffer = [UInt8](repeating: 0, count: 8 * 1024)
    }

    deinit { _ = unsafe iconv_close(handle) }

    /// Converts the bytes; `emit` gets UTF-8 in pieces.
    mutating func decode(_ bytes: Span<UInt8>, emit: (Span<UInt8>) -> Void) {
        var start = 0
        // A held character gets bytes one at a time until it is whole.
        while !held.isEmpty, start < bytes.count {
            held.append(bytes[start])
            start += 1
            let input = held
            held = []
            convert(input.span, emit: emit)
        }
        if start < bytes.count { convert(bytes.extracting(start..<bytes.count), emit: emit) }
    }

    /// Ends the stream: a cut character is ill-formed.
    mutating func finish(emit: (Span<UInt8>) -> Void) {
        if !held.isEmpty { Self.emitReplacement(emit) }
        held = []
    }

    private mutating func convert(_ bytes: Span<UInt8>, emit: (Span<UInt8>) -> Void) {
        var start = 0
        while start < bytes.count {
            let step = convertOnce(bytes, from: start)
            if step.written > 0 { emit(buffer.span.extracting(0..<step.written)) }
            start += step.read
            switch step.outcome {
            case .done: return
            case .full: if step.read == 0, step.written == 0 { return }
            case .illFormed:
                Self.emitReplacement(emit)
                start += unit
            case .cut:
                guard bytes.count - start < Self.longestCharacter else {
                    Self.emitReplacement(emit)
                    start += unit
                    continue
                }
                while start < bytes.count {
                    held.append(bytes[start])
                    start += 1
                }
            }
        }
    }

    private enum Outcome {
        case done
        /// The output buffer has no room for the next character.
        case full
        case illFormed
        case cut
    }

    private mutating func convertOnce(_ bytes: Span<UInt8>, from start: Int) -> (read: Int, written: Int, outcome: Outcome) {
        let handle = unsafe self.handle
        var inputLeft = bytes.count - start
        var outputLeft = buffer.count
        let result = unsafe bytes.withUnsafeBufferPointer { input -> (code: Int, error: Int32) in
            unsafe buffer.withUnsafeMutableBufferPointer { output -> (code: Int, error: Int32) in
                // `start < bytes.count`, and `iconv` reads `inputLeft` and writes `outputLeft` bytes at most. It takes
                // its input through a `char **` that it does not write through.
                guard let inputBase = input.baseAddress, let outputBase = output.baseAddress else { return (0, 0) }
                var source: UnsafeMutablePointer<CChar>? = unsafe UnsafeMutableRawPointer(mutating: inputBase + start)
                    .assumingMemoryBound(to: CChar.self)
                var target: UnsafeMutablePointer<CChar>? = unsafe UnsafeMutableRawPointer(outputBase)
                    .assumingMemoryBound(to: CChar.self)
                let code = unsafe iconv(handle, &source, &inputLeft, &target, &outputLeft)
                return (code, errno)
            }
        }
        let read = bytes.count - start - inputLeft
        let written = buffer.count - outputLeft
        guard result.code == -1 else { return (read, written, .done) }
        switch result.error {
        case E2BIG: return (read, written, .full)
        case EINVAL: return (read, written, .cut)
        default: return (read, written, .illFormed)
        }
    }

    private static func emitReplacement(_ emit: (Span<UInt8>) -> Void) {
        let bytes: [UInt8] = [0xEF, 0xBF, 0xBD]
        emit(bytes.span)
    }
}

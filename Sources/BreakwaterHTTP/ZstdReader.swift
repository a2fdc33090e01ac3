import CZstd

/// Zstandard through libzstd (RFC 8878), windows up to 8 MiB as RFC 9659 says of HTTP.
@safe final class ZstdReader {
    private let context = unsafe ZSTD_createDCtx()
    private var framesLeft: Int
    /// Bytes read of this frame, counted as far as its longest header; 0 between frames.
    private var headerRead = 0
    private var isSkippable = false
    private var isFailed = false
    private var total = 0
    private var output = [UInt8](repeating: 0, count: BodyDecoder.chunk)

    /// RFC 8878 §3.1.1: magic number, descriptor, window, dictionary, size: 4 + 1 + 1 + 4 + 8 bytes.
    private static let longestHeader = 18

    init(frames: Int) {
        framesLeft = frames
        if let context = unsafe context { _ = unsafe ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, 23) }
    }

    deinit { unsafe ZSTD_freeDCtx(context) }

    func decode(_ input: Span<UInt8>, _ next: (Span<UInt8>, Int) throws(BodyDecoder.Stop) -> Void) throws(BodyDecoder.Stop) {
        var used = 0
        while true {
            if isFailed { throw .unreadable }
            if headerRead == 0 {
                guard used < input.count else { return }
                guard framesLeft > 0 else { throw fail() }
                framesLeft -= 1
            }
            if headerRead < 4, used < input.count, !takesMagic(input[used]) { throw fail() }
            // Why byte by byte: libzstd looks for older formats and for a whole frame where it is handed the header, so that what it
            // could read would depend on where the body is cut.
            let end = headerRead < Self.longestHeader ? min(used + 1, input.count) : input.count
            let step = step(input.extracting(used..<end))
            used += step.read
            headerRead = min(headerRead + step.read, Self.longestHeader)
            total += step.written
            if step.written > 0 {
                let piece = output
                try next(piece.span.extracting(first: step.written), total)
            }
            if ZSTD_isError(step.result) != 0 { throw fail() }
            if step.result == 0 {
                headerRead = 0
            } else if used == input.count, step.written < output.count {
                return
            }
        }
    }

    /// A byte of the magic number: of a frame, or of a skippable one (RFC 8878 §3.1.1, §3.1.2). No browser reads the formats before
    /// them, which libzstd does.
    private func takesMagic(_ byte: UInt8) -> Bool {
        if headerRead == 0 { isSkippable = byte & 0xF0 == 0x50 }
        let (frame, skippable): (UInt8, UInt8) = switch headerRead {
        case 0: (0x28, byte)
        case 1: (0xB5, 0x2A)
        case 2: (0x2F, 0x4D)
        default: (0xFD, 0x18)
        }
        return byte == (isSkippable ? skippable : frame)
    }

    private func fail() -> BodyDecoder.Stop {
        isFailed = true
        return .unreadable
    }

    private func step(_ input: Span<UInt8>) -> (result: Int, read: Int, written: Int) {
        guard let context = unsafe context else {
            isFailed = true
            return (1, 0, 0)
        }
        let capacity = output.count
        return unsafe input.withUnsafeBufferPointer { source in
            unsafe output.withUnsafeMutableBufferPointer { target in
                // Both buffers are used only until the call returns, within the sizes given in them.
                var inBuffer = unsafe ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
                var outBuffer = unsafe ZSTD_outBuffer(dst: target.baseAddress, size: capacity, pos: 0)
                let result = unsafe ZSTD_decompressStream(context, &outBuffer, &inBuffer)
                return (result, unsafe inBuffer.pos, unsafe outBuffer.pos)
            }
        }
    }
}

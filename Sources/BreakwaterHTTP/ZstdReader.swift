import CZstd

/// Zstandard through libzstd (RFC 8878), windows up to 8 MiB as RFC 9659 says of HTTP.
@safe final class ZstdReader {
    private let context = unsafe ZSTD_createDCtx()
    private var framesLeft: Int
    private var isBetweenFrames = true
    private var isFailed = false
    private var total = 0
    private var output = [UInt8](repeating: 0, count: BodyDecoder.chunk)

    init(frames: Int) {
        framesLeft = frames
        if let context = unsafe context { _ = unsafe ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, 23) }
    }

    deinit { unsafe ZSTD_freeDCtx(context) }

    func decode(_ input: Span<UInt8>, _ next: (Span<UInt8>, Int) throws(BodyDecoder.Stop) -> Void) throws(BodyDecoder.Stop) {
        var used = 0
        while true {
            if isFailed { throw .unreadable }
            if isBetweenFrames {
                guard used < input.count else { return }
                guard framesLeft > 0 else { throw fail() }
                framesLeft -= 1
                isBetweenFrames = false
            }
            let step = step(input.extracting(used...))
            used += step.read
            total += step.written
            if step.written > 0 {
                let piece = output
                try next(piece.span.extracting(first: step.written), total)
            }
            if ZSTD_isError(step.result) != 0 { throw fail() }
            if step.result == 0 {
                isBetweenFrames = true
            } else if used == input.count, step.written < output.count {
                return
            }
        }
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

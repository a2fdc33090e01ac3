import CBrotli

/// Brotli through libbrotlidec (RFC 7932), windows up to 16 MiB.
@safe final class BrotliReader {
    private let decoder = unsafe BrotliDecoderCreateInstance(nil, nil, nil)
    private var isEnded = false
    private var total = 0
    private var output = [UInt8](repeating: 0, count: BodyDecoder.chunk)

    deinit { unsafe BrotliDecoderDestroyInstance(decoder) }

    func decode(_ input: Span<UInt8>, _ next: (Span<UInt8>, Int) throws(BodyDecoder.Stop) -> Void) throws(BodyDecoder.Stop) {
        // Bytes after the end are ignored, as browsers do.
        var used = 0
        while !isEnded {
            let step = step(input.extracting(used...))
            used += step.read
            total += step.written
            if step.written > 0 {
                let piece = output
                try next(piece.span.extracting(first: step.written), total)
            }
            if step.result == BROTLI_DECODER_RESULT_SUCCESS {
                isEnded = true
            } else if step.result == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT {
                return
            } else if step.result != BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT {
                throw .unreadable
            }
        }
    }

    private func step(_ input: Span<UInt8>) -> (result: BrotliDecoderResult, read: Int, written: Int) {
        guard let decoder = unsafe decoder else { return (BROTLI_DECODER_RESULT_ERROR, 0, 0) }
        let capacity = output.count
        return unsafe input.withUnsafeBufferPointer { source in
            unsafe output.withUnsafeMutableBufferPointer { target in
                // Both pointers are used only until the call returns, within the counts given beside them.
                var availableIn = source.count
                var nextIn = source.baseAddress
                var availableOut = capacity
                var nextOut = target.baseAddress
                let result = unsafe BrotliDecoderDecompressStream(decoder, &availableIn, &nextIn, &availableOut, &nextOut, nil)
                return (result, source.count - availableIn, capacity - availableOut)
            }
        }
    }
}

import CZlib

/// gzip and deflate through zlib (RFC 1950–1952).
///
/// A class because zlib keeps a pointer to its stream, which therefore must not move.
@safe final class Inflater {
    enum Format {
        case gzip
        /// zlib's wrapper, or, as some servers send it, none.
        case deflate
    }

    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private let format: Format
    private var state: State
    private var membersLeft: Int
    private var total = 0
    private var output = [UInt8](repeating: 0, count: BodyDecoder.chunk)

    private enum State {
        /// Waiting for the two bytes that tell zlib's wrapper from none. Next: running, failed.
        case detecting([UInt8])
        /// Next: ended, failed.
        case running
        /// A member is complete; another one may follow. Next: running, closed, failed.
        case ended
        /// Other bytes follow a complete member; whatever comes is ignored. Next: none.
        case closed
        /// Next: none.
        case failed
    }

    init(_ format: Format, members: Int) {
        self.format = format
        membersLeft = members - 1
        unsafe stream.initialize(to: z_stream())
        switch format {
        case .gzip: state = unsafe czlib_inflate_init(stream, 15 + 16) == Z_OK ? .running : .failed
        case .deflate: state = .detecting([])
        }
    }

    deinit {
        // Harmless on a stream that was never initialised: its state pointer is null.
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    func decode(_ input: Span<UInt8>, _ next: (Span<UInt8>, Int) throws(BodyDecoder.Stop) -> Void) throws(BodyDecoder.Stop) {
        switch state {
        case .failed: throw .unreadable
        case .running: try inflate(input, next)
        case .ended: try resume(input, next)
        case .closed: return
        case .detecting(var first):
            var used = 0
            while first.count < 2, used < input.count {
                first.append(input[used])
                used += 1
            }
            state = .detecting(first)
            guard first.count == 2 else { return }
            try start(first)
            try inflate(first.span, next)
            try decode(input.extracting(used...), next)
        }
    }

    private func start(_ first: [UInt8]) throws(BodyDecoder.Stop) {
        // RFC 1950 §2.2: the method is 8, and both bytes together are a multiple of 31.
        let isWrapped = first[0] & 0x0F == 8 && (Int(first[0]) << 8 | Int(first[1])) % 31 == 0
        guard unsafe czlib_inflate_init(stream, isWrapped ? 15 : -15) == Z_OK else { throw fail() }
        state = .running
    }

    private func inflate(_ input: Span<UInt8>, _ next: (Span<UInt8>, Int) throws(BodyDecoder.Stop) -> Void) throws(BodyDecoder.Stop) {
        var used = 0
        while true {
            let step = step(input.extracting(used...))
            used += step.read
            total += step.written
            if step.written > 0 {
                let piece = output
                try next(piece.span.extracting(first: step.written), total)
            }
            switch step.result {
            case Z_STREAM_END:
                state = .ended
                return try resume(input.extracting(used...), next)
            case Z_OK:
                if used == input.count, step.written < output.count { return }
            case Z_BUF_ERROR:
                // No progress: all input is read and all output handed on.
                return
            default: throw fail()
            }
        }
    }

    /// What follows a complete member: another one, or bytes that browsers ignore.
    private func resume(_ input: Span<UInt8>, _ next: (Span<UInt8>, Int) throws(BodyDecoder.Stop) -> Void) throws(BodyDecoder.Stop) {
        guard let first = input.isEmpty ? nil : input[0] else { return }
        guard format == .gzip, first == 0x1F else {
            // For good: that a later piece begins with 0x1F is an accident of how the body was cut.
            state = .closed
            return
        }
        guard membersLeft > 0, unsafe inflateReset(stream) == Z_OK else { throw fail() }
        membersLeft -= 1
        state = .running
        try inflate(input, next)
    }

    private func fail() -> BodyDecoder.Stop {
        state = .failed
        return .unreadable
    }

    private func step(_ input: Span<UInt8>) -> (result: Int32, read: Int, written: Int) {
        let capacity = output.count
        return unsafe input.withUnsafeBufferPointer { source in
            unsafe output.withUnsafeMutableBufferPointer { target in
                // Both pointers are used only until `inflate` returns, within the counts given beside them.
                unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
                unsafe stream.pointee.avail_in = UInt32(clamping: source.count)
                unsafe stream.pointee.next_out = target.baseAddress
                unsafe stream.pointee.avail_out = UInt32(clamping: capacity)
                let result = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
                let read = source.count - Int(unsafe stream.pointee.avail_in)
                return (result, read, capacity - Int(unsafe stream.pointee.avail_out))
            }
        }
    }
}

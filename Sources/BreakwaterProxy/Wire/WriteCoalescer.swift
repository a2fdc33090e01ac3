import NIOCore

/// Gathers a message's small pieces (a head, a short body, chunk lines) in one buffer, so that a small message is one write,
/// while the large pieces pass uncopied.
struct WriteCoalescer {
    /// Up to here copying costs less than another entry in the vectored write.
    private static let copyLimit = 4096

    private var small: ByteBuffer
    /// Whether the socket has what is in `small`, so that the next message starts over.
    private var isPushed = false
    /// Whether the socket has been given bytes that it was not told to send.
    private var isUnflushed = false
    private var isQueued = false

    init(allocator: ByteBufferAllocator) {
        small = allocator.buffer(capacity: 1024)
    }

    /// Adds to the buffer.
    mutating func append<Result>(_ write: (inout ByteBuffer) -> Result) -> Result {
        prepare()
        return write(&small)
    }

    /// Adds body bytes.
    mutating func append(_ bytes: ByteBuffer, to context: ChannelHandlerContext) {
        prepare()
        guard bytes.readableBytes > Self.copyLimit || small.readableBytes > 4 * Self.copyLimit else {
            small.writeImmutableBuffer(bytes)
            return
        }
        push(to: context)
        context.write(NIOAny(bytes), promise: nil)
        isUnflushed = true
    }

    /// Adds body bytes as a chunk (RFC 9112 §7.1); nothing for none, as an empty chunk would end the body.
    mutating func appendChunk(_ bytes: ByteBuffer, to context: ChannelHandlerContext) {
        guard bytes.readableBytes > 0 else { return }
        prepare()
        small.writeChunkSize(bytes.readableBytes)
        append(bytes, to: context)
        prepare()
        small.writeStaticString("\r\n")
    }

    /// Sends everything at once.
    mutating func flush(_ context: ChannelHandlerContext) {
        push(to: context)
        isUnflushed = false
        context.flush()
    }

    /// Sends a small message at the end of the loop's turn, all else at once.
    mutating func flush(_ context: ChannelHandlerContext, of sender: some QueuedSender, in queue: FlushQueue) {
        guard !isPushed, !isUnflushed, small.readableBytes > 0 else { return flush(context) }
        guard !isQueued else { return }
        isQueued = true
        queue.add(sender)
    }

    /// The end of the loop's turn: sends what was not sent meanwhile.
    mutating func flushQueued(_ context: ChannelHandlerContext) {
        isQueued = false
        if !isPushed, small.readableBytes > 0 { flush(context) }
    }

    /// Takes the same storage again once the socket is done with it, which it mostly is before the next message.
    private mutating func prepare() {
        guard isPushed else { return }
        isPushed = false
        small.clear()
    }

    private mutating func push(to context: ChannelHandlerContext) {
        guard !isPushed, small.readableBytes > 0 else { return }
        context.write(NIOAny(small), promise: nil)
        isPushed = true
    }
}

import ArgumentParser
import Glibc
import NIOCore
import NIOPosix

/// Asks for an object at a rate, as many people do: requests are due by a Poisson process, to the microsecond, and a latency counts from when
/// its request was due, so that a server that is behind cannot hide it by being asked less.
struct PacedLoad: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "paced-load", abstract: "Requests at a rate to a proxy or server on loopback, and how long they take.",
        discussion: "Answers must have a Content-Length; anything but 200 counts as bad.")

    @Option(help: "The port on 127.0.0.1.") var port: Int
    @Option(help: "The request's target: absolute for a proxy, a path for a server.") var target: String
    @Option(help: "The request's Host.") var host: String
    @Option(help: "Requests a second.") var rate: Double
    @Option(help: "Connections that stay open.") var connections = 64
    @Option(help: "Seconds.") var seconds = 4.0

    func run() async throws {
        guard rate > 0, rate <= 1_000_000, connections > 0, seconds > 0, seconds <= 3_600 else {
            throw ValidationError("a rate of up to a million a second, a connection and up to an hour are needed")
        }
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let request = ByteBuffer(string: "GET \(target) HTTP/1.1\r\nHost: \(host)\r\n\r\n")
        let arrivals = try await loop.submit { [rate] in
            NIOLoopBound(Arrivals(loop, meanGap: 1e9 / rate), eventLoop: loop)
        }.get()
        for _ in 0..<connections {
            _ = try await ClientBootstrap(group: loop).channelOption(.tcpOption(.tcp_nodelay), value: 1)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(PacedConnection(arrivals.value, request))
                    }
                }
                .connect(host: "127.0.0.1", port: port).get()
        }
        let length = TimeAmount.nanoseconds(Int64(seconds * 1e9))
        let result = try await loop.flatSubmit { arrivals.value.run(for: length) }.get()
        var figures = Figures()
        figures["requests"] = result.latencies.count
        figures["bad"] = result.bad
        figures["per_second"] = Double(result.latencies.count) / seconds
        figures["ms_p50"] = result.milliseconds(0.5)
        figures["ms_p99"] = result.milliseconds(0.99)
        figures["ms_max"] = result.milliseconds(1)
        figures.printLine()
    }
}

/// What came of the requests: nanoseconds from when each was due to its answer's last byte.
private struct PacedResult: Sendable {
    var latencies: [Int64] = []
    var bad = 0

    func milliseconds(_ share: Double) -> Double {
        let sorted = latencies.sorted()
        guard let last = sorted.indices.last else { return 0 }
        return Double(sorted[Int(Double(last) * share)]) / 1e6
    }
}

/// Which connection asks when.
private final class Arrivals {
    private let loop: any EventLoop
    /// Nanoseconds.
    private let meanGap: Double
    private let promise: EventLoopPromise<PacedResult>
    private var idle: [PacedConnection] = []
    /// When requests were due that no connection was free for.
    private var late = CircularBuffer<NIODeadline>()
    private var next = NIODeadline.now()
    private var end = NIODeadline.now()
    private var open = 0
    private var result = PacedResult()

    init(_ loop: any EventLoop, meanGap: Double) {
        self.loop = loop
        self.meanGap = meanGap
        promise = loop.makePromise()
    }

    func run(for length: TimeAmount) -> EventLoopFuture<PacedResult> {
        next = .now()
        end = next + length
        wait()
        return promise.futureResult
    }

    func add(_ connection: PacedConnection) { idle.append(connection) }

    private func wait() {
        guard next < end else { return finishIfDone() }
        loop.assumeIsolated().scheduleTask(deadline: next) { [self] in
            let now = NIODeadline.now()
            while next <= now, next < end {
                if let connection = idle.popLast() { ask(connection, next) } else { late.append(next) }
                next = next + .nanoseconds(Int64(-log(Double.random(in: .leastNonzeroMagnitude..<1)) * meanGap))
            }
            wait()
        }
    }

    private func ask(_ connection: PacedConnection, _ due: NIODeadline) {
        open += 1
        connection.ask(due: due)
    }

    /// - Parameter isGood: an answer of status 200.
    func answered(_ connection: PacedConnection, due: NIODeadline, isGood: Bool) {
        open -= 1
        result.latencies.append((NIODeadline.now() - due).nanoseconds)
        if !isGood { result.bad += 1 }
        if let due = late.popFirst() { ask(connection, due) } else { idle.append(connection) }
        finishIfDone()
    }

    /// A connection that ended takes its request along.
    func lost(_ connection: PacedConnection, isAsking: Bool) {
        idle.removeAll { $0 === connection }
        guard isAsking else { return }
        open -= 1
        result.bad += 1
        finishIfDone()
    }

    private func finishIfDone() {
        if next >= end, open == 0 { promise.succeed(result) }
    }
}

private final class PacedConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let arrivals: Arrivals
    private let request: ByteBuffer
    private var context: ChannelHandlerContext?
    private var due: NIODeadline?
    private var received = 0
    private var isGood = false
    /// The first answer, until its length is known. Each is as long as the first: it is always the same object.
    private var first = ByteBuffer()
    private var length: Int?

    init(_ arrivals: Arrivals, _ request: ByteBuffer) {
        self.arrivals = arrivals
        self.request = request
    }

    func channelActive(context: ChannelHandlerContext) {
        self.context = context
        arrivals.add(self)
    }

    func ask(due: NIODeadline) {
        self.due = due
        received = 0
        context?.writeAndFlush(wrapOutboundOut(request), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        if received == 0 { isGood = bytes.getInteger(at: bytes.readerIndex + 9, as: UInt32.self) == 0x3230_3020 }  // "200 "
        received += bytes.readableBytes
        if length == nil {
            first.writeImmutableBuffer(bytes)
            length = answerLength()
        }
        guard let length, let due, received >= length else { return }
        guard received == length else { return context.close(promise: nil) }
        self.due = nil
        arrivals.answered(self, due: due, isGood: isGood)
    }

    /// Head and body, by Content-Length.
    private func answerLength() -> Int? {
        let text = String(buffer: first)
        guard let end = text.firstRange(of: "\r\n\r\n"),
            let field = text[..<end.lowerBound].firstRange(of: /\r\nContent-Length: */.ignoresCase())
        else { return nil }
        let digits = text[field.upperBound...].prefix { $0.isWholeNumber }
        return Int(digits).map { text.utf8.distance(from: text.startIndex, to: end.upperBound) + $0 }
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.context = nil
        arrivals.lost(self, isAsking: due != nil)
    }
}

import Breakwater
import BreakwaterEvents
package import BreakwaterHTTP
import BreakwaterURL
import HTTPTypes

/// One ICAP connection without I/O: bytes in, bytes out, verdicts from ``FilterExchange``.
///
/// ## Theory of operation
///
/// Each message starts a delivery. `deciding` holds what came of the body until the exchange says more; `streaming` passes a
/// body through, behind a 200 with the original or the changed head; `answered` reads the rest of a message and drops it.
/// An answer "no change" is a 204 where the client allows it (in a preview, or with `Allow: 204`), else the message itself.
///
/// ```
/// idle ─▶ deciding ─▶ streaming ─▶ idle
///    │        └─────▶ answered ──▶ idle          an error: closed
///    └──────────────▶ answered
/// ```
package struct ICAPSession: ~Copyable {
    private enum Delivery {
        /// Between messages. Next: deciding, streaming, answered.
        case idle
        /// Next: streaming, answered, closed.
        case deciding(Pending)
        /// Next: idle, closed.
        case streaming(isRequest: Bool)
        /// Next: idle.
        case answered
        /// Next: none.
        case closed
    }

    /// A message whose answer is not known or not begun.
    private struct Pending {
        var head: [UInt8]
        var isRequest: Bool
        /// What is left to do is to send the head and the body on.
        var isDecided: Bool
        /// Whether 204 can still be the answer.
        var allows204: Bool
        var isInPreview: Bool
        var held: [UInt8] = []
    }

    private let worker: FilterWorker
    private let configuration: ICAPConfiguration
    private var decoder = ICAPDecoder()
    private var delivery = Delivery.idle
    private var exchange: FilterExchange?
    private var isResponse = false
    private var writer: ICAPWriter
    /// Counts what was understood, so that the driver sees whether a slow client gets anywhere.
    package private(set) var progress = 0

    package init(worker: FilterWorker, configuration: ICAPConfiguration) {
        self.worker = worker
        self.configuration = configuration
        writer = ICAPWriter(engineIdentity: "")
    }

    /// Whether the connection is to be closed once the output is written.
    package var isClosed: Bool {
        if case .closed = delivery { true } else { false }
    }

    /// Whether a message is under way.
    package var isInMessage: Bool {
        if case .idle = delivery { decoder.isInMessage } else { true }
    }

    /// Whether a body waits for its verdict, so that the decision deadline counts.
    package var isDeciding: Bool {
        if case .deciding(let pending) = delivery { !pending.isDecided } else { false }
    }

    /// Takes bytes of the client's; returns bytes to send.
    package mutating func receive(_ bytes: some Sequence<UInt8>, now: Int64) -> [UInt8] {
        guard !isClosed else { return [] }
        decoder.append(bytes)
        do throws(ICAPError) {
            while !isClosed {
                let event = try decoder.next()
                if case .more = event { break }
                progress &+= 1
                try handle(event, now: now)
            }
        } catch {
            fail(error, now: now)
        }
        return takeOutput()
    }

    /// The time for judging is over.
    package mutating func deadlineReached(now: Int64) -> [UInt8] {
        guard case .deciding(let pending) = delivery, !pending.isDecided, !pending.isInPreview else { return [] }
        guard let action = exchange?.deadlineReached(now: now) else { return [] }
        perform(action, on: pending, now: now)
        return takeOutput()
    }

    /// The connection ended or timed out: whatever was decided is recorded.
    package mutating func finish() {
        recordEvent()
        delivery = .closed
    }

    private mutating func takeOutput() -> [UInt8] {
        defer { writer.output = [] }
        return writer.output
    }

    private mutating func fail(_ error: ICAPError, now: Int64) {
        switch delivery {
        case .idle, .deciding:
            newWriter()
            writer.write(status: error.status, fields: [("Connection", "close"), ("Encapsulated", "null-body=0")])
        case .streaming, .answered, .closed: break
        }
        finish()
    }

    private mutating func newWriter() {
        let output = writer.output
        writer = ICAPWriter(engineIdentity: worker.service.slot.snapshot.identity)
        writer.output = output
    }

    private mutating func handle(_ event: ICAPDecoder.Event, now: Int64) throws(ICAPError) {
        switch event {
        case .request(let message):
            newWriter()
            try start(message, now: now)
        case .body(let bytes): take(bytes, now: now)
        case .previewEnd: endPreview()
        case .end: endMessage(now: now)
        case .more: break
        }
    }

    // MARK: Heads

    private mutating func start(_ message: ICAPRequest, now: Int64) throws(ICAPError) {
        let service = try ICAPService(path: message.service)
        switch message.method {
        case .options:
            let options = service.options(configuration)
            writer.write(status: 200, fields: options)
            delivery = .answered
        case .requestModification:
            guard service == .requests else { throw ICAPError(405, "this service modifies responses") }
            startRequest(message, now: now)
        case .responseModification:
            guard service == .responses else { throw ICAPError(405, "this service modifies requests") }
            startResponse(message, now: now)
        }
    }

    private mutating func startRequest(_ message: ICAPRequest, now: Int64) {
        guard let request = message.request else { return answerUnchanged(message, head: [], now: now) }
        isResponse = false
        var exchange = FilterExchange(worker: worker, client: client(of: message), role: .adviser, now: now)
        let action = exchange.receiveRequestHead(request.head, syntax: message.syntaxIsHTTP10 ? .http1_0 : .http1_1, now: now)
        self.exchange = consume exchange
        switch action {
        case .reply(let reply): answer(reply)
        case .tunnel, .inspectableTunnel: answerUnchanged(message, head: request.bytes, now: now)
        // An adviser's pages have no forms.
        case .collect: answer(worker.service.errorReply(.badRequest, acceptLanguage: nil))
        case .forward(let head, _, _):
            if head == request.head { return answerUnchanged(message, head: request.bytes, now: now) }
            let bytes = ICAPWriter.bytes(head, isAbsoluteForm: message.isAbsoluteForm, isHTTP10: message.syntaxIsHTTP10)
            send(Pending(head: bytes, isRequest: true, isDecided: true, allows204: false, isInPreview: message.preview != nil), message)
        }
    }

    private mutating func startResponse(_ message: ICAPRequest, now: Int64) {
        guard let request = message.request, let response = message.response else {
            return answerUnchanged(message, head: message.response?.bytes ?? [], now: now)
        }
        isResponse = true
        var exchange = FilterExchange(worker: worker, client: client(of: message), role: .adviser, now: now)
        if let refusal = exchange.adoptRequestHead(request.head, now: now) {
            self.exchange = consume exchange
            return answer(refusal)
        }
        if request.head.method == .connect {
            self.exchange = consume exchange
            return answerUnchanged(message, head: response.bytes, now: now)
        }
        let action = exchange.receiveResponseHead(response.head, now: now)
        self.exchange = consume exchange
        switch action {
        case .reply(let reply): answer(reply)
        case .forward(_, inspectBody: false): answerUnchanged(message, head: response.bytes, now: now)
        case .forward(_, inspectBody: true):
            delivery = .deciding(pending(message, head: response.bytes, isDecided: false))
        }
    }

    private func pending(_ message: ICAPRequest, head: [UInt8], isDecided: Bool) -> Pending {
        Pending(
            head: head, isRequest: message.method == .requestModification, isDecided: isDecided,
            allows204: message.allows204 || message.preview != nil, isInPreview: message.preview != nil && message.hasBody)
    }

    private func client(of message: ICAPRequest) -> ClientIdentity {
        // Only peers of the allow-list can connect, and they are believed.
        let address = message.fields[.xClientIP].flatMap { IPAddress($0) }
        let user = message.fields[.xClientUsername].flatMap { $0.isEmpty || $0 == "-" || $0.utf8.count > 256 ? nil : $0 }
        return ClientIdentity(address: address, user: user, listener: configuration.listener)
    }

    // MARK: Answers

    private mutating func answer(_ reply: BlockReply) {
        writer.write(reply)
        delivery = .answered
        recordEvent()
    }

    private mutating func answerUnchanged(_ message: ICAPRequest, head: [UInt8], now: Int64) {
        send(pending(message, head: head, isDecided: true), message)
    }

    /// Sends a message on as decided: 204 where that is allowed, else its head now or after the preview.
    private mutating func send(_ pending: Pending, _ message: ICAPRequest) {
        if pending.allows204 {
            writer.write(status: 204)
            delivery = .answered
            recordEvent()
        } else if !message.hasBody {
            writer.write(head: pending.head, isRequest: pending.isRequest, hasBody: false)
            delivery = .answered
            recordEvent()
        } else if message.preview != nil {
            var pending = pending
            pending.isInPreview = true
            delivery = .deciding(pending)
        } else {
            stream(pending)
        }
    }

    private mutating func stream(_ pending: Pending) {
        writer.write(head: pending.head, isRequest: pending.isRequest, hasBody: true)
        writer.write(chunk: pending.held[...])
        delivery = .streaming(isRequest: pending.isRequest)
    }

    // MARK: Bodies

    private mutating func take(_ bytes: [UInt8], now: Int64) {
        switch delivery {
        case .idle, .answered, .closed: break
        case .deciding(var pending):
            pending.held.append(contentsOf: bytes)
            if pending.isDecided {
                delivery = .deciding(pending)
                return
            }
            let action = unsafe exchange?.receiveResponseBody(bytes.span.bytes, now: now) ?? .abort
            perform(action, on: pending, now: now)
        case .streaming(let isRequest):
            // Text that is read late may still turn out harmful.
            let action = unsafe isRequest ? .release(count: bytes.count) : exchange?.receiveResponseBody(bytes.span.bytes, now: now) ?? .abort
            switch action {
            case .hold, .release: writer.write(chunk: bytes[...])
            case .replace, .abort: finish()
            }
        }
    }

    private mutating func perform(_ action: BodyAction, on pending: Pending, now: Int64) {
        switch action {
        case .hold: delivery = .deciding(pending)
        case .release:
            if pending.allows204 {
                writer.write(status: 204)
                delivery = .answered
                recordEvent()
            } else if pending.isInPreview {
                var decided = pending
                decided.isDecided = true
                delivery = .deciding(decided)
            } else {
                stream(pending)
            }
        case .replace(let reply): answer(reply)
        case .abort: finish()
        }
    }

    private mutating func endPreview() {
        switch delivery {
        case .deciding(var pending):
            writer.writeContinue()
            decoder.continueBody()
            pending.isInPreview = false
            // Outside the preview the client must have said `Allow: 204`; most cannot take their bytes back.
            pending.allows204 = false
            if pending.isDecided { stream(pending) } else { delivery = .deciding(pending) }
        case .answered: decoder.skipBody()
        case .idle, .streaming, .closed: finish()
        }
    }

    private mutating func endMessage(now: Int64) {
        switch delivery {
        case .deciding(let pending) where pending.isDecided:
            stream(pending)
            writer.writeLastChunk()
        case .deciding(let pending):
            perform(exchange?.finishResponse(now: now) ?? .abort, on: ended(pending), now: now)
            if case .streaming = delivery { writer.writeLastChunk() }
        case .streaming(let isRequest):
            if !isRequest, case .abort? = exchange?.finishResponse(now: now) { return finish() }
            writer.writeLastChunk()
        case .idle, .answered: break
        case .closed: return
        }
        guard !isClosed else { return }
        recordEvent()
        delivery = .idle
    }

    /// A whole body needs no preview any more.
    private func ended(_ pending: Pending) -> Pending {
        var pending = pending
        pending.isInPreview = false
        return pending
    }

    private mutating func recordEvent() {
        // A response's request came by REQMOD already, where allowed requests are counted.
        let countsAllowed = !isResponse || configuration.recordsAllowedResponses
        let event = countsAllowed ? exchange?.takeEvent() : exchange?.takeRefusal()
        exchange = nil
        if let event = event ?? nil { worker.service.recorder.record(event) }
    }
}

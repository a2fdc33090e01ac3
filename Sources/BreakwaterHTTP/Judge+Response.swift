import Breakwater
import BreakwaterPolicy
import BreakwaterText
import BreakwaterURL
import HTTPTypes
import Synchronization

extension Judge {
    mutating func judgeResponse(
        _ head: consuming HTTPResponse, _ syntax: MessageSyntax, to request: JudgedRequest, now: Int64
    ) -> ResponseRuling {
        let status = head.status
        if status.code == 101 {
            // `Upgrade` was not forwarded, so nobody asked for another protocol.
            return .reply(refuse(.badResponse, now: now))
        }
        if status.kind == .informational { return .informational(forwarded(head, syntax)) }
        let mayHaveBody = status.mayHaveBody
        // A label can block, never allow; help, the guardian's own entries and grants stand above it.
        if request.verdict.rank >= .category, head.headerFields.hasAdultLabel {
            if let page = judgeLabel(of: request, now: now) { return .reply(page) }
        }
        if profile.downloads != nil, request.verdict.rank >= .category, mayHaveBody || request.reader.isHead {
            if let page = judgeDownload(head, of: request, now: now) { return .reply(page) }
        }
        let room = mayHaveBody ? roomOfUnknownLength(head, request) : nil
        guard request.verdict.wantsTextScan, mayHaveBody, !request.reader.isHead else { return pass(head, syntax, room) }
        let contentType = head.headerFields.value(.contentType)
        guard MediaType.isReadable(contentType) else { return pass(head, syntax, room) }
        guard let codings = codings(of: head) else {
            if let page = judgeUnscannable(of: request, now: now) { return .reply(page) }
            return pass(head, syntax, room)
        }
        let scan = BodyScan(
            contentType: contentType, codings: codings, scanner: engine.makeTextScanner(), window: configuration.scanWindow,
            limits: configuration.decodingLimits)
        return .scan(forwarded(head, syntax), scan, room: room)
    }

    /// The head as the client gets it. What is judged is read before: `Connection` may take fields away.
    private func forwarded(_ head: consuming HTTPResponse, _ syntax: MessageSyntax) -> HTTPResponse {
        if role == .proxy { ForwardedFields.cleanResponse(&head.headerFields, via: service.viaField(of: syntax)) }
        return head
    }

    private func pass(_ head: consuming HTTPResponse, _ syntax: MessageSyntax, _ room: Int?) -> ResponseRuling {
        let head = forwarded(head, syntax)
        return room.map { .count(head, $0) } ?? .pass(head)
    }

    /// - Returns: `nil` where the body cannot be read.
    private func codings(of head: HTTPResponse) -> [ContentCoding]? {
        guard head.headerFields.contains(.contentEncoding) else { return [] }
        return ContentCoding.list(head.headerFields[values: .contentEncoding], limit: configuration.decodingLimits.layers)
    }

    private mutating func judgeDownload(_ head: HTTPResponse, of request: JudgedRequest, now: Int64) -> BlockReply? {
        let file = Download(head, of: request.url)
        let verdict = engine.decideDownload(
            mediaType: file.mediaType, fileExtension: file.fileExtension, byteCount: file.byteCount, profile: profile.id)
        return enforce(verdict, on: request, now: now)
    }

    /// The page for a body that turns out to have more bytes than the profile allows.
    mutating func judgeSize(_ count: Int, of request: JudgedRequest, now: Int64) -> BlockReply? {
        guard let room = request.room, count > room else { return nil }
        return enforce(
            engine.decideDownload(mediaType: nil, fileExtension: nil, byteCount: count, profile: profile.id), on: request, now: now)
    }

    /// How many bytes a body may have that does not say how many it has.
    private func roomOfUnknownLength(_ head: HTTPResponse, _ request: JudgedRequest) -> Int? {
        guard let maximum = profile.downloads?.maximumBytes, request.verdict.rank >= .category, !request.reader.isHead,
            !head.headerFields.contains(.contentLength)
        else { return nil }
        return maximum
    }

    /// The page for a response that calls itself adult (RTA), if policy wants one.
    private mutating func judgeLabel(of request: JudgedRequest, now: Int64) -> BlockReply? {
        guard let adult = CategoryID("adult") else { return nil }
        let verdict = engine.decideLabel(category: adult, profile: profile.id, at: moment(at: now))
        return enforce(verdict, on: request, now: now)
    }

    private mutating func enforce(_ verdict: Verdict, on request: JudgedRequest, now: Int64) -> BlockReply? {
        guard verdict.action != .allow else { return nil }
        note(verdict, host: request.url.host, now: now)
        if verdict.action == .warn { request.isContinued = request.isContinued || hasContinued(to: request.url.host, now: now) }
        return page(for: verdict, of: request, now: now)
    }

    /// Counts a body that cannot be read; the page where configuration blocks it.
    private mutating func judgeUnscannable(of request: JudgedRequest, now: Int64) -> BlockReply? {
        service.counters.unscannableBodies.add(1, ordering: .relaxed)
        guard configuration.unscannable == .block else { return nil }
        return PageMaker.error(.unscannable, language: request.reader.language, configuration.templates)
    }

    mutating func judgeLateness(of request: JudgedRequest, now: Int64) -> BlockReply? {
        judgeUnscannable(of: request, now: now)
    }

    /// Judges what was read of a body. Where decoding failed, what came before the failure still counts.
    mutating func judgeBody(
        _ scan: BodyScan, _ progress: BodyScan.Progress, of request: JudgedRequest, now: Int64
    ) -> BodyRuling {
        let held = scan.heldCount
        let findings = scan.finish()
        if findings.hasAdultLabel, request.verdict.rank >= .category, let page = judgeLabel(of: request, now: now) { return .refuse(page) }
        if let scores = findings.scores {
            let verdict = engine.decideText(scores, profile: profile.id, at: moment(at: now))
            if let page = enforce(verdict, on: request, now: now) { return .refuse(page) }
        }
        if progress == .unscannable, let page = judgeUnscannable(of: request, now: now) { return .refuse(page) }
        return .release(count: held)
    }
}

extension HTTPFields {
    /// Whether the response calls itself adult: `Rating: RTA-5042-1996-1400-1577-RTA`, in any case.
    var hasAdultLabel: Bool {
        contains(.rating) && self[values: .rating].contains { !PageLabels.header(rating: $0).isDisjoint(with: [.restrictedToAdults, .adult]) }
    }
}

extension HTTPResponse.Status {
    /// RFC 9112 §6.3, as far as the status says.
    var mayHaveBody: Bool { code != 204 && code != 304 && kind != .informational }
}

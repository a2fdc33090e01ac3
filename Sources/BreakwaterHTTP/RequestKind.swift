import BreakwaterURL
import HTTPTypes

/// What a request's response will be used for, as the browser says or as far as it can be guessed.
///
/// - SeeAlso: Fetch Metadata Request Headers. Browsers send `Sec-Fetch-Dest` to `https:` origins only, so plain HTTP is
///   judged by `Accept`.
struct RequestKind {
    var type: ResourceTypes
    /// The page that asked; only for the question whether a request is a third party's.
    var document: String?
    /// Whether the answer is looked at as a page.
    var wantsPage: Bool

    init(_ head: borrowing HTTPRequest) {
        let fields = head.headerFields
        type = Self.type(destination: fields.value(.secFetchDest)) ?? Self.type(accept: fields.value(.accept), fields)
        wantsPage = !type.isDisjoint(with: [.document, .subdocument, .popup, .object, .other])
        document = type == .document ? nil : fields.value(.referer)
    }

    private static func type(destination: String?) -> ResourceTypes? {
        switch destination?.lowercased() {
        case "document": .document
        case "iframe", "frame", "fencedframe": .subdocument
        case "script", "worker", "sharedworker", "serviceworker", "audioworklet", "paintworklet": .script
        case "style", "xslt": .stylesheet
        case "image": .image
        case "font": .font
        case "audio", "video", "track": .media
        case "object", "embed": .object
        case "empty", "json", "manifest": .xmlHTTPRequest
        case "websocket": .webSocket
        case "report": .ping
        default: nil
        }
    }

    private static func type(accept: String?, _ fields: HTTPFields) -> ResourceTypes {
        if fields.contains(.xRequestedWith) { return .xmlHTTPRequest }
        guard let accept else { return .document }
        let first = Substring(accept.utf8.prefix { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: ";") }).lowercased()
        if first == "text/html" || first == "application/xhtml+xml" || first == "*/*" && !fields.contains(.referer) { return .document }
        if first.hasPrefix("image/") { return .image }
        if first.hasPrefix("audio/") || first.hasPrefix("video/") { return .media }
        if first.hasPrefix("font/") { return .font }
        if first == "text/css" { return .stylesheet }
        if first == "application/json" { return .xmlHTTPRequest }
        if first.hasSuffix("javascript") { return .script }
        return .other
    }
}

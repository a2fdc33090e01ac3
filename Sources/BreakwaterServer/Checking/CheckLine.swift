public import BreakwaterURL

/// One line of `breakwater check --stdin`: `URL[<TAB>DOCUMENT URL[<TAB>TYPE]]`.
public struct CheckLine: Sendable, Hashable {
    /// As it was written.
    public var url: String
    public var document: String?
    public var type: ResourceTypes

    public init(url: String, document: String? = nil, type: ResourceTypes = .document) {
        self.url = url
        self.document = document
        self.type = type
    }

    /// A type that nobody knows counts as `other`: a table from another tool must not stop in its middle.
    public init(_ line: String) {
        let fields = line.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false)
        url = String(fields.first ?? "")
        document = fields.count > 1 && !fields[1].isEmpty && fields[1] != "-" ? String(fields[1]) : nil
        type = fields.count > 2 && !fields[2].isEmpty && fields[2] != "-" ? Self.type(named: fields[2].lowercased()) : .document
    }

    /// The words of Adblock lists, and those of browsers' own interfaces.
    private static func type(named name: String) -> ResourceTypes {
        switch name {
        case "document", "main_frame", "doc": .document
        case "subdocument", "sub_frame", "iframe", "frame": .subdocument
        case "script": .script
        case "stylesheet", "css", "style": .stylesheet
        case "image", "img", "imageset": .image
        case "font": .font
        case "media", "video", "audio": .media
        case "object", "object_subrequest": .object
        case "xmlhttprequest", "xhr", "fetch": .xmlHTTPRequest
        case "websocket": .webSocket
        case "ping", "beacon": .ping
        case "popup": .popup
        default: .other
        }
    }
}

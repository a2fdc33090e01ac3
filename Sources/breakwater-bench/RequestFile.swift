import Breakwater
import BreakwaterPolicy
import BreakwaterServer
import BreakwaterURL

/// Requests for benchmarks: `URL[<TAB>document URL[<TAB>type]]` a line.
enum RequestFile {
    static func read(_ path: String, profile: ProfileID, at moment: Moment) throws -> [Request] {
        var file = try LineFile(path: path)
        var requests: [Request] = []
        while let line = try file.next() {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard let url = fields.first, !url.isEmpty else { continue }
            var request = Request(url: url, profile: profile, at: moment)
            if fields.count > 1, !fields[1].isEmpty { request.document = fields[1] }
            if fields.count > 2 { request.type = type(fields[2]) }
            requests.append(request)
        }
        return requests
    }

    private static func type(_ name: String) -> ResourceTypes {
        switch name {
        case "document", "main_frame": .document
        case "subdocument", "sub_frame": .subdocument
        case "script": .script
        case "stylesheet": .stylesheet
        case "image": .image
        case "font": .font
        case "media": .media
        case "object": .object
        case "xhr", "xmlhttprequest", "fetch": .xmlHTTPRequest
        case "websocket": .webSocket
        case "ping", "beacon": .ping
        default: .other
        }
    }
}

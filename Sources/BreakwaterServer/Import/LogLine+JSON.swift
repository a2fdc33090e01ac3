import Foundation

extension LogEntry {
    /// One JSON object a line.
    package static func json(_ line: String) -> LogEntry {
        guard !line.allSatisfy(\.isWhitespace) else { return .other }
        do {
            let value = try JSONDecoder().decode(JSONLogLine.self, from: Data(line.utf8))
            guard (0...253_402_300_799).contains(value.time) else { return .malformed("`time` is not in seconds since 1970") }
            return request(
                method: "CONNECT", target: value.url,
                LogLine(time: Int64(value.time), url: "", client: value.client, user: value.user))
        } catch {
            return .malformed("not a JSON object with `time` and `url`")
        }
    }
}

private struct JSONLogLine: Decodable {
    let time: Double
    let url: String
    let client: String?
    let user: String?
}

/// Writes ICAP requests as a client would.
struct Message {
    var method = "REQMOD"
    var service = "/reqmod"
    var fields: [String] = []
    var request: String?
    var response: String?
    /// The chunked body, framing and all; `nil` for none.
    var body: String?

    static func get(_ url: String, _ more: String = "") -> String {
        let host = url.split(separator: "/")[1]
        return "GET \(url) HTTP/1.1\r\nHost: \(host)\r\n\(more)\r\n"
    }

    static func ok(_ more: String = "Content-Type: text/html\r\n") -> String { "HTTP/1.1 200 OK\r\n\(more)\r\n" }

    static func chunk(_ text: String) -> String { String(text.utf8.count, radix: 16) + "\r\n" + text + "\r\n" }

    var text: String {
        var parts: [String] = []
        var offset = 0
        for (name, head) in [("req-hdr", request), ("res-hdr", response)] {
            guard let head else { continue }
            parts.append("\(name)=\(offset)")
            offset += head.utf8.count
        }
        parts.append("\(body == nil ? "null" : method == "REQMOD" ? "req" : "res")-body=\(offset)")
        let lines =
            ["\(method) icap://localhost\(service) ICAP/1.0", "Host: localhost"] + fields + [
                "Encapsulated: " + parts.joined(separator: ", ")
            ]
        return lines.joined(separator: "\r\n") + "\r\n\r\n" + (request ?? "") + (response ?? "") + (body ?? "")
    }

    static func response(_ url: String, _ body: String?, fields: [String] = ["Allow: 204"], more: String = "Content-Type: text/html\r\n")
        -> Message
    {
        Message(method: "RESPMOD", service: "/respmod", fields: fields, request: get(url), response: ok(more), body: body)
    }
}

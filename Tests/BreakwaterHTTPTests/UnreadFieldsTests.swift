import BreakwaterHTTP
import HTTPTypes
import Testing

/// What a driver leaves out of a response head changes nothing about the verdict, and would pass.
@Suite struct UnreadFieldsTests {
    /// What would be seen if a field were read: a label, a type, codings, a file's name, a size, another way to the site, names of fields.
    private static let values = [
        "RTA-5042-1996-1400-1577-RTA", "video/mp4", "gzip, gzip, gzip, gzip", "attachment; filename=a.exe", "1000000", "h3=\":443\"",
        "close, Content-Type", "chunked", "1.1 breakwater",
    ]

    @Test(arguments: UnreadFields.names.map(\.canonicalName), ["child", "files"])
    func `a field that may pass unread is not read, and passes unchanged`(name: String, user: String) throws {
        let name = try #require(HTTPField.Name(name))
        let host = try #require(HTTPField.Name("Host"))
        let worker = FilterWorker(service: TestBundle.service())
        for value in Self.values {
            var exchange = FilterExchange(worker: worker, client: ClientIdentity(user: user), now: TestBundle.now)
            let request = HTTPRequest(
                method: .get, scheme: "http", authority: "good.test", path: "/", headerFields: HTTPFields([HTTPField(name: host, value: "good.test")]))
            guard case .forward = exchange.receiveRequestHead(request, now: TestBundle.now) else {
                Issue.record("the request is not forwarded")
                continue
            }
            let fields = HTTPFields([
                HTTPField(name: .contentType, value: "text/html"), HTTPField(name: .contentLength, value: "2"), HTTPField(name: name, value: value),
            ])
            let response = HTTPResponse(status: .ok, headerFields: fields)
            guard case .forward(let head, let isInspected) = exchange.receiveResponseHead(response, now: TestBundle.now) else {
                Issue.record("\(value) in \(name) is answered with a page")
                continue
            }
            #expect(isInspected == (user == "child"))
            #expect(head.headerFields[values: name] == [value])
        }
    }
}

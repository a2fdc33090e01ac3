import BreakwaterServer
import Testing

struct LogLineTests {
    @Test(arguments: [
        ("1580740555.461    138 192.168.5.2 TCP_MISS/200 3853 GET http://wiki.example/ sora DIRECT/192.0.2.246 text/html",
         LogEntry.request(LogLine(time: 1_580_740_555, url: "http://wiki.example/", client: "192.168.5.2", user: "sora"))),
        ("1522663539.072     51 2001:db8::2 TCP_TUNNEL/200 0 CONNECT www.example:443 - HIER_DIRECT/192.0.2.68 -",
         .request(LogLine(time: 1_522_663_539, url: "https://www.example:443/", isTunnel: true, client: "2001:db8::2"))),
        ("1576177221.686 3976 203.0.113.1 NONE/000 13564 GET cache_object://localhost/counters - HIER_NONE/- text/plain", .other),
        ("1576177221.686 3976 203.0.113.1 NONE/400 13564 GET error:invalid-request - HIER_NONE/- text/html", .other),
        ("", .other),
        ("Unmatched! The rat the cat the dog chased", .malformed("not a line of Squid's native format")),
        ("-1 1 c TCP_MISS/200 1 GET http://a.example/ - H/1 t", .malformed("not a line of Squid's native format")),
        ("99999999999999999999 1 c TCP_MISS/200 1 GET http://a.example/ - H/1 t", .malformed("not a line of Squid's native format")),
    ])
    func `a line of Squid's native log`(_ line: String, _ entry: LogEntry) {
        #expect(LogEntry.squid(line) == entry)
    }

    @Test(arguments: [
        ("192.0.2.7 - sora [10/Oct/2026:13:55:36 +0900] \"GET http://a.example/x?y HTTP/1.1\" 200 2326 \"-\" \"agent\"",
         LogEntry.request(LogLine(time: 1_791_608_136, url: "http://a.example/x?y", client: "192.0.2.7", user: "sora"))),
        ("192.0.2.7 - - [01/Jan/1970:00:00:00 -0130] \"CONNECT a.example:443 HTTP/1.1\" 200 0",
         .request(LogLine(time: 5_400, url: "https://a.example:443/", isTunnel: true, client: "192.0.2.7"))),
        ("192.0.2.7 - - [10/Oct/2026:13:55:36 +0900] \"GET / HTTP/1.1\" 200 2326", .other),
        ("192.0.2.7 - - [10/Oct/2026:13:55:36 +0900] \"-\" 408 0", .other),
        (
            "192.0.2.7 - - [32/Oct/2026:13:55:36 +0900] \"GET http://a.example/ HTTP/1.1\" 200 1",
            .malformed("not a line of the combined format")
        ),
        ("[Sun Dec 04 04:47:44 2005] [notice] workerEnv.init() ok", .malformed("not a line of the combined format")),
    ])
    func `a line of the combined format`(_ line: String, _ entry: LogEntry) {
        #expect(LogEntry.combined(line) == entry)
    }

    @Test(arguments: [
        ("{\"time\": 1767225600.5, \"url\": \"https://a.example/\", \"client\": \"192.0.2.7\"}",
         LogEntry.request(LogLine(time: 1_767_225_600, url: "https://a.example/", client: "192.0.2.7"))),
        ("{\"time\": 1767225600, \"url\": \"a.example:443\", \"user\": \"sora\"}",
         .request(LogLine(time: 1_767_225_600, url: "https://a.example:443/", isTunnel: true, user: "sora"))),
        ("{\"time\": 1e300, \"url\": \"https://a.example/\"}", .malformed("`time` is not in seconds since 1970")),
        ("{\"url\": \"https://a.example/\"}", .malformed("not a JSON object with `time` and `url`")),
        ("  ", .other),
    ])
    func `a JSON object a line`(_ line: String, _ entry: LogEntry) {
        #expect(LogEntry.json(line) == entry)
    }
}

import BreakwaterConsole
import BreakwaterPolicy
import BreakwaterReports
import BreakwaterStore
import Foundation
import Synchronization
import Testing

@Suite(.serialized, .timeLimit(.minutes(3))) struct ConsoleServerTests {
    @Test(arguments: ["127.0.0.1", "::1"]) func `a stranger sees the login page and nothing else`(host: String) async throws {
        try await TestConsole.withConsole { console in
            let hostField = host.contains(":") ? "[::1]:8081" : "127.0.0.1:8081"
            for path in ["/", "/check", "/report", "/report/view", "/requests", "/nothing"] {
                let answer = try await console.send("GET", path, on: host, hostField: hostField)
                #expect(answer.status == 303 && answer.fields["location"] == "/login", "\(path)")
            }
            for path in ["/api/status", "/api/requests", "/api/report"] {
                #expect(try await console.send("GET", path, on: host, hostField: hostField).status == 401, "\(path)")
            }
            let login = try await console.send("GET", "/login", on: host, hostField: hostField)
            #expect(login.status == 200 && !login.body.contains("House"))
        }
    }

    @Test(arguments: [
        nil, "evil.test", "localhost.evil.test", "127.0.0.1.evil.test:8081", "[::1", "[::1]x", "localhost:99999", "", "localhost:80:80",
    ])
    func `a name that is not ours is refused, whatever it resolves to`(name: String?) async throws {
        try await TestConsole.withConsole { console in
            for path in ["/login", "/api/status"] {
                let answer = try await console.send(
                    "GET", path, fields: ["Authorization": "Bearer \(console.server.token.text)"], hostField: name)
                #expect(answer.status == 421 || answer.status == 400)
                #expect(!answer.body.contains("House") && !answer.body.contains("engine"))
            }
        }
    }

    @Test func `the token logs in, with a cookie that scripts and other sites can't use`() async throws {
        try await TestConsole.withConsole { console in
            let answer = try await console.send("POST", "/login", body: "token=\(console.server.token.text)")
            let cookie = try #require(answer.fields["set-cookie"])
            #expect(answer.status == 303 && cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && cookie.contains("Path=/"))
            let other = try await console.send("POST", "/login", body: "token=\(console.server.token.text)")
            #expect(answer.session != other.session)
        }
    }

    @Test func `a wrong token is refused, and soon no more are looked at`() async throws {
        try await TestConsole.withConsole(configuration: { $0.loginsPerMinute = 3 }) { console in
            for _ in 0..<3 {
                let answer = try await console.send("POST", "/login", body: "token=wrong")
                #expect(answer.status == 403)
            }
            let late = try await console.send("POST", "/login", body: "token=\(console.server.token.text)")
            #expect(late.status == 429)
        }
    }

    @Test func `a session made up by somebody else opens nothing`() async throws {
        try await TestConsole.withConsole { console in
            let answer = try await console.send("GET", "/", fields: ["Cookie": "breakwater-session=\(String(repeating: "a", count: 64))"])
            #expect(answer.status == 303)
        }
    }

    @Test(arguments: ["en", "ja"]) func `every page is there, safe, and in its language`(language: String) async throws {
        try await TestConsole.withConsole { console in
            let (fields, _) = try await console.logIn(language: language)
            for path in ["/", "/check", "/report", "/requests"] {
                let answer = try await console.send("GET", path, fields: fields)
                #expect(answer.status == 200 && answer.body.contains("<html lang=\"\(language)\">"), "\(path)")
                #expect(answer.fields["content-security-policy"]?.contains("frame-ancestors 'none'") == true)
                #expect(answer.fields["cache-control"] == "no-store" && answer.fields["x-content-type-options"] == "nosniff")
                #expect(!answer.body.contains("<script") && !answer.body.contains("{{"))
                let hasJapanese = answer.body.replacing("日本語", with: "").unicodeScalars.contains { (0x3040...0x30FF).contains($0.value) }
                #expect(hasJapanese == (language == "ja"), "\(path)")
            }
            let status = try await console.send("GET", "/", fields: fields).body
            #expect(
                status.contains("abababababababab") && status.contains("1234") && status.contains("CC0-1.0") && status.contains("&lt;b&gt;")
            )
        }
    }

    @Test func `a check explains, and keeps the address out of the path`() async throws {
        try await TestConsole.withConsole { console in
            let (fields, token) = try await console.logIn()
            let answer = try await console.send(
                "POST", "/check", fields: fields, body: "form-token=\(token)&profile=child&url=https%3A%2F%2Fbet.test%2F%3Cscript%3E")
            #expect(answer.status == 200 && answer.body.contains("Blocked") && answer.body.contains("Gambling"))
            #expect(answer.body.contains("bet.test/&lt;script&gt;") && !answer.body.contains("<script"))
        }
    }

    @Test func `without the form token nothing changes`() async throws {
        try await TestConsole.withConsole { console in
            let (fields, token) = try await console.logIn()
            for body in ["answer=60", "answer=60&form-token=\(String(repeating: "0", count: 64))"] {
                #expect(try await console.send("POST", "/requests/2", fields: fields, body: body).status == 403)
            }
            var foreign = fields
            foreign["Origin"] = "https://evil.test"
            #expect(try await console.send("POST", "/requests/2", fields: foreign, body: "answer=60&form-token=\(token)").status == 403)
            #expect(try await console.send("POST", "/api/requests/2/deny", fields: fields, body: "{}").status == 403)
            #expect(console.desk.requests.withLock { $0.allSatisfy { $0.state == .pending } })
        }
    }

    @Test func `a guardian approves one request and leaves the other`() async throws {
        try await TestConsole.withConsole { console in
            let (fields, token) = try await console.logIn()
            let page = try await console.send("GET", "/requests", fields: fields).body
            #expect(page.contains("museum.test") && page.contains("&lt;script&gt;") && !page.contains("<script"))
            var same = fields
            same["Origin"] = "http://localhost"
            #expect(try await console.send("POST", "/requests/2", fields: same, body: "answer=1440&form-token=\(token)").status == 303)
            #expect(try await console.send("POST", "/requests/1", fields: same, body: "answer=deny&form-token=\(token)").status == 303)
            #expect(console.desk.approved.withLock { $0 } == [2: Int64(TestConsole.day) * 86_400 + 43_200 + 86_400])
            let again = try await console.send("POST", "/requests/2", fields: same, body: "answer=60&form-token=\(token)")
            #expect(again.status == 200 && again.body.contains("did not work"))
        }
    }

    @Test func `a report is shown for the days that are asked`() async throws {
        try await TestConsole.withConsole { console in
            let (fields, _) = try await console.logIn()
            let answer = try await console.send("GET", "/report/view?days=7&audience=parents", fields: fields)
            #expect(answer.status == 200 && answer.body.contains("Gambling") && answer.body.contains("checked 44 requests"))
            let last = CalendarDay(TestConsole.day - 1).iso
            let json = try await console.send("GET", "/api/report?from=\(last)&to=\(last)&language=ja", fields: console.asProgram)
            let model = try JSONDecoder().decode(ReportModel.self, from: Data(json.body.utf8))
            #expect(model.totals.checked == 44 && model.language == .japanese && model.period.dayCount == 1)
            let csv = try await console.send("GET", "/report/view?format=csv", fields: fields)
            #expect(csv.fields["content-type"]?.hasPrefix("text/csv") == true && csv.body.contains("category,gambling"))
        }
    }

    @Test(arguments: [
        "days=0", "days=-1", "days=99999999999999999999", "from=2026-01-01", "from=2026-01-02&to=2026-01-01",
        "from=0001-01-01&to=9999-12-31", "audience=x", "language=xx", "format=exe",
    ])
    func `a report that makes no sense is refused`(query: String) async throws {
        try await TestConsole.withConsole { console in
            let answer = try await console.send("GET", "/api/report?\(query)", fields: console.asProgram)
            #expect(answer.status == 400)
        }
    }

    @Test func `programs use the token`() async throws {
        try await TestConsole.withConsole { console in
            let status = try await console.send("GET", "/api/status", fields: console.asProgram)
            #expect(try JSONDecoder().decode(ConsoleStatus.self, from: Data(status.body.utf8)).droppedEvents == 5)
            let check = try await console.send("POST", "/api/check", fields: console.asProgram, body: #"{"url":"https://bet.test/"}"#)
            #expect(try JSONDecoder().decode(ConsoleCheck.self, from: Data(check.body.utf8)).action == .block)
            #expect(
                try await console.send("POST", "/api/requests/2/approve", fields: console.asProgram, body: #"{"minutes":60}"#).status == 200
            )
            #expect(console.desk.approved.withLock { $0.keys.sorted() } == [2])
            for body in ["", "{", #"{"minutes":0}"#, #"{"minutes":-5}"#, #"{"minutes":9223372036854775807}"#] {
                #expect(try await console.send("POST", "/api/requests/1/approve", fields: console.asProgram, body: body).status == 400)
            }
            #expect(try await console.send("GET", "/api/status", fields: ["Authorization": "Bearer nonsense"]).status == 401)
        }
    }

    @Test func `a body that is too large is refused`() async throws {
        try await TestConsole.withConsole { console in
            let answer = try await console.send("POST", "/login", body: "token=" + String(repeating: "a", count: 20_000))
            #expect(answer.status == 413)
        }
    }

    @Test func `logging out ends the session`() async throws {
        try await TestConsole.withConsole { console in
            let (fields, token) = try await console.logIn()
            #expect(try await console.send("POST", "/logout", fields: fields, body: "form-token=\(token)").status == 303)
            #expect(try await console.send("GET", "/", fields: fields).status == 303)
        }
    }

    @Test func `without a store the console says so`() async throws {
        var services = TestConsole.services(TestConsole.Desk())
        services.summary = nil
        services.requests = nil
        try await TestConsole.withConsole(services) { console in
            let (fields, _) = try await console.logIn()
            for path in ["/report", "/requests"] {
                #expect(try await console.send("GET", path, fields: fields).body.contains("Nothing is stored"))
            }
            #expect(try await console.send("GET", "/api/requests", fields: console.asProgram).status == 404)
        }
    }
}

import BreakwaterConsole
import BreakwaterPolicy
import Foundation
import Logging
import Testing

@Suite struct ConsoleAccessTests {
    static func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("token-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    @Test func `the token is random, private, and the same next time`() throws {
        try Self.withFolder { folder in
            let first = try AccessToken.load(from: folder)
            #expect(first.text.count == 64)
            #expect(try AccessToken.load(from: folder).text == first.text)
            let mode = try FileManager.default.attributesOfItem(atPath: folder + "/console-token")[.posixPermissions] as? Int
            #expect(mode == 0o600)
            try Self.withFolder { other in
                let second = try AccessToken.load(from: other)
                #expect(second.text != first.text)
            }
        }
    }

    @Test func `a token that others can read is refused`() throws {
        try Self.withFolder { folder in
            _ = try AccessToken.load(from: folder)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder + "/console-token")
            let error = #expect(throws: ConsoleError.self) { try AccessToken.load(from: folder) }
            #expect(error?.code == .token)
        }
    }

    @Test func `a short token is refused`() throws {
        try Self.withFolder { folder in
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            _ = FileManager.default.createFile(
                atPath: folder + "/console-token", contents: Data("password\n".utf8), attributes: [.posixPermissions: 0o600])
            #expect(throws: ConsoleError.self) { try AccessToken.load(from: folder) }
        }
    }

    @Test(arguments: ["0.0.0.0", "::", "192.168.1.1", "127.0.0.1.evil.test", "localhost", "127.1", "128.0.0.1", ""])
    func `only loopback is opened without a word`(host: String) throws {
        try Self.withFolder { folder in
            let configuration = ConsoleConfiguration(addresses: [.init(host: host, port: 0)], stateDirectory: folder)
            let error = #expect(throws: ConsoleError.self) {
                try ConsoleServer(
                    configuration: configuration, services: TestConsole.services(.init()), logger: Logger(label: "test"))
            }
            #expect(error?.code == .notLoopback)
        }
    }

    @Test func `sessions end, and there are never too many`() {
        let table = SessionTable(lifetime: .seconds(10), loginsPerMinute: 2)
        let start = ContinuousClock.now
        let session = table.begin(now: start)
        #expect(table.session(session.id, now: start.advanced(by: .seconds(9))) != nil)
        #expect(table.session(session.id, now: start.advanced(by: .seconds(10))) == nil)
        for _ in 0..<100 { _ = table.begin(now: start) }
        #expect(table.session(session.id, now: start) == nil)
    }

    @Test func `attempts are counted by the minute`() {
        let table = SessionTable(lifetime: .seconds(10), loginsPerMinute: 2)
        let start = ContinuousClock.now
        #expect(table.mayTry(now: start) && table.mayTry(now: start) && !table.mayTry(now: start))
        #expect(table.mayTry(now: start.advanced(by: .seconds(61))))
    }

    @Test func `words and templates fit each other`() {
        for (key, text) in ConsoleWords.all { #expect(!text.en.isEmpty && !text.ja.isEmpty && text.en != text.ja, "\(key)") }
        for template in ConsoleTemplates.texts.values {
            for match in template.matches(of: /\{\{w\.([A-Za-z]+)\}\}/) {
                #expect(ConsoleWords.all[String(match.output.1)] != nil, "\(match.output.1)")
            }
        }
    }
}

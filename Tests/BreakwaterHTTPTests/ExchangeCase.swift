import BreakwaterHTTP
import BreakwaterPolicy
import Foundation
import HTTPTypes
import Testing

/// One case of `Corpus/http`: messages, and what must become of them. Corpus/http/README.md describes the keys.
struct ExchangeCase: Codable, Sendable, CustomTestStringConvertible {
    struct Request: Codable, Sendable {
        var method: String?
        var scheme: String?
        var authority: String?
        var path: String?
        var syntax: String?
        var fields: [[String]]?
    }

    struct Response: Codable, Sendable {
        var status: Int?
        var fields: [[String]]?
        var body: String?
    }

    struct ServerName: Codable, Sendable {
        var name: String?
        var encrypted: Bool?
    }

    struct Expectation: Codable, Sendable {
        /// `forward`, `reply`, `tunnel` or `inspectable`.
        var action: String
        var status: Int?
        var target: String?
        var path: String?
        var authority: String?
        /// `null` says that the field must not be there; `*` that it must.
        var fields: [String: String?]?
        var contains: [String]?
        var lacks: [String]?
        /// `open`, `close`, `inspect` or `inspect only` (no way past it).
        var tunnel: String?
        /// `pass`, `scan` or `reply`.
        var response: String?
        var responseFields: [String: String?]?
        /// `release` or `replace`.
        var body: String?
        /// action rank layer [category [host]]; `-` where there is none.
        var event: String?
    }

    var id: String?
    var name: String
    var user: String?
    var request: Request
    var serverName: ServerName?
    var response: Response?
    var expect: Expectation

    var testDescription: String { [id, name].compactMap { $0 }.joined(separator: ": ") }

    static let all: [ExchangeCase] = {
        do {
            let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
                .appending(path: "Corpus/http")
            let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }.sorted()
            return try files.flatMap { try JSONDecoder().decode([ExchangeCase].self, from: Data(contentsOf: folder.appending(path: $0))) }
        } catch {
            fatalError("Corpus/http cannot be read: \(error)")
        }
    }()

    func head() throws -> HTTPRequest {
        let method = try #require(HTTPRequest.Method(request.method ?? "GET"))
        var head = HTTPRequest(
            method: method, scheme: request.scheme ?? (method == .connect ? nil : "http"), authority: request.authority,
            path: request.path ?? (method == .connect ? nil : "/"))
        head.headerFields = try Self.fields(request.fields)
        return head
    }

    var syntax: MessageSyntax {
        switch request.syntax {
        case "1.0": .http1_0
        case "2": .http2
        default: .http1_1
        }
    }

    static func fields(_ pairs: [[String]]?) throws -> HTTPFields {
        var fields = HTTPFields()
        for pair in pairs ?? [] {
            fields.append(HTTPField(name: try #require(HTTPField.Name(pair[0])), value: pair[1]))
        }
        return fields
    }
}

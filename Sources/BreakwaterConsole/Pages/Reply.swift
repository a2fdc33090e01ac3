import Foundation
import Hummingbird

/// Answers of the console.
enum Reply {
    static let sessionCookie = "breakwater-session"
    static let languageCookie = "breakwater-language"

    static func html(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(status: status, headers: [.contentType: "text/html; charset=utf-8"], body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    static func plain(_ status: HTTPResponse.Status, _ text: String) -> Response {
        Response(status: status, headers: [.contentType: "text/plain; charset=utf-8"], body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    static func data(_ data: Data, type: String, fileName: String? = nil) -> Response {
        var headers: HTTPFields = [.contentType: type]
        if let fileName { headers[.contentDisposition] = "attachment; filename=\"\(fileName)\"" }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: data)))
    }

    static func json(_ status: HTTPResponse.Status = .ok, _ value: some Encodable) -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            let data = try encoder.encode(value)
            return Response(status: status, headers: [.contentType: "application/json"], body: .init(byteBuffer: ByteBuffer(bytes: data)))
        } catch {
            return plain(.internalServerError, "the answer can't be written as JSON\n")
        }
    }

    /// 303, so that a reload does not post again.
    static func redirect(to path: String) -> Response { Response(status: .seeOther, headers: [.location: path]) }

    static func cookie(_ name: String, _ value: String, seconds: Int) -> Cookie {
        Cookie(name: name, value: value, maxAge: seconds, path: "/", secure: false, httpOnly: true, sameSite: .strict)
    }
}

extension Response {
    /// With the fields that keep a page from being framed, sniffed, cached or told to others.
    func secured() -> Response {
        var response = self
        response.headers[.cacheControl] = "no-store"
        response.headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
        for (name, value) in Self.guards { response.headers[name] = value }
        return response
    }

    private static let guards: [(HTTPFields.Element.Name, String)] = [
        ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"), ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
    ].compactMap { name, value in HTTPFields.Element.Name(name).map { ($0, value) } }
}

/// An error as JSON.
struct APIProblem: Codable, Sendable {
    var error: String
}

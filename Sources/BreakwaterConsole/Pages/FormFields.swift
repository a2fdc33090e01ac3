import Hummingbird

/// The fields of a posted form, as text.
struct FormFields: Sendable {
    private let values: [String: String]

    /// - Throws: `413` where the body is larger than a form of ours can be.
    init(_ request: Request, limit: Int) async throws {
        let body = try await request.body.collect(upTo: limit)
        do {
            values = try URLEncodedFormDecoder().decode([String: String].self, from: String(buffer: body))
        } catch {
            // Why: a form that can't be read has no form token, and is refused for that where it is used.
            values = [:]
        }
    }

    subscript(_ name: String) -> String { values[name] ?? "" }
}

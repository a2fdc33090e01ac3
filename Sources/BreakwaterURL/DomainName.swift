/// A host name in canonical form: A-labels, lower case, no trailing dot, 1–253 bytes.
public struct DomainName: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The canonical text.
    public let description: String

    /// Any spelling: upper case, one trailing dot, full-width letters, U-labels.
    ///
    /// - Throws: ``URLSyntaxError`` where the text is no host name (an address is none).
    public init(_ text: String) throws(URLSyntaxError) {
        var output = ByteScratch(capacity: 256)
        let kind = try HostParser.parse(text, into: &output)
        guard kind == .domain else { throw URLSyntaxError(.badIPv4) }
        description = output.span.text
    }

    /// Takes text that is canonical already.
    package init(canonical text: String) { description = text }

    /// 1–127.
    public var labelCount: Int { description.utf8.reduce(1) { $1 == 0x2E ? $0 + 1 : $0 } }

    /// Whether the name is `other` or lies below it.
    public func isWithin(_ other: DomainName) -> Bool {
        let name = description.utf8
        let parent = other.description.utf8
        guard name.count > parent.count else { return self == other }
        return name.reversed().starts(with: parent.reversed())
            && name[name.index(name.endIndex, offsetBy: -parent.count - 1)] == 0x2E
    }

    public static func < (a: Self, b: Self) -> Bool { a.description < b.description }
}

extension HostParser {
    static func parse(_ text: String, into output: inout ByteScratch) throws(URLSyntaxError) -> Kind {
        var text = text
        let result: Result<Kind, URLSyntaxError> = text.withUTF8 { buffer in
            let bytes = unsafe Span(_unsafeElements: buffer)
            do throws(URLSyntaxError) {
                return .success(try parse(bytes, into: &output))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}

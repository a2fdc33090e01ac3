import BreakwaterMatching
package import BreakwaterURL

/// Everything that one decision writes: owned by one thread or event loop, used again and again, never shared.
///
/// - Complexity: after the first few decisions nothing in it allocates.
public struct MatchScratch: ~Copyable {
    var state = MatcherScratch()
    var verdicts = NameVerdicts()
    /// The URL as it is read.
    private var text = ByteScratch()

    public init() {}

    /// Reads `scheme://authority/path`, so that a decision on its canonical form that comes next need not read it again.
    package mutating func read(_ scheme: String, _ authority: String, _ path: String) throws(URLSyntaxError) -> WebURL {
        text.removeAll()
        text.append(scheme.utf8.span)
        text.append("://".utf8.span)
        text.append(authority.utf8.span)
        text.append(path.utf8.span)
        return try Self.read(text, into: &state.request)
    }

    private static func read(_ text: borrowing ByteScratch, into forms: inout RequestForms) throws(URLSyntaxError) -> WebURL {
        forms.isRead = false
        let url = try WebURL(text.span, using: &forms.url)
        forms.isRead = true
        return url
    }
}

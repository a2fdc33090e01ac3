import BreakwaterText

/// Which media types hold text that a person reads as a page.
enum MediaType {
    private static let readable: [StaticString] = ["text/html", "text/plain", "application/xhtml+xml", ""]

    /// - Parameter contentType: the field's value; `nil` counts as readable, as browsers then look for HTML themselves.
    static func isReadable(_ contentType: String?) -> Bool {
        guard let contentType else { return true }
        let bytes = contentType.utf8.span
        return readable.contains { bytes.namesMediaType($0) }
    }
}

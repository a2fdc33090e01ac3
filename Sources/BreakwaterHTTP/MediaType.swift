/// Which media types hold text that a person reads as a page.
enum MediaType {
    /// - Parameter contentType: the field's value; `nil` counts as readable, as browsers then look for HTML themselves.
    static func isReadable(_ contentType: String?) -> Bool {
        guard let contentType else { return true }
        let type = contentType.prefix { $0 != ";" && $0 != "," }.lowercased().filter { $0 != " " && $0 != "\t" }
        return type.isEmpty || ["text/html", "application/xhtml+xml", "text/plain"].contains(type)
    }
}

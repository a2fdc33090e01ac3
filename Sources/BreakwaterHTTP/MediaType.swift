/// Which media types hold text that a person reads as a page.
enum MediaType {
    /// - Parameter contentType: the field's value; `nil` counts as readable, as browsers then look for HTML themselves.
    static func isReadable(_ contentType: String?) -> Bool {
        guard let contentType else { return true }
        let bytes = contentType.utf8.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: ",") }
        var type = Substring(bytes).lowercased()
        if bytes.contains(where: { $0 == 0x20 || $0 == 0x09 }) { type.removeAll { $0 == " " || $0 == "\t" } }
        return type == "text/html" || type.isEmpty || type == "text/plain" || type == "application/xhtml+xml"
    }
}

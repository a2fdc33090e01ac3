extension StringProtocol {
    /// Without optional whitespace at both ends (RFC 9110 §5.6.3).
    var trimmingSpace: String {
        let tail = drop { $0 == " " || $0 == "\t" }
        guard let last = tail.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
        return String(tail[...last])
    }
}

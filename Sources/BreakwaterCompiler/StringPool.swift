/// Patterns and rule texts, each distinct one once.
struct StringPool {
    private(set) var bytes: [UInt8] = []
    private var known: [[UInt8]: UInt32] = [:]

    mutating func add(_ text: String) -> (offset: UInt32, length: UInt16) { add(Array(text.utf8)) }

    /// - Returns: where the bytes are; at most 65,535 of them.
    mutating func add(_ text: [UInt8]) -> (offset: UInt32, length: UInt16) {
        let text = text.count > Int(UInt16.max) ? Array(text.prefix(Int(UInt16.max))) : text
        if let offset = known[text] { return (offset, UInt16(text.count)) }
        // 4 GiB of rule text is past the limit of ten million rules.
        let offset = UInt32(clamping: bytes.count)
        known[text] = offset
        bytes.append(contentsOf: text)
        return (offset, UInt16(text.count))
    }
}

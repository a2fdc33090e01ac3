/// Swift strings as the NULL-terminated array of C strings that libpq takes.
enum CStrings {
    /// Runs `body` with the strings; `nil` becomes NULL, and one more NULL ends the array.
    static func with<Value>(
        _ strings: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Value
    ) -> Value {
        // One block of all bytes; the pointers are made only after it has stopped growing.
        var bytes: [CChar] = []
        var offsets: [Int?] = []
        for string in strings {
            offsets.append(string.map { _ in bytes.count })
            if let string { bytes.append(contentsOf: string.utf8CString) }
        }
        return unsafe bytes.withUnsafeBufferPointer { block in
            // In bounds: each offset was the count of the block at some time.
            var pointers = unsafe offsets.map { offset in
                unsafe offset.flatMap { unsafe block.baseAddress?.advanced(by: $0) }
            }
            unsafe pointers.append(nil)
            return unsafe pointers.withUnsafeBufferPointer { array in
                guard let base = array.baseAddress else { preconditionFailure("an array with one element has an address") }
                return unsafe body(base)
            }
        }
    }
}

import CMallocCount

/// Counts what the calling thread takes from the heap.
enum Allocations {
    /// - Parameter library: part of the path of a shared library whose own blocks do not count.
    /// - Returns: how many blocks `body` took or resized, and who took the first: functions, or `file+offset` for `addr2line`.
    static func count(exceptOf library: StaticString? = nil, _ body: () -> Void) -> (count: Int, first: String) {
        // Static strings end in NUL.
        unsafe malloc_count_begin(library.map { unsafe UnsafeRawPointer($0.utf8Start).assumingMemoryBound(to: CChar.self) })
        body()
        let count = malloc_count_end()
        guard count > 0 else { return (0, "") }
        var text = [CChar](repeating: 0, count: 4_096)
        let length = unsafe malloc_count_describe_first(&text, text.count)
        return (count, String(decoding: text.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }

    /// Bytes of the process's heap in use.
    static var bytesInUse: Int { malloc_count_bytes_in_use() }
}

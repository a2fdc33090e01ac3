import Glibc

/// Writes a bundle beside its destination and renames it into place, so that a reader sees the old file or the new one,
/// never a part.
package struct BundleWriter {
    private var sections: [(id: SectionID, bytes: [UInt8])] = []
    private let createdAt: Int64
    private let hashKey: (UInt64, UInt64)

    package init(createdAt: Int64, hashKey: (UInt64, UInt64)) {
        self.createdAt = createdAt
        self.hashKey = hashKey
    }

    /// Adds a section; an empty one is left out. Each id once.
    package mutating func add(_ id: SectionID, _ bytes: [UInt8]) {
        precondition(!sections.contains { $0.id == id }, "BundleWriter: section \(id.rawValue) added twice")
        if !bytes.isEmpty { sections.append((id, bytes)) }
    }

    /// Writes the file.
    ///
    /// - Returns: the identity and the file's length.
    /// - Throws: ``BundleError`` `unwritable`.
    package consuming func write(to path: String) throws(BundleError) -> (identity: [UInt8], length: Int) {
        sections.sort { $0.id < $1.id }
        var table: [UInt8] = []
        var offset = BundleLayout.headerLength + sections.count * BundleLayout.tableEntryLength
        var ends = offset
        for section in sections {
            offset = (offset + BundleLayout.alignment - 1) / BundleLayout.alignment * BundleLayout.alignment
            table.append(u32: section.id.rawValue)
            table.append(u32: 0)
            table.append(u64: UInt64(offset))
            table.append(u64: UInt64(section.bytes.count))
            table.append(u64: Checksum.of(section.bytes.rawSpan))
            offset += section.bytes.count
            ends = offset
        }
        let identity = digest(table)
        let header = header(table: table, identity: identity, length: ends)
        try put(header, table, at: path)
        return (identity, ends)
    }

    private func digest(_ table: [UInt8]) -> [UInt8] {
        var context = DigestContext()
        context.update(table.rawSpan)
        var offset = BundleLayout.headerLength + table.count
        for section in sections {
            let padding = Self.padding(at: offset)
            context.update(padding.rawSpan)
            context.update(section.bytes.rawSpan)
            offset += padding.count + section.bytes.count
        }
        return context.finish()
    }

    private static func padding(at offset: Int) -> [UInt8] {
        let rest = offset % BundleLayout.alignment
        return rest == 0 ? [] : [UInt8](repeating: 0, count: BundleLayout.alignment - rest)
    }

    private func header(table: [UInt8], identity: [UInt8], length: Int) -> [UInt8] {
        var header = BundleLayout.magic
        header.append(u32: BundleLayout.formatVersion)
        header.append(u32: BundleLayout.semanticsVersion)
        header.append(u64: UInt64(length))
        header.append(u64: UInt64(bitPattern: createdAt))
        header.append(u64: hashKey.0)
        header.append(u64: hashKey.1)
        header.append(contentsOf: identity)
        header.append(u32: UInt32(sections.count))
        header.append(u32: 0)
        header.append(u64: Checksum.of(table.rawSpan))
        header.append(contentsOf: repeatElement(0, count: 24))
        header.append(u64: Checksum.of(header.rawSpan))
        return header
    }

    private func put(_ header: [UInt8], _ table: [UInt8], at path: String) throws(BundleError) {
        let temporary = "\(path).\(getpid()).tmp"
        let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw BundleError(.unwritable, "\(temporary): \(MappedFile.lastError())") }
        var isWritten = Self.writeAll(header, to: descriptor) && Self.writeAll(table, to: descriptor)
        var offset = header.count + table.count
        for section in sections where isWritten {
            let padding = Self.padding(at: offset)
            isWritten = Self.writeAll(padding, to: descriptor) && Self.writeAll(section.bytes, to: descriptor)
            offset += padding.count + section.bytes.count
        }
        isWritten = isWritten && fsync(descriptor) == 0
        let reason = isWritten ? "" : MappedFile.lastError()
        close(descriptor)
        guard isWritten, unsafe rename(temporary, path) == 0 else {
            let why = isWritten ? MappedFile.lastError() : reason
            unsafe unlink(temporary)
            throw BundleError(.unwritable, "\(path): \(why)")
        }
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var written = 0
        while written < bytes.count {
            // The pointer and length stay inside `bytes`: written < count.
            let result = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress.map { unsafe $0 + written }, buffer.count - written)
            }
            if result < 0, errno == EINTR { continue }
            guard result > 0 else { return false }
            written += result
        }
        return true
    }
}

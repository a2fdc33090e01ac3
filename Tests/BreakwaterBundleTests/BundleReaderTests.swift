import BreakwaterBundle
import Foundation
import TestSupport
import Testing

struct BundleReaderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func code(_ path: String, _ verification: BundleVerification = .full) -> BundleError.Code? {
        do throws(BundleError) {
            _ = try BundleReader(path: path, verification: verification)
            return nil
        } catch { return error.code }
    }

    @Test
    func `what was written is read, section by section`() throws {
        let written = try Sample.write(to: folder.path("a.bwb"))
        let reader = try BundleReader(path: folder.path("a.bwb"), verification: .full)
        #expect(Sample.holdsItsSections(reader))
        #expect(reader.identity == written.identity)
        #expect(reader.createdAt == 1_700_000_000)
        #expect(reader.hashKey == Sample.hashKey)
        #expect(reader.section(.phraseRules).count == 0)
        #expect(try folder.read("a.bwb").count == written.length)
        // Nothing is left beside the bundle.
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["a.bwb"])
    }

    @Test
    func `sections start at whole cache lines, and the identity is that of the bytes`() throws {
        let written = try Sample.write(to: folder.path("a.bwb"))
        let bytes = try folder.read("a.bwb")
        for index in Sample.sections.indices {
            let entry = BundleLayout.headerLength + index * BundleLayout.tableEntryLength
            let offset = bytes.rawSpan.int(at: entry + 8)
            #expect(offset % BundleLayout.alignment == 0)
        }
        #expect(SHA256.digest(Array(bytes[BundleLayout.headerLength...])) == written.identity)
    }

    @Test
    func `the same contents make the same file, and the time changes no identity`() throws {
        let first = try Sample.write(to: folder.path("a.bwb"))
        let second = try Sample.write(to: folder.path("b.bwb"))
        let third = try Sample.write(to: folder.path("c.bwb"), createdAt: 1)
        #expect(try folder.read("a.bwb") == folder.read("b.bwb"))
        #expect(first.identity == second.identity && second.identity == third.identity)
        #expect(try folder.read("a.bwb") != folder.read("c.bwb"))
    }

    @Test
    func `a bundle without sections is a bundle`() throws {
        _ = try BundleWriter(createdAt: 0, hashKey: (0, 0)).write(to: folder.path("empty.bwb"))
        let reader = try BundleReader(path: folder.path("empty.bwb"), verification: .full)
        #expect(reader.section(.policy).count == 0)
    }

    @Test
    func `writing over a bundle that is open leaves its reader as it was`() throws {
        try Sample.write(to: folder.path("a.bwb"))
        let reader = try BundleReader(path: folder.path("a.bwb"), verification: .full)
        _ = try BundleWriter(createdAt: 0, hashKey: (0, 0)).write(to: folder.path("a.bwb"))
        #expect(Sample.holdsItsSections(reader))
    }

    @Test
    func `what cannot be opened or written is said so`() throws {
        #expect(code(folder.path("none.bwb")) == .unreadable)
        #expect(code(folder.url.path) == .unreadable)
        #expect(throws: BundleError(.unwritable, "")) { try Sample.write(to: folder.path("no/folder/a.bwb")) }
        #expect(code(try folder.write("zero.bwb", bytes: [])) == .truncated)
        #expect(code(try folder.write("one.bwb", bytes: [0x42])) == .truncated)
        #expect(code(try folder.write("foreign.bwb", bytes: [UInt8](repeating: 0x20, count: 4_096))) == .foreign)
        #expect(code(try folder.write("elf.bwb", bytes: Array("\u{7F}ELF".utf8) + [UInt8](repeating: 0, count: 400))) == .foreign)
    }

    @Test(arguments: [8, 12])
    func `a bundle of another version is not read, and the message says which`(offset: Int) throws {
        try Sample.write(to: folder.path("a.bwb"))
        var bytes = try folder.read("a.bwb")
        bytes[offset] = 99
        let path = try folder.write("newer.bwb", bytes: bytes)
        do throws(BundleError) {
            _ = try BundleReader(path: path, verification: .full)
            Issue.record("a bundle of another version was read")
        } catch {
            #expect(error.code == .newer)
            #expect(error.message.contains("99"))
        }
    }

    @Test
    func `a bundle that was cut anywhere is refused`() throws {
        try Sample.write(to: folder.path("a.bwb"))
        let bytes = try folder.read("a.bwb")
        var random = SeededGenerator(seed: 22)
        let lengths =
            Sample.boundaries(bytes).flatMap { [$0 - 1, $0, $0 + 1] }
            + (0..<200).map { _ in Int.random(in: 0..<bytes.count, using: &random) }
        for length in Set(lengths) where (0..<bytes.count).contains(length) {
            let path = try folder.write("cut.bwb", bytes: Array(bytes[..<length]))
            for verification in [BundleVerification.full, .header] {
                #expect(code(path, verification) == .truncated, "cut to \(length) bytes")
            }
        }
        #expect(code(try folder.write("long.bwb", bytes: bytes + [0])) == .truncated)
    }

    @Test
    func `an altered byte is found, or stands where nothing is`() throws {
        try Sample.write(to: folder.path("a.bwb"))
        let bytes = try folder.read("a.bwb")
        var random = SeededGenerator(seed: 23)
        var found = 0
        for _ in 0..<2_000 {
            var altered = bytes
            let offset = Int.random(in: 0..<bytes.count, using: &random)
            altered[offset] ^= UInt8.random(in: 1...255, using: &random)
            let path = try folder.write("altered.bwb", bytes: altered)
            do throws(BundleError) {
                let reader = try BundleReader(path: path, verification: .full)
                #expect(Sample.holdsItsSections(reader), "byte \(offset)")
            } catch {
                found += 1
                #expect([.foreign, .newer, .corrupt, .truncated].contains(error.code), "byte \(offset): \(error.code)")
            }
            // Without checksums the file may be wrong, but reading stays inside it.
            if let reader = try? BundleReader(path: path, verification: .header) {
                for section in Sample.sections { _ = Sample.bytes(of: reader.section(section.id)) }
            }
        }
        // All but the zeros between sections.
        #expect(found > 1_850)
    }

    @Test
    func `a header with true checksums and false offsets is refused`() throws {
        try Sample.write(to: folder.path("a.bwb"))
        let bytes = try folder.read("a.bwb")
        let entry = BundleLayout.headerLength
        let values: [(Int, UInt64)] = [
            (entry + 8, .max), (entry + 16, .max), (entry + 8, 0), (entry + 8, UInt64(bytes.count) + 1), (entry + 16, UInt64(bytes.count)),
            (80, 65), (80, 0xFFFF_FFFF),
        ]
        for (at, value) in values {
            let altered = Self.put(value, at: at, width: at == 80 ? 4 : 8, in: bytes)
            #expect(code(try folder.write("false.bwb", bytes: altered), .header) == .truncated, "\(value) at \(at)")
        }
    }

    /// Readers load whole words where they stand.
    @Test(arguments: [1, 4, 8, 32] as [UInt64])
    func `a section within a cache line is refused`(step: UInt64) throws {
        try Sample.write(to: folder.path("a.bwb"))
        let bytes = try folder.read("a.bwb")
        let entry = BundleLayout.headerLength
        let moved = Self.put(bytes.rawSpan.u64(at: entry + 8) + step, at: entry + 8, width: 8, in: bytes)
        #expect(code(try folder.write("moved.bwb", bytes: Self.put(0, at: entry + 16, width: 8, in: moved)), .header) == .invalid)
    }

    private static func put(_ value: UInt64, at: Int, width: Int, in bytes: [UInt8]) -> [UInt8] {
        var altered = bytes
        for index in 0..<width { altered[at + index] = UInt8(truncatingIfNeeded: value >> (8 * UInt64(index))) }
        seal(&altered)
        return altered
    }

    /// Makes the checksums of table and header true again.
    private static func seal(_ bytes: inout [UInt8]) {
        func put(_ value: UInt64, _ at: Int) {
            for index in 0..<8 { bytes[at + index] = UInt8(truncatingIfNeeded: value >> (8 * UInt64(index))) }
        }
        let tableEnd = BundleLayout.headerLength + Sample.sections.count * BundleLayout.tableEntryLength
        put(Checksum.of(Array(bytes[BundleLayout.headerLength..<tableEnd]).rawSpan), 88)
        put(Checksum.of(Array(bytes[..<120]).rawSpan), 120)
    }
}

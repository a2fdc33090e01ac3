import Breakwater
import BreakwaterBundle
import BreakwaterPolicy
import BreakwaterRules
import BreakwaterURL
import Glibc

/// A list compiled, opened and asked, with its own text among the URLs. Input: format, list.
final class CompilerFuzzer: FuzzTarget {
    private let path = Household.temporaryPath("compiled")
    private var scratch = Breakwater.MatchScratch()

    func run(_ input: [UInt8]) {
        guard let first = input.first else { return }
        let format = ListFormat.allCases[Int(first) % ListFormat.allCases.count]
        let list = Array(input.dropFirst())
        Household.write([Household.List("domains", format, list)], to: path)
        defer { unsafe unlink(path) }
        let lines = list.split(separator: 0x0A).prefix(3).map { String(decoding: $0, as: UTF8.self) }
        do throws(BundleError) {
            let engine = try Engine(contentsOf: path)
            Household.use(engine, lines.map { "http://\($0)/" } + lines + ["http://a.test/\(lines.first ?? "")"], explaining: 2, &scratch)
        } catch { fatalError("what the compiler wrote does not open: \(error)") }
    }

    func seeds() -> [[UInt8]] {
        Household.lists.compactMap { list in
            ListFormat.allCases.firstIndex(of: list.format).map { [UInt8($0)] + list.text.prefix(400) }
        }
    }
}

/// Decisions: the same for every spelling of a URL, and explained as they were decided. Input: URL, a line end, document.
final class DecisionFuzzer: FuzzTarget {
    private let engine: Engine
    private var scratch = Breakwater.MatchScratch()

    init() {
        let path = Household.temporaryPath("decide")
        Household.write(Household.lists, to: path)
        defer { unsafe unlink(path) }
        do throws(BundleError) { engine = try Engine(contentsOf: path) } catch { fatalError("\(error)") }
    }

    func run(_ input: [UInt8]) {
        let parts = input.split(separator: 0x0A, maxSplits: 1).map { String(decoding: $0, as: UTF8.self) }
        guard let url = parts.first else { return }
        for profile in engine.policy.profiles {
            var request = Request(url: url, profile: profile.id, at: Moment(secondsSinceEpoch: 1_700_000_000, offsetFromUTC: 0))
            if parts.count > 1 { request.document = parts[1] }
            let explanation = engine.explain(request, using: &scratch)
            let verdict = engine.decide(request, using: &scratch)
            guard verdict.exceededExpressions == 0, explanation.verdict.exceededExpressions == 0 else { continue }
            require(explanation.verdict == verdict, "explained otherwise than decided")
            guard let canonical = explanation.canonicalURL else { continue }
            request.url = canonical
            let again = engine.decide(request, using: &scratch)
            require(again == verdict || again.exceededExpressions > 0, "\(canonical) is decided otherwise")
        }
    }

    func seeds() -> [[UInt8]] {
        [
            "http://n1.test/banner/1/x/\nhttp://a.test/", "http://x.n2.test/ok/ads/x?casino12.test&foobaz",
            "https://w.test/axxb/q/-a-/123456789x\nhttp://page.test/",
            "http://192.0.2.1/%2561ds/x", "http://[2001:db8::1]/", "http://hashed.test/", "http://sub.own.test:81/", "http://N3.test/path/",
            "http://%6e1.test/",
        ].map { Array($0.utf8) }
    }
}

/// A bundle whose contents lie: it opens or is refused in words, and answers. Input: a kind, then
/// 0 a section's number and its new contents · 1 patches of 5 bytes: section, offset, byte · 2 the header from byte 8 on, checksums
/// mended · 3 a whole file.
final class BundleFuzzer: FuzzTarget {
    private static let urls = [
        "http://n1.test/banner/1/x/", "http://x.n2.test/ok/ads/x?casino12.test&foobaz", "https://w.test/axxb/q/-a-/123456789x",
        "http://192.0.2.1/%2561ds/x",
        "http://[2001:db8::1]/", "http://hashed.test/", "http://own.test/path",
    ]
    private let path = Household.temporaryPath("bundle")
    private let original: [UInt8]
    private let sections: [(id: UInt8, entry: Int, range: Range<Int>)]
    private var scratch = Breakwater.MatchScratch()

    init() {
        Household.write(Household.lists, to: path)
        let original = Self.read(path)
        self.original = original
        sections = (0..<original.rawSpan.int(at: 80)).map { index in
            let entry = BundleLayout.headerLength + index * BundleLayout.tableEntryLength
            let start = original.rawSpan.int(at: entry + 8)
            return (UInt8(original.rawSpan.u32(at: entry)), entry, start..<start + original.rawSpan.int(at: entry + 16))
        }
    }

    deinit { unsafe unlink(path) }

    func run(_ input: [UInt8]) {
        guard input.count > 1 else { return }
        let rest = Array(input.dropFirst())
        var file = original
        switch input[0] % 4 {
        case 0:
            let section = sections[Int(rest[0]) % sections.count]
            file.pad(to: BundleLayout.alignment)
            Self.put(u64: UInt64(file.count), at: section.entry + 8, in: &file)
            Self.put(u64: UInt64(rest.count - 1), at: section.entry + 16, in: &file)
            file += rest.dropFirst()
            Self.mend(&file)
        case 1:
            for start in stride(from: 0, to: min(rest.count - 4, 500), by: 5) {
                let section = sections[Int(rest[start]) % sections.count]
                let offset = Int(rest[start + 1]) << 16 | Int(rest[start + 2]) << 8 | Int(rest[start + 3])
                guard !section.range.isEmpty else { continue }
                file[section.range.lowerBound + offset % section.range.count] = rest[start + 4]
            }
        case 2:
            file.replaceSubrange(8..<min(8 + rest.count, file.count), with: rest.prefix(file.count - 8))
            Self.mend(&file)
        default: file = rest
        }
        write(file)
        do throws(BundleError) {
            Household.use(try Engine(contentsOf: path, verification: .header), Self.urls, explaining: 1, &scratch)
        } catch { require(!error.message.isEmpty, "an error without words") }
    }

    /// Written in place: nothing has it mapped between two inputs.
    private func write(_ file: [UInt8]) {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        let written = unsafe file.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
        require(written == file.count, "\(path) cannot be written")
        close(descriptor)
    }

    private static func read(_ path: String) -> [UInt8] {
        do throws(BundleError) {
            let file = try MappedFile(path: path)
            return (0..<file.count).map { file.bytes.u8(at: $0) }
        } catch { fatalError("\(error)") }
    }

    private static func put(u64 value: UInt64, at offset: Int, in file: inout [UInt8]) {
        guard offset >= 0, offset + 8 <= file.count else { return }
        for index in 0..<8 { file[offset + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index)) }
    }

    /// Length and checksums as the rest says.
    private static func mend(_ file: inout [UInt8]) {
        put(u64: UInt64(file.count), at: 16, in: &file)
        let end = BundleLayout.headerLength + min(file.rawSpan.int(at: 80), BundleLayout.maximumSections) * BundleLayout.tableEntryLength
        if end <= file.count {
            put(u64: Checksum.of(file.rawSpan.extracting(BundleLayout.headerLength..<end)), at: 88, in: &file)
        }
        put(u64: Checksum.of(file.rawSpan.extracting(0..<120)), at: 120, in: &file)
    }

    func seeds() -> [[UInt8]] {
        var seeds: [[UInt8]] = [[2] + original[8..<BundleLayout.headerLength + 64]]
        for (index, section) in sections.enumerated() {
            let number = UInt8(index)
            // The bitmaps are mostly zeros: large sections are better patched than replaced.
            if section.range.count <= 4_096 { seeds.append([0, number] + original[section.range]) }
            seeds.append([1, number, 0, 0, 4, 0x80, number, 0, 0, 8, 0xFF, number, 0, 1, 0, 0x01])
        }
        return seeds
    }
}

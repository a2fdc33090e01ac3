import BreakwaterPolicy
import BreakwaterServer

/// Host names with their categories, as one list of lines a category.
struct ListedNames {
    struct List {
        var id: String
        var bytes: [UInt8]
    }

    var lists: [List] = []
    var policy: Policy

    /// Reads `NAME[<TAB>CATEGORIES]` a line; categories are separated by commas, spaces or `|`.
    static func read(_ path: String) throws -> ListedNames {
        var file = try CompressedFile(path: path, limit: .max)
        var parts: [String: [UInt8]] = [:]
        var line: [UInt8] = []
        func finish() {
            guard !line.isEmpty else { return }
            let fields = line.split(separator: 0x09, maxSplits: 1)
            let name = fields.first ?? []
            let categories = fields.count > 1 ? fields[1].split { $0 == 0x2C || $0 == 0x20 || $0 == 0x7C } : []
            for category in categories.isEmpty ? [ArraySlice("listed".utf8)] : categories {
                let id = String(decoding: category, as: UTF8.self)
                parts[id, default: []].append(contentsOf: name)
                parts[id, default: []].append(0x0A)
            }
            line.removeAll(keepingCapacity: true)
        }
        while true {
            let bytes = try file.read()
            if bytes.isEmpty { break }
            for byte in bytes {
                if byte == 0x0A { finish() } else { line.append(byte) }
            }
        }
        finish()
        let ids = parts.keys.sorted()
        let categories = ids.compactMap { CategoryID(slug($0)) }
        let text = LocalizedText(en: "Benchmark", ja: "計測")
        let profile = Profile(
            id: "bench", name: text, ageBand: .adult, categories: Dictionary(uniqueKeysWithValues: Set(categories).map { ($0, .block) }))
        let policy = Policy(
            name: text,
            categories: Set(categories).sorted().map { Category(id: $0, name: text, description: text, forChildren: text, topic: "content") },
            profiles: [profile], defaultProfile: "bench",
            lists: ids.map { ListSource(id: $0, format: "domains", category: CategoryID(slug($0))) })
        return ListedNames(lists: ids.map { List(id: $0, bytes: parts[$0] ?? []) }, policy: policy)
    }

    private static func slug(_ name: String) -> String {
        String(name.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }.prefix(40))
    }

    /// Names drawn at random, from every list in proportion to its bytes.
    func sample(_ count: Int, using generator: inout some RandomNumberGenerator) -> [String] {
        let total = lists.reduce(0) { $0 + $1.bytes.count }
        var names: [String] = []
        names.reserveCapacity(count)
        for _ in 0..<(total == 0 ? 0 : count) {
            var place = Int.random(in: 0..<total, using: &generator)
            for list in lists {
                if place < list.bytes.count {
                    names.append(Self.name(in: list.bytes, around: place))
                    break
                }
                place -= list.bytes.count
            }
        }
        return names
    }

    private static func name(in bytes: [UInt8], around place: Int) -> String {
        var start = place
        while start > 0, bytes[start - 1] != 0x0A { start -= 1 }
        var end = start
        while end < bytes.count, bytes[end] != 0x0A { end += 1 }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    /// Lines drawn at random from a file that is read once (Vitter's algorithm R).
    static func reservoir(_ path: String, _ count: Int, using generator: inout some RandomNumberGenerator) throws -> [String] {
        var file = try LineFile(path: path)
        var chosen: [String] = []
        var seen = 0
        while let line = try file.next() {
            seen += 1
            if chosen.count < count {
                chosen.append(line)
            } else {
                let place = Int.random(in: 0..<seen, using: &generator)
                if place < count { chosen[place] = line }
            }
        }
        return chosen
    }
}

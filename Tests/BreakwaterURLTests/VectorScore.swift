import Testing

/// What a file of published vectors came to.
///
/// Cases that differ are pinned: by name where there are few, by number and digest where there are hundreds, so that a case that begins
/// to hold or ceases to hold fails the test.
struct VectorScore {
    let name: String
    private(set) var passed = 0
    private(set) var differing: [String] = []
    private(set) var inapplicable: [String: Int] = [:]

    init(_ name: String) { self.name = name }

    mutating func add(_ isRight: Bool, _ description: @autoclosure () -> String) {
        if isRight { passed += 1 } else { differing.append(description()) }
    }

    mutating func skip(_ reason: String) { inapplicable[reason, default: 0] += 1 }

    private func show() {
        let skipped = inapplicable.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        print("\(name): \(passed) hold, \(differing.count) differ, not applicable: \(skipped.isEmpty ? "none" : skipped)")
    }

    /// - Parameter exceptions: what differs, and why.
    func expect(passed: Int, exceptions: [String: String] = [:], inapplicable: [String: Int] = [:]) {
        show()
        for line in differing where exceptions[line] == nil { Issue.record("\(name): \(line)") }
        for (line, reason) in exceptions where !differing.contains(line) {
            Issue.record("\(name): holds now, though listed (\(reason)): \(line)")
        }
        #expect(self.passed == passed, "\(name)")
        #expect(self.inapplicable == inapplicable, "\(name)")
    }

    /// - Parameter digest: of all that differs, in any order.
    func expect(passed: Int, differing count: Int, digest: UInt64, inapplicable: [String: Int] = [:]) {
        show()
        let sum = differing.reduce(UInt64(0)) { $0 ^ Self.fnv($1) }
        let isPinned = differing.count == count && sum == digest
        if !isPinned { for line in differing { print("  \(line)") } }
        #expect(isPinned, "\(name): \(differing.count) differ, digest 0x\(String(sum, radix: 16))")
        #expect(self.passed == passed, "\(name)")
        #expect(self.inapplicable == inapplicable, "\(name)")
    }

    /// FNV-1a, 64 bits.
    private static func fnv(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}

import BreakwaterBundle

extension PhraseTable {
    package struct Rule: Sendable {
        package var list: UInt16
        package var weight: Int32
        package var category: UInt8
        package var kind: UInt8
    }

    /// Calls `body` with each rule all of whose literals are in `seen`.
    ///
    /// - Complexity: a binary search a literal seen, where the bundle has its rules in the order of their first literals; else each rule is
    ///   looked at.
    package func forEachSatisfied(_ seen: borrowing LiteralSet, _ body: (Rule) -> Void) {
        guard !seen.isEmpty else { return }
        guard rulesAreOrdered else {
            for index in 0..<ruleCount { visit(index, seen, body) }
            return
        }
        var index = 0
        var next = seen.next(from: 0)
        while let literal = next {
            index = firstRule(of: literal, from: index)
            while index < ruleCount, firstLiteral(of: index) == literal {
                visit(index, seen, body)
                index += 1
            }
            next = seen.next(from: literal + 1)
        }
    }

    private var references: Int { 8 + ruleCount * Self.ruleBytes }

    private func firstLiteral(of rule: Int) -> Int {
        rules.bytes.int(at: references + rules.bytes.int(at: 8 + rule * Self.ruleBytes) * 4)
    }

    /// The first rule at or after `start` whose first literal is this one or a greater one.
    private func firstRule(of literal: Int, from start: Int) -> Int {
        var low = start
        var high = ruleCount
        while low < high {
            let middle = low + (high - low) / 2
            if firstLiteral(of: middle) < literal { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func visit(_ index: Int, _ seen: borrowing LiteralSet, _ body: (Rule) -> Void) {
        let bytes = rules.bytes
        let at = 8 + index * Self.ruleBytes
        let first = bytes.int(at: at)
        let last = first + Int(bytes.u16(at: at + 4))
        var isSatisfied = last > first
        for reference in first..<last where isSatisfied {
            isSatisfied = seen.contains(bytes.int(at: references + reference * 4))
        }
        guard isSatisfied else { return }
        body(
            Rule(
                list: bytes.u16(at: at + 6), weight: Int32(bitPattern: bytes.u32(at: at + 8)), category: bytes.u8(at: at + 12),
                kind: bytes.u8(at: at + 13)))
    }
}

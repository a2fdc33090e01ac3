import BreakwaterPolicy

/// Carries formats in which the most specific entry decides into rules, where an exception cancels and `important` stands.
///
/// In a policy zone `safe.example CNAME rpz-passthru.` beneath `*.example CNAME .` allows, and a block beneath that passthru blocks
/// again. Rules have four steps for that: block, exception, important block, important exception. An entry takes the lowest of its
/// own kind that is not below any wider entry over it; beyond four steps nothing can say it.
struct NestedNames {
    /// Wider entries that matter: exceptions, and blocks beneath one.
    private var wide: [[UInt8]: Bool] = [:]

    /// Whether no entry allows anything beneath it, so that nothing needs to be weighed.
    var isEmpty: Bool { wide.isEmpty }

    /// Remembers an entry that covers what is below a name. Exceptions first, then blocks; a block matters only beneath an exception.
    mutating func add(_ name: [UInt8], isException: Bool) {
        guard isException || hasAncestor(name) else { return }
        wide[name] = isException
    }

    private func hasAncestor(_ name: [UInt8]) -> Bool {
        var isBeneath = false
        forEachAncestor(of: name) { if wide[$0] != nil { isBeneath = true } }
        return isBeneath
    }

    /// What an entry for a name must do to win over the wider ones; `nil` where it lies deeper than rules can say.
    func effect(_ name: [UInt8], isException: Bool) -> RuleEffect? {
        var step = 0
        if !isEmpty {
            forEachAncestor(of: name) { ancestor in
                if let isException = wide[ancestor] { step = Self.next(step, isException) }
            }
        }
        switch Self.next(step, isException) {
        case 0: return []
        case 1: return .exception
        case 2: return .important
        case 3: return [.exception, .important]
        default: return nil
        }
    }

    /// Even steps block, odd ones allow.
    private static func next(_ step: Int, _ isException: Bool) -> Int { step % 2 == (isException ? 1 : 0) ? step : step + 1 }

    /// The names above a name, the shortest first.
    private func forEachAncestor(of name: [UInt8], _ body: ([UInt8]) -> Void) {
        for index in name.indices.reversed() where name[index] == UInt8(ascii: ".") { body(Array(name[(index + 1)...])) }
    }
}

/// Finds places of an expression to which the same text leads back in two ways: there a matcher that backtracks may need exponential time.
struct AmbiguitySearch {
    /// Text that brings a matcher to such a place, text that leads back to it in two ways, and text that would end the match.
    struct Attack: Hashable {
        var prefix: [UInt8]
        var pump: [UInt8]
        var tail: [UInt8]
    }

    /// Pairs of places looked at, for one expression: some milliseconds.
    private static let maximumSteps = 200_000
    private static let maximumAttacks = 6

    private let automaton: PositionAutomaton
    private let component: [Int]
    private let loops: Set<Int>
    private var steps = 0

    private init(_ automaton: PositionAutomaton) {
        self.automaton = automaton
        (component, loops) = automaton.components()
    }

    static func attacks(on automaton: PositionAutomaton) -> [Attack] {
        var search = AmbiguitySearch(automaton)
        var found: [Attack] = []
        for place in automaton.sets.indices where search.loops.contains(search.component[place]) && found.count < maximumAttacks {
            guard let pump = search.doubleEdge(at: place) ?? search.divergence(at: place), let prefix = automaton.prefix(to: place) else { continue }
            let attack = Attack(prefix: prefix, pump: pump, tail: automaton.tail(from: place) ?? [])
            // Places of one class of bytes attack alike.
            if !found.contains(where: { $0.pump == attack.pump && $0.tail == attack.tail }) { found.append(attack) }
        }
        return found
    }

    /// The bytes of places that may follow themselves: pumped, they make a search quadratic or worse.
    static func loopBytes(_ automaton: PositionAutomaton) -> [Attack] {
        var found: [Attack] = []
        for place in automaton.sets.indices where automaton.successors[place].contains(place) && found.count < maximumAttacks {
            guard let byte = automaton.sets[place].representative, let prefix = automaton.prefix(to: place) else { continue }
            let attack = Attack(prefix: prefix, pump: [byte], tail: automaton.tail(from: place) ?? [])
            if !found.contains(where: { $0.pump == attack.pump && $0.prefix.last == attack.prefix.last }) { found.append(attack) }
        }
        return found
    }

    /// A way round through a step that can be taken in two ways: `(a+)+`.
    private func doubleEdge(at place: Int) -> [UInt8]? {
        for target in automaton.doubles[place] where component[target] == component[place] {
            let byte = automaton.sets[target].representative ?? UInt8(ascii: "a")
            if target == place { return [byte] }
            if let back = automaton.text(from: target, to: place, where: { component[$0] == component[place] }) { return [byte] + back }
        }
        return nil
    }

    private struct Pair: Hashable {
        var one: Int
        var other: Int

        init(_ a: Int, _ b: Int) { (one, other) = a < b ? (a, b) : (b, a) }
    }

    /// Two different ways from the place back to itself that read the same text: `(a|a)*`, `(\w|\d)*`.
    private mutating func divergence(at place: Int) -> [UInt8]? {
        let inside = automaton.successors[place].filter { component[$0] == component[place] }
        guard inside.count > 1 else { return nil }
        var parents: [Pair: (parent: Pair?, byte: UInt8)] = [:]
        var queue: [Pair] = []
        for (index, a) in inside.enumerated() {
            for b in inside[(index + 1)...] { visit(Pair(a, b), from: nil, &parents, &queue) }
        }
        var head = 0
        while head < queue.count, steps < Self.maximumSteps {
            let pair = queue[head]
            head += 1
            for a in automaton.successors[pair.one] where component[a] == component[place] {
                for b in automaton.successors[pair.other] where component[b] == component[place] {
                    steps += 1
                    if a == place, b == place { return path(to: pair, parents) + [automaton.sets[place].representative ?? 0x61] }
                    visit(Pair(a, b), from: pair, &parents, &queue)
                }
            }
        }
        return nil
    }

    private func visit(_ pair: Pair, from parent: Pair?, _ parents: inout [Pair: (parent: Pair?, byte: UInt8)], _ queue: inout [Pair]) {
        guard parents[pair] == nil else { return }
        guard let byte = automaton.sets[pair.one].intersection(automaton.sets[pair.other]).representative else { return }
        parents[pair] = (parent, byte)
        queue.append(pair)
    }

    private func path(to pair: Pair, _ parents: [Pair: (parent: Pair?, byte: UInt8)]) -> [UInt8] {
        var bytes: [UInt8] = []
        var next: Pair? = pair
        while let current = next, let known = parents[current] {
            bytes.append(known.byte)
            next = known.parent
        }
        return bytes.reversed()
    }
}

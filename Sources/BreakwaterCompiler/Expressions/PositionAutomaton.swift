/// The places of an expression that consume a byte, and in how many ways each may follow another (Glushkov's automaton with
/// multiplicities).
///
/// A backtracking matcher is slow where the same text can go two ways round a loop and come back to the same place. Counted repetitions
/// are taken as loops, which is more than they may do: what is found here is a suspicion that a trial confirms or clears.
struct PositionAutomaton {
    /// The longest expression a list may have is 4,096 bytes; more places or edges than this are left to the trial.
    private static let maximumPositions = 4_096
    private static let maximumEdges = 200_000

    private(set) var sets: [ByteSet] = []
    /// For each place, who may follow it; a place that may follow in two ways is there once and in `doubles`.
    private(set) var successors: [[Int]] = []
    private(set) var doubles: [[Int]] = []
    private(set) var first: [Int] = []
    private(set) var last: [Int] = []
    private var edgeCount = 0

    private struct TooLarge: Error {}

    private struct Fragment {
        var isNullable: Bool
        var first: [Int]
        var last: [Int]
    }

    /// - Returns: `nil` where the expression is too large.
    init?(_ node: ExpressionNode) {
        guard let fragment = try? add(node, isAtomic: false) else { return nil }
        first = fragment.first
        last = fragment.last
    }

    private mutating func add(_ node: ExpressionNode, isAtomic: Bool) throws -> Fragment {
        switch node {
        case .nothing, .lookaround: return Fragment(isNullable: true, first: [], last: [])
        case .set(let set):
            guard sets.count < Self.maximumPositions else { throw TooLarge() }
            sets.append(set)
            successors.append([])
            doubles.append([])
            return Fragment(isNullable: false, first: [sets.count - 1], last: [sets.count - 1])
        case .sequence(let nodes):
            var whole = Fragment(isNullable: true, first: [], last: [])
            for node in nodes { try append(try add(node, isAtomic: isAtomic), to: &whole) }
            return whole
        case .choice(let nodes):
            var whole = Fragment(isNullable: false, first: [], last: [])
            for node in nodes {
                let branch = try add(node, isAtomic: isAtomic)
                whole.isNullable = whole.isNullable || branch.isNullable
                whole.first += branch.first
                whole.last += branch.last
            }
            return whole
        case .repeated(let node, let maximum, let isOptional):
            var body = try add(node, isAtomic: isAtomic)
            if maximum != 1, maximum != 0, !isAtomic { try connect(body.last, body.first) }
            body.isNullable = body.isNullable || isOptional
            return body
        case .atomic(let node): return try add(node, isAtomic: true)
        }
    }

    private mutating func append(_ part: Fragment, to whole: inout Fragment) throws {
        try connect(whole.last, part.first)
        if whole.isNullable { whole.first += part.first }
        whole.last = part.isNullable ? whole.last + part.last : part.last
        whole.isNullable = whole.isNullable && part.isNullable
    }

    private mutating func connect(_ from: [Int], _ to: [Int]) throws {
        edgeCount += from.count * to.count
        guard edgeCount <= Self.maximumEdges else { throw TooLarge() }
        for source in from {
            let known = Set(successors[source])
            for target in to {
                if known.contains(target) { doubles[source].append(target) } else { successors[source].append(target) }
            }
        }
    }

    /// The shortest text that leads from the start to the end of a place's byte.
    func prefix(to target: Int) -> [UInt8]? { text(from: first, includingStart: true) { $0 == target } }

    /// The shortest text that leads from behind a place to the expression's end.
    func tail(from start: Int) -> [UInt8]? {
        let ends = Set(last)
        if ends.contains(start) { return [] }
        return text(from: successors[start], includingStart: true) { ends.contains($0) }
    }

    /// The shortest text from one place to another through places that `isOpen` lets pass; the first place's byte is not part of it.
    func text(from start: Int, to target: Int, where isOpen: (Int) -> Bool) -> [UInt8]? {
        text(from: successors[start].filter(isOpen), includingStart: true, where: isOpen) { $0 == target }
    }

    private func text(
        from starts: [Int], includingStart: Bool, where isOpen: (Int) -> Bool = { _ in true }, until isTarget: (Int) -> Bool
    ) -> [UInt8]? {
        var parents = [Int](repeating: -2, count: sets.count)
        var queue: [Int] = []
        for start in starts where parents[start] == -2 {
            parents[start] = -1
            queue.append(start)
        }
        var head = 0
        while head < queue.count {
            let place = queue[head]
            head += 1
            if isTarget(place) { return path(to: place, parents) }
            for next in successors[place] where parents[next] == -2 && isOpen(next) {
                parents[next] = place
                queue.append(next)
            }
        }
        return nil
    }

    private func path(to target: Int, _ parents: [Int]) -> [UInt8] {
        var bytes: [UInt8] = []
        var place = target
        while place >= 0 {
            bytes.append(sets[place].representative ?? UInt8(ascii: "a"))
            place = parents[place]
        }
        return bytes.reversed()
    }

    /// For each place the number of its strongly connected component (Tarjan, without recursion), and which of them have a loop.
    func components() -> (of: [Int], loops: Set<Int>) {
        var (order, low) = ([Int](repeating: -1, count: sets.count), [Int](repeating: 0, count: sets.count))
        var component = [Int](repeating: -1, count: sets.count)
        var (stack, counter, componentCount) = ([Int](), 0, 0)
        var loops: Set<Int> = []
        for root in sets.indices where order[root] < 0 {
            var work: [(place: Int, next: Int)] = [(root, 0)]
            while let (place, next) = work.last {
                if next == 0 {
                    order[place] = counter
                    low[place] = counter
                    counter += 1
                    stack.append(place)
                }
                if next < successors[place].count {
                    work[work.count - 1].next += 1
                    let target = successors[place][next]
                    if order[target] < 0 { work.append((target, 0)) } else if component[target] < 0 { low[place] = min(low[place], order[target]) }
                    continue
                }
                work.removeLast()
                if let parent = work.last?.place { low[parent] = min(low[parent], low[place]) }
                guard low[place] == order[place] else { continue }
                var size = 0
                while let member = stack.popLast() {
                    component[member] = componentCount
                    size += 1
                    if member == place { break }
                }
                if size > 1 || successors[place].contains(place) { loops.insert(componentCount) }
                componentCount += 1
            }
        }
        return (component, loops)
    }
}

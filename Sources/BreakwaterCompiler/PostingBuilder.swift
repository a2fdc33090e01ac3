import BreakwaterBundle
import BreakwaterMatching

/// Numbers the distinct elements and the distinct sets of them.
struct PostingBuilder {
    private var elements: [PostingTable.Element] = []
    private var elementNumbers: [PostingTable.Element: UInt32] = [:]
    private var postings: [[UInt32]] = [[]]
    private var postingNumbers: [[UInt32]: UInt32] = [[]: 0]
    /// The posting of a set of one, by element: nearly every name's.
    private var singles: [UInt32] = []

    mutating func number(of element: PostingTable.Element) -> UInt32 {
        if let known = elementNumbers[element] { return known }
        let number = UInt32(clamping: elements.count)
        elements.append(element)
        elementNumbers[element] = number
        singles.append(0)
        return number
    }

    /// - Parameter set: element numbers, ascending, each once.
    mutating func posting(of set: [UInt32]) -> UInt32 {
        if set.count == 1, singles[Int(set[0])] != 0 { return singles[Int(set[0])] }
        if let known = postingNumbers[set] { return known }
        let number = UInt32(clamping: postings.count)
        postings.append(set)
        postingNumbers[set] = number
        if set.count == 1 { singles[Int(set[0])] = number }
        return number
    }

    var postingCount: Int { postings.count }

    /// Renumbers the postings, so that the most used come first.
    mutating func reorder(_ newNumbers: [UInt32]) {
        var moved = [[UInt32]](repeating: [], count: postings.count)
        for (old, new) in newNumbers.enumerated() { moved[Int(new)] = postings[old] }
        postings = moved
        for (number, set) in postings.enumerated() {
            postingNumbers[set] = UInt32(number)
            if set.count == 1 { singles[Int(set[0])] = UInt32(number) }
        }
    }

    func section() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(u32: UInt32(postings.count))
        var start: UInt32 = 0
        for set in postings {
            bytes.append(u32: start)
            start += UInt32(set.count)
        }
        bytes.append(u32: start)
        for set in postings {
            for number in set {
                let element = elements[Int(number)]
                bytes.append(u16: element.list)
                bytes.append(u16: element.types)
                bytes.append(element.category)
                bytes.append(element.flags.rawValue)
                bytes.append(element.coverage)
                bytes.append(0)
            }
        }
        return bytes
    }
}

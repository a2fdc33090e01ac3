/// Gathers the problems of one document and of what it includes, so that a person sees them all at once.
///
/// A class because every reader of one document adds to the same collection; it never leaves the thread that reads.
final class ProblemCollector {
    /// More would hide the first ones from the person who has to read them.
    static let limit = 100

    private(set) var problems: [DocumentProblem] = []
    private var order: [String: Int] = [:]

    var isEmpty: Bool { problems.isEmpty }

    func report(_ position: DocumentPosition, _ message: String) {
        if order[position.file] == nil { order[position.file] = order.count }
        guard problems.count < Self.limit else { return }
        let problem = DocumentProblem(position: position, message: message)
        if !problems.contains(problem) { problems.append(problem) }
    }

    /// In the order of the documents, then of their lines.
    var sorted: [DocumentProblem] {
        problems.enumerated().sorted { a, b in
            let left = (order[a.element.position.file] ?? 0, a.element.position.line, a.offset)
            let right = (order[b.element.position.file] ?? 0, b.element.position.line, b.offset)
            return left < right
        }.map(\.element)
    }
}

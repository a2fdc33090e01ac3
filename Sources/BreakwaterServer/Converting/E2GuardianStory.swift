/// The storyboards of an e2guardian group, as far as they say what happens to a list.
///
/// A line is `if(condition, list, message) action` or `ifnot(…)`; functions call one another, and a later definition replaces an
/// earlier one. What can be reached from the entry points counts; order and state are not followed.
struct E2GuardianStory {
    struct Step: Hashable {
        var isNegated: Bool
        var condition: String
        var list: String
        var action: String
        var file: String
        var line: Int
    }

    private(set) var functions: [String: [Step]] = [:]
    private var current = ""

    /// Functions that e2guardian itself calls.
    private static let entryPoints = ["pre-authcheck", "thttps-pre-authcheck", "checkrequest", "checkresponse", "thttps-checkrequest"]

    /// Takes a line that is no `.Include`.
    mutating func take(_ line: ConversionSource.Line) {
        let text = line.text.prefix { $0 != "#" }.trimming()
        if text.hasPrefix("function(") {
            current = String(text.dropFirst(9).prefix { $0 != ")" })
            functions[current] = []
            return
        }
        let isNegated = text.hasPrefix("ifnot(")
        guard isNegated || text.hasPrefix("if("), let close = text.firstIndex(of: ")") else { return }
        let inside = text[..<close].dropFirst(isNegated ? 6 : 3).split(separator: ",", omittingEmptySubsequences: false)
        var words = text[text.index(after: close)...].split { $0 == " " || $0 == "\t" }.map(String.init)
        words.removeAll { $0 == "return" || $0 == "returnif" }
        functions[current, default: []].append(
            Step(
                isNegated: isNegated, condition: inside.first.map { $0.trimming() } ?? "",
                list: inside.count > 1 ? inside[1].trimming() : "", action: words.first ?? "", file: line.file, line: line.number))
    }

    /// Every step that can be reached from an entry point.
    var reachableSteps: [Step] { steps(from: Self.entryPoints) }

    func steps(from names: [String]) -> [Step] {
        var seen: Set<String> = []
        var pending = names
        var steps: [Step] = []
        while let name = pending.popLast() {
            guard seen.insert(name).inserted, let function = functions[name] else { continue }
            steps += function
            pending += function.map(\.action).filter { functions[$0] != nil }
        }
        return steps
    }

    /// What the steps do for every request, in the functions of these names themselves.
    func unconditional(_ action: String, in names: [String]) -> Step? {
        names.flatMap { functions[$0] ?? [] }.first { $0.condition == "true" && !$0.isNegated && $0.action == action }
    }
}

extension StringProtocol {
    /// Without blanks at both ends.
    func trimming() -> String {
        let isBlank = { (character: Character) in character == " " || character == "\t" || character == "\r" }
        var rest = self[...].drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return String(rest)
    }
}

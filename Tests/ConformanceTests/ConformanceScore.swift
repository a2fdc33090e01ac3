import Testing

/// What a suite of published cases came to: passed, failed, and not applicable with the reason.
///
/// A suite states all three exactly, so that a case that begins to pass or to fail fails the test.
struct ConformanceScore {
    let name: String
    private(set) var passed = 0
    private(set) var failures: [String] = []
    private(set) var inapplicable: [String: Int] = [:]

    init(_ name: String) { self.name = name }

    /// - Parameter description: names the case, and what happened instead.
    mutating func add(_ isRight: Bool, _ description: @autoclosure () -> String) {
        if isRight { passed += 1 } else { failures.append(description()) }
    }

    mutating func skip(_ reason: String) { inapplicable[reason, default: 0] += 1 }

    /// - Parameters:
    ///   - exceptions: the cases that fail, each with the choice of ours that it follows from (docs/LISTS.md).
    ///   - inapplicable: how many cases ask what a proxy is never asked, by reason.
    func expect(passed: Int, exceptions: [String: String] = [:], inapplicable: [String: Int] = [:]) {
        let skipped = self.inapplicable.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        print("\(name): \(self.passed) passed, \(failures.count) failed, not applicable: \(skipped.isEmpty ? "none" : skipped)")
        for failure in failures where exceptions[failure] == nil { Issue.record("\(name): \(failure)") }
        for (exception, reason) in exceptions where !failures.contains(exception) {
            Issue.record("\(name): passes, though listed as an exception (\(reason)): \(exception)")
        }
        #expect(self.passed == passed, "\(name)")
        #expect(self.inapplicable == inapplicable, "\(name)")
    }
}

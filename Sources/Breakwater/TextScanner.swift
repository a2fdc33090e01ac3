import BreakwaterMatching
import BreakwaterPolicy

/// Scores a page's text, in whatever pieces it comes; feed it what `BreakwaterText`'s extractor emits.
public struct TextScanner: ~Copyable {
    private var scanner: PhraseScanner
    private let categoryCount: Int

    init(_ table: PhraseTable, categoryCount: Int) {
        scanner = PhraseScanner(table)
        self.categoryCount = categoryCount
    }

    public mutating func scan(_ folded: borrowing Span<UInt8>) { scanner.scan(folded) }

    public consuming func finish() -> TextScores { scores() }

    /// The scores so far; early scores may still fall, because phrases may weigh against a category.
    public borrowing func scores() -> TextScores {
        var scores = TextScores(categoryCount: categoryCount)
        scanner.forEachSatisfied { scores.add($0) }
        return scores
    }
}

/// Points for each category, by index.
public struct TextScores: Sendable, Hashable {
    /// Empty until a phrase counts, as ``percent`` is.
    private(set) var points: [Int] = []
    private(set) var banned = CategorySet()
    private(set) var excepted = CategorySet()
    private var general = 0
    /// What phrases say in hundredths of a profile's limit.
    private var percent: [Int] = []
    private var generalPercent = 0
    private let categoryCount: Int

    init(categoryCount: Int) { self.categoryCount = categoryCount }

    /// Whether nothing that counts was met.
    public var isEmpty: Bool { banned.bits == 0 && points.allSatisfy { $0 <= 0 } && percent.allSatisfy { $0 <= 0 } }

    /// The points of the category at an index of the policy's categories, general phrases counted.
    ///
    /// - Parameter limit: the profile's, of which some phrases weigh a share.
    public func points(of index: Int, limit: Int = 100) -> Int {
        guard points.indices.contains(index), !excepted.contains(UInt8(clamping: index)) else { return 0 }
        let own = points[index] + percent[index] * limit / 100
        return own + (own > 0 ? general + generalPercent * limit / 100 : 0)
    }

    mutating func add(_ rule: PhraseTable.Rule) {
        if points.isEmpty {
            points = [Int](repeating: 0, count: categoryCount)
            percent = points
        }
        switch rule.kind {
        case 1: banned.insert(rule.category)
        case 2 where points.indices.contains(Int(rule.category)): excepted.insert(rule.category)
        // An exception that names no category speaks for the whole page.
        case 2: excepted.bits = .max
        case 3 where percent.indices.contains(Int(rule.category)): percent[Int(rule.category)] += Int(rule.weight)
        case 3: generalPercent += Int(rule.weight)
        default:
            let index = Int(rule.category)
            if points.indices.contains(index) {
                points[index] += Int(rule.weight)
            } else {
                // A phrase without a category speaks for or against every category that has points.
                general += Int(rule.weight)
            }
        }
    }
}

public import BreakwaterPolicy

/// What to know and what to do about one category: written for this project, in both languages.
///
/// The tone follows the evidence in docs/REPORTS.md: no fear, no shaming, one skill at a time, and talk before rules. The
/// definition of a category is not here: the policy's taxonomy has it, and the report prints that.
public struct CategoryGuidance: Sendable, Hashable {
    /// Who most likely asked for what was stopped.
    public enum Origin: Sendable, Hashable {
        /// A person opened a page, followed a link or searched.
        case person
        /// A page or an app loads it by itself: advertising, tracking. It says nothing about a child.
        case page
    }

    /// The category's name in the policy; empty for the guidance that stands in for unknown categories.
    public var id: String
    public var origin: Origin
    public var strand: CurriculumStrand
    /// Which help points belong to it, the most fitting first.
    public var needs: [HelpNeed]
    /// Why it can be a concern for ages 6–12.
    public var younger: LocalizedText
    /// Why it can be a concern for ages 13–17.
    public var older: LocalizedText
    /// Words to begin a talk with, as an adult would say them.
    public var starter: LocalizedText
    /// One thing to practise together.
    public var skill: LocalizedText
    /// A discussion or an exercise for a class.
    public var activity: LocalizedText
    /// The category's name for a child; Japanese carries readings (`言葉《ことば》`).
    public var childName: LocalizedText
    /// Why it is filtered and what to do, for a child; Japanese carries readings.
    public var child: LocalizedText

    package init(
        _ id: String, origin: Origin = .person, strand: CurriculumStrand, needs: [HelpNeed], younger: LocalizedText,
        older: LocalizedText, starter: LocalizedText, skill: LocalizedText, activity: LocalizedText, childName: LocalizedText,
        child: LocalizedText
    ) {
        self.id = id
        self.origin = origin
        self.strand = strand
        self.needs = needs
        self.younger = younger
        self.older = older
        self.starter = starter
        self.skill = skill
        self.activity = activity
        self.childName = childName
        self.child = child
    }

    /// The guidance for a category; a general one where the category is the operator's own.
    public static func forCategory(_ id: CategoryID) -> CategoryGuidance { library[id.rawValue] ?? general }

    /// How soon somebody should talk about it; lower comes first in a report.
    package var urgency: Int {
        if origin == .page { return 2 }
        switch needs.first {
        case .crisis, .exploitation, .images: return 0
        default: return 1
        }
    }

    /// Every category that has its own guidance, in the taxonomy's order.
    package static let all: [CategoryGuidance] =
        sexualContent + contact + conduct + violentContent + health + money + security + information + everyday
        + openAndSealed

    private static let library = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
}

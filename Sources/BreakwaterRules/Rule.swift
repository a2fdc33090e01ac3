public import BreakwaterPolicy
public import BreakwaterURL

/// One entry of a list that is not a bare host name (those go to ``RuleConsumer/receive(host:coverage:effect:line:)``, which
/// builds no value for each of millions).
public struct Rule: Sendable, Hashable {
    public enum Trigger: Sendable, Hashable {
        case url(URLPattern, RequestConditions)
        /// A PCRE2 pattern over the canonical URL; `matchesCase` unless the format says otherwise.
        case expression(pattern: String, matchesCase: Bool, RequestConditions)
        case phrase(PhraseRule)
        case address(CIDRBlock)
        /// SHA-256 of one of the URL's canonical expressions: 32 bytes.
        case hash([UInt8])
    }

    public var trigger: Trigger
    public var effect: RuleEffect
    /// The category, where the list names it itself (`#listcategory`).
    public var category: CategoryID?
    public var line: LineNumber
    /// The first 512 bytes of the line as it was written, for explanations; bytes that are no UTF-8 take up to three here.
    public var text: String

    public init(trigger: Trigger, effect: RuleEffect, category: CategoryID? = nil, line: LineNumber, text: String) {
        self.trigger = trigger
        self.effect = effect
        self.category = category
        self.line = line
        self.text = text
    }
}

/// What a rule does when it matches.
public struct RuleEffect: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `@@`, `rpz-passthru`, an exception list: cancels matches of its own category.
    public static let exception = RuleEffect(rawValue: 1 << 0)
    /// `$important`: stands against exceptions that are not important themselves.
    public static let important = RuleEffect(rawValue: 1 << 1)
}

/// Words that count towards a category when all of them occur in a page's text.
public struct PhraseRule: Sendable, Hashable {
    /// As the list writes them, 1–256 bytes each; a leading or trailing space is a word boundary. 1–16 of them. The compiler
    /// folds them as `BreakwaterText` folds page text.
    public var phrases: [String]
    /// Added to the category's score; negative for words that speak for a page. `nil` blocks (or excepts) at once.
    public var weight: Int?
    public var unit: Unit

    /// What a weight is counted in.
    public enum Unit: Sendable, Hashable {
        case points
        /// Hundredths of a profile's own limit, so that the phrase weighs as much for each.
        case percentOfLimit
    }

    public init(phrases: [String], weight: Int?, unit: Unit = .points) {
        self.phrases = phrases
        self.weight = weight
        self.unit = unit
    }
}

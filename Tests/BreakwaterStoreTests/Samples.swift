import BreakwaterEvents
import BreakwaterPolicy

extension DecisionEvent {
    /// A block of the category "gambling", unless told otherwise.
    static func sample(
        minute: Int64 = ManualClock.start / 60, profile: ProfileID = "child", pseudonym: UInt64 = 7, host: String? = nil,
        count: Int64 = 1
    ) -> DecisionEvent {
        DecisionEvent(
            minute: minute, action: .block, rank: .category, layer: .url, category: CategoryID("gambling"), profile: profile,
            pseudonym: pseudonym, list: "list-a", host: host, count: count)
    }

    /// Any event of the thirty days before the clock's start.
    static func random(using generator: inout some RandomNumberGenerator) -> DecisionEvent {
        let start = ManualClock.start / 60
        return DecisionEvent(
            minute: .random(in: start - 29 * 1_440...start, using: &generator),
            action: Action.allCases.randomElement(using: &generator) ?? .block,
            rank: [.category, .time, .profileDefault].randomElement(using: &generator) ?? .category,
            layer: DecisionLayer.allCases.randomElement(using: &generator) ?? .url,
            category: CategoryID(["adult", "gambling", ""].randomElement(using: &generator) ?? ""),
            profile: ["a", "b"].randomElement(using: &generator) ?? "a", pseudonym: .random(in: 0...5, using: &generator),
            list: ["list-a", nil].randomElement(using: &generator) ?? nil, count: .random(in: 1...9, using: &generator))
    }
}

/// A small generator with a seed, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

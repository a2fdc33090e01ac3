import BreakwaterMatching
import BreakwaterPolicy
import BreakwaterURL

/// What a batch of decisions writes: owned by one thread, used again and again.
public struct BatchScratch: ~Copyable {
    /// Requests that are under way at once: enough to hide a machine's memory behind work, few enough for its first caches.
    static let width = 16

    var forms = InlineArray<16, RequestForms> { _ in RequestForms() }
    var isReadable = InlineArray<16, Bool>(repeating: false)
    var work = MatchWork()
    var names = InlineArray<16, PlainName>(repeating: PlainName())
    var verdicts = NameVerdicts()

    public init() {}
}

extension Engine {
    /// Decides many requests, as a log has them, in their order.
    ///
    /// Each verdict is ``decide(_:using:)``'s. In a table of millions of names nearly every look is at memory far away: here sixteen are under
    /// way while others are decided. Not where pages asked: what is known of the last page is worth more than that.
    ///
    /// - Parameter body: takes each request's index and verdict.
    public func decide(_ requests: borrowing [Request], using scratch: inout BatchScratch, _ body: (Int, Verdict) -> Void) {
        let count = requests.count
        let width = requests.allSatisfy { $0.document == nil } ? BatchScratch.width : 1
        for next in 0..<count + width {
            let done = next - width
            // The one whose place the next one takes is finished first.
            let slot = next & (width - 1)
            if done >= 0 { body(done, finish(Asking(requests[done], of: self), &scratch, slot)) }
            if next < count { scratch.isReadable[slot] = (try? begin(requests[next], &scratch.forms[slot])) != nil }
        }
    }

    @inline(__always)
    private func finish(_ asking: borrowing Asking, _ scratch: inout BatchScratch, _ slot: Int) -> Verdict {
        var recorder = SilentRecorder()
        if scratch.isReadable[slot], let verdict = try? finish(asking, &scratch.forms[slot], &scratch.work, &recorder) {
            return verdict
        }
        return Verdict(action: .block, rank: .malformed, layer: asking.layer)
    }
}

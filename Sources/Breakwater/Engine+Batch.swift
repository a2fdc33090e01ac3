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

    public init() {}
}

extension Engine {
    /// Decides many requests, as a resolver or a log has them, in their order.
    ///
    /// Each verdict is ``decide(_:using:)``'s. In a table of millions of names nearly every look is at memory far away: here sixteen are under
    /// way while others are decided.
    ///
    /// - Parameter body: takes each request's index and verdict.
    public func decide(_ requests: borrowing [Request], using scratch: inout BatchScratch, _ body: (Int, Verdict) -> Void) {
        let count = requests.count
        for next in 0..<count + BatchScratch.width {
            // The one whose place the next one takes is finished first.
            if next >= BatchScratch.width { body(next - BatchScratch.width, finish(requests[next - BatchScratch.width], &scratch, next)) }
            if next < count { begin(requests[next], &scratch, next) }
        }
    }

    @inline(__always)
    private func begin(_ request: borrowing Request, _ scratch: inout BatchScratch, _ number: Int) {
        let slot = number & (BatchScratch.width - 1)
        do throws(URLSyntaxError) {
            try begin(request, &scratch.forms[slot])
            scratch.isReadable[slot] = true
        } catch {
            scratch.isReadable[slot] = false
        }
    }

    @inline(__always)
    private func finish(_ request: borrowing Request, _ scratch: inout BatchScratch, _ number: Int) -> Verdict {
        let slot = number & (BatchScratch.width - 1)
        var recorder = SilentRecorder()
        if scratch.isReadable[slot],
            let verdict = try? finish(request, &scratch.forms[slot], &scratch.work, &recorder)
        {
            return verdict
        }
        return Verdict(action: .block, rank: .malformed, layer: request.layer)
    }
}

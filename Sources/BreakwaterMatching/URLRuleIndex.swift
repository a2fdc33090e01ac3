package import BreakwaterBundle

/// Adblock, squidGuard and profile URL rules behind an index of tokens.
///
/// Every rule is filed under its rarest token; a rule with none is filed under a document host of its `$domain`, or
/// in the ``GramIndex``. A bitmap small enough for the first-level cache turns away almost every
/// token that no rule uses (the idea of uBlock Origin's known-token table).
///
/// Section `urlTokens`: `u32` × 8: log₂ bits of the bitmap; log₂ slots of the token table; log₂ slots of the document table; number of
/// rule numbers; four zeros. Then the bitmap; token slots of 16 bytes (`u32` hash, `u32` start, `u32`
/// count, `u32` zero); document slots of 16 bytes (`u64` fingerprint, `u32` start, `u32` count); rule numbers (`u32`).
package struct URLRuleIndex: Sendable {
    package static let headerBytes = 32

    private let rules: BundleSection
    private let tokens: BundleSection
    private let bitmapLog: UInt32
    private let tokenMask: Int
    private let documentMask: Int
    private let tokenStart: Int
    private let documentStart: Int
    private let numberStart: Int
    package let ruleCount: Int

    package init(_ reader: BundleReader) throws(BundleError) {
        let rules = reader.section(.urlRules)
        let tokens = reader.section(.urlTokens)
        let bytes = tokens.bytes
        let logs = (bytes.int(at: 0), bytes.int(at: 4), bytes.int(at: 8))
        let isPlausible = (3...30).contains(logs.0) && logs.1 <= 26 && logs.2 <= 26
        guard tokens.count == 0 || isPlausible else { throw Self.invalid(reader) }
        let tokenMask = 1 << min(logs.1, 26) - 1
        let documentMask = 1 << min(logs.2, 26) - 1
        let tokenStart = Self.headerBytes + (1 << min(logs.0, 30)) / 8
        let documentStart = tokenStart + (tokenMask + 1) * 16
        let numberStart = documentStart + (documentMask + 1) * 16
        let isWhole = tokens.count == numberStart + bytes.int(at: 12) * 4
        guard tokens.count == 0 || isWhole, rules.count % RuleRecord.byteCount == 0 else { throw Self.invalid(reader) }
        bitmapLog = UInt32(tokens.count == 0 ? 0 : logs.0)
        ruleCount = rules.count / RuleRecord.byteCount
        self.rules = rules
        self.tokens = tokens
        self.tokenMask = tokenMask
        self.documentMask = documentMask
        self.tokenStart = tokenStart
        self.documentStart = documentStart
        self.numberStart = numberStart
    }

    private static func invalid(_ reader: BundleReader) -> BundleError {
        BundleError(.invalid, "\(reader.path): the URL rules are not as long as they say; compile the policy again")
    }

    package var isEmpty: Bool { ruleCount == 0 }

    package func record(_ number: UInt32) -> RuleRecord { RuleRecord(rules.bytes, Int(number)) }

    /// Calls `body` with the number of every rule that may match because of a token of `subject`, and where the token is.
    @inline(__always)
    package func forEachCandidate(byTokensOf subject: RawSpan, _ body: (_ number: UInt32, _ tokenStart: Int) -> Void) {
        guard bitmapLog > 0 else { return }
        let bytes = tokens.bytes
        TokenScanner.forEachToken(subject) { hash, start in
            let bit = hash >> (32 &- bitmapLog)
            guard bytes.u8(at: Self.headerBytes &+ Int(bit >> 3)) >> UInt8(bit & 7) & 1 == 1 else { return }
            var slot = Int(hash) & tokenMask
            // The table is at most half full, so that a short walk ends at an empty slot.
            for _ in 0...tokenMask {
                let at = tokenStart &+ slot &* 16
                let key = bytes.u32(at: at)
                if key == 0 { return }
                if key == hash {
                    forEachNumber(bytes.int(at: at &+ 4), bytes.int(at: at &+ 8), bytes) { body($0, start) }
                    return
                }
                slot = (slot &+ 1) & tokenMask
            }
        }
    }

    /// Calls `body` with the tokenless rules of the document's host.
    package func forEachOfDocument(_ source: borrowing HostSuffixes, _ hasDocument: Bool, _ body: (UInt32) -> Void) {
        guard bitmapLog > 0 else { return }
        let bytes = tokens.bytes
        guard hasDocument else { return }
        for labels in stride(from: source.count, through: 1, by: -1) {
            let fingerprint = source.hash(labels: labels).fingerprint
            var slot = Int(truncatingIfNeeded: fingerprint >> 20) & documentMask
            for _ in 0...documentMask {
                let at = documentStart + slot * 16
                let key = bytes.u64(at: at)
                if key == 0 { break }
                if key == fingerprint {
                    forEachNumber(bytes.int(at: at + 8), bytes.int(at: at + 12), bytes, body)
                    break
                }
                slot = (slot + 1) & documentMask
            }
        }
    }

    @inline(__always)
    private func forEachNumber(_ start: Int, _ count: Int, _ bytes: RawSpan, _ body: (UInt32) -> Void) {
        // A lying count ends at the section's end: loads outside give 0, a rule that exists.
        let last = min(start &+ count, (tokens.count &- numberStart) / 4)
        var index = start
        while index < last {
            body(bytes.u32(at: numberStart &+ index &* 4))
            index &+= 1
        }
    }
}

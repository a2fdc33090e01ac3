import Breakwater
import BreakwaterText

/// The reading of one response body: decoder, text extractor and phrase scanner in a row, bounded by the scan window.
///
/// A class with one owner, the exchange's state: an enum with a `~Copyable` payload cannot yet be switched over in patterns
/// of several cases.
final class BodyScan {
    /// Where the reading stands after a chunk.
    enum Progress {
        case more
        /// The window is full: what was read decides.
        case windowFull
        /// The body ended.
        case ended
        /// The codings cannot be undone within the limits.
        case unscannable
    }

    /// What was found.
    struct Findings {
        /// `nil` where the bundle has no phrases.
        var scores: TextScores?
        var hasAdultLabel: Bool
    }

    /// The bytes the driver was shown, and so holds where nothing was released.
    private(set) var heldCount = 0
    private var decoder: BodyDecoder
    private var extractor: TextExtractor
    private var scanner: TextScanner?
    private let window: Int
    /// Decoded bytes that may still be read.
    private var bytesLeft: Int
    /// What was extracted and not scanned yet.
    private var text: [UInt8] = []

    /// Labels are looked for in the beginning only (ASACP).
    private static let labelWindow = 64 << 10
    /// How much text is scanned at once, at least: most pages come in many pieces, and a small one is then scanned once.
    private static let batch = 4 << 10

    init(contentType: String?, codings: [ContentCoding], scanner: consuming TextScanner?, window: Int, limits: DecodingLimits) {
        decoder = BodyDecoder(codings, limits: limits)
        extractor = TextExtractor(contentType: contentType)
        let hasScanner: Bool
        switch consume scanner {
        case .some(let scanner):
            self.scanner = consume scanner
            hasScanner = true
        case .none:
            self.scanner = nil
            hasScanner = false
        }
        // Without phrases there are only labels to find.
        self.window = hasScanner ? window : min(window, Self.labelWindow)
        bytesLeft = self.window
    }

    func consume(_ bytes: RawSpan) -> Progress {
        heldCount += bytes.byteCount
        do throws(BodyDecoder.Stop) {
            try decoder.decode(Span<UInt8>(_bytes: bytes)) { (piece: Span<UInt8>) throws(BodyDecoder.Stop) in
                read(piece.extracting(first: min(piece.count, bytesLeft)))
                if bytesLeft == 0 { throw .enough }
            }
        } catch {
            switch error {
            case .enough: return .windowFull
            case .unreadable: return .unscannable
            }
        }
        return heldCount >= window ? .windowFull : .more
    }

    private func read(_ bytes: Span<UInt8>) {
        bytesLeft -= bytes.count
        var output = text
        text = []
        extractor.consume(bytes, into: &output)
        if output.count >= Self.batch {
            scanner?.scan(output.span)
            output.removeAll(keepingCapacity: true)
        }
        text = output
    }

    /// What was found in all that was read; nothing more may be read after it.
    func finish() -> Findings {
        var output = text
        text = []
        extractor.finish(into: &output)
        if !output.isEmpty { scanner?.scan(output.span) }
        let isAdult = !extractor.labels.isDisjoint(with: [.restrictedToAdults, .adult])
        guard let scanner = scanner.take() else { return Findings(scores: nil, hasAdultLabel: isAdult) }
        return Findings(scores: scanner.finish(), hasAdultLabel: isAdult)
    }
}

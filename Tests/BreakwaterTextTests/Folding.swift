import BreakwaterText

/// Runs folder and extractor over bytes cut in ways of the test's choosing.
enum Folding {
    static func whole(_ bytes: [UInt8]) -> [UInt8] { cut(bytes, every: max(1, bytes.count)) }

    static func cut(_ bytes: [UInt8], every step: Int) -> [UInt8] {
        var folder = TextFolder(beginsWithSeparator: false)
        var output: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: step) {
            let piece = Array(bytes[start..<min(start + step, bytes.count)])
            _ = folder.fold(piece.span, from: 0, stops: .atEnd, into: &output)
        }
        folder.finish(into: &output)
        return output
    }

    /// Bytes that begin, continue and break sequences more often than chance would.
    static func awkwardByte(_ generator: inout SplitMix64) -> UInt8 {
        let favourites: [UInt8] = [
            0x20, 0x41, 0x61, 0x3C, 0x3E, 0x26, 0x3B, 0x23, 0x0A, 0x00, 0x1B, 0x22, 0x2D, 0x21, 0x2F, 0x80, 0xBF, 0xCC, 0x81, 0xE3, 0x82,
            0x99, 0xEF, 0xBD, 0xBE, 0xF0, 0x9F, 0x96, 0x95, 0xED, 0xA0, 0xC0, 0xFF,
        ]
        if Bool.random(using: &generator) { return favourites.randomElement(using: &generator) ?? 0 }
        return UInt8.random(in: 0...255, using: &generator)
    }
}

/// What an extractor found.
struct Extraction: Equatable {
    var text: String
    var labels: PageLabels
    var encoding: CharacterEncoding?

    init(_ bytes: [UInt8], contentType: String?, cuts: [Int] = []) {
        var extractor = TextExtractor(contentType: contentType)
        var output: [UInt8] = []
        var start = 0
        for end in cuts.sorted() + [bytes.count] {
            let piece = Array(bytes[start..<min(max(start, end), bytes.count)])
            extractor.consume(piece.span, into: &output)
            start = min(max(start, end), bytes.count)
        }
        extractor.finish(into: &output)
        text = String(decoding: output, as: UTF8.self)
        labels = extractor.labels
        encoding = extractor.encoding
    }

    init(_ page: String, contentType: String? = "text/html", cuts: [Int] = []) {
        self.init(Array(page.utf8), contentType: contentType, cuts: cuts)
    }
}

/// A small reproducible generator.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

// Why Foundation: the standard library normalises to NFC only inside `String`; NFKC is Foundation's, and it must not
// be written by hand. It is asked once, for all scalars in one string: a call a scalar would take a second.
import Foundation

/// Derives `FoldTable` from the Unicode data of the standard library and Foundation.
struct FoldTableBuilder {
    var pages: [UInt16] = []
    var entries: [UInt32] = []
    var replacements: [UInt8] = []
    private var pageIndexes: [[UInt32]: UInt16] = [:]
    private var replacementOffsets: [[UInt8]: Int] = [:]
    /// Scalars that some canonical composition ends with.
    private var composing: Set<UInt32> = []

    static func build() -> FoldTableBuilder {
        var builder = FoldTableBuilder()
        builder.findComposing()
        let ranges: [ClosedRange<UInt32>] = [0...0x33FF, 0xA000...0xABFF, 0xF900...0x1FFFF, 0x2F800...0x2FAFF]
        // NFKC, lower case and the dropping of ignorables change only what this property says.
        let changing = ranges.joined().compactMap { Unicode.Scalar($0) }.filter { $0.properties.changesWhenNFKCCaseFolded }
        var forms = forms(of: changing, composed)[...]
        for page in UInt32(0)..<0x1100 {
            let isTrivial = !ranges.contains { $0.contains(page << 8) }
            var content: [UInt32] = []
            content.reserveCapacity(256)
            for low in UInt32(0)..<256 {
                let value = page << 8 | low
                if isTrivial {
                    content.append(trivialEntry(for: value).bits)
                } else if forms.first?.scalar.value == value, let form = forms.popFirst()?.form {
                    content.append(builder.entry(for: value, form: Array(form)).bits)
                } else {
                    content.append(builder.entry(for: value, form: Unicode.Scalar(value).map { [$0] }).bits)
                }
            }
            builder.append(page: content)
        }
        return builder
    }

    private mutating func append(page: [UInt32]) {
        if let known = pageIndexes[page] {
            pages.append(known)
            return
        }
        let index = UInt16(clamping: entries.count >> 8)
        pageIndexes[page] = index
        entries += page
        pages.append(index)
    }

    // MARK: One scalar

    /// Outside the ranges that are asked: ideographs, Hangul syllables, private use, and plane 14 (tags, all dropped).
    private static func trivialEntry(for value: UInt32) -> FoldTable.Entry {
        guard let scalar = Unicode.Scalar(value) else { return FoldTable.Entry(.separator) }
        if value >> 16 == 14 { return FoldTable.Entry(.dropped) }
        return FoldTable.Entry(.itself, startsWide: isWide(scalar), endsWide: isWide(scalar))
    }

    private mutating func entry(for value: UInt32, form: [Unicode.Scalar]?) -> FoldTable.Entry {
        guard let scalar = Unicode.Scalar(value), let form else { return FoldTable.Entry(.separator) }
        if Self.isDropped(scalar) { return FoldTable.Entry(.dropped) }
        let joins = form.first.map(Self.joinsPrevious) ?? false
        let bytes = Self.finalForm(of: form)
        let isWide = form.last.map(Self.isWide) ?? false
        let startsWide = form.first.map(Self.isWide) ?? false
        if joins {
            let composes = form.contains { composing.contains($0.value) }
            return FoldTable.Entry(.joiner, startsWide: isWide, endsWide: isWide)
                .with(replacement: place(of: bytes), composes: composes, holdsSeparator: false)
        }
        if bytes.isEmpty { return FoldTable.Entry(.dropped) }
        if bytes == [0x20] { return FoldTable.Entry(.separator) }
        if bytes == Array(String(scalar).utf8) {
            let kind: FoldTable.Kind = value >= 0x1F000 && scalar.properties.generalCategory == .otherSymbol ? .word : .itself
            return FoldTable.Entry(kind, startsWide: isWide, endsWide: isWide)
        }
        return FoldTable.Entry(.replaced, startsWide: startsWide, endsWide: isWide)
            .with(replacement: place(of: bytes), composes: false, holdsSeparator: bytes.contains(0x20))
    }

    private mutating func place(of bytes: [UInt8]) -> Range<Int> {
        if let known = replacementOffsets[bytes] { return known..<(known + bytes.count) }
        let offset = replacements.count
        precondition(offset + bytes.count <= 0xFFFF, "the replacements of Unicode take about 30 KiB")
        replacements += bytes
        replacementOffsets[bytes] = offset
        return offset..<(offset + bytes.count)
    }

    /// Lower case, letters that look Latin as Latin, separators as spaces, lone marks dropped.
    private static func finalForm(of form: [Unicode.Scalar]) -> [UInt8] {
        var bytes: [UInt8] = []
        for scalar in form {
            let lower = scalar.properties.changesWhenLowercased ? scalar.properties.lowercaseMapping : String(scalar)
            for final in lower.unicodeScalars where !isLoneMarkDropped(final) && !isDropped(final) {
                if isSeparator(final) {
                    if bytes.last != 0x20 { bytes.append(0x20) }
                } else {
                    // Why: a final sigma is the same letter as any other sigma.
                    let letter: Unicode.Scalar = final == "\u{3C2}" ? "\u{3C3}" : Lookalikes.latin(final)
                    bytes += Array(String(letter).utf8)
                }
            }
        }
        return bytes
    }

    // MARK: Properties

    private static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value == 0 || scalar.properties.isDefaultIgnorableCodePoint || (0x1F3FB...0x1F3FF).contains(scalar.value)
    }

    private static func joinsPrevious(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.properties.canonicalCombiningClass != .notReordered { return true }
        // Hangul vowels and finals, and the dependent signs of Indic scripts, compose although their class is 0.
        if (0x1161...0x11FF).contains(scalar.value) || (0xD7B0...0xD7FF).contains(scalar.value) { return true }
        switch scalar.properties.generalCategory {
        case .spacingMark, .nonspacingMark, .enclosingMark: return true
        default: return false
        }
    }

    private static func isLoneMarkDropped(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.properties.generalCategory == .enclosingMark { return true }
        switch scalar.value {
        case 0x300...0x36F, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0x3099...0x309A, 0xFE20...0xFE2F: return true
        default: return false
        }
    }

    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .spaceSeparator,
            .lineSeparator, .paragraphSeparator, .control, .format, .surrogate:
            return true
        case .otherSymbol: return scalar.value < 0x1F000
        default: return false
        }
    }

    /// Scripts that are wrapped at any character.
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x3005...0x3007, 0x3021...0x3029, 0x3031...0x3035, 0x303B, 0x3041...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
            0xF900...0xFAFF, 0x20000...0x3FFFF:
            return true
        default: return false
        }
    }

    // MARK: The Unicode library

    /// NFKC.
    ///
    /// Why two steps: Foundation's compatibility mapping does not compose what it mapped, so half-width `ﾊﾞ` comes out as
    /// `ハ` and a loose mark; the canonical mapping composes it.
    static func composed(_ text: String) -> String {
        text.precomposedStringWithCompatibilityMapping.precomposedStringWithCanonicalMapping
    }

    /// The scripts with canonical compositions; a mark that ends none of them never changes its base.
    private mutating func findComposing() {
        let ranges: [ClosedRange<UInt32>] = [0xA0...0x10FF, 0x1B00...0x1BFF, 0x1E00...0x1FFF, 0x3040...0x30FF, 0x11000...0x11FFF]
        let scalars = ranges.joined().compactMap { Unicode.Scalar($0) }
        for (_, form) in Self.forms(of: scalars, { $0.decomposedStringWithCanonicalMapping }) where form.count > 1 {
            for scalar in form.dropFirst() { composing.insert(scalar.value) }
        }
        composing.formUnion(0x1161...0x11FF)
    }

    /// Each scalar's normal form, asked in one call: a line break composes with nothing.
    private static func forms(
        of scalars: [Unicode.Scalar], _ normalise: (String) -> String
    ) -> [(scalar: Unicode.Scalar, form: String.UnicodeScalarView.SubSequence)] {
        var text = String.UnicodeScalarView()
        for scalar in scalars {
            text.append(scalar)
            text.append("\n")
        }
        let lines = normalise(String(text)).unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        return zip(scalars, lines).map { ($0, $1) }
    }
}

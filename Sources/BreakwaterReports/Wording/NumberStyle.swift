package import BreakwaterPolicy

/// Numbers as people of a language write them.
///
/// Written here, not taken from the system's locale data, so that a report is the same wherever it is made.
package struct NumberStyle: Sendable {
    package var language: Language
    package init(_ language: Language) { self.language = language }

    /// For tables and charts: `12,345` in both languages.
    package func exact(_ value: Int64) -> String {
        let digits = String(value.magnitude)
        var text = value < 0 ? "−" : ""
        for (offset, digit) in digits.enumerated() {
            if offset > 0, (digits.count - offset) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }

    /// For sentences: `1.2 million` for an English reader, `123万4,567` for a Japanese one; nothing else loses a digit.
    package func spoken(_ value: Int64) -> String {
        switch language {
        case .english:
            guard value >= 1_000_000 else { return exact(value) }
            let (unit, name): (Int64, String) = value >= 1_000_000_000 ? (1_000_000_000, "billion") : (1_000_000, "million")
            let tenths = value / (unit / 10)
            return tenths % 10 == 0 ? "\(exact(tenths / 10)) \(name)" : "\(exact(tenths / 10)).\(tenths % 10) \(name)"
        case .japanese:
            guard value >= 10_000 else { return exact(value) }
            let oku = value / 100_000_000
            let man = value / 10_000 % 10_000
            let rest = value % 10_000
            return (oku > 0 ? "\(exact(oku))億" : "") + (man > 0 ? "\(exact(man))万" : "") + (rest > 0 ? exact(rest) : "")
        }
    }

    /// `0.95%`: two digits that mean something; never `0%` for what is not nothing, never `100%` for what is not all.
    package func share(_ part: Int64, of whole: Int64) -> String {
        guard whole > 0 else { return language == .english ? "none" : "なし" }
        let ratio = Double(part) / Double(whole) * 100
        if part > 0, ratio < 0.01 { return language == .english ? "under 0.01%" : "0.01%未満" }
        if part < whole, ratio > 99.9 { return language == .english ? "over 99.9%" : "99.9%超" }
        if part == whole { return "100%" }
        if part == 0 { return "0%" }
        let scale = ratio < 1 ? 100.0 : 10.0
        return Self.decimal(ratio, scale: scale) + "%"
    }

    /// `+3`, `−2`, `±0`.
    package func change(from old: Int64, to new: Int64) -> String {
        let difference = new.clampedAdding(old == .min ? .max : -old)
        if difference == 0 { return "±0" }
        return difference > 0 ? "+" + exact(difference) : exact(difference)
    }

    static func decimal(_ value: Double, scale: Double) -> String {
        let scaled = Int64((value * scale).rounded())
        let whole = scaled / Int64(scale)
        let fraction = String(scaled % Int64(scale))
        let width = scale == 100 ? 2 : 1
        return "\(whole)." + String(repeating: "0", count: max(0, width - fraction.count)) + fraction
    }
}

/// Furigana: our own sentences mark a reading as `{漢字|かんじ}`.
enum Ruby {
    /// HTML of a sentence, escaped; with `<ruby>` where readings are wanted, without them otherwise.
    static func html(_ text: String, showsReadings: Bool) -> String {
        var output = ""
        var rest = HTMLText.escaped(text)[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let inner = rest[rest.index(after: open)..<close].split(separator: "|", maxSplits: 1)
            output += rest[..<open]
            if inner.count == 2 {
                output += showsReadings ? "<ruby>\(inner[0])<rp>(</rp><rt>\(inner[1])</rt><rp>)</rp></ruby>" : String(inner[0])
            } else {
                output += rest[open...close]
            }
            rest = rest[rest.index(after: close)...]
        }
        return output + rest
    }

    /// The sentence without readings, as plain text.
    static func plain(_ text: String) -> String {
        var output = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            output += rest[..<open]
            output += rest[rest.index(after: open)..<close].prefix { $0 != "|" }
            rest = rest[rest.index(after: close)...]
        }
        return output + rest
    }
}

/// Text that comes from outside, made harmless in HTML.
enum HTMLText {
    static func escaped(_ text: String) -> String {
        var output = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": output += "&amp;"
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            case "\"": output += "&quot;"
            case "'": output += "&#39;"
            default: output.unicodeScalars.append(scalar)
            }
        }
        return output
    }

    /// A URL as people may see it: cut to length, with control characters, marks that turn the direction of text, and
    /// invisible characters written out as `U+202E`, so that what is seen is what is there.
    static func shownURL(_ text: String, limit: Int = 120) -> String {
        var output = ""
        var count = 0
        for scalar in text.unicodeScalars {
            guard count < limit else { return output + "…" }
            count += 1
            if isHidden(scalar) {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                output += "⟨U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "⟩"
            } else {
                output.unicodeScalars.append(scalar)
            }
        }
        return output
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: false
        }
    }
}

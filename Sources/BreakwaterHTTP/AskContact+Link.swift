extension AskContact {
    /// - Returns: `nil` where the configured text is no e-mail address or no web address: never another kind of link.
    func link(code: String, subject: String) -> String? {
        switch self {
        case .mail(let address):
            guard address.contains("@"), !address.utf8.contains(where: { $0 <= 0x20 || $0 == UInt8(ascii: "?") }) else { return nil }
            return "mailto:\(address)?subject=\((subject + " " + code).percentEncoded)"
        case .page(let address):
            guard address.hasPrefix("https://") || address.hasPrefix("http://") else { return nil }
            return address + (address.contains("?") ? "&" : "?") + "ref=\(code)"
        }
    }
}

extension String {
    /// Every byte but the unreserved ones of RFC 3986 §2.3 as `%XX`.
    fileprivate var percentEncoded: String {
        var output = ""
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                output.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                output += "%" + (digits.utf8.count == 1 ? "0" : "") + digits
            }
        }
        return output
    }
}

import BreakwaterEvents
import BreakwaterPolicy

/// Events as lines of COPY's text format.
/// - SeeAlso: PostgreSQL, COPY, "Text Format".
struct CopyLines {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ event: DecisionEvent) {
        let fields = [
            String(event.minute), event.profile.rawValue, event.action.rawValue, String(event.rank.rawValue), event.layer.rawValue,
            event.category?.rawValue ?? "", event.list ?? "", event.host ?? "", String(Int64(bitPattern: event.pseudonym)),
            String(event.count),
        ]
        for (position, field) in fields.enumerated() {
            if position > 0 { bytes.append(UInt8(ascii: "\t")) }
            append(field)
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Escapes what would end a field or a line; a NUL, which no text of PostgreSQL can hold, is left out.
    private mutating func append(_ field: String) {
        for byte in field.utf8 {
            switch byte {
            case 0: continue
            case UInt8(ascii: "\\"): bytes.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "\\")])
            case UInt8(ascii: "\t"): bytes.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "t")])
            case UInt8(ascii: "\n"): bytes.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "n")])
            case UInt8(ascii: "\r"): bytes.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "r")])
            default: bytes.append(byte)
            }
        }
    }
}

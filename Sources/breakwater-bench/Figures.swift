import Foundation
import Glibc

/// The object that a benchmark prints.
struct Figures {
    private var values: [String: any Encodable & Sendable] = [:]

    subscript(_ key: String) -> (any Encodable & Sendable)? {
        get { values[key] }
        set { values[key] = newValue }
    }

    /// One line of JSON, keys in order.
    func printLine() {
        let parts = values.sorted { $0.key < $1.key }.map { key, value in "\"\(key)\": \(Self.json(value))" }
        print("{" + parts.joined(separator: ", ") + "}")
    }

    private static func json(_ value: any Encodable & Sendable) -> String {
        switch value {
        case let number as Double: return String(format: "%.4g", number)
        case let number as Int: return String(number)
        default: return "\"\(value)\""
        }
    }

    /// The process's largest resident size so far, in bytes.
    static var peakResidentBytes: Int {
        var usage = rusage()
        _ = unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return Int(usage.ru_maxrss) * 1024
    }
}

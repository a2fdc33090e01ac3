import BreakwaterRules

/// A reader of untrusted bytes, and what must hold of whatever it made of them.
protocol FuzzTarget: AnyObject {
    func run(_ input: [UInt8])
    /// Inputs to begin with, where they are made of other things than files of the corpus.
    func seeds() -> [[UInt8]]
}

extension FuzzTarget {
    func seeds() -> [[UInt8]] { [] }
}

enum FuzzTargets {
    /// `list-FORMAT` for each list format; the others by what they read.
    static let names =
        [
            "url", "names", "pattern", "expression", "decide", "hosts", "compile", "bundle", "phrases", "page", "clienthello", "request", "response",
            "chunks", "icap", "coding",
        ]
        + ListFormat.allCases.map { "list-\($0.rawValue)" }

    static func make(_ name: String) -> (any FuzzTarget)? {
        switch name {
        case "url": URLFuzzer()
        case "names": NameFuzzer()
        case "pattern": PatternFuzzer()
        case "expression": ExpressionFuzzer()
        case "decide": DecisionFuzzer()
        case "hosts": HostFuzzer()
        case "compile": CompilerFuzzer()
        case "bundle": BundleFuzzer()
        case "phrases": PhraseFuzzer()
        case "page": PageFuzzer()
        case "clienthello": ClientHelloFuzzer()
        case "request": RequestHeadFuzzer()
        case "response": ResponseHeadFuzzer()
        case "chunks": ChunkFuzzer()
        case "icap": ICAPFuzzer()
        case "coding": CodingFuzzer()
        default:
            name.hasPrefix("list-") ? ListFormat(rawValue: String(name.dropFirst(5))).map { ListFuzzer($0) } : nil
        }
    }
}

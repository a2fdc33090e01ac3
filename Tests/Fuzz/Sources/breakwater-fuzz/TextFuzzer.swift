import BreakwaterMatching
import BreakwaterRules
import BreakwaterTLS
import BreakwaterText

/// Phrases in text that comes in pieces, against a plain search. Input: how it is cut, text.
final class PhraseFuzzer: FuzzTarget {
    private static let words = [
        "a", "ab", " ab ", "abc", "abcd", "bcda", " casino ", "casino", "online casino", "aaaa", "aaab", "aaaaaaaaaaaaaaaa", "日本", "日",
        " 日本語 ",
        "x y", "y", "free spins", "spin", "pinspin", "inspins",
    ]
    private let table: PhraseTable
    private let literals: [Int32: [UInt8]]

    init() {
        let lines = Self.words.enumerated().map { "<\($0.element)><\($0.offset + 1)>\n" }.joined()
        table = Household.matcher([Household.List("words", .phrases, lines)]).phrases
        literals = Dictionary(
            uniqueKeysWithValues: Self.words.enumerated().map { (Int32($0.offset + 1), Array(TextFolding.fold($0.element).utf8)) })
    }

    func run(_ input: [UInt8]) {
        guard let cut = input.first else { return }
        let text = Array(input.dropFirst())
        var scanner = PhraseScanner(table)
        var rest = text[...]
        while !rest.isEmpty {
            let piece = Array(rest.prefix(Int(cut) + 1))
            rest = rest.dropFirst(piece.count)
            scanner.scan(piece.span)
        }
        var found: Set<Int32> = []
        scanner.forEachSatisfied { found.insert($0.weight) }
        let expected = Set(literals.filter { Self.occurs($0.value, text) }.keys)
        require(found == expected, "found \(found.sorted()), expected \(expected.sorted())")
    }

    private static func occurs(_ literal: [UInt8], _ text: [UInt8]) -> Bool {
        literal.count <= text.count && (0...text.count - literal.count).contains { text[$0..<$0 + literal.count].elementsEqual(literal) }
    }
}

/// Pages: the same text however the bytes are cut. Input: Content-Type, how it is cut, page.
final class PageFuzzer: FuzzTarget {
    private static let types: [String?] = [
        nil, "text/html", "text/html; charset=utf-8", "text/html; charset=shift_jis", "text/html; charset=euc-jp",
        "text/html; charset=iso-2022-jp",
        "text/html; charset=utf-16le", "text/plain", "application/xhtml+xml", "text/html; charset=windows-1252", "application/json",
    ]

    func run(_ input: [UInt8]) {
        guard input.count > 2 else { return }
        let type = Self.types[Int(input[0]) % Self.types.count]
        let page = Array(input.dropFirst(2))
        let whole = Self.text(page, type, by: .max)
        require(Self.text(page, type, by: Int(input[1]) + 1) == whole, "cut by \(Int(input[1]) + 1) the text is another")
        require(whole.isEmpty || (whole.first == 0x20 && whole.last == 0x20), "the text does not begin and end with a space")
        require(!zip(whole, whole.dropFirst()).contains { $0 == 0x20 && $1 == 0x20 } || whole.count <= 2, "two spaces in a row")
    }

    private static func text(_ page: [UInt8], _ type: String?, by count: Int) -> [UInt8] {
        var extractor = TextExtractor(contentType: type)
        var output: [UInt8] = []
        var rest = page[...]
        while !rest.isEmpty {
            let piece = Array(rest.prefix(count))
            rest = rest.dropFirst(piece.count)
            extractor.consume(piece.span, into: &output)
        }
        extractor.finish(into: &output)
        return output
    }

    func seeds() -> [[UInt8]] {
        [
            "<p title='x &amp; y'>se<b>x</b></p>", "\u{1B}$B%+%8%N\u{1B}(B", "<script>a</script>b<!-- c -->d",
            "<meta charset=euc-jp><title>t</title>",
        ].enumerated().map {
            [UInt8($0.offset), 3] + Array($0.element.utf8)
        }
    }
}

/// The first bytes of a TLS connection: the same answer however they are cut.
final class ClientHelloFuzzer: FuzzTarget {
    func run(_ input: [UInt8]) {
        let whole = Self.read(input, by: .max)
        for count in [1, 2, 7, 64] { require(Self.read(input, by: count) == whole, "cut by \(count) the answer is another") }
        if case .success(let hello) = whole, let name = hello.serverName {
            require((1...255).contains(name.utf8.count) && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "a server name that cannot be")
        }
    }

    private static func read(_ input: [UInt8], by count: Int) -> Result<ClientHello, ClientHelloError> {
        var reader = ClientHelloReader()
        var rest = input[...]
        do throws(ClientHelloError) {
            while !rest.isEmpty {
                let piece = Array(rest.prefix(count))
                rest = rest.dropFirst(piece.count)
                if let hello = try reader.consume(piece.span) { return .success(hello) }
            }
            return .success(try reader.finish())
        } catch { return .failure(error) }
    }

    /// Whole and cut hellos, with a server name, ALPN, versions and an encrypted ClientHello.
    func seeds() -> [[UInt8]] {
        func vector(_ bytes: [UInt8]) -> [UInt8] { [UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)] + bytes }
        let name = Array("www.example.test".utf8)
        let extensions: [[UInt8]] = [
            [0, 0] + vector(vector([0] + vector(name))), [0, 16] + vector(vector([2, 0x68, 0x32])), [0, 43] + vector([4, 3, 4, 3, 3]),
            [0xFE, 0x0D] + vector([0]),
        ]
        return (0...extensions.count).map { count in
            let body =
                [3, 3] + [UInt8](repeating: 7, count: 32) + [0] + vector([0x13, 1]) + [1, 0]
                + vector(extensions.prefix(count).flatMap { $0 })
            let message = [1, 0] + vector(body)
            let half = count == 2 ? message.count / 2 : message.count
            let records = [message.prefix(half), message.dropFirst(half)].filter { !$0.isEmpty }
            return records.flatMap { [22, 3, 1] + vector(Array($0)) }
        }
    }
}

import BreakwaterPolicy
import BreakwaterURL

/// The URL reader: what it reads it reads the same again, and every other form of it can be made.
final class URLFuzzer: FuzzTarget {
    private var url = CanonicalURL()
    private var again = CanonicalURL()

    func run(_ input: [UInt8]) {
        guard read(input) else { return }
        let canonical = Self.array(url.bytes.span)
        require(canonical.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "the canonical form holds a byte that no URL has")
        do throws(URLSyntaxError) {
            try again.assign(canonical.span)
        } catch { fatalError("the canonical form is refused: \(error)") }
        require(Self.array(again.bytes.span) == canonical, "the canonical form has another one")
        let isSame = again.host == url.host && again.port == url.port && again.pathStart == url.pathStart
            && again.queryStart == url.queryStart && again.hostKind == url.hostKind && (url.isHiding || !again.isHiding)
        require(isSame, "the canonical form has other parts")
        require(url.folded.count == canonical.count, "the folded form has another length")
        var decoded = ByteScratch()
        // More encodings than anyone needs are refused, which is an answer.
        _ = try? url.appendDecodedForm(to: &decoded)
        var expressions = URLExpressions()
        var count = 0
        expressions.start(url)
        while expressions.next(url) { count += 1 }
        require((1...30).contains(count), "\(count) expressions")
    }

    private func read(_ input: [UInt8]) -> Bool {
        do throws(URLSyntaxError) {
            try url.assign(input.span)
            return true
        } catch {
            require(!error.message.isEmpty, "an error without words")
            return false
        }
    }

    private static func array(_ span: Span<UInt8>) -> [UInt8] { span.indices.map { span[$0] } }
}

/// Names, addresses, prefixes, suffix lists and guardians' entries: what is read prints as something that is read the same.
final class NameFuzzer: FuzzTarget {
    func run(_ input: [UInt8]) {
        let text = String(decoding: input, as: UTF8.self)
        if let address = IPAddress(text) { require(IPAddress(address.description) == address, "\(address) is read as another address") }
        if let block = CIDRBlock(text) { require(CIDRBlock(block.description) == block, "\(block) is read as another prefix") }
        if let name = try? DomainName(text) {
            require((1...253).contains(name.description.utf8.count), "a name of \(name.description.utf8.count) bytes")
            require((try? DomainName(name.description)) == name, "\(name) is read as another name")
        }
        if let host = try? Host(text) { require((try? Host(host.description)) == host, "\(host) is read as another host") }
        if let entry = try? EntryPattern(text) { require((entry.path ?? "/").hasPrefix("/"), "a path without its slash") }
        _ = IPAddress(urlHost: text)
        let list = PublicSuffixList(parsing: text)
        if let line = text.split(separator: "\n").first, let name = try? DomainName(String(line)) {
            if let domain = list.registrableDomain(of: name) { require(name.isWithin(domain), "\(name) is not within \(domain)") }
        }
    }
}

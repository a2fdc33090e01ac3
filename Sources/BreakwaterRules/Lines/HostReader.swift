import BreakwaterURL

/// Reads host names of lists: canonical names where they stand, any other spelling through `HostParser`.
enum HostReader {
    /// Whether the bytes are a name of two or more labels that is canonical already: no copy is needed then.
    ///
    /// A last label that starts with a digit is left to the slow road, which knows addresses.
    static func isCanonical(_ host: Span<UInt8>) -> Bool {
        let count = host.count
        guard count <= 253 else { return false }
        var index = 0
        var labelStart = 0
        while index < count {
            let byte = host[index]
            if byte == 0x2E {
                guard index &- labelStart &- 1 < 63, index > labelStart else { return false }
                labelStart = index &+ 1
            } else if !(byte &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2D || byte == 0x5F) {
                return false
            }
            index &+= 1
        }
        guard labelStart > 0, labelStart < count, count &- labelStart <= 63 else { return false }
        return !(host[labelStart] &- 0x30 < 10)
    }

    enum Reading {
        /// Canonical, two labels or more.
        case name([UInt8])
        /// Canonical, one label.
        case topLevelName([UInt8])
        case address(IPAddress)
    }

    /// Any spelling of a name or address; one trailing `/`, as copied from an address bar, is dropped.
    static func read(_ written: Span<UInt8>) throws(RuleFault) -> Reading {
        let hasSlash = written.count > 1 && written[written.count - 1] == UInt8(ascii: "/")
        let text = hasSlash ? written.upTo(written.count - 1) : written
        if let address = IPAddress(strictV4: text) ?? address6(text) { return .address(address) }
        if text.firstIndex(of: "://") != nil {
            throw .error(.name, "\(written.quoted) is a URL, not a name: write the host alone, or use a list of format `urls`")
        }
        if text.contains(UInt8(ascii: "/")) {
            throw .error(.name, "\(written.quoted) has a path: write the host alone, or use a list of format `urls`")
        }
        if text.contains(UInt8(ascii: ":")) {
            throw .error(.name, "\(written.quoted) has a port: names cover every port, so leave it out")
        }
        // Latin-1 bytes become UTF-8 first; IDNA knows nothing else.
        let utf8 = Array(text.lossyText.utf8)
        var output = ByteScratch(capacity: 256)
        do throws(URLSyntaxError) {
            guard try HostParser.parse(utf8.span, into: &output) == .domain else { throw URLSyntaxError(.badIPv4) }
        } catch {
            throw .error(.name, "\(written.quoted) is no host name: \(error.message)")
        }
        let name = output.span.array
        return name.contains(0x2E) ? .name(name) : .topLevelName(name)
    }

    private static func address6(_ text: Span<UInt8>) -> IPAddress? {
        guard text.contains(UInt8(ascii: ":")) else { return nil }
        let isBracketed = text.count > 2 && text[0] == UInt8(ascii: "[") && text[text.count - 1] == UInt8(ascii: "]")
        return IPAddress(v6: isBracketed ? text.extracting(1..<text.count - 1) : text)
    }
}

extension RuleConsumer {
    /// Takes a name as a list wrote it and passes on the host, the address, or what is wrong with it.
    mutating func take(
        host: Span<UInt8>, coverage: Coverage, effect: RuleEffect = [], line: Span<UInt8>, at position: LinePosition
    ) -> LineOutcome {
        if HostReader.isCanonical(host) {
            receive(host: host, coverage: coverage, effect: effect, line: position.number)
            return .entry
        }
        do throws(RuleFault) {
            switch try HostReader.read(host) {
            case .name(let name):
                receive(host: name.span, coverage: coverage, effect: effect, line: position.number)
                return .entry
            case .address(let address):
                guard let block = CIDRBlock(address, prefixLength: address.bitWidth) else { return .comment }
                receive(Rule(trigger: .address(block), effect: effect, line: position.number, text: line.ruleText))
                return .entry
            case .topLevelName:
                throw .warning(
                    .topLevelName, "\(host.quoted) is a single label, so it would cover a whole top-level domain: left out")
            }
        } catch {
            return position.report(error, to: &self)
        }
    }
}

package import BreakwaterBundle
package import BreakwaterURL

/// All machines of one bundle: finds every list entry that a request meets and writes it to the scratch.
package struct Matcher: Sendable {
    package let hasher: NameHasher
    package let domains: DomainTable
    package let postings: PostingTable
    package let addresses: AddressTable
    package let rules: URLRuleIndex
    package let options: DomainOptionTable
    package let expressions: ExpressionSet
    package let grams: GramIndex
    package let phrases: PhraseTable
    package let hashes: HashedEntryTable
    package let suffixes: PublicSuffixTable
    package let strings: StringTable

    /// - Throws: ``BundleError`` `invalid` where a section's parts do not fit together.
    package init(_ reader: BundleReader) throws(BundleError) {
        hasher = NameHasher(key: reader.hashKey)
        domains = try DomainTable(reader)
        postings = try PostingTable(reader)
        addresses = try AddressTable(reader)
        rules = try URLRuleIndex(reader)
        options = DomainOptionTable(reader)
        expressions = try ExpressionSet(reader)
        grams = try GramIndex(reader)
        phrases = try PhraseTable(reader)
        hashes = try HashedEntryTable(reader)
        suffixes = try PublicSuffixTable(reader)
        strings = StringTable(reader)
    }

    /// Fills `scratch.matches` for the URL in `scratch.url` and the document in `scratch.document`.
    ///
    /// - Throws: `tooManyEncodings` where the path hides behind more encodings than anyone needs.
    /// - Complexity: no allocation once the scratch has grown, but for address literals, internationalised names and hashed lists.
    package func match(_ scratch: inout MatcherScratch) throws(URLSyntaxError) {
        scratch.matches.removeAll(keepingCapacity: true)
        try prepare(&scratch)
        switch scratch.url.hostKind {
        case .domain: matchDomain(&scratch)
        case .address(let address): matchAddress(address, &scratch)
        }
        if !rules.isEmpty || expressions.count > 0 { matchRules(&scratch) }
        if !hashes.isEmpty { matchHashes(&scratch) }
    }

    private func prepare(_ scratch: inout MatcherScratch) throws(URLSyntaxError) {
        scratch.target.removeAll()
        scratch.source.removeAll()
        scratch.target.assign(scratch.url, hasher)
        if scratch.facts.hasDocument { scratch.source.assign(scratch.document, hasher) }
        scratch.facts.party = party(scratch)
        if !scratch.facts.hasDocument, scratch.facts.types.contains(.document) {
            // A page that nobody asked from is its own document, as in uBlock Origin and AdGuard.
            scratch.source.assign(scratch.url, hasher)
            scratch.facts.hasDocument = true
        }
        scratch.decoded.removeAll()
        if scratch.url.hasEscapes, !rules.isEmpty || expressions.count > 0 {
            try scratch.url.appendDecodedForm(to: &scratch.decoded)
        }
    }

    private func party(_ scratch: borrowing MatcherScratch) -> RuleFlags {
        guard scratch.facts.hasDocument else { return .firstParty }
        let isAddress = scratch.url.hostKind != .domain || scratch.document.hostKind != .domain
        let target = isAddress ? scratch.target.count : suffixes.registrableLabels(scratch.target)
        let source = isAddress ? scratch.source.count : suffixes.registrableLabels(scratch.source)
        return scratch.target.hash(labels: target) == scratch.source.hash(labels: source) ? .firstParty : .thirdParty
    }

    private func matchDomain(_ scratch: inout MatcherScratch) {
        for labels in stride(from: scratch.target.count, through: 1, by: -1) where domains.mayHold(labels: labels) {
            let posting = domains.posting(scratch.target.hash(labels: labels))
            guard posting != 0 else { continue }
            let isWhole = labels == scratch.target.count
            add(posting, isWhole: isWhole, .domain, UInt16(min(labels, 255)) << 8, UInt32(scratch.target.start(labels: labels)), &scratch)
        }
    }

    private func matchAddress(_ address: IPAddress, _ scratch: inout MatcherScratch) {
        guard !addresses.isEmpty else { return }
        var found: [(UInt32, Int)] = []
        addresses.forEach(address) { found.append(($0, $1)) }
        for (posting, length) in found {
            add(posting, isWhole: true, .address, UInt16(length) << 8, UInt32(length), &scratch)
        }
    }

    private func add(
        _ posting: UInt32, isWhole: Bool, _ kind: Match.Kind, _ specificity: UInt16, _ reference: UInt32,
        _ scratch: inout MatcherScratch
    ) {
        for index in postings.range(of: posting) {
            let element = postings.element(index)
            guard element.coverage == 1 || (element.coverage == 0) == isWhole else { continue }
            guard element.types & scratch.facts.types.rawValue != 0, element.flags.contains(scratch.facts.party) else { continue }
            scratch.matches.append(
                Match(
                    kind: kind, list: element.list, category: element.category, flags: element.flags, specificity: specificity,
                    reference: reference))
        }
    }

    private func matchHashes(_ scratch: inout MatcherScratch) {
        var found: [(UInt16, UInt8)] = []
        scratch.url.forEachExpression(in: &scratch.expression) { expression in
            scratch.digest.update(unsafe expression.bytes)
            let digest = scratch.digest.finish()
            hashes.forEach(digest.span) { found.append(($0, $1)) }
        }
        for (list, category) in found {
            scratch.matches.append(
                Match(kind: .hash, list: list, category: category, flags: .anyParty, specificity: .max, reference: 0))
        }
    }
}

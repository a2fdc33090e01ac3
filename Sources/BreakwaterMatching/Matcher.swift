package import BreakwaterBundle
package import BreakwaterURL
import Synchronization

/// All machines of one bundle: finds every list entry that a request meets and writes it to the scratch.
package final class Matcher: Sendable {
    package let hasher: NameHasher
    package let domains: DomainTable
    package let postings: PostingTable
    package let addresses: AddressTable
    package let rules: URLRuleTable
    package let index: RuleIndex
    package let options: DomainOptionTable
    package let expressions: ExpressionSet
    package let phrases: PhraseTable
    package let hashes: HashedEntryTable
    package let suffixes: PublicSuffixTable
    package let strings: StringTable
    /// Which matcher of this process it is, never 0: tells a scratch whose hashes it holds.
    let serial: UInt64

    private static let lastSerial = Atomic<UInt64>(0)

    /// - Throws: ``BundleError`` `invalid` where a section's parts do not fit together.
    package init(_ reader: BundleReader) throws(BundleError) {
        hasher = NameHasher(key: reader.hashKey)
        domains = try DomainTable(reader)
        postings = try PostingTable(reader)
        addresses = try AddressTable(reader)
        rules = try URLRuleTable(reader)
        index = try RuleIndex(reader)
        options = DomainOptionTable(reader)
        expressions = try ExpressionSet(reader)
        phrases = try PhraseTable(reader)
        hashes = try HashedEntryTable(reader)
        suffixes = try PublicSuffixTable(reader)
        strings = StringTable(reader)
        serial = Self.lastSerial.add(1, ordering: .relaxed).newValue
    }

    /// Whether more than the host's name can count.
    package var judgesURLs: Bool { !index.isEmpty || !hashes.isEmpty }

    /// Fills `scratch.work.matches` for the URL and the document in `scratch.request`.
    ///
    /// - Throws: `tooManyEncodings` where the path hides behind more encodings than anyone needs.
    /// - Complexity: no allocation once the scratch has grown.
    package func match(_ scratch: inout MatcherScratch) throws(URLSyntaxError) {
        begin(&scratch.request)
        try finish(&scratch.request, &scratch.work)
    }

    /// The first half of ``match(_:)``: hashes the host and asks for the memory where its names would be.
    @inline(__always)
    package func begin(_ request: inout RequestForms) {
        request.target.assign(request.url, hasher)
        if request.url.isDomain { request.target.prefetch(in: domains) }
    }

    /// The second half of ``match(_:)``.
    @inline(__always)
    package func finish(_ request: inout RequestForms, _ work: inout MatchWork) throws(URLSyntaxError) {
        work.matches.removeAll()
        try prepare(&request)
        if request.url.isDomain {
            if request.target.probe(domains) { matchDomain(request, &work) }
        } else if case .address(let address) = request.url.hostKind {
            matchAddress(address, request, &work)
        }
        if !index.isEmpty { matchRules(request, &work) }
        if !hashes.isEmpty { matchHashes(request, &work) }
    }

    @inline(__always)
    private func prepare(_ request: inout RequestForms) throws(URLSyntaxError) {
        if request.document.isKnown, request.document.owner != serial {
            request.document.suffixes.assign(request.document.url, hasher)
            request.document.registrableLabels = suffixes.registrableLabels(request.document.suffixes)
            request.document.candidates.removeAll()
            for labels in stride(from: request.document.suffixes.count, through: 1, by: -1) {
                let run = index.candidates(ofDocument: request.document.suffixes.hash(labels: labels).fingerprint)
                if !run.isEmpty { request.document.candidates.append(CandidateRun(start: run.lowerBound, end: run.upperBound)) }
            }
            request.document.owner = serial
        }
        request.party = party(request)
        request.decoded.removeAll()
        if request.url.isHiding, !index.isEmpty { try request.url.appendDecodedForm(to: &request.decoded) }
    }

    @inline(__always)
    private func party(_ request: borrowing RequestForms) -> RuleFlags {
        guard request.document.isKnown else { return .firstParty }
        let isAddress = !request.url.isDomain || !request.document.url.isDomain
        let labels = isAddress ? request.document.suffixes.count : request.document.registrableLabels
        // Only a host that ends in the page's registrable domain can have the same one.
        guard request.target.count >= labels, request.target.hash(labels: labels) == request.document.suffixes.hash(labels: labels)
        else { return .thirdParty }
        // Nearly all of a page's own requests go to the page's host.
        guard request.target.count != request.document.suffixes.count
            || request.target.hash(labels: request.target.count) != request.document.suffixes.hash(labels: request.target.count)
        else { return .firstParty }
        let own = isAddress ? request.target.count : suffixes.registrableLabels(request.target)
        return own == labels ? .firstParty : .thirdParty
    }

    private func matchDomain(_ request: borrowing RequestForms, _ work: inout MatchWork) {
        var labels = request.target.count
        while labels > 0 {
            defer { labels &-= 1 }
            let posting = request.target.posting(labels: labels, in: domains)
            guard posting != 0 else { continue }
            let isWhole = labels == request.target.count
            add(posting, isWhole: isWhole, .domain, UInt16(min(labels, 255)) << 8, UInt32(request.target.start(labels: labels)), request, &work)
        }
    }

    private func matchAddress(_ address: IPAddress, _ request: borrowing RequestForms, _ work: inout MatchWork) {
        guard !addresses.isEmpty else { return }
        var length = address.bitWidth
        while let found = addresses.longest(address, atMost: length) {
            add(found.posting, isWhole: true, .address, UInt16(found.length) << 8, UInt32(found.length), request, &work)
            length = found.length - 1
        }
    }

    private func add(
        _ posting: UInt32, isWhole: Bool, _ kind: Match.Kind, _ specificity: UInt16, _ reference: UInt32,
        _ request: borrowing RequestForms, _ work: inout MatchWork
    ) {
        for index in postings.range(of: posting) {
            let element = postings.element(index)
            guard element.coverage == 1 || (element.coverage == 0) == isWhole else { continue }
            guard element.types & request.types.rawValue != 0, element.flags.contains(request.party) else { continue }
            work.matches.append(
                Match(
                    kind: kind, list: element.list, category: element.category, flags: element.flags, specificity: specificity,
                    reference: reference))
        }
    }

    private func matchHashes(_ request: borrowing RequestForms, _ work: inout MatchWork) {
        work.hashedForms.start(request.url)
        while work.hashedForms.next(request.url) {
            let digest = Self.digest(of: work.hashedForms.text, &work.digest)
            var record = hashes.first(digest)
            while let found = hashes.entry(record, of: digest) {
                work.matches.append(
                    Match(kind: .hash, list: found.list, category: found.category, flags: .anyParty, specificity: .max, reference: 0))
                record += 1
            }
        }
    }

    private static func digest(of text: borrowing ByteScratch, _ context: inout DigestContext) -> SHA256.Digest {
        // Text's bytes are its own bytes: there is no padding to read.
        context.update(unsafe text.span.bytes)
        return context.finishInline()
    }
}

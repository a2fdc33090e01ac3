public import BreakwaterURL
import CResolver

/// What a name leads to.
public struct NameAnswer: Sendable, Hashable {
    /// All of them, in the order to try; none where the name has none. Private ones too: what may be dialled is decided afterwards.
    public var addresses: [IPAddress]
    /// The names that it is an alias of, in the order of the chain (CNAME, RFC 1034 §3.6.2); mostly none.
    public var canonicalNames: [DomainName]

    public init(addresses: [IPAddress] = [], canonicalNames: [DomainName] = []) {
        self.addresses = addresses
        self.canonicalNames = canonicalNames
    }
}

/// The chain of CNAME records that a name begins, as a DNS answer has it.
package struct CanonicalNameChain {
    /// A chain that is longer is no honest one: resolvers end theirs at 8 to 17.
    package static let limit = 16

    /// In order, those alone that can be host names.
    package private(set) var names: [DomainName] = []

    /// Asks the machine's DNS servers; empty where they have no answer. Blocks.
    ///
    /// - Returns: `nil` where the chain is longer than ``limit``, or turns in a circle.
    init?(asking name: DomainName) {
        // The largest message that there is (RFC 1035 §4.2.2); the resolver comes to it over TCP.
        var answer = [UInt8](repeating: 0, count: 65_535)
        let length = unsafe answer.withUnsafeMutableBufferPointer { unsafe cresolver_query(name.description, $0.baseAddress, Int32($0.count)) }
        answer.removeLast(answer.count - max(Int(length), 0))
        self.init(of: name, in: answer)
    }

    /// - Parameter answer: a DNS message (RFC 1035 §4.1); one that is malformed says nothing.
    package init?(of name: DomainName, in answer: [UInt8]) {
        var owner = name.description
        for _ in 0...Self.limit {
            guard let target = Self.target(of: owner, in: answer) else { return }
            if let name = try? DomainName(target) { names.append(name) }
            owner = target
        }
        return nil
    }

    private static func target(of owner: String, in answer: [UInt8]) -> String? {
        // Bound: what is written ends with a zero within the size that the function takes.
        var text = [CChar](repeating: 0, count: Int(CRESOLVER_NAME_SIZE))
        let found = unsafe cresolver_canonical_name(answer, Int32(answer.count), owner, &text)
        guard found == 1, let end = text.firstIndex(of: 0) else { return nil }
        return String(decoding: text[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

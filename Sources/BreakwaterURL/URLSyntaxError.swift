/// Why a text is not one unambiguous URL, host, address or prefix.
///
/// Equal by ``code``, so that a test or a caller need not know the sentence.
public struct URLSyntaxError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Code: String, Sendable, Hashable {
        case empty, tooLong, noScheme, unsupportedScheme, emptyHost, forbiddenHostByte, badPercentEncoding
        case emptyLabel, labelTooLong, hostTooLong, badIPv4, badIPv6, badIDN, badPort, tooManyEncodings, badPrefixLength
        case unexpectedQuery
    }

    public let code: Code

    @usableFromInline
    package init(_ code: Code) { self.code = code }

    /// What is wrong, without the text itself (which may be private).
    public var message: String {
        switch code {
        case .empty: "the URL is empty"
        case .tooLong: "the URL is longer than \(CanonicalURL.maximumLength) bytes"
        case .noScheme: "the URL has no scheme such as `https:`"
        case .unsupportedScheme: "the scheme is none of http, https, ws, wss and ftp"
        case .emptyHost: "the URL names no host"
        case .forbiddenHostByte: "the host holds a byte that no host name has"
        case .badPercentEncoding: "a `%` in the host is not followed by two hexadecimal digits"
        case .emptyLabel: "the host has two dots in a row or starts with one"
        case .labelTooLong: "a label of the host is longer than 63 bytes"
        case .hostTooLong: "the host is longer than 253 bytes"
        case .badIPv4: "the host ends in a number but is no IPv4 address"
        case .badIPv6: "the host is no IPv6 address"
        case .badIDN: "the host is no valid internationalised name (UTS #46)"
        case .badPort: "the port is not a number from 0 to 65535"
        case .tooManyEncodings: "the path is percent-encoded more than \(CanonicalURL.maximumDecodingRounds) times over"
        case .badPrefixLength: "the prefix length is out of range for the address"
        case .unexpectedQuery: "an entry covers whole paths: leave out what follows `?` or `#`"
        }
    }

    public var description: String { message }
}

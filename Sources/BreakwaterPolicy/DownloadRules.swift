/// Which files a profile may fetch, by what responses and URLs say of them.
public struct DownloadRules: Sendable, Hashable, Codable {
    /// Media types, in lower case: `application/x-msdownload`, `video/*`.
    public var blockedTypes: [String]
    /// File name extensions, in lower case and without a dot: `exe`.
    public var blockedExtensions: [String]
    /// The most bytes of one response; `nil` for any number.
    public var maximumBytes: Int?

    public init(blockedTypes: [String] = [], blockedExtensions: [String] = [], maximumBytes: Int? = nil) {
        self.blockedTypes = blockedTypes
        self.blockedExtensions = blockedExtensions
        self.maximumBytes = maximumBytes
    }
}

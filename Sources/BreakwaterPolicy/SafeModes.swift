/// What one profile asks of search and video services; what is `nil` follows from the age band.
public struct SafeModes: Sendable, Hashable, Codable {
    /// YouTube's restricted modes: `strict` leaves out more than `moderate`.
    public enum YouTube: String, Sendable, Hashable, Codable, CaseIterable {
        case off, moderate, strict
    }

    /// Whether search services answer in their safe mode.
    public var search: Bool?
    public var youTube: YouTube?

    public init(search: Bool? = nil, youTube: YouTube? = nil) {
        self.search = search
        self.youTube = youTube
    }
}

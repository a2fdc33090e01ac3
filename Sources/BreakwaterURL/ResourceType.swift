/// What a response will be used for, in the words of Adblock filter lists.
public struct ResourceTypes: OptionSet, Sendable, Hashable {
    public let rawValue: UInt16
    @inlinable
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// A top-level page.
    public static let document = ResourceTypes(rawValue: 1 << 0)
    /// A page in a frame.
    public static let subdocument = ResourceTypes(rawValue: 1 << 1)
    public static let script = ResourceTypes(rawValue: 1 << 2)
    public static let stylesheet = ResourceTypes(rawValue: 1 << 3)
    public static let image = ResourceTypes(rawValue: 1 << 4)
    public static let font = ResourceTypes(rawValue: 1 << 5)
    public static let media = ResourceTypes(rawValue: 1 << 6)
    public static let object = ResourceTypes(rawValue: 1 << 7)
    public static let xmlHTTPRequest = ResourceTypes(rawValue: 1 << 8)
    public static let webSocket = ResourceTypes(rawValue: 1 << 9)
    public static let ping = ResourceTypes(rawValue: 1 << 10)
    public static let popup = ResourceTypes(rawValue: 1 << 11)
    public static let other = ResourceTypes(rawValue: 1 << 12)

    /// Every type.
    public static let all = ResourceTypes(rawValue: 0x1FFF)
}

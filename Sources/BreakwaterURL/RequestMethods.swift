/// Request methods (RFC 9110 §9) as a set, for rules with `$method`.
public struct RequestMethods: OptionSet, Sendable, Hashable {
    public let rawValue: UInt16
    @inlinable
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    public static let get = RequestMethods(rawValue: 1 << 0)
    public static let head = RequestMethods(rawValue: 1 << 1)
    public static let post = RequestMethods(rawValue: 1 << 2)
    public static let put = RequestMethods(rawValue: 1 << 3)
    public static let delete = RequestMethods(rawValue: 1 << 4)
    public static let connect = RequestMethods(rawValue: 1 << 5)
    public static let options = RequestMethods(rawValue: 1 << 6)
    public static let patch = RequestMethods(rawValue: 1 << 7)
    /// Any method that has no name here.
    public static let other = RequestMethods(rawValue: 1 << 8)

    public static let all = RequestMethods(rawValue: 0x1FF)

    /// The set that holds one method, by its name (RFC 9110: case-sensitive, upper case).
    public init(name: String) {
        self =
            switch name {
            case "GET": .get
            case "HEAD": .head
            case "POST": .post
            case "PUT": .put
            case "DELETE": .delete
            case "CONNECT": .connect
            case "OPTIONS": .options
            case "PATCH": .patch
            default: .other
            }
    }
}

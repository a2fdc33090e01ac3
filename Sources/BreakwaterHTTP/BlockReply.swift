public import HTTPTypes

/// A whole response of our own: a block, warn or error page.
public struct BlockReply: Sendable, Hashable {
    public var status: HTTPResponse.Status
    /// With `Content-Length`; without `Connection` and `Date`, which belong to the driver.
    public var fields: HTTPFields
    /// Empty where the request was HEAD.
    public var body: [UInt8]

    public init(status: HTTPResponse.Status, fields: HTTPFields, body: [UInt8]) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// Status and fields as a head to send.
    public var head: HTTPResponse { HTTPResponse(status: status, headerFields: fields) }
}

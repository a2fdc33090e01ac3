import BreakwaterHTTP
import HTTPTypes
import NIOHPACK

extension HTTPFields {
    /// What may pass after a body: fields that say nothing of framing, routing, authentication or how the body is read (RFC 9110 §6.5.1).
    ///
    /// Only between two HTTP/2 connections, where no recipient can take them for fields of the head; gRPC has its status there.
    ///
    /// - Returns: `nil` where nothing is left.
    static func trailers(
        _ headers: HPACKHeaders, names: inout FieldNameTable, limits: borrowing ProxyLimits
    ) throws(MessageFault) -> HTTPFields? {
        var fields = try FieldSection(headers, names: &names, limits: limits).fields
        fields.removeAll { field in
            let name = field.name.canonicalName
            return FieldKind(name).belongsToConnection || refused.contains(name) || prefixes.contains { name.hasPrefix($0) }
        }
        return fields.isEmpty ? nil : fields
    }

    private static let refused: Set<String> = [
        "age", "alt-svc", "authorization", "cache-control", "content-encoding", "content-range", "content-type", "cookie", "date", "expect",
        "expires", "forwarded", "location", "max-forwards", "pragma", "prefer", "range", "rating", "retry-after", "set-cookie",
        "strict-transport-security", "vary", "via", "warning", "www-authenticate",
    ]
    private static let prefixes = ["if-", "sec-", "proxy-", "x-breakwater-", "x-forwarded-", "access-control-", "content-security-policy"]
}

package import HTTPTypes

/// Response fields that the filter neither reads nor changes: a driver may leave them out of the head that it has judged, and pass them on
/// as the bytes that came.
///
/// Where `Connection` names fields, all are to be judged: it may name one of these (RFC 9110 §7.6.1).
package enum UnreadFields {
    /// The names that nearly every response has. A name that is not here costs a little time; one that is, and should not be, would pass
    /// unread, so ``ForwardedFields`` and ``Judge`` must know none of them.
    package static let names: [HTTPField.Name] = [
        .acceptRanges, .accessControlAllowOrigin, .age, .cacheControl, .contentLanguage, .contentSecurityPolicy, .date, .eTag, .expires,
        .lastModified, .server, .setCookie, .strictTransportSecurity, .vary, .xContentTypeOptions,
    ]
    private static let set = FieldNameSet(names)

    package static func contains(_ name: HTTPField.Name) -> Bool { set.contains(name) }
}

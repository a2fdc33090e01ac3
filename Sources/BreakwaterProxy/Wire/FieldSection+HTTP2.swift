import BreakwaterHTTP
import HTTPTypes
import NIOHPACK

extension FieldSection {
    /// Reads the fields of an HTTP/2 field section, without the pseudo-fields.
    ///
    /// NIO has checked names and refused CR, LF, NUL and the fields of HTTP/1.1 connections (RFC 9113 §8.2); the rest of what makes a
    /// value one that HTTP/1.1 can carry is checked here, as the other side may speak that.
    init(_ headers: HPACKHeaders, names: inout FieldNameTable, limits: borrowing ProxyLimits) throws(MessageFault) {
        self.init()
        var cookies = ""
        for (name, value, _) in headers where name.utf8.first != 0x3A {
            // RFC 9113 §8.2.3: clients cut the cookies up for compression; elsewhere they are one field.
            if name == "cookie" {
                cookies += cookies.isEmpty ? value : "; " + value
            } else {
                try append(name, value, &names, limits)
            }
        }
        if !cookies.isEmpty { try append("cookie", cookies, &names, limits) }
    }

    private mutating func append(
        _ text: String, _ value: String, _ names: inout FieldNameTable, _ limits: borrowing ProxyLimits
    ) throws(MessageFault) {
        guard fields.count < limits.fieldCount, text.utf8.count + value.utf8.count <= limits.fieldBytes else {
            throw MessageFault("too many fields, or too long ones", reply: .fieldsTooLarge)
        }
        guard let entry = names.entry(text.utf8.span) else { throw MessageFault("a field's name is no token") }
        guard HTTPField.isValidValue(value) else { throw MessageFault("a field's value has a control character, or a blank at an end") }
        switch entry.kind {
        case .transferEncoding, .connection, .proxyConnection, .keepAlive, .upgrade, .http2Settings:
            throw MessageFault("a field of HTTP/1.1's connections")
        default:
            break
        }
        fields.append(HTTPField(name: entry.name, value: value))
        if entry.kind != .ordinary { try note(value, of: entry.kind) }
    }
}

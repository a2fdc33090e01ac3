import BreakwaterPolicy
import BreakwaterURL

/// Reads who gets which profile.
enum AssignmentReader {
    static func read(_ value: YAMLValue) -> AssignmentDraft? {
        guard let mapping = value.mapping("a client", keys: ["prefix", "user", "listener", "profile"]) else { return nil }
        guard ["prefix", "user", "listener"].contains(where: { mapping[$0] != nil }) else {
            value.report("a client needs `prefix`, `user` or `listener`")
            return nil
        }
        var prefix: CIDRBlock?
        if let field = mapping["prefix"], let text = field.text("`prefix`") {
            prefix = CIDRBlock(text)
            if prefix == nil {
                field.report("`\(text)` is no address and no prefix: write `192.0.2.0/24` or `2001:db8:0:1::/64`")
                return nil
            }
        }
        guard let field = mapping.required("profile"), let profile = field.text("`profile` of a client") else { return nil }
        return AssignmentDraft(
            prefix: prefix, user: mapping["user"]?.text("`user`"), listener: mapping["listener"]?.text("`listener`"),
            profile: Marked(value: profile, position: field.position))
    }
}

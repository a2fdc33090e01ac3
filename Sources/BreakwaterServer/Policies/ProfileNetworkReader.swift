import BreakwaterPolicy
import Yams

/// Reads what a profile says of connections: safe modes, tunnels, decryption, downloads.
enum ProfileNetworkReader {
    static func read(_ mapping: YAMLMapping, into draft: inout ProfileDraft) {
        draft.safeModes.search = mapping["safe-search"]?.boolean("`safe-search`")
        draft.safeModes.youTube = mapping["youtube"]?.choice("`youtube`", of: SafeModes.YouTube.allCases.map { ($0.rawValue, $0) })
        if let tunnels = mapping["tunnels"]?.mapping("`tunnels`", keys: ["no-server-name", "encrypted-hello"]) {
            let treatments = TunnelRules.Treatment.allCases.map { ($0.rawValue, $0) }
            draft.tunnels.missingServerName = tunnels["no-server-name"]?.choice("`no-server-name`", of: treatments)
            draft.tunnels.encryptedHello = tunnels["encrypted-hello"]?.choice("`encrypted-hello`", of: treatments)
        }
        draft.inspection = mapping["inspect"].flatMap(inspection)
        draft.downloads = mapping["downloads"].flatMap(downloads)
    }

    /// `inspect: none`, `inspect: all`, or a map.
    private static func inspection(_ value: YAMLValue) -> InspectionDraft? {
        var draft = InspectionDraft()
        if value.isScalar {
            guard let isOff = value.choice("`inspect`", of: [("none", true), ("all", false)]) else { return nil }
            draft.isOff = isOff
            return draft
        }
        let keys = ["categories", "never", "never-hosts", "pinned"]
        guard let mapping = value.mapping("`inspect`", keys: keys) else { return nil }
        if let categories = mapping["categories"], !(categories.isScalar && categories.node.scalar?.string == "all") {
            draft.categories = categories.itemsOrSelf().compactMap(PolicyTexts.category)
        }
        draft.exemptCategories = mapping["never"]?.itemsOrSelf().compactMap(PolicyTexts.category)
        draft.exemptHosts = mapping["never-hosts"]?.itemsOrSelf().compactMap(host)
        draft.passesPinnedHosts = mapping["pinned"]?.choice("`pinned`", of: [("pass", true), ("refuse", false)])
        return draft
    }

    private static func host(_ value: YAMLValue) -> String? {
        guard let text = EntryReader.read(value) else { return nil }
        guard !text.contains("/") else {
            value.report("`\(text)` is no host: a connection is decrypted or not before its path is known")
            return nil
        }
        return text
    }

    private static func downloads(_ value: YAMLValue) -> DownloadRules? {
        guard let mapping = value.mapping("`downloads`", keys: ["block-types", "block-extensions", "maximum-mib"]) else { return nil }
        return DownloadRules(
            blockedTypes: mapping["block-types"]?.itemsOrSelf().compactMap(mediaType) ?? [],
            blockedExtensions: mapping["block-extensions"]?.itemsOrSelf().compactMap(fileExtension) ?? [],
            maximumBytes: mapping["maximum-mib"]?.integer("`maximum-mib`", in: 1...1_048_576).map { $0 << 20 })
    }

    private static func mediaType(_ value: YAMLValue) -> String? {
        guard let text = value.text("a media type")?.lowercased() else { return nil }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), parts[0] != "*", !text.contains(where: { " ;,".contains($0) }) else {
            value.report("`\(text)` is no media type: write `application/zip` or `video/*`")
            return nil
        }
        return text
    }

    private static func fileExtension(_ value: YAMLValue) -> String? {
        guard let text = value.text("an extension")?.lowercased() else { return nil }
        let plain = text.hasPrefix(".") ? text.dropFirst() : text[...]
        guard (1...16).contains(plain.utf8.count), plain.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
        else {
            value.report("`\(text)` is no extension: write `exe` or `apk`")
            return nil
        }
        return String(plain)
    }
}

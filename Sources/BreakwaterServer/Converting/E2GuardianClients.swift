import BreakwaterPolicy
import BreakwaterRules
import BreakwaterURL

/// Who belongs to which group: the maps of users, addresses and ports, and the lists of clients that are barred or free.
struct E2GuardianClients {
    let source: ConversionSource
    let defaultGroups: [String]

    mutating func convert(
        _ main: E2GuardianConfiguration, _ policy: inout ConvertedPolicy, _ report: inout ConversionReport
    ) throws(ServerError) {
        for list in main.lists {
            var reader = E2GuardianListReader(source: source)
            switch source.find(list.path, from: list.source) {
            case .success(let path): try reader.read(path, report: &report)
            case .failure(let missing):
                report.add(.lost, list.file, list.line, "the list `\(list.path)` \(missing.message)")
                continue
            }
            let entries = reader.entries
            guard !entries.isEmpty else { continue }
            switch (list.kind, list.name) {
            case ("maplist", "portmap"):
                report.add(.lost, list.file, list.line, "groups by port: name a listener for each port in the configuration and in `clients`")
            case ("maplist", _): for entry in entries { take(entry, isAddress: false, &policy, &report) }
            case ("ipmaplist", _): for entry in entries { take(entry, isAddress: true, &policy, &report) }
            case ("iplist", "bannedclient"): takeClients(entries, "barred", &policy, &report)
            case ("iplist", "exceptionclient"): takeClients(entries, "unfiltered", &policy, &report)
            default:
                report.add(
                    .lost, list.file, list.line,
                    "\(list.kind) `\(list.name)` with \(entries.count) entries is about inspection and logins: that is the configuration's")
            }
        }
    }

    /// `name = filter2` or `name = 2`.
    private func take(
        _ entry: E2GuardianListReader.Entry, isAddress: Bool, _ policy: inout ConvertedPolicy, _ report: inout ConversionReport
    ) {
        let parts = entry.text.split(separator: "=", maxSplits: 1).map { $0.trimming() }
        let digits = parts.count == 2 ? parts[1].drop { !$0.isNumber } : ""
        guard parts.count == 2, let number = Int(digits), defaultGroups.contains("group-\(number)") else {
            return report.add(.lost, entry.file, entry.line, "`\(entry.text)` names no group that there is")
        }
        guard isAddress else {
            policy.clients.append(.init(key: "user", value: parts[0], group: "group-\(number)"))
            return
        }
        guard let blocks = Self.blocks(parts[0]) else {
            return report.add(.lost, entry.file, entry.line, "`\(parts[0])` is no address, prefix or range")
        }
        for block in blocks { policy.clients.append(.init(key: "prefix", value: block.description, group: "group-\(number)")) }
    }

    private func takeClients(
        _ entries: [E2GuardianListReader.Entry], _ id: String, _ policy: inout ConvertedPolicy, _ report: inout ConversionReport
    ) {
        var found: [ConvertedPolicy.Client] = []
        for entry in entries {
            guard let blocks = Self.blocks(entry.text) else {
                report.add(.lost, entry.file, entry.line, "`\(entry.text)` is no address, prefix or range")
                continue
            }
            found += blocks.map { .init(key: "prefix", value: $0.description, group: id) }
        }
        guard !found.isEmpty else { return }
        // Asked before the maps, as the story before the login is.
        policy.clients = found + policy.clients
        guard !policy.groups.contains(where: { $0.id == id }) else { return }
        var group = ConvertedPolicy.Group(id: id, name: id == "barred" ? "Barred clients" : "Unfiltered clients", ageBand: .adult)
        group.blocksByDefault = id == "barred"
        group.scansText = false
        policy.groups.append(group)
    }

    static func blocks(_ text: String) -> [CIDRBlock]? { AddressRange.blocks(text) ?? CIDRBlock(text).map { [$0] } }
}

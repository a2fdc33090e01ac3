import BreakwaterPolicy
import BreakwaterRules
import Foundation

extension ConvertedPolicy {
    /// Writes `policy.yaml` and `lists/` into a folder.
    ///
    /// - Throws: `invalid` where the folder has a policy already, `unwritable`.
    func write(to folder: String) throws(ServerError) {
        let document = folder + "/policy.yaml"
        guard FileKind.of(document) == nil else {
            throw ServerError(.invalid, "there is one already; name another folder with -o", at: DocumentPosition(file: document, line: 0))
        }
        do {
            try FileManager.default.createDirectory(atPath: folder + "/lists", withIntermediateDirectories: true)
            for list in lists {
                let text = list.lines.joined(separator: "\n") + "\n"
                try text.write(toFile: folder + "/lists/\(list.id).txt", atomically: true, encoding: .utf8)
            }
            try yaml.write(toFile: document, atomically: true, encoding: .utf8)
        } catch {
            throw ServerError(.unwritable, "cannot be written", at: DocumentPosition(file: folder, line: 0))
        }
    }

    var yaml: String {
        var lines = ["# Converted by `breakwater convert`; what could not be carried over is in report.txt.", "name: \(quoted(name))"]
        lines.append("time-zone: local")
        lines.append("default-profile: \(defaultGroup)")
        if !categories.isEmpty { lines.append("categories:") }
        for category in categories {
            let text = quoted(category.name)
            lines.append("  - { id: \(category.id), name: \(text), description: \(text), for-children: \(text), topic: content }")
        }
        if !lists.isEmpty { lines.append("lists:") }
        for list in lists {
            let kind = list.isException ? ", kind: exception" : ""
            lines.append("  - { id: \(list.id), path: lists/\(list.id).txt, format: \(list.format.rawValue), category: \(list.category)\(kind) }")
        }
        lines.append("profiles:")
        for group in groups { lines += yaml(of: group) }
        if !clients.isEmpty { lines.append("clients:") }
        for client in clients { lines.append("  - { \(client.key): \(quoted(client.value)), profile: \(client.group) }") }
        return lines.joined(separator: "\n") + "\n"
    }

    private func yaml(of group: Group) -> [String] {
        var lines = ["  - id: \(group.id)", "    name: \(quoted(group.name))", "    age-band: \(group.ageBand.rawValue)"]
        lines.append("    default: \(group.blocksByDefault ? "block" : "allow")")
        for action in [Action.block, .allow] {
            let named = group.actions.filter { $0.action == action }.map(\.category.rawValue)
            if !named.isEmpty { lines.append("    \(action.rawValue): [\(named.joined(separator: ", "))]") }
        }
        if !group.allow.isEmpty || !group.deny.isEmpty { lines.append("    entries:") }
        for (key, entries) in [("allow", group.allow), ("deny", group.deny)] where !entries.isEmpty {
            lines.append("      \(key):")
            lines += entries.map { "        - \(quoted($0))" }
        }
        if !group.times.isEmpty { lines.append("    schedules:") }
        for time in group.times {
            lines.append("      - name: \(quoted(time.name))")
            lines.append("        days: [\(time.days)]")
            lines.append("        ranges: [\(time.ranges.map(quoted).joined(separator: ", "))]")
            guard let actions = time.actions else {
                lines.append("        block: all")
                continue
            }
            lines.append("        categories: { \(actions.map { "\($0.category): \($0.action.rawValue)" }.joined(separator: ", ")) }")
        }
        lines.append("    scan-text: \(group.scansText)")
        if let limit = group.textScoreLimit { lines.append("    text-score-limit: \(min(max(limit, 1), 10_000))") }
        return lines
    }

    /// A double-quoted scalar.
    private func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

import BreakwaterPolicy
import BreakwaterRules
import BreakwaterURL
import Foundation

/// Turns a squidGuard.conf into a policy: one category a `dest`, one profile an entry of the access list, clients by `src`.
struct SquidGuardConverter {
    private let configuration: SquidGuardConfiguration
    private let source: ConversionSource
    private let file: String
    private(set) var policy = ConvertedPolicy(name: "Converted from squidGuard")
    private(set) var report: ConversionReport

    /// - Parameter path: squidGuard.conf.
    init(_ path: String) throws(ServerError) {
        let folder = (path as NSString).deletingLastPathComponent
        let reading = ConversionSource(folder: folder.isEmpty ? "." : folder, installedRoots: [])
        var report = ConversionReport()
        configuration = SquidGuardConfiguration(try reading.lines(of: path), report: &report)
        self.report = report
        let home = configuration.settings.last { $0.words.first == "dbhome" }?.words.dropFirst().first
        // The databases lie where `dbhome` says, or beside the configuration.
        let isThere = home.map { FileKind.of($0) == .folder } ?? false
        source = isThere
            ? ConversionSource(folder: home ?? folder, installedRoots: [])
            : ConversionSource(folder: reading.root, installedRoots: home.map { [$0] } ?? [])
        file = (path as NSString).lastPathComponent
    }

    mutating func convert() throws(ServerError) {
        for clause in configuration.clauses {
            switch clause.kind {
            case "dest": try convert(destination: clause)
            case "rew": report.add(.lost, clause.file, clause.line, "rewrite `\(clause.name)`: Breakwater rewrites no URLs, but for SafeSearch")
            default: continue
            }
        }
        let entries = configuration.clauses.filter { $0.kind == "acl" }
        for entry in entries { convert(entry) }
        if !entries.contains(where: { $0.name == "default" }) {
            report.add(.chosen, file, 0, "there is no `default` in the access list: whoever no source names is not filtered")
            policy.groups.append(ConvertedPolicy.Group(id: "default", name: "default"))
        }
        policy.defaultGroup = "default"
    }

    // MARK: Destinations

    private mutating func convert(destination clause: SquidGuardConfiguration.Clause) throws(ServerError) {
        let category = policy.category(clause.name)
        if !clause.condition.isEmpty { lost(clause, "the time of destination `\(clause.name)`: it holds at all hours") }
        for statement in clause.statements {
            let formats: [String: ListFormat] = ["domainlist": .domains, "urllist": .urls, "expressionlist": .squidGuardExpressions]
            guard statement.words.count > 1, let word = statement.words.first, let format = formats[word] else {
                if let word = statement.words.first, word != "log", word != "logfile" {
                    lost(statement, word, of: "destination `\(clause.name)`")
                }
                continue
            }
            let path = statement.words.last ?? ""
            switch source.find(path, from: source.root + "/x") {
            case .failure(let missing): report.add(.lost, statement.file, statement.line, "the list `\(path)` \(missing.message)")
            case .success(let list): policy.add(try lines(of: list), format: format, category: category)
            }
        }
    }

    /// The list's lines, changed by the `.diff` beside it.
    private func lines(of path: String) throws(ServerError) -> [String] {
        let diff = path + ".diff"
        let file = ListFiles.File(path: path, format: nil, diff: FileKind.of(diff) == .file ? diff : nil)
        let kept = ListText(try file.contents(), path: path).bytes
        var lines = String(decoding: kept, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
        if file.diff != nil {
            lines += try source.lines(of: diff).map(\.text).filter { $0.hasPrefix("+") }.map { $0.dropFirst().trimming() }
        }
        return lines.filter { !$0.hasPrefix("#") }
    }

    // MARK: The access list

    private mutating func convert(_ entry: SquidGuardConfiguration.Clause) {
        let id = entry.name == "default" ? "default" : "src-\(Slug.category(entry.name))".prefix(40)
        var group = ConvertedPolicy.Group(id: String(id), name: entry.name)
        group.scansText = false
        report.add(.chosen, entry.file, entry.line, "`\(entry.name)`: ages \(group.ageBand.rawValue); change `age-band` as you see fit")
        let inside = rules(of: entry.statements, entry)
        if entry.condition.isEmpty {
            apply(inside, to: &group)
        } else {
            let outside = rules(of: entry.otherwise, entry)
            let isWithin = entry.condition.first == "within"
            apply(isWithin ? outside : inside, to: &group)
            addTime(isWithin ? inside : outside, entry, &group)
        }
        policy.groups.append(group)
        if entry.name != "default" { addClients(entry, String(id)) }
    }

    private struct Rules {
        var blocked: [CategoryID] = []
        var allowed: [CategoryID] = []
        var blocksRest = false
    }

    /// `pass good !bad any`: the first that fits decides.
    private mutating func rules(of statements: [SquidGuardConfiguration.Statement], _ entry: SquidGuardConfiguration.Clause) -> Rules {
        var rules = Rules()
        for statement in statements {
            guard statement.words.first == "pass" else {
                if let word = statement.words.first, word != "log", word != "logfile" {
                    lost(statement, word, of: "`\(entry.name)`")
                }
                continue
            }
            for word in statement.words.dropFirst() {
                let isNegated = word.hasPrefix("!")
                let name = isNegated ? String(word.dropFirst()) : word
                switch name {
                case "all", "any": if isNegated { rules.blocksRest = true }
                case "none": rules.blocksRest = !isNegated
                case "in-addr":
                    let category = policy.category("in-addr")
                    if !policy.lists.contains(where: { $0.category == category }) {
                        policy.add([ConvertedPolicy.addressHosts], format: .expressions, category: category)
                    }
                    isNegated ? rules.blocked.append(category) : rules.allowed.append(category)
                default:
                    guard configuration.clauses.contains(where: { $0.kind == "dest" && $0.name == name }) else {
                        report.add(.lost, statement.file, statement.line, "`\(word)` of `\(entry.name)` names no destination that there is")
                        continue
                    }
                    let category = Slug.category(name)
                    isNegated ? rules.blocked.append(category) : rules.allowed.append(category)
                }
            }
        }
        return rules
    }

    private mutating func apply(_ rules: Rules, to group: inout ConvertedPolicy.Group) {
        for category in rules.blocked { group.set(category, .block) }
        for category in rules.allowed { group.set(category, .allow) }
        group.blocksByDefault = rules.blocksRest
        addExceptions(rules)
    }

    /// What passes before it is blocked is an exception from what is blocked.
    private mutating func addExceptions(_ rules: Rules) {
        for allowed in rules.allowed {
            for list in policy.lists where list.category == allowed && !list.isException {
                for blocked in rules.blocked where blocked != allowed {
                    let known = policy.lists.contains {
                        $0.isException && $0.category == blocked && $0.format == list.format && $0.lines == list.lines
                    }
                    if !known { policy.add(list.lines, format: list.format, category: blocked, isException: true) }
                }
            }
        }
    }

    // MARK: Times and clients

    private mutating func addTime(_ rules: Rules, _ entry: SquidGuardConfiguration.Clause, _ group: inout ConvertedPolicy.Group) {
        let times = configuration.clauses.filter { $0.kind == "time" && $0.name == entry.condition.last }
        guard entry.condition.count == 2, let time = times.first else {
            return lost(entry, "`\(entry.condition.joined(separator: " "))` of `\(entry.name)` names no time that there is")
        }
        addExceptions(rules)
        var actions = rules.blocked.map { ($0, Action.block) } + rules.allowed.map { ($0, Action.allow) }
        // What the other time blocks and this one does not is allowed now.
        for other in group.actions where !actions.contains(where: { $0.0 == other.category }) { actions.append((other.category, .allow)) }
        if rules.blocksRest, rules.allowed.isEmpty {
            actions = []
        } else if rules.blocksRest != group.blocksByDefault {
            lost(entry, "`\(entry.name)`: what passes where nothing is named differs by time, which a schedule cannot say")
        }
        for statement in time.statements {
            guard let rule = Self.schedule(statement) else {
                report.add(.lost, statement.file, statement.line, "the time `\(statement.words.joined(separator: " "))`")
                continue
            }
            group.times.append(
                .init(name: time.name, days: rule.days, ranges: rule.ranges, actions: rules.blocksRest && rules.allowed.isEmpty ? nil : actions))
        }
    }

    /// `weekly mtwhf 08:00-17:00`, `weekly * 08:00 - 17:00`, `weekly sat sun 10:00-12:00`.
    private static func schedule(_ statement: SquidGuardConfiguration.Statement) -> (days: String, ranges: [String])? {
        guard statement.words.first == "weekly" else { return nil }
        let letters: [Character: String] = [
            "m": "monday", "t": "tuesday", "w": "wednesday", "h": "thursday", "f": "friday", "a": "saturday", "s": "sunday",
        ]
        let names = Array(letters.values)
        var days: [String] = []
        var times = ""
        for word in statement.words.dropFirst().map({ $0.lowercased() }) {
            if word == "*" {
                days += names
            } else if word.contains(":") || word == "-" {
                times += (times.isEmpty || word.hasPrefix("-") || times.hasSuffix("-") ? "" : " ") + word
            } else if let name = names.first(where: { word.count >= 3 && ($0.hasPrefix(word) || word.hasPrefix($0)) }) {
                days.append(name)
            } else if word.allSatisfy({ letters[$0] != nil }) {
                days += word.compactMap { letters[$0] }
            } else {
                return nil
            }
        }
        let ranges = times.isEmpty ? ["00:00-24:00"] : times.split(separator: " ").map(String.init)
        guard !days.isEmpty, ranges.allSatisfy({ $0.wholeMatch(of: /\d\d:\d\d-\d\d:\d\d/) != nil }) else { return nil }
        let order = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        return (order.filter(days.contains).joined(separator: ", "), ranges)
    }

    private mutating func addClients(_ entry: SquidGuardConfiguration.Clause, _ group: String) {
        guard let clause = configuration.clauses.first(where: { $0.kind == "src" && $0.name == entry.name }) else {
            return lost(entry, "`\(entry.name)` names no source that there is")
        }
        if !clause.condition.isEmpty { lost(clause, "the time of source `\(clause.name)`: it holds at all hours") }
        for statement in clause.statements {
            let values = statement.words.dropFirst()
            switch statement.words.first {
            case "ip":
                for value in values {
                    guard let blocks = E2GuardianClients.blocks(value) else {
                        report.add(.lost, statement.file, statement.line, "`\(value)` is no address, prefix or range")
                        continue
                    }
                    policy.clients += blocks.map { .init(key: "prefix", value: $0.description, group: group) }
                }
            case "user": policy.clients += values.map { .init(key: "user", value: $0, group: group) }
            case "log", "logfile": continue
            default: report.add(.lost, statement.file, statement.line, "`\(statement.words.joined(separator: " "))` of source `\(clause.name)`")
            }
        }
    }

    private mutating func lost(_ statement: SquidGuardConfiguration.Statement, _ word: String, of owner: String) {
        let why = word == "redirect" ? ": Breakwater shows its own page" : ""
        report.add(.lost, statement.file, statement.line, "`\(word)` of \(owner)\(why)")
    }

    private mutating func lost(_ clause: SquidGuardConfiguration.Clause, _ message: String) {
        report.add(.lost, clause.file, clause.line, message)
    }
}

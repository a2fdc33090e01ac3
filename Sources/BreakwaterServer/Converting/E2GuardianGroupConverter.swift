import BreakwaterPolicy
import BreakwaterRules
import BreakwaterURL
import Foundation

/// Turns one filter group into a profile with its lists.
struct E2GuardianGroupConverter {
    /// What a story does with a list.
    enum Role {
        case blocks
        case allows
        /// Neither blocked by lists nor free of the text's judgement.
        case grey
        case other(String)
        case unused
    }

    let main: E2GuardianConfiguration
    let configuration: E2GuardianConfiguration
    private let file: String
    let source: ConversionSource
    /// Before the categories' names, where several groups would share them.
    let prefix: String
    var story = E2GuardianStory()
    private var hasStory = false
    var group: ConvertedPolicy.Group
    /// Categories that lists of URLs block in this group: what a grey list makes exceptions from.
    private var blocked: [CategoryID] = []

    init(
        number: Int, isOnly: Bool, main: E2GuardianConfiguration, _ configuration: E2GuardianConfiguration, file: String,
        _ source: ConversionSource
    ) {
        self.main = main
        self.configuration = configuration
        self.file = file
        self.source = source
        let name = configuration["groupname"]?.value ?? ""
        prefix = isOnly ? "" : "f\(number)"
        group = ConvertedPolicy.Group(id: "group-\(number)", name: name.isEmpty ? "Filter group \(number)" : name)
    }

    mutating func convert(_ policy: inout ConvertedPolicy, _ report: inout ConversionReport) throws(ServerError) {
        try readStory(&report)
        readLimits(&report)
        let steps = story.reachableSteps
        for list in configuration.lists where list.kind != "phraselist" {
            if case .blocks = role(of: list, steps) { try convert(list, .blocks, &policy, &report) }
        }
        for list in configuration.lists where list.kind != "phraselist" {
            let role = role(of: list, steps)
            if case .blocks = role { continue }
            try convert(list, role, &policy, &report)
        }
        for list in configuration.lists where list.kind == "phraselist" { try convertPhrases(list, &policy, &report) }
        readOddities(steps, &report)
        policy.groups.append(group)
    }

    // MARK: What the group is

    private mutating func readStory(_ report: inout ConversionReport) throws(ServerError) {
        if case .success(let path) = source.find(main["preauthstoryboard"]?.value ?? "preauth.story", from: source.root + "/x") {
            try read(story: path, chain: [path], &report)
        }
        for option in [configuration["storyboard"]].compactMap(\.self) {
            switch source.find(option.value, from: file) {
            case .failure(let missing): report.add(.lost, option.file, option.line, "the story `\(option.value)` \(missing.message)")
            case .success(let path):
                try read(story: path, chain: [path], &report)
                hasStory = true
            }
        }
    }

    private mutating func read(story path: String, chain: [String], _ report: inout ConversionReport) throws(ServerError) {
        for line in try source.lines(of: path) {
            guard line.text.trimming().hasPrefix(".Include") else {
                story.take(line)
                continue
            }
            let written = String(line.text.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" })
            switch source.find(written, from: path) {
            case .success(let file) where !chain.contains(file) && chain.count < 8: try read(story: file, chain: chain + [file], &report)
            case .success: report.add(.lost, line.file, line.number, "stories include one another")
            case .failure(let missing): report.add(.lost, line.file, line.number, "`\(written)` \(missing.message)")
            }
        }
    }

    private mutating func readLimits(_ report: inout ConversionReport) {
        let option = configuration["naughtynesslimit"]
        // Where the option is not written e2guardian takes 50.
        let limit = option.flatMap { Int($0.value) } ?? 50
        group.textScoreLimit = limit
        group.ageBand = limit <= 60 ? .from6to9 : limit <= 100 ? .from10to12 : limit <= 160 ? .from13to15 : .from16to17
        report.add(
            .chosen, option?.file ?? source.shown(file), option?.line ?? 0,
            "ages \(group.ageBand.rawValue), by the score limit of \(limit)\(option == nil ? ", which is the default" : ""); change `age-band` "
                + "as you see fit")
        if let mode = phraseMode {
            if mode.value == "1" { report.add(.changed, mode.file, mode.line, "each phrase counts once a page, not as often as it occurs") }
            if mode.value == "0" { report.add(.changed, mode.file, mode.line, "weighted phrases are off, so their lists are left out") }
        }
        if let mode = configuration["groupmode"] {
            if mode.value == "0" { group.blocksByDefault = true }
            if mode.value == "2" { group.scansText = false }
        }
    }

    /// 0 off, 1 every occurrence counts, 2 each phrase counts once.
    var phraseMode: E2GuardianConfiguration.Option? { configuration["weightedphrasemode"] ?? main["weightedphrasemode"] }

    /// What the story does to every request, and what no policy has.
    private mutating func readOddities(_ steps: [E2GuardianStory.Step], _ report: inout ConversionReport) {
        if let step = story.unconditional("setexception", in: ["checkrequest"]) {
            group.actions = []
            group.scansText = false
            report.add(.chosen, step.file, step.line, "the group is not filtered")
        }
        for name in ["checkrequest", "checkblanketblock"] {
            if story.unconditional("setblock", in: [name]) != nil { group.blocksByDefault = true }
        }
        for step in steps where step.condition == "siteisip" && step.action == "setblock" {
            report.add(.lost, step.file, step.line, "blocking sites that are addresses: add an `expressions` list for it")
        }
        for key in ["bypass", "infectionbypass", "embeddedurlweight", "searchtermlimit", "maxuploadsize"] {
            if let option = configuration[key], option.value != "0", option.value != "-1", option.value != "" {
                report.add(.lost, option.file, option.line, "`\(key)` has no counterpart in a policy")
            }
        }
    }

    // MARK: Lists

    private func role(of list: E2GuardianConfiguration.ListDefinition, _ steps: [E2GuardianStory.Step]) -> Role {
        guard hasStory else { return Self.role(byName: list.name) }
        let conditions: Set<String> =
            switch list.kind {
            case "sitelist", "ipsitelist": ["sitein", "urlin", "fullurlin"]
            case "urllist": ["urlin", "fullurlin"]
            case "regexpboollist": ["urlin", "fullurlin", "useragentin", "headerin"]
            case "fileextlist": ["extensionin", "urlin"]
            case "mimelist": ["mimein"]
            case "searchlist": ["searchin"]
            case "timelist": ["timein"]
            default: ["fullurlin", "responseheaderin", "headerin", "categoryin", "clientin", "userin"]
            }
        let found = steps.filter { $0.list == list.name && conditions.contains($0.condition) && !$0.isNegated }
        let actions = found.map(\.action)
        if let special = found.first(where: { $0.condition == "useragentin" || $0.condition == "headerin" }) {
            return .other(special.condition)
        }
        if actions.contains("setexception") || actions.contains("setsemiexception") { return .allows }
        if actions.contains("setgrey") { return .grey }
        if actions.contains("setblock") { return .blocks }
        if list.name.contains("exceptionfile"), steps.contains(where: { $0.list == list.name }) { return .grey }
        return actions.first.map { .other($0) } ?? .unused
    }

    private static func role(byName name: String) -> Role {
        if name.contains("useragent") || name.contains("header") { return .other(name) }
        if name.contains("banned") { return .blocks }
        if name.contains("exception") { return .allows }
        return name.contains("grey") ? .grey : .unused
    }

    private mutating func convert(
        _ list: E2GuardianConfiguration.ListDefinition, _ role: Role, _ policy: inout ConvertedPolicy, _ report: inout ConversionReport
    ) throws(ServerError) {
        let entries = try entries(of: list, &report)
        guard !entries.isEmpty else { return }
        let described = "\(list.kind) `\(list.name)` with \(entries.count) entries"
        if case .unused = role { return report.add(.chosen, list.file, list.line, "\(described): no story decides by it, so it is left out") }
        if list.kind == "timelist" { return takeTimes(entries, list, &report) }
        guard let format = Self.formats[list.kind] else {
            return report.add(.lost, list.file, list.line, "\(described): \(Self.reasons[list.kind] ?? "policies have no list of this kind")")
        }
        switch role {
        case .unused: return
        case .other(let action):
            report.add(.lost, list.file, list.line, "\(described): the story uses it for `\(action)`, which a policy does not do")
        case .blocks: takeBlocks(entries, format, list, &policy, &report)
        case .allows: takeExceptions(entries, format, list, &policy, &report)
        case .grey: takeGrey(entries, format, list, &policy, &report)
        }
    }

    private static let formats: [String: ListFormat] = [
        "sitelist": .domains, "ipsitelist": .addresses, "urllist": .urls, "regexpboollist": .expressions, "fileextlist": .extensions,
        "searchlist": .searchTerms,
    ]
    private static let reasons: [String: String] = [
        "mimelist": "policies have no rules for media types; list the extensions instead",
        "regexpreplacelist": "Breakwater changes no URLs, pages or header fields; SafeSearch and restricted modes it brings itself",
        "categorylist": "alerts by category have no counterpart", "iplist": "it names clients", "maplist": "it names users",
        "ipmaplist": "it names clients",
    ]

    func entries(
        of list: E2GuardianConfiguration.ListDefinition, _ report: inout ConversionReport
    ) throws(ServerError) -> [E2GuardianListReader.Entry] {
        var reader = E2GuardianListReader(source: source)
        switch source.find(list.path, from: list.source) {
        case .success(let path): try reader.read(path, report: &report)
        case .failure(let missing): report.add(.lost, list.file, list.line, "the list `\(list.path)` \(missing.message)")
        }
        return reader.entries
    }

    private mutating func takeBlocks(
        _ entries: [E2GuardianListReader.Entry], _ format: ListFormat, _ list: E2GuardianConfiguration.ListDefinition,
        _ policy: inout ConvertedPolicy, _ report: inout ConversionReport
    ) {
        let isLocal = list.name.hasPrefix("local") && [.domains, .addresses, .urls].contains(format)
        for entry in entries {
            if isLocal, entry.time == nil, let text = Self.ownEntry(entry.text) {
                group.deny.append(text)
                continue
            }
            guard let (format, line) = Self.rule(entry, format, &group, &report) else { continue }
            var name = entry.category ?? Self.categoryName(of: list)
            if let time = entry.time { name += " at \(time)" }
            let category = policy.category(name, prefix: prefix)
            policy.add([line], format: format, category: category)
            if !blocked.contains(category) { blocked.append(category) }
            guard let written = entry.time else {
                group.set(category, .block)
                continue
            }
            guard let time = E2GuardianTime(written) else {
                report.add(.changed, entry.file, entry.line, "`#time: \(written)` is no time: the list holds at all hours")
                group.set(category, .block)
                continue
            }
            if !group.times.contains(where: { $0.name == name }) {
                group.set(category, .allow)
                group.times.append(.init(name: name, days: time.days, ranges: time.ranges, actions: [(category, .block)]))
            }
        }
    }

    /// Where the list names no category.
    private static func categoryName(of list: E2GuardianConfiguration.ListDefinition) -> String {
        let kinds = [
            "sitelist": "sites", "ipsitelist": "addresses", "urllist": "URLs", "regexpboollist": "expressions", "fileextlist": "extensions",
            "searchlist": "searches",
        ]
        return "\(list.name.replacing("extension", with: "")) \(kinds[list.kind] ?? list.kind)"
    }

    /// Entries that free a site of everything, text included: what a guardian's own entries do.
    private mutating func takeExceptions(
        _ entries: [E2GuardianListReader.Entry], _ format: ListFormat, _ list: E2GuardianConfiguration.ListDefinition,
        _ policy: inout ConvertedPolicy, _ report: inout ConversionReport
    ) {
        guard [.domains, .addresses, .urls].contains(format) else {
            report.add(.changed, list.file, list.line, "\(list.kind) `\(list.name)` frees its URLs of the lists; their text is still judged")
            return takeGrey(entries, format, list, &policy, &report)
        }
        for entry in entries {
            guard entry.time == nil else {
                report.add(.lost, entry.file, entry.line, "an exception that holds at `#time: \(entry.time ?? "")` only")
                continue
            }
            if format == .addresses, let blocks = AddressRange.blocks(entry.text) {
                group.allow += blocks.map(\.description)
            } else if let text = Self.ownEntry(entry.text) {
                group.allow.append(text)
            } else {
                report.add(
                    .lost, entry.file, entry.line, "`\(entry.text)` cannot be an exception: that is a host of two labels or more, or a URL")
            }
        }
    }

    private mutating func takeGrey(
        _ entries: [E2GuardianListReader.Entry], _ format: ListFormat, _ list: E2GuardianConfiguration.ListDefinition,
        _ policy: inout ConvertedPolicy, _ report: inout ConversionReport
    ) {
        let categories = list.name.contains("exceptionfile") ? blocked.filter { category in
            policy.lists.contains { $0.category == category && $0.format == .extensions }
        } : blocked
        let lines = entries.compactMap { entry -> (ListFormat, String)? in
            guard entry.time == nil else {
                report.add(.lost, entry.file, entry.line, "a grey entry that holds at `#time: \(entry.time ?? "")` only")
                return nil
            }
            return Self.rule(entry, format, &group, &report, isGrey: true)
        }
        for category in categories {
            for line in lines { policy.add([line.1], format: line.0, category: category, isException: true) }
        }
    }

    private mutating func takeTimes(
        _ entries: [E2GuardianListReader.Entry], _ list: E2GuardianConfiguration.ListDefinition, _ report: inout ConversionReport
    ) {
        for entry in entries {
            guard list.name == "bannedtimes", let time = E2GuardianTime(entry.text) else {
                report.add(.lost, entry.file, entry.line, "the time `\(entry.text)` of `\(list.name)`")
                continue
            }
            group.times.append(.init(name: list.name, days: time.days, ranges: time.ranges, actions: nil))
        }
    }
}

import Configuration

/// The three places a value can come from, strongest first: the command line, the environment, the file.
///
/// Each becomes a provider of swift-configuration, which does the layering; this type keeps where each value was written, so
/// that a mistake in it is reported there.
struct ConfigurationSources {
    private var commandLine: [String: ConfigurationEntry] = [:]
    private var file: [String: ConfigurationEntry] = [:]
    private var environment: [String: ConfigurationEntry] = [:]

    /// - Parameter assignments: keys and values, later ones win.
    mutating func add(commandLine assignments: [(key: String, values: [String])], problems: ProblemCollector) {
        for (path, values) in assignments {
            let position = DocumentPosition(file: "command line, \(path)", line: 0)
            guard let key = ConfigurationKey.named(path) else {
                problems.report(position, "unknown key `\(path)`" + NearestName.hint(path, in: ConfigurationKey.all.map(\.path)))
                continue
            }
            commandLine[path] = entry(values, for: key, position)
        }
    }

    mutating func add(environment variables: [String: String], problems: ProblemCollector) {
        let names = ConfigurationKey.all.map(\.environmentName)
        for (name, value) in variables.sorted(by: { $0.key < $1.key }) where name.hasPrefix(ConfigurationKey.environmentPrefix) {
            let position = DocumentPosition(file: "environment, \(name)", line: 0)
            guard let key = ConfigurationKey.all.first(where: { $0.environmentName == name }) else {
                problems.report(position, "unknown variable `\(name)`" + NearestName.hint(name, in: names))
                continue
            }
            environment[key.path] = entry([value], for: key, position)
        }
    }

    /// - Parameter document: nested maps of a YAML or JSON document.
    mutating func add(document: YAMLValue, problems: ProblemCollector) {
        let sections = Set(ConfigurationKey.all.compactMap { $0.path.split(separator: ".").first.map(String.init) }).sorted()
        for (section, content) in document.mapping("the configuration", keys: sections)?.pairs ?? [] where sections.contains(section.name) {
            let keys = ConfigurationKey.all.filter { $0.path.hasPrefix(section.name + ".") }
            let names = keys.map { String($0.path.dropFirst(section.name.count + 1)) }
            for (name, value) in content.mapping("`\(section.name)`", keys: names)?.pairs ?? [] where !value.isNull {
                guard let key = ConfigurationKey.named(section.name + "." + name.name) else { continue }
                file[key.path] = read(value, for: key)
            }
        }
    }

    /// The value of a key and where it was written; `nil` where nobody gave it.
    func reader() -> ConfigurationValues {
        let layers = [commandLine, environment, file]
        let providers = zip(["command line", "environment", "file"], layers).map { name, layer in
            InMemoryProvider(
                name: name,
                values: Dictionary(uniqueKeysWithValues: layer.map { path, entry in (Self.key(path), entry.configValue) }))
        }
        var positions: [String: DocumentPosition] = [:]
        for layer in layers.reversed() { for (path, entry) in layer { positions[path] = entry.position } }
        return ConfigurationValues(reader: ConfigReader(providers: providers), positions: positions)
    }

    static func key(_ path: String) -> AbsoluteConfigKey {
        AbsoluteConfigKey(path.split(separator: ".").map(String.init), context: [:])
    }

    private func read(_ value: YAMLValue, for key: ConfigurationKey) -> ConfigurationEntry? {
        switch key.kind {
        case .text:
            return value.text("`\(key.path)`").map { ConfigurationEntry(value: .text($0), position: value.position) }
        case .list:
            let items = value.itemsOrSelf().compactMap { $0.text("an item of `\(key.path)`") }
            return ConfigurationEntry(value: .list(items), position: value.position)
        }
    }

    private func entry(_ values: [String], for key: ConfigurationKey, _ position: DocumentPosition) -> ConfigurationEntry {
        switch key.kind {
        case .text: ConfigurationEntry(value: .text(values.last ?? ""), position: position)
        case .list: ConfigurationEntry(value: .list(values.flatMap(Self.split)), position: position)
        }
    }

    /// A list in a variable or an option is separated by commas; an empty one is the empty list.
    private static func split(_ text: String) -> [String] {
        text.split(separator: ",").map { String($0.trimmingPrefix(while: \.isWhitespace)) }.filter { !$0.isEmpty }
    }
}

/// One value as it was given.
struct ConfigurationEntry {
    enum Value { case text(String), list([String]) }
    let value: Value
    let position: DocumentPosition

    var configValue: ConfigValue {
        switch value {
        case .text(let text): ConfigValue(.string(text), isSecret: false)
        case .list(let items): ConfigValue(.stringArray(items), isSecret: false)
        }
    }
}

/// The layered values, with the place of the one that won.
struct ConfigurationValues {
    let reader: ConfigReader
    let positions: [String: DocumentPosition]

    func text(_ path: String) -> Marked<String>? {
        guard let position = positions[path], let value = reader.string(forKey: ConfigKey(path.split(separator: ".").map(String.init))) else {
            return nil
        }
        return Marked(value: value, position: position)
    }

    func list(_ path: String) -> Marked<[String]>? {
        guard let position = positions[path],
            let value = reader.stringArray(forKey: ConfigKey(path.split(separator: ".").map(String.init)))
        else { return nil }
        return Marked(value: value, position: position)
    }
}

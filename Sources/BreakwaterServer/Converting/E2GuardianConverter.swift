import BreakwaterPolicy
import BreakwaterRules
import Foundation

/// Turns an e2guardian configuration into a policy: one profile a filter group, one category a list's `#listcategory`.
struct E2GuardianConverter {
    private let source: ConversionSource
    private let configurationFile: String
    private(set) var policy = ConvertedPolicy(name: "Converted from e2guardian")
    private(set) var report = ConversionReport()

    /// - Parameter path: the folder of `e2guardian.conf`, or that file.
    init(_ path: String) throws(ServerError) {
        let isFolder = FileKind.of(path) == .folder
        let folder = isFolder ? path : (path as NSString).deletingLastPathComponent
        source = ConversionSource(folder: folder, installedRoots: ["@E2CONFDIR@", "/etc/e2guardian", "/usr/local/etc/e2guardian"])
        switch source.find(isFolder ? "e2guardian.conf" : (path as NSString).lastPathComponent, from: source.root + "/x") {
        case .success(let file): configurationFile = file
        case .failure:
            throw ServerError(.unreadable, "there is no `e2guardian.conf` here", at: DocumentPosition(file: path, line: 0))
        }
    }

    mutating func convert() throws(ServerError) {
        let main = try E2GuardianConfiguration(configurationFile, in: source, listFolder: "lists/common", report: &report)
        let count = main["filtergroups"].flatMap { Int($0.value) } ?? 1
        var converted = 0
        for number in 1...max(1, min(count, 99)) {
            guard case .success(let file) = source.find("e2guardianf\(number).conf", from: configurationFile) else {
                let option = main["filtergroups"]
                report.add(
                    .lost, option?.file ?? source.shown(configurationFile), option?.line ?? 0,
                    "group \(number) has no `e2guardianf\(number).conf`")
                continue
            }
            let configuration = try E2GuardianConfiguration(file, in: source, listFolder: "lists/group\(number)", report: &report)
            var group = E2GuardianGroupConverter(number: number, isOnly: count <= 1, main: main, configuration, file: file, source)
            try group.convert(&policy, &report)
            converted += 1
        }
        guard converted > 0 else {
            throw ServerError(.invalid, "no filter group could be read", at: DocumentPosition(file: configurationFile, line: 0))
        }
        policy.defaultGroup = policy.groups[0].id
        var clients = E2GuardianClients(source: source, defaultGroups: policy.groups.map(\.id))
        try clients.convert(main, &policy, &report)
    }
}

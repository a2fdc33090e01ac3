import Breakwater
import BreakwaterBundle
import BreakwaterCompiler
import BreakwaterPolicy
import Logging

/// Where the engine comes from: a bundle as it is, or a policy document that is compiled into the state folder's cache.
struct EngineSource: Sendable {
    private enum Origin {
        case bundle(String)
        case policy(String)
    }

    private let origin: Origin
    private let stateDirectory: String
    private let records: VerificationRecords
    private let logger: Logger

    /// - Throws: `notFound` where no policy is named and the household preset is not there.
    init(_ configuration: ServerConfiguration, logger: Logger) throws(ServerError) {
        if let bundle = configuration.bundlePath {
            origin = .bundle(bundle)
        } else {
            origin = .policy(try PresetFinder.path(of: configuration.policyPath))
        }
        stateDirectory = configuration.stateDirectory
        records = VerificationRecords(folder: stateDirectory)
        self.logger = logger
        if let refusal = records.refusal {
            logger.warning("every start verifies the whole bundle", metadata: ["reason": "\(refusal)"])
        }
    }

    /// Opens the bundle, or compiles the policy where this input was not compiled before.
    func load() throws -> Engine {
        switch origin {
        case .bundle(let path): return try Engine(contentsOf: path, verification: .onRecord(records))
        case .policy(let path): return try compile(path)
        }
    }

    private func compile(_ path: String) throws -> Engine {
        let compilation = try PolicyCompilation(PolicyReader().read(contentsOf: path), stateDirectory: stateDirectory)
        for list in compilation.missingLists {
            logger.warning("a subscribed list was never fetched and is left out; run `breakwater lists update`", metadata: ["list": "\(list)"])
        }
        let cache = BundleCache(stateDirectory: stateDirectory)
        let (bundle, result) = try cache.bundle(for: compilation) { list in logger.debug("compiling", metadata: ["list": "\(list)"]) }
        if let result { log(result) }
        do {
            return try Engine(contentsOf: bundle, verification: .onRecord(records))
        } catch {
            // A bundle in the cache that cannot be opened is of another version, or damaged: it is made again, once.
            logger.warning("the cached bundle cannot be opened and is compiled again", metadata: ["code": "\(error.code)"])
            cache.discard(bundle)
            let (again, _) = try cache.bundle(for: compilation) { _ in }
            return try Engine(contentsOf: again, verification: .onRecord(records))
        }
    }

    private func log(_ result: PolicyCompilation.Result) {
        logger.info(
            "policy compiled",
            metadata: ["names": "\(result.summary.names)", "rules": "\(result.summary.urlRules)", "lists": "\(result.summary.lists.count)"])
        for list in result.summary.lists where list.errors > 0 {
            logger.warning(
                "lines of a list could not be understood; `breakwater lint` names them",
                metadata: ["list": "\(list.id)", "lines": "\(list.errors)"])
        }
    }
}

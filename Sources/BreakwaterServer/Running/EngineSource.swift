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
    ///
    /// - Parameter old: the engine in use. A policy that would replace it passes the gate that `breakwater compile` has; a bundle passed it
    ///   when it was compiled.
    /// - Throws: ``RegressionError`` where the gate refuses.
    func load(replacing old: Engine? = nil) throws -> Engine {
        switch origin {
        case .bundle(let path): return try Engine(contentsOf: path, verification: .onRecord(records))
        case .policy(let path):
            let compilation = try PolicyCompilation(PolicyReader().read(contentsOf: path), stateDirectory: stateDirectory)
            let engine = try compile(compilation)
            try check(engine, compilation, replacing: old, path)
            return engine
        }
    }

    private func check(_ engine: Engine, _ compilation: PolicyCompilation, replacing old: Engine?, _ path: String) throws {
        let gate = try RegressionGate(replacing: old, with: engine, for: compilation)
        // A list of the guardian's own changes because the guardian changed it.
        let fetched = Set(compilation.policy.lists.filter { $0.url != nil }.map(\.id))
        let concerns = try compilation.located(gate.changedLists().filter { fetched.contains($0.list ?? "") } + gate.limitedURLs())
        if old != nil, !concerns.isEmpty { throw RegressionError(concerns: concerns, path: "the policy in use") }
        guard !concerns.isEmpty else { return }
        logger.warning(
            "lists limit places of help or harmless pages; `breakwater compile` names them",
            metadata: ["lists": "\(Set(concerns.compactMap(\.list)).sorted().joined(separator: ", "))", "count": "\(concerns.count)"])
    }

    private func compile(_ compilation: PolicyCompilation) throws -> Engine {
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

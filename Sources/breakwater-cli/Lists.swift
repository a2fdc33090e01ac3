import ArgumentParser
import BreakwaterServer
import Foundation

struct Lists: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fetch the lists that a policy subscribes to, or show how they stand.",
        discussion: """
            Only `https:` addresses are asked, each once, with the date of the copy that is here; a failed fetch keeps the last good copy.

            Example:
              breakwater lists update --policy Policies/household.yaml
            """,
        subcommands: [Update.self, Status.self])

    struct Subscribed: ParsableArguments {
        @Option(help: ArgumentHelp("The policy; the household preset where it is left out.", valueName: "file.yaml")) var policy: String?
        @Option(help: ArgumentHelp("The state folder.", valueName: "dir")) var state: String?
        @Option(help: ArgumentHelp("The configuration.", valueName: "file")) var config: String?

        func subscriptions(allowingChange: Bool = false) throws -> ListSubscriptions {
            var assignments: [(key: String, values: [String])] = []
            if let policy { assignments.append(("policy.document", [policy])) }
            if let state { assignments.append(("state.directory", [state])) }
            let configuration = try ConfigurationReader().read(contentsOf: config, commandLine: assignments)
            let document = try PolicyReader().read(contentsOf: PresetFinder.path(of: configuration.policyPath))
            return ListSubscriptions(
                ListSubscription.all(of: document.policy, stateDirectory: configuration.stateDirectory), settings: configuration.lists,
                allowsChange: allowingChange)
        }
    }

    struct Update: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Fetch what is newer than the copies here.",
            discussion: "A list that shrank or grew by more than a fifth is not taken; --allow-change says that it is right.")
        @OptionGroup var subscribed: Subscribed
        @Flag(help: "Take a list however much it changed.") var allowChange = false

        func run() async throws {
            var hasFailure = false
            let updates = try await subscribed.subscriptions(allowingChange: allowChange).update { update in
                switch update.outcome {
                case .fetched(let bytes): print("\(update.id): fetched, \(bytes) bytes")
                case .unchanged: print("\(update.id): unchanged")
                case .failed(let reason):
                    hasFailure = true
                    CommandFailure.report("lists", "\(update.id): \(reason); the last good copy is kept")
                }
            }
            if updates.isEmpty { print("The policy subscribes to no list; see `subscribe` in docs/POLICIES.md.") }
            if hasFailure { throw CommandFailure.no }
        }
    }

    struct Status: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show the copies here, without asking anybody.")
        @OptionGroup var subscribed: Subscribed
        @Flag(help: "Print JSON.") var json = false

        func run() throws {
            let lists = try subscribed.subscriptions().status()
            var output = Output()
            if json {
                try output.json(lists)
            } else {
                for list in lists {
                    let age = list.fetchedAt.map { "fetched \(ISO8601DateFormatter().string(from: Date(timeIntervalSince1970: Double($0))))" }
                    let size = list.byteCount.map { ", \($0) bytes" } ?? ""
                    try output.line("\(list.id): \(age ?? "never fetched")\(size), \(list.url)")
                }
                if lists.isEmpty { try output.line("The policy subscribes to no list.") }
            }
            try output.flush()
        }
    }
}

import ArgumentParser
import BreakwaterPolicy
import BreakwaterServer
import BreakwaterStore
import Foundation

/// Where the commands that answer find the store.
struct StoreOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The configuration.", valueName: "file")) var config: String?
    @Option(help: ArgumentHelp("The state folder.", valueName: "dir")) var state: String?
    @Option(help: ArgumentHelp("The policy; the household preset where it is left out.", valueName: "file.yaml")) var policy: String?
    @Option(help: ArgumentHelp("A compiled bundle in its place.", valueName: "file.bwb")) var bundle: String?

    func configuration() throws -> ServerConfiguration {
        var assignments: [(key: String, values: [String])] = []
        if let policy { assignments.append(("policy.document", [policy])) }
        if let bundle { assignments.append(("policy.bundle", [bundle])) }
        if let state { assignments.append(("state.directory", [state])) }
        return try ConfigurationReader().read(contentsOf: config, commandLine: assignments)
    }

    func withDesk(_ body: (GuardianDesk) async throws -> Void) async throws {
        let desk = try GuardianDesk(configuration())
        do {
            try await body(desk)
        } catch let error as StoreError where error.code == .notFound || error.code == .alreadyDecided {
            CommandFailure.report("requests", error.description)
            throw CommandFailure.no
        }
        try desk.close()
    }
}

struct Requests: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Answer what was asked on block pages.",
        discussion: """
            A running `breakwater serve` with the same state folder lets an approval hold at once; it ends by itself.

            Example:
              breakwater requests list
              breakwater requests approve 7 --for today
              breakwater requests deny 8
            """,
        subcommands: [List.self, Approve.self, Deny.self, Grants.self, Revoke.self, Appeals.self, Uphold.self, Reject.self],
        defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show what waits for an answer.")
        @OptionGroup var store: StoreOptions
        @Flag(help: "Show answered ones too.") var all = false
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await store.withDesk { desk in
                let requests = try await desk.requests(in: all ? nil : .pending)
                var output = Output()
                if json { try output.json(requests) } else {
                    for request in requests {
                        let term = request.term.map { ", for \($0.rawValue)" } ?? ""
                        let note = request.note.map { ": \($0)" } ?? ""
                        let state = all ? " (\(request.state.rawValue))" : ""
                        try output.line("\(request.id)\t\(desk.describe(minute: request.minute))\t\(request.profile)\t\(request.pattern)\(term)\(state)\(note)")
                    }
                    if requests.isEmpty { try output.line("Nothing waits for an answer.") }
                }
                try output.flush()
            }
        }
    }

    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Say yes: open what was asked for, for a while.")
        @OptionGroup var store: StoreOptions
        @Argument(help: "The request's number.") var id: Int64
        @Option(name: .customLong("for"), help: "30m, 2h, 3d, today or always; what was asked for where it is left out.") var term: String?
        @Option(help: ArgumentHelp("Another scope: example.org, example.org/path.", valueName: "entry")) var scope: String?

        func run() async throws {
            try await store.withDesk { desk in
                let (grant, holds) = try await desk.approve(id, for: term, pattern: scope)
                let when = holds ? "It holds now." : "It holds when a process runs with this state folder."
                print("\(grant.pattern ?? "everything") is open for \(grant.profile) \(desk.describe(end: grant.expiresAt)), grant \(grant.id). \(when)")
            }
        }
    }

    struct Deny: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Say no.")
        @OptionGroup var store: StoreOptions
        @Argument(help: "The request's number.") var id: Int64

        func run() async throws {
            try await store.withDesk { desk in
                try await desk.deny(id)
                print("Request \(id) is denied.")
            }
        }
    }

    struct Grants: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show what is open for a while.")
        @OptionGroup var store: StoreOptions
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await store.withDesk { desk in
                let grants = try await desk.grants()
                var output = Output()
                if json { try output.json(grants) } else {
                    for grant in grants {
                        try output.line("\(grant.id)\t\(grant.profile)\t\(grant.pattern ?? "everything")\t\(desk.describe(end: grant.expiresAt))")
                    }
                    if grants.isEmpty { try output.line("Nothing is open by grant.") }
                }
                try output.flush()
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Take a grant back.")
        @OptionGroup var store: StoreOptions
        @Argument(help: "The grant's number, as `grants` shows it.") var id: Int64

        func run() async throws {
            try await store.withDesk { desk in
                let holds = try await desk.revoke(id)
                print("Grant \(id) is taken back\(holds ? "" : "; a process that runs elsewhere learns of it within seconds").")
            }
        }
    }

    struct Appeals: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show what people said is wrongly blocked.")
        @OptionGroup var store: StoreOptions
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await store.withDesk { desk in
                let appeals = try await desk.appeals()
                var output = Output()
                if json { try output.json(appeals) } else {
                    for appeal in appeals {
                        let about = [appeal.category?.rawValue, appeal.list].compactMap { $0 }.joined(separator: ", ")
                        let note = appeal.note.map { ": \($0)" } ?? ""
                        try output.line(
                            "\(appeal.id)\t\(desk.describe(minute: appeal.minute))\t\(appeal.profile)\t\(appeal.host ?? "-")\t\(about) (\(appeal.state.rawValue))\(note)")
                    }
                    if appeals.isEmpty { try output.line("Nobody said that a page is wrongly blocked.") }
                }
                try output.flush()
            }
        }
    }

    struct Uphold: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Settle an appeal: the block was wrong. Correct the policy too.")
        @OptionGroup var store: StoreOptions
        @Argument(help: "The appeal's number.") var id: Int64

        func run() async throws { try await store.withDesk { try await $0.decideAppeal(id, as: .upheld) } }
    }

    struct Reject: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Settle an appeal: the block stays.")
        @OptionGroup var store: StoreOptions
        @Argument(help: "The appeal's number.") var id: Int64

        func run() async throws { try await store.withDesk { try await $0.decideAppeal(id, as: .rejected) } }
    }
}

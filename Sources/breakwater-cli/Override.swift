import ArgumentParser
import BreakwaterServer

struct Override: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make the hash of a guardian's code that opens a blocked page.",
        discussion: """
            The code is read from standard input (a terminal does not show it); its hash goes into the configuration, and nothing else
            is kept of it.

            Example:
              breakwater override            # then: filter: { override-code-hash: "$scrypt$…" }
            """)

    func run() throws { print(try SecretPrompt.hash(of: SecretPrompt.read("Code"))) }
}

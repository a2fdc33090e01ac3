import ArgumentParser
import BreakwaterServer

struct Redirect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the nftables rules that lead clients to a transparent listener.",
        discussion: """
            For the router of a network whose clients know of no proxy. The listener is named in the configuration:
              proxy: { transparent-listeners: ["[::]:3129", "0.0.0.0:3129"], allowed-clients: [192.0.2.0/24, "2001:db8::/56"] }

            Example:
              breakwater redirect --interface br-lan --port 3129 > /etc/nftables.d/breakwater.nft
            """)
    @Option(help: ArgumentHelp("The interface that the clients are on.", valueName: "name")) var interface: String
    @Option(help: "The listener's port.") var port: Int

    func validate() throws {
        guard (1...65_535).contains(port) else { throw ValidationError("a port is 1 to 65535") }
    }

    func run() throws { print(try RedirectionRules.text(interface: interface, port: port), terminator: "") }
}

public import Logging
import Hummingbird

/// The web console and its JSON interface: for the person who runs this filter, on this machine.
///
/// Every request must name a host of ours, be logged in with the access token, and carry a form token where it changes something.
public struct ConsoleServer: Sendable {
    /// The token that logs in; print where it is kept, not the token itself.
    public let token: AccessToken
    private let configuration: ConsoleConfiguration
    private let router: ConsoleRouter
    private let logger: Logger
    private let onListening: @Sendable (ConsoleConfiguration.Address) async -> Void

    /// - Parameter onListening: called for each address when it accepts connections, with the real port.
    /// - Throws: ``ConsoleError``: `notLoopback`, `token`.
    public init(
        configuration: ConsoleConfiguration, services: ConsoleServices, logger: Logger,
        onListening: @escaping @Sendable (ConsoleConfiguration.Address) async -> Void = { _ in }
    ) throws(ConsoleError) {
        if configuration.reach == .loopbackOnly, let address = configuration.addresses.first(where: { !$0.isLoopback }) {
            throw ConsoleError(
                code: .notLoopback,
                message: "the console would be open to the network on \(address.host); name 127.0.0.1 or ::1, or allow the network and its host names")
        }
        token = try AccessToken.load(from: configuration.stateDirectory)
        self.configuration = configuration
        self.logger = logger
        self.onListening = onListening
        router = ConsoleRouter(
            services: services, configuration: configuration, token: token,
            sessions: SessionTable(lifetime: configuration.sessionLifetime, loginsPerMinute: configuration.loginsPerMinute))
    }

    /// Serves all addresses until the task is cancelled or the process shuts down gracefully; fits a service group.
    public func run() async throws {
        let responder = router.build().buildResponder()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for address in configuration.addresses {
                let application = Application(
                    responder: responder,
                    server: .http1(
                        configuration: .init(
                            idleTimeout: .seconds(60),
                            httpDecoderConfiguration: .init(maxHeaderFieldSize: 16 * 1024, maxHeaderListSize: 32 * 1024, maxHeaderFieldCount: 100))),
                    configuration: ApplicationConfiguration(address: .hostname(address.host, port: address.port)),
                    onServerRunning: { [onListening] channel in
                        await onListening(.init(host: address.host, port: channel.localAddress?.port ?? address.port))
                    },
                    logger: logger)
                group.addTask { try await application.run() }
            }
            try await group.waitForAll()
        }
    }
}

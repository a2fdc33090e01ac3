import BreakwaterConsole
import BreakwaterHTTP
import BreakwaterICAP
import BreakwaterPolicy
import BreakwaterProxy
import BreakwaterURL
import NIOCore

extension ServerConfiguration {
    /// - Parameters:
    ///   - login: who may log in, where listeners ask.
    ///   - parentCredentials: `user:password` for the parent proxy.
    func proxyConfiguration(login: ProxyLogin? = nil, parentCredentials: String? = nil) -> ProxyConfiguration {
        var configuration = ProxyConfiguration(
            listeners: proxy.listeners.map(listener) + proxy.transparentListeners.map(transparentListener))
        configuration.login = login
        let administration = console.listeners + operation.listeners + icap.listeners
        configuration.refusedEndpoints = administration.map { .init(address: $0.address, port: $0.port) }
        configuration.allowsLoginInClear = proxy.allowsLoginInClear
        configuration.balancers = proxy.balancers
        configuration.parent = proxy.parent.map { ProxyParent(host: $0.host, port: $0.port, credentials: parentCredentials) }
        configuration.automaticConfiguration.directDomains = proxy.directDomains
        configuration.allowedClients = proxy.allowedClients
        configuration.allowedPrivatePrefixes = proxy.allowedPrivateDestinations
        configuration.limits.connections = proxy.maximumConnections
        configuration.limits.connectionsPerClient = proxy.connectionsPerClient
        if let threads = proxy.threads { configuration.eventLoopCount = threads }
        configuration.limits.keepAliveIdle = TimeAmount(proxy.idleTimeout)
        configuration.limits.connectDeadline = TimeAmount(proxy.connectTimeout)
        configuration.drainDeadline = TimeAmount(shutdownGrace)
        return configuration
    }

    /// The sections in which this differs from another and that a running process keeps: they change at a restart.
    func sectionsNeedingRestart(since old: ServerConfiguration) -> [String] {
        let changes = [
            ("policy", policyPath != old.policyPath || bundlePath != old.bundlePath), ("state", stateDirectory != old.stateDirectory),
            ("log", logLevel != old.logLevel || logFormat != old.logFormat), ("proxy", proxy != old.proxy),
            ("events", events != old.events),
            ("console", console != old.console), ("icap", icap != old.icap), ("operation", operation != old.operation),
            ("process", user != old.user || group != old.group), ("shutdown", shutdownGrace != old.shutdownGrace),
        ]
        return changes.filter(\.1).map(\.0)
    }

    private func listener(_ address: ListenAddress) -> ProxyListener {
        var listener = ProxyListener(name: address.name ?? "default", address: address.address, port: address.port)
        listener.descriptor = address.descriptor
        listener.asksForLogin = proxy.requiresLogin && (proxy.loginListeners.isEmpty || proxy.loginListeners.contains(listener.name))
        return listener
    }

    private func transparentListener(_ address: ListenAddress) -> ProxyListener {
        var listener = ProxyListener(name: address.name ?? "transparent", address: address.address, port: address.port)
        listener.descriptor = address.descriptor
        listener.isTransparent = true
        return listener
    }

    /// - Parameter canInspect: whether there is an authority.
    /// - Throws: ``ConfigurationError`` where a page template cannot be used.
    func filterConfiguration(canInspect: Bool) throws(ConfigurationError) -> FilterConfiguration {
        var configuration = FilterConfiguration()
        configuration.canInspect = canInspect
        configuration.templates = try PageTemplateFolder.read(filter.templates)
        configuration.connectPorts = Set(proxy.connectPorts)
        configuration.scanWindow = filter.scanWindow
        configuration.unscannable = filter.blocksUnscannable ? .block : .forward
        configuration.missingServerName = filter.blocksMissingServerName ? .block : .forward
        configuration.takesRequests = events.isEnabled
        configuration.overrideCodeHash = filter.overrideCodeHash
        configuration.overrideSeconds = filter.overrideDuration.components.seconds
        configuration.decisionMaker = filter.decisionMaker.map { LocalizedText(en: $0, ja: $0) }
        configuration.askContact = filter.askContact.map { $0.contains("://") ? .page($0) : .mail($0) }
        return configuration
    }

    /// `nil` where there is no console.
    var consoleConfiguration: ConsoleConfiguration? {
        guard !console.listeners.isEmpty else { return nil }
        return ConsoleConfiguration(
            addresses: console.listeners.map { .init(host: $0.address.description, port: $0.port) },
            reach: console.hostNames.isEmpty ? .loopbackOnly : .network(hostNames: Set(console.hostNames)), stateDirectory: stateDirectory)
    }

    var icapConfigurations: [ICAPConfiguration] {
        icap.listeners.map { listener in
            var configuration = ICAPConfiguration()
            configuration.address = listener.address.description
            configuration.port = listener.port
            configuration.peers = proxy.allowedClients
            configuration.listener = listener.name
            return configuration
        }
    }
}

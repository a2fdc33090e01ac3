import BreakwaterConsole
import BreakwaterHTTP
import BreakwaterICAP
import BreakwaterPolicy
import BreakwaterProxy
import BreakwaterURL
import NIOCore

extension ServerConfiguration {
    var proxyConfiguration: ProxyConfiguration {
        var configuration = ProxyConfiguration(
            listeners: proxy.listeners.map { ProxyListener(name: $0.name ?? "default", address: $0.address, port: $0.port) })
        configuration.allowedClients = proxy.allowedClients
        configuration.allowedPrivatePrefixes = proxy.allowedPrivateDestinations
        configuration.limits.connections = proxy.maximumConnections
        configuration.limits.keepAliveIdle = TimeAmount(proxy.idleTimeout)
        configuration.limits.connectDeadline = TimeAmount(proxy.connectTimeout)
        configuration.drainDeadline = TimeAmount(shutdownGrace)
        return configuration
    }

    var filterConfiguration: FilterConfiguration {
        var configuration = FilterConfiguration()
        configuration.connectPorts = Set(proxy.connectPorts)
        configuration.scanWindow = filter.scanWindow
        configuration.unscannable = filter.blocksUnscannable ? .block : .forward
        configuration.missingServerName = filter.blocksMissingServerName ? .block : .forward
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

import BreakwaterURL
import Foundation

/// What a process does while it may still do everything: takes its sockets, then becomes nobody in particular.
public enum ProcessPreparation {
    /// Call it on the main thread, before anything is awaited: that thread ends with the first wait, and who it was shows as the process's
    /// owner for as long as the process lives.
    ///
    /// - Returns: the configuration with the sockets that are there already.
    public static func run(_ configuration: ServerConfiguration) throws -> ServerConfiguration {
        do {
            return try prepare(configuration)
        } catch {
            throw ListeningFailure.explained(error, configuration.proxy.listeners)
        }
    }

    private static func prepare(_ configuration: ServerConfiguration) throws -> ServerConfiguration {
        // State is its owner's alone, whoever makes the next file.
        umask(0o077)
        var configuration = configuration
        let inherited = try ListeningSocketSource.inherited()
        if !inherited.isEmpty { configuration.proxy.listeners = inherited.map { listener(of: $0, configuration) } }
        guard let privileges = try Privileges(configuration) else { return configuration }
        try bind(&configuration.proxy.listeners)
        try bind(&configuration.proxy.transparentListeners)
        try StateFolder.prepare(configuration.stateDirectory)
        try privileges.own(configuration.stateDirectory)
        try privileges.drop()
        return configuration
    }

    private static func bind(_ listeners: inout [ListenAddress]) throws {
        for index in listeners.indices where listeners[index].descriptor == nil {
            listeners[index].descriptor = try ListeningSocketSource.bind(listeners[index]).descriptor
        }
    }

    /// The manager says where; what the configuration says of that place holds as well.
    private static func listener(of socket: ListeningSocket, _ configuration: ServerConfiguration) -> ListenAddress {
        let known = configuration.proxy.listeners.first { $0.address == socket.address && $0.port == socket.port }
        var listener = known ?? ListenAddress(name: socket.name, address: socket.address, port: socket.port)
        listener.descriptor = socket.descriptor
        return listener
    }
}

import NIOCore

extension ProxyConfiguration {
    /// Refuses what would not run, or would run for everybody.
    ///
    /// - Throws: ``ProxyConfigurationError`` with the codes `noListener`, `portOutOfRange`, `duplicateListener`, `openProxy`,
    ///   `limitOutOfRange`.
    public func validate() throws(ProxyConfigurationError) {
        guard !listeners.isEmpty else { throw ProxyConfigurationError(.noListener, "no address to listen on") }
        guard eventLoopCount > 0 else { throw ProxyConfigurationError(.limitOutOfRange, "the number of event loops is not positive") }
        try limits.validate()
        var seen: Set<String> = []
        for listener in listeners {
            let place = "\(listener.address) port \(listener.port)"
            guard (0...65_535).contains(listener.port) else {
                throw ProxyConfigurationError(.portOutOfRange, "\(place): a port is 0 to 65535")
            }
            guard listener.port == 0 || seen.insert(place).inserted else {
                throw ProxyConfigurationError(.duplicateListener, "\(place) is named twice")
            }
            guard !listener.asksForLogin || login != nil else {
                throw ProxyConfigurationError(.badUsers, "\(place) asks for a login, and there are no users")
            }
            guard !listener.asksForLogin || !listener.isTransparent else {
                throw ProxyConfigurationError(.badUsers, "\(place) cannot ask for a login: who is redirected there knows of no proxy")
            }
            guard !listener.asksForLogin || listener.isLoopback || allowsLoginInClear else {
                throw ProxyConfigurationError(
                    .loginInClear,
                    "\(place) would ask for passwords that anybody on the way can read; allow that explicitly, or listen on loopback")
            }
            // An open proxy is found within hours, and then serves strangers under this address.
            guard listener.isLoopback || !allowedClients.isEmpty else {
                throw ProxyConfigurationError(
                    .openProxy, "\(place) can be reached from other machines; say which prefixes may use it, for example 192.168.1.0/24")
            }
        }
    }
}

extension ProxyLimits {
    fileprivate func validate() throws(ProxyConfigurationError) {
        let numbers = [
            ("start line bytes", startLineBytes), ("field bytes", fieldBytes), ("head bytes", headBytes), ("fields", fieldCount),
            ("chunk line bytes", chunkLineBytes), ("held bytes", heldBytes), ("read-ahead bytes", readAheadBytes),
            ("connections per client", connectionsPerClient), ("connections", connections), ("waiting lookups", waitingLookups),
            ("addresses per name", addressesPerName),
        ]
        for (name, value) in numbers where value <= 0 {
            throw ProxyConfigurationError(.limitOutOfRange, "the limit of \(name) is not positive")
        }
        let times = [
            headDeadline, bodyIdle, rateWindow, connectDeadline, firstByteDeadline, scanDeadline, keepAliveIdle, clientHelloDeadline,
            tunnelIdle, lingering,
        ]
        guard times.allSatisfy({ $0.nanoseconds > 0 }) else {
            throw ProxyConfigurationError(.limitOutOfRange, "a deadline is not positive")
        }
    }
}

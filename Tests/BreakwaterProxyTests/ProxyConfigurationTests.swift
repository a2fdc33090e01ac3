import BreakwaterProxy
import BreakwaterURL
import NIOCore
import Testing

struct ProxyConfigurationTests {
    private func listener(_ address: String, _ port: Int = 8080) throws -> ProxyListener {
        ProxyListener(address: try #require(IPAddress(address)), port: port)
    }

    @Test func `the default listens on loopback and is valid`() throws {
        try ProxyConfiguration().validate()
    }

    @Test(arguments: ["0.0.0.0", "::", "192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1"])
    func `a listener that others can reach needs a rule who may use it`(address: String) throws {
        var configuration = ProxyConfiguration(listeners: [try listener(address)])
        #expect(throws: ProxyConfigurationError.self) { try configuration.validate() }
        configuration.allowedClients = [try #require(CIDRBlock("192.168.0.0/16"))]
        try configuration.validate()
    }

    @Test(arguments: ["127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"])
    func `loopback needs none`(address: String) throws {
        try ProxyConfiguration(listeners: [try listener(address)]).validate()
    }

    @Test func `what cannot run is refused with its code`() throws {
        func code(_ configuration: ProxyConfiguration) -> ProxyConfigurationError.Code? {
            do throws(ProxyConfigurationError) {
                try configuration.validate()
                return nil
            } catch { return error.code }
        }
        #expect(code(ProxyConfiguration(listeners: [])) == .noListener)
        #expect(code(ProxyConfiguration(listeners: [try listener("::1", 65_536)])) == .portOutOfRange)
        #expect(code(ProxyConfiguration(listeners: [try listener("::1"), try listener("::1")])) == .duplicateListener)
        #expect(code(ProxyConfiguration(listeners: [try listener("::1", 0), try listener("::1", 0)])) == nil)
        var configuration = ProxyConfiguration()
        configuration.limits.fieldCount = 0
        #expect(code(configuration) == .limitOutOfRange)
        configuration = ProxyConfiguration()
        configuration.limits.headDeadline = .zero
        #expect(code(configuration) == .limitOutOfRange)
        configuration = ProxyConfiguration()
        configuration.eventLoopCount = 0
        #expect(code(configuration) == .limitOutOfRange)
    }
}

import Breakwater
import BreakwaterPolicy
import BreakwaterURL
import Testing

@Suite struct ProfileAssignmentTests {
    private static func engine(_ assignments: [ClientAssignment]) throws -> Engine {
        try TestPolicy(
            profiles: ["standard", "house", "room", "sora", "library", "both"].map { .test($0) }, assignments: assignments
        ).engine()
    }

    private static let assignments = [
        ClientAssignment(prefix: CIDRBlock("192.0.2.7"), user: "sora", profile: "both"),
        ClientAssignment(prefix: CIDRBlock("192.0.2.7"), profile: "room"),
        ClientAssignment(prefix: CIDRBlock("192.0.2.0/24"), profile: "house"),
        ClientAssignment(prefix: CIDRBlock("2001:db8:0:1::/64"), profile: "house"),
        ClientAssignment(user: "sora", profile: "sora"),
        ClientAssignment(listener: "library", profile: "library"),
    ]

    @Test(arguments: [
        ("192.0.2.8", nil, nil, "house"), ("192.0.2.7", nil, nil, "room"), ("192.0.2.7", "sora", nil, "both"),
        ("192.0.2.8", "sora", nil, "house"), ("198.51.100.1", "sora", "library", "sora"), ("198.51.100.1", "mio", "library", "library"),
        ("198.51.100.1", nil, nil, "standard"), (nil, nil, nil, "standard"), (nil, "sora", nil, "sora"),
        ("2001:db8:0:1:1234::1", nil, nil, "house"), ("2001:db8:0:2::1", nil, nil, "standard"),
        // A dual-stack listener sees IPv4 clients as mapped addresses.
        ("::ffff:192.0.2.8", nil, nil, "house"), ("64:ff9b::c000:207", nil, nil, "room"),
        ("198.51.100.1", "Sora", nil, "standard"),
    ] as [(String?, String?, String?, String)])
    func `the first assignment whose every condition holds wins`(
        address: String?, user: String?, listener: String?, profile: String
    ) throws {
        let found = try Self.engine(Self.assignments).profile(
            forAddress: address.flatMap { IPAddress($0) }, user: user, listener: listener)
        #expect(found.rawValue == profile)
    }

    @Test func `order decides between two that both hold`() throws {
        let engine = try Self.engine(Self.assignments.reversed())
        #expect(engine.profile(forAddress: IPAddress("192.0.2.7"), user: "sora", listener: "library") == "library")
        #expect(engine.profile(forAddress: IPAddress("192.0.2.7"), user: "sora", listener: nil) == "sora")
        #expect(engine.profile(forAddress: IPAddress("192.0.2.7"), user: nil, listener: nil) == "house")
    }

    @Test func `without assignments everybody has the default`() throws {
        #expect(try Self.engine([]).profile(forAddress: IPAddress("192.0.2.7"), user: "sora", listener: "x") == "standard")
    }
}

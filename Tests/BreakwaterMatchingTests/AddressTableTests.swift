import BreakwaterBundle
import BreakwaterMatching
import BreakwaterRules
import BreakwaterURL
import TestSupport
import Testing

struct AddressTableTests {
    @Test
    func `prefixes are found as a scan of all of them finds them`() throws {
        var random = SeededGenerator(seed: 61)
        var lists: [[CIDRBlock]] = [[], [], []]
        func address(_ isV4: Bool) -> IPAddress {
            // Few distinct high bits, so that prefixes lie in each other.
            let low = UInt128(random.next()) << 64 | UInt128(random.next())
            if isV4 { return IPAddress(v4: 0x0A00_0000 | UInt32(truncatingIfNeeded: low) & 0x0303_030F) }
            return IPAddress(v6: 0x2001_0DB8 << 96 | low & 0x0003_0000_0000_0003_0000_0000_000F)
        }
        for number in 0..<6_000 {
            let isV4 = number % 2 == 0
            let length = Int.random(in: isV4 ? 1...32 : 1...128, using: &random)
            guard let block = CIDRBlock(address(isV4), prefixLength: length) else { continue }
            lists[number % 3].append(block)
        }
        // IPv4-mapped and NAT64 prefixes are the IPv4 prefixes they wrap.
        lists[2] += ["::ffff:10.9.0.0/112", "64:ff9b::a08:0/112", "::ffff:10.9.9.9"].compactMap(CIDRBlock.init)
        let matcher: Matcher = try Compiled.matcher(lists.map { (.addresses, $0.map(\.description).joined(separator: "\n")) })
        var model = lists.enumerated().flatMap { list, blocks in Set(blocks).map { (list: list, block: $0) } }
        model += ["10.9.0.0/16", "10.8.0.0/16", "10.9.9.9"].compactMap(CIDRBlock.init).map { (2, $0) }
        var scratch = MatcherScratch()
        var hits = 0
        for number in 0..<4_000 {
            let target =
                number % 7 == 0 ? IPAddress(v4: 0x0A08_0000 | UInt32.random(in: 0...0x1FFFF, using: &random)) : address(number % 2 == 0)
            let expected = Set(model.filter { $0.block.contains(target) }.map { [$0.list, $0.block.prefixLength] })
            let matches = try #require(matcher.matches("http://\(Host.address(target))/", &scratch))
            let found = Set(matches.map { [Int($0.list), Int($0.reference)] })
            if found != expected { Issue.record("\(target): \(found), but \(expected)") }
            hits += expected.isEmpty ? 0 : 1
        }
        #expect(hits > 2_000)
    }

    @Test
    func `an address in a URL meets its prefix in every spelling`() throws {
        let matcher: Matcher = try Compiled.matcher([(.addresses, "169.254.0.0/16\n2001:db8::/32\n")])
        var scratch = MatcherScratch()
        for host in [
            "169.254.169.254", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "[::ffff:169.254.169.254]", "[64:ff9b::a9fe:a9fe]",
            "169.254.43518", "[2001:DB8::1]", "169.254.169.254.",
        ] {
            #expect(matcher.matches("http://\(host)/", &scratch)?.count == 1, "\(host)")
        }
        #expect(matcher.matches("http://169.253.0.1/", &scratch)?.isEmpty == true)
        #expect(matcher.matches("http://169.254.1.1.test/", &scratch)?.isEmpty == true)
    }

    @Test
    func `the longest prefix comes first`() throws {
        let matcher: Matcher = try Compiled.matcher([(.addresses, "10.0.0.0/8\n10.1.0.0/16\n10.1.1.1\n")])
        var scratch = MatcherScratch()
        #expect(matcher.matches("http://10.1.1.1/", &scratch)?.map(\.reference) == [32, 16, 8])
    }
}

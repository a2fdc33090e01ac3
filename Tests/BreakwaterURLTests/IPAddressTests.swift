import BreakwaterURL
import TestSupport
import Testing

struct IPAddressTests {
    @Test(arguments: [
        ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"), ("192.0.2.1", "192.0.2.1"), ("::", "::"), ("::1", "::1"),
        ("1::", "1::"), ("2001:DB8::A", "2001:db8::a"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
        ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"), ("1:0:0:2:0:0:0:3", "1:0:0:2::3"), ("1:0:0:2:3:0:0:4", "1::2:3:0:0:4"),
        ("::ffff:192.0.2.1", "::ffff:c000:201"), ("64:ff9b::192.0.2.1", "64:ff9b::c000:201"),
        ("1:2:3:4:5:6:192.0.2.1", "1:2:3:4:5:6:c000:201"),
        ("0000:0000:0000:0000:0000:ffff:255.255.255.255", "::ffff:ffff:ffff"),
    ])
    func `strict forms are read and written canonically`(text: String, canonical: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.description == canonical)
        #expect(IPAddress(canonical) == address)
    }

    @Test(arguments: [
        "", ".", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.04", "0x1.2.3.4", "1.2.3.4 ", " 1.2.3.4", "1.2.3.-4", "1..2.3",
        "1.2.3.",
        "1234.1.1.1", "[::1]", ":", ":::", "1:", ":1", "1::2::3", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "12345::", "g::", "::1%eth0",
        "::1.2.3",
        "::1.2.3.4.5", "::1.2.3.4:5", "1:2:3:4:5:6:7:1.2.3.4", "::01.2.3.4", "1:2:3:4:5:6:7", "::1 ", "٣.1.1.1",
    ])
    func `what is no strict address is none`(text: String) {
        #expect(IPAddress(text) == nil)
        #expect(CIDRBlock(text) == nil)
    }

    @Test(arguments: [
        ("127.1", "127.0.0.1"), ("0x7f.1", "127.0.0.1"), ("2130706433", "127.0.0.1"), ("0177.0.0.1", "127.0.0.1"), ("[::1]", "::1"),
        ("0", "0.0.0.0"),
        ("0x", "0.0.0.0"), ("1.2.3.4.", "1.2.3.4"), ("0xffffffff", "255.255.255.255"), ("1.65536", "1.1.0.0"), ("1.2.65535", "1.2.255.255"),
        ("[::ffff:1.2.3.4]", "::ffff:102:304"),
    ])
    func `a URL's spellings are read`(text: String, strict: String) throws {
        let expected = try #require(IPAddress(strict))
        #expect(IPAddress(urlHost: text) == expected)
    }

    @Test(arguments: [
        "", ".", "1.2.3.4..", "08", "0x1g", "256.1", "1.16777216", "1.2.65536", "1.2.3.256", "4294967296", "99999999999999999999999", "a.b",
        "[1", "[]", "1.2.3.4.5",
    ])
    func `what is no address in a URL is none`(text: String) {
        #expect(IPAddress(urlHost: text) == nil)
    }

    @Test
    func `every address survives its own text`() throws {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<20_000 {
            // Groups of zeros are what is hard, so that half of them are.
            var value: UInt128 = 0
            for _ in 0..<8 {
                let group = UInt16.random(in: 0...UInt16.max, using: &random) >> UInt16.random(in: 0...12, using: &random)
                value = value << 16 | UInt128(Bool.random(using: &random) ? group : 0)
            }
            let v6 = IPAddress(v6: value)
            #expect(IPAddress(v6.description) == v6)
            #expect(IPAddress(urlHost: "[\(v6)]") == v6)
            #expect(v6.description == v6.description.lowercased())
            let v4 = IPAddress(v4: UInt32.random(in: 0...UInt32.max, using: &random))
            #expect(IPAddress(v4.description) == v4)
            #expect(IPAddress(urlHost: String(v4.value)) == v4)
            #expect(IPAddress(v6: 0xFFFF << 32 | v4.value).canonical == v4)
            #expect(IPAddress(v6: 0x0064_FF9B << 96 | v4.value).canonical == v4)
        }
    }

    @Test(arguments: [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.255", "169.254.169.254", "172.16.0.1", "172.31.255.255",
        "192.168.1.1",
        "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fc00::1",
        "fdff::1", "ff02::1", "2001:db8::1", "3fff::1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "64:ff9b::7f00:1",
        "2002:a9fe:a9fe::",
        "2002:7f00:1::1", "2001:0:1:2:3:4:5601:5601", "::169.254.169.254", "::127.0.0.1",
    ])
    func `an address of the inner world is not globally reachable, however it is wrapped`(text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(!address.isGloballyReachable)
    }

    @Test(arguments: [
        "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0", "192.167.1.1",
        "223.255.255.255",
        "2606:4700::1111", "2002:808:808::1", "64:ff9b::808:808", "::ffff:8.8.8.8",
    ])
    func `an address of the Internet is`(text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.isGloballyReachable)
    }
}

struct CIDRBlockTests {
    @Test(arguments: [
        ("192.0.2.77/24", "192.0.2.0/24"), ("192.0.2.1", "192.0.2.1"), ("192.0.2.1/32", "192.0.2.1"), ("1.2.3.4/0", "0.0.0.0/0"),
        ("2001:db8::1/32", "2001:db8::/32"), ("::1/128", "::1"), ("ffff::/0", "::/0"), ("2001:db8:ffff::/33", "2001:db8:8000::/33"),
    ])
    func `bits after the prefix are cleared`(text: String, canonical: String) throws {
        let block = try #require(CIDRBlock(text))
        #expect(block.description == canonical)
        #expect(CIDRBlock(canonical) == block)
    }

    @Test(arguments: [
        "1.2.3.4/33", "1.2.3.4/", "1.2.3.4/-1", "1.2.3.4/+1", "1.2.3.4/0x8", "1.2.3.4/8/8", "::/129", "::/1000", "/8", "1.2.3/8", "::/٨",
    ])
    func `a bad prefix is none`(text: String) { #expect(CIDRBlock(text) == nil) }

    @Test
    func `a block holds what shares its prefix, bit by bit`() throws {
        var random = SeededGenerator(seed: 2)
        for _ in 0..<20_000 {
            let isV4 = Bool.random(using: &random)
            let width = isV4 ? 32 : 128
            let high = UInt128(random.next()) << 64 | UInt128(random.next())
            let value = isV4 ? high & 0xFFFF_FFFF : high
            // Another address that differs from a random bit on.
            let other = value ^ (UInt128(1) << UInt128(Int.random(in: 0..<width, using: &random)))
            func address(_ value: UInt128) -> IPAddress { isV4 ? IPAddress(v4: UInt32(value)) : IPAddress(v6: value) }
            let length = Int.random(in: 0...width, using: &random)
            let block = try #require(CIDRBlock(address(value), prefixLength: length))
            #expect(block.contains(address(value)))
            let agrees = (0..<length).allSatisfy { bit in
                let shift = UInt128(width - 1 - bit)
                return (value >> shift) & 1 == (other >> shift) & 1
            }
            #expect(block.contains(address(other)) == agrees)
            #expect(!block.contains(isV4 ? IPAddress(v6: value) : IPAddress(v4: UInt32(truncatingIfNeeded: value))))
        }
    }
}

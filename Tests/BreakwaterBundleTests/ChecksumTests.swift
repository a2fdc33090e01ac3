import BreakwaterBundle
import TestSupport
import Testing

struct ChecksumTests {
    private func sum(_ bytes: [UInt8]) -> UInt64 { Checksum.of(bytes.rawSpan) }

    @Test
    func `no bytes have a checksum too, and lengths of zeros differ`() {
        let sums = (0..<300).map { sum([UInt8](repeating: 0, count: $0)) }
        #expect(Set(sums).count == 300)
    }

    @Test
    func `a change of any single bit is seen at every length`() {
        var random = SeededGenerator(seed: 31)
        for count in Array(1...70) + [127, 128, 129, 1_000] {
            var bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            let before = sum(bytes)
            for index in bytes.indices {
                let bit: UInt8 = 1 << UInt8.random(in: 0..<8, using: &random)
                bytes[index] ^= bit
                #expect(sum(bytes) != before, "\(count) bytes, byte \(index)")
                bytes[index] ^= bit
            }
            #expect(sum(bytes) == before)
        }
    }

    @Test
    func `random contents do not share a checksum`() {
        var random = SeededGenerator(seed: 32)
        let sums = (0..<20_000).map { _ in
            sum((0..<Int.random(in: 8...64, using: &random)).map { _ in UInt8.random(in: .min ... .max, using: &random) })
        }
        #expect(Set(sums).count == sums.count)
    }

    @Test
    func `two stripes do not change places unseen`() {
        let (a, b) = ([UInt8](repeating: 1, count: 32), [UInt8](repeating: 2, count: 32))
        #expect(sum(a + b) != sum(b + a))
    }
}

struct SHA256Tests {
    /// FIPS 180-4 and RFC 4231 examples.
    @Test
    func `digests and codes are those of the standards`() {
        func hexadecimal(_ bytes: [UInt8]) -> String { SHA256.hexadecimal(bytes) }
        #expect(hexadecimal(SHA256.digest([])) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(hexadecimal(SHA256.digest(Array("abc".utf8))) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        let code = SHA256.hmac(key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8))
        #expect(hexadecimal(code) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    @Test
    func `a computation is ready for the next message`() {
        var context = DigestContext()
        for _ in 0..<3 {
            context.update(Array("a".utf8).rawSpan)
            context.update(Array("bc".utf8).rawSpan)
            #expect(context.finish() == SHA256.digest(Array("abc".utf8)))
        }
    }

    @Test
    func `random bytes are as many as asked for`() {
        #expect(SHA256.randomBytes(0).isEmpty)
        #expect(SHA256.randomBytes(-1).isEmpty)
        #expect(SHA256.randomBytes(16).count == 16)
        #expect(SHA256.randomBytes(16) != SHA256.randomBytes(16))
    }
}

struct LittleEndianTests {
    private let bytes: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8, 9]

    private func u8(_ at: Int) -> UInt8 { bytes.rawSpan.u8(at: at) }
    private func u16(_ at: Int) -> UInt16 { bytes.rawSpan.u16(at: at) }
    private func u32(_ at: Int) -> UInt32 { bytes.rawSpan.u32(at: at) }
    private func u64(_ at: Int) -> UInt64 { bytes.rawSpan.u64(at: at) }

    @Test
    func `loads inside a span are little-endian`() {
        #expect(u8(8) == 9)
        #expect(u16(7) == 0x0908)
        #expect(u32(5) == 0x0908_0706)
        #expect(u64(1) == 0x0908_0706_0504_0302)
    }

    @Test(arguments: [-1, -8, 9, 100, Int.max, Int.min])
    func `loads outside a span give zero`(offset: Int) {
        #expect(u8(offset) == 0)
        #expect(u16(offset) == 0)
        #expect(u32(offset) == 0)
        #expect(u64(offset) == 0)
        #expect(u16(8) == 0 && u32(6) == 0 && u64(2) == 0)
    }

    @Test
    func `what is appended is read again`() {
        var bytes: [UInt8] = []
        bytes.append(u16: 0xABCD)
        bytes.append(u32: 0x0123_4567)
        bytes.append(u64: 0x89AB_CDEF_0123_4567)
        bytes.pad(to: 16)
        #expect(bytes.count == 16)
        let whole = bytes
        let span = whole.rawSpan
        let (first, second, third) = (span.u16(at: 0), span.u32(at: 2), span.u64(at: 6))
        #expect(first == 0xABCD && second == 0x0123_4567 && third == 0x89AB_CDEF_0123_4567)
        bytes.pad(to: 16)
        #expect(bytes.count == 16)
    }
}

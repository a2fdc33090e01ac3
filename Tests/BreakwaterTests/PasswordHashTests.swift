import Breakwater
import BreakwaterBundle
import Testing

@Suite struct PasswordHashTests {
    /// RFC 7914 §12.
    @Test(arguments: [
        ("", "", 4, 1, 1, "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"),
        (
            "password", "NaCl", 10, 8, 16,
            "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
        ),
        (
            "pleaseletmein", "SodiumChloride", 14, 8, 1,
            "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
        ),
    ]) func `the derivation is that of the standard`(password: String, salt: String, logN: Int, r: Int, p: Int, expected: String) throws {
        let cost = try #require(Scrypt.Cost(logN: logN, r: r, p: p))
        let key = try #require(Scrypt.derive(Array(password.utf8), salt: Array(salt.utf8), cost: cost, count: 64))
        #expect(SHA256.hexadecimal(key) == expected)
    }

    @Test func `a hash knows its password and no other, also from its text`() throws {
        let hash = try #require(PasswordHash(cheaplyOf: "open sesame"))
        let again = try #require(PasswordHash(hash.description))
        #expect(again == hash)
        for (password, isRight) in [("open sesame", true), ("open sesamE", false), ("", false), ("open sesame ", false)] {
            #expect(again.matches(Array(password.utf8)) == isRight)
        }
        #expect(!again.matches([UInt8](repeating: 0x78, count: 300)))
        // A salt of its own each time.
        #expect(PasswordHash(cheaplyOf: "open sesame") != hash)
    }

    @Test func `what people make costs what it should`() throws {
        let hash = try #require(PasswordHash(of: "open sesame"))
        #expect(hash.description.hasPrefix("$scrypt$ln=15,r=8,p=3$"))
        #expect(hash.matches(Array("open sesame".utf8)))
    }

    @Test(arguments: [
        "", "open sesame", "$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$", "$scrypt$ln=99,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA",
        "$scrypt$ln=-1,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA", "$scrypt$ln=4,r=9999999999999999999999,p=1$AAAA$AAAA", "$bcrypt$ln=4,r=8,p=1$AAAA$AAAA",
        "$scrypt$ln=4,r=8,p=1$====$====", "$scrypt$$$", "$scrypt$ln=4,r=8$AAAAAAAAAAAAAAAAAAAAAA$AAAA",
    ]) func `a text that is no hash, or costs too much, is refused`(text: String) { #expect(PasswordHash(text) == nil) }
}

import BreakwaterProxy
import BreakwaterURL
import Testing

struct NameLookupTests {
    /// glibc's hosts file has no names with dots at their ends, and every machine has this one.
    @Test
    func `the system's hosts file counts`() throws {
        let answer = NameLookup.system(try DomainName("localhost"))
        #expect(answer.addresses.contains { !$0.isGloballyReachable })
    }

    @Test
    func `a name that nobody has gives no address`() throws {
        #expect(NameLookup.system(try DomainName("no-such-name.invalid")) == NameAnswer())
    }
}

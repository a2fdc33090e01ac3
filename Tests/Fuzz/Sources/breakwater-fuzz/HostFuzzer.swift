import Breakwater
import BreakwaterBundle
import BreakwaterPolicy
import Glibc

/// Hosts asked for by themselves: each has the verdict of its URL, alone and among others. Input: a host a line.
final class HostFuzzer: FuzzTarget {
    /// The first holds names and addresses alone, which a shorter way serves.
    private let engines: [Engine]
    private var scratch = Breakwater.MatchScratch()
    private var batch = BatchScratch()

    init() {
        let plain = Household.lists.filter { ["names", "hosts", "addresses", "help"].contains($0.source.id) }
        engines = [plain, Household.lists].map { lists in
            let path = Household.temporaryPath("hosts")
            Household.write(lists, to: path)
            defer { unsafe unlink(path) }
            do throws(BundleError) { return try Engine(contentsOf: path) } catch { fatalError("\(error)") }
        }
    }

    func run(_ input: [UInt8]) {
        let hosts = input.split(separator: 0x0A, omittingEmptySubsequences: false).prefix(64)
        var names = HostNames()
        for host in hosts { names.append(Array(host).span) }
        for engine in engines {
            for profile in engine.policy.profiles {
                let asker = engine.asker(profile: profile.id, at: Moment(secondsSinceEpoch: 1_700_000_000, offsetFromUTC: 0))
                let alone = hosts.map { asker.decide(Array($0).span, using: &scratch) }
                var together: [Verdict] = []
                asker.decide(names, using: &batch) { _, verdict in together.append(verdict) }
                require(together == alone, "among others a host is decided otherwise")
                for (host, verdict) in zip(hosts, alone) { check(host, verdict, engine, profile.id) }
            }
        }
    }

    private func check(_ host: ArraySlice<UInt8>, _ verdict: Verdict, _ engine: Engine, _ profile: ProfileID) {
        // In a URL these bytes would begin another part of it, or be left out.
        let ends = host.isEmpty || host.contains { $0 <= 0x20 || $0 == 0x7F || "/\\?#@:[]".utf8.contains($0) }
        guard !ends, let text = String(validating: host, as: UTF8.self) else { return }
        let request = Request(
            url: "https://\(text)/", profile: profile, at: Moment(secondsSinceEpoch: 1_700_000_000, offsetFromUTC: 0), layer: .name)
        let expected = engine.decide(request, using: &scratch)
        guard expected.exceededExpressions == 0, verdict.exceededExpressions == 0 else { return }
        require(verdict == expected, "\(text): \(verdict) by itself, \(expected) as a URL")
    }

    func seeds() -> [[UInt8]] {
        [
            "n1.test\nN2.test\nx.n3.test\ncasino.example", "192.0.2.1\n[2001:db8::1]\n0xc0000201\n10.1", "own.test\nsub.own.test\nn3.test.\nhelp.test",
            "a..test\n.\n\na b.test\nn1.test:80", "日本.test\nxn--wgv71a.test\n%6e1.test", "1.2.3.4.5.6.7.n1.test\nw.test\nhashed.test",
        ].map { Array($0.utf8) }
    }
}

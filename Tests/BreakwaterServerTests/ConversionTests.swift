import Breakwater
import BreakwaterPolicy
import BreakwaterRules
import BreakwaterServer
import Foundation
import TestSupport
import Testing

/// Configurations of other filters, converted, compiled and asked.
struct ConversionTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Converts, compiles, and gives what a profile answers: action and category.
    private func answers(_ conversion: PolicyConversion, _ profile: String, at moment: Moment? = nil, _ urls: [String]) throws -> [String] {
        let output = folder.path + "/out-\(UUID().uuidString)"
        try conversion.write(to: output)
        let compilation = try PolicyCompilation(PolicyReader().read(contentsOf: output + "/policy.yaml"), stateDirectory: folder.path)
        let result = try compilation.write(to: output + "/policy.bwb")
        #expect(result.diagnostics.filter { $0.severity == .error }.map(\.description) == [])
        let engine = try Engine(contentsOf: output + "/policy.bwb")
        var checker = try Checker(engine: engine, profile: profile, at: moment ?? engine.moment())
        return urls.map { checker.check(CheckLine(url: $0)).row.split(separator: "\t").prefix(2).joined(separator: " ") }
    }

    private func writeE2Guardian() throws {
        try folder.write("e2/e2guardian.conf", """
            .Define LISTDIR </etc/e2guardian/lists/common>
            filtergroups = 2
            weightedphrasemode = 1
            iplist = 'name=bannedclient,messageno=100,path=__LISTDIR__/bannediplist'
            ipmaplist = 'name=ipmap,path=/etc/e2guardian/lists/ipgroups'
            maplist = 'name=defaultusermap,path=/etc/e2guardian/lists/users'

            """)
        let story = """
            function(checkrequest)
            if(true) returnif hook_checkrequest
            if(urlin, localexception) return setexception
            if(urlin, localbanned) return setblock
            if(urlin, exception) return setexception
            if(urlin, grey) return setgrey
            if(urlin, banned) return setblock
            if(urlin, bannedextension) return setblock
            if(searchin, banned) return setblock
            function(checkresponse)
            if(mimein, bannedmime) return setblock

            """
        try folder.write("e2/common.story", story)
        try folder.write("e2/f1.story", ".Include</etc/e2guardian/common.story>\n")
        for number in 1...2 {
            try folder.write("e2/e2guardianf\(number).conf", """
                groupname = 'Class \(number)'
                naughtynesslimit = \(number * 60)
                storyboard = '/etc/e2guardian/f1.story'
                .Define LISTDIR </etc/e2guardian/lists/g\(number)>
                sitelist = 'name=localexception,path=__LISTDIR__/localexceptionsitelist'
                sitelist = 'name=localbanned,path=__LISTDIR__/localbannedsitelist'
                sitelist = 'name=exception,path=__LISTDIR__/exceptionsitelist'
                sitelist = 'name=grey,path=__LISTDIR__/greysitelist'
                sitelist = 'name=banned,path=__LISTDIR__/bannedsitelist'
                urllist = 'name=banned,path=__LISTDIR__/bannedurllist'
                regexpboollist = 'name=banned,path=__LISTDIR__/bannedregexpurllist'
                fileextlist = 'name=bannedextension,path=__LISTDIR__/bannedextensionlist'
                mimelist = 'name=bannedmime,path=__LISTDIR__/bannedmimetypelist'
                searchlist = 'name=banned,path=__LISTDIR__/bannedsearchlist'
                weightedphraselist = '__LISTDIR__/weightedphraselist'
                bannedphraselist = '__LISTDIR__/bannedphraselist'

                """)
        }
        let lists = [
            "g1/bannedsitelist":
                "#listcategory: \"Bad Sites\"\nbad.test\n.xxx\n.Include</etc/e2guardian/lists/more>\n.Include</etc/passwd>\n",
            "more": "#listcategory: \"More\"\n#time: 9 0 17 0 01234\ngames.test\n.Include<more>\n",
            "g1/bannedurllist": "mixed.test/bad\n", "g1/bannedregexpurllist": "#listcategory: \"Words\"\ncasino[0-9]\n",
            "g1/greysitelist": "grey.bad.test\n", "g1/exceptionsitelist": "good.bad.test\n.gov\n", "g1/localbannedsitelist": "local.test\n",
            "g1/localexceptionsitelist": "free.local.test\n", "g1/bannedextensionlist": ".exe # programs\n",
            "g1/bannedmimetypelist": "video/mpeg\n",
            "g1/bannedsearchlist": "girl+naughty\n", "g1/weightedphraselist": "#listcategory: \"A\"\n< casino ><30>\n.Include<phrases>\n",
            "g1/phrases": "#listcategory: \"B\"\n<jackpot><50%>\nnot a phrase\n", "g1/bannedphraselist": "<forbidden>\n<odd><5>\n",
            "g2/bannedsitelist": "**\n", "g2/exceptionsitelist": "only.test\n", "common/bannediplist": "192.0.2.9\n",
            "ipgroups": "192.0.2.0-192.0.2.3 = filter2\n10.0.0.0/255.255.0.0 = filter1\n10.0.0.1 = filter7\n", "users": "sora=2\n",
        ]
        for (name, text) in lists { try folder.write("e2/lists/" + name, text) }
        let empty = [
            "localexceptionsitelist", "localbannedsitelist", "greysitelist", "bannedurllist", "bannedregexpurllist", "bannedextensionlist",
            "bannedmimetypelist", "bannedsearchlist", "weightedphraselist", "bannedphraselist",
        ]
        for name in empty { try folder.write("e2/lists/g2/\(name)", "# nothing\n") }
    }

    @Test func `an e2guardian configuration decides alike when it is a policy`() throws {
        try writeE2Guardian()
        let conversion = try PolicyConversion(folder.path + "/e2")
        let monday = Moment(secondsSinceEpoch: 20_514 * 86_400 + 12 * 3_600, offsetFromUTC: 0)
        #expect(try answers(conversion, "group-1", at: monday, [
            "http://www.bad.test/", "http://site.xxx/", "http://mixed.test/bad/x", "http://mixed.test/", "https://x.test/casino7",
            "http://grey.bad.test/", "http://good.bad.test/", "http://local.test/", "http://free.local.test/", "http://x.test/a.exe",
            "http://x.test/a.exe.html", "http://search.test/?q=naughty+girl", "http://search.test/?q=girl", "http://games.test/",
        ]) == [
            "block f1-bad-sites", "block f1-bad-sites", "block f1-banned-urls", "allow -", "block f1-words",
            "allow -", "allow -", "block -", "allow -", "block f1-banned-extensions",
            "allow -", "block f1-banned-searches", "allow -", "block f1-more-at-9-0-17-0-01234",
        ])
        let sunday = Moment(secondsSinceEpoch: 20_520 * 86_400 + 12 * 3_600, offsetFromUTC: 0)
        #expect(try answers(conversion, "group-1", at: sunday, ["http://games.test/"]) == ["allow f1-more-at-9-0-17-0-01234"])
        #expect(try answers(conversion, "group-2", ["http://any.test/", "http://www.only.test/"]) == ["block -", "allow -"])
        #expect(try answers(conversion, "barred", ["http://any.test/"]) == ["block -"])
    }

    @Test func `what cannot be carried over is reported with file and line`() throws {
        try writeE2Guardian()
        let conversion = try PolicyConversion(folder.path + "/e2")
        let lost = conversion.report.entries.filter { $0.kind == .lost }.map { "\($0.position)" }
        #expect(lost.contains("lists/g1/bannedsitelist:5"))
        #expect(lost.contains("lists/more:4"))
        #expect(lost.contains("e2guardianf1.conf:13"))
        #expect(lost.contains("lists/g1/phrases:3"))
        #expect(lost.contains("lists/g1/bannedphraselist:2"))
        #expect(lost.contains("lists/g1/exceptionsitelist:2"))
        #expect(lost.contains("lists/ipgroups:3"))
        #expect(conversion.report.entries.contains { $0.kind == .changed && $0.message.contains("counts once") })
        try conversion.write(to: folder.path + "/out")
        let phrases = try String(contentsOfFile: folder.path + "/out/lists/f1-page-text.phrases.txt", encoding: .utf8)
        #expect(phrases == "< casino ><30>\n<jackpot><50%>\n<forbidden>\n")
        let document = try String(contentsOfFile: folder.path + "/out/policy.yaml", encoding: .utf8)
        for line in [
            "  - { prefix: \"192.0.2.9\", profile: barred }", "  - { prefix: \"192.0.2.0/30\", profile: group-2 }",
            "  - { prefix: \"10.0.0.0/16\", profile: group-1 }", "  - { user: \"sora\", profile: group-2 }", "    text-score-limit: 60",
        ] { #expect(document.contains(line + "\n"), "\(line)") }
        #expect(throws: ServerError.self) { try conversion.write(to: folder.path + "/out") }
    }

    @Test func `a squidGuard configuration decides alike when it is a policy`() throws {
        try folder.write("sg/db/porn/domains", "porn.test\ngone.test\n")
        try folder.write("sg/db/porn/domains.diff", "-gone.test\n+new.test\n")
        try folder.write("sg/db/porn/urls", "mixed.test/porn\n")
        try folder.write("sg/db/porn/expressions", "(^|/)sexy\n")
        try folder.write("sg/db/good/domains", "good.porn.test\n")
        try folder.write("sg/db/games/domains", "games.test\n")
        try folder.write("sg/squidGuard.conf", """
            dbhome \(folder.path)/sg/db
            logdir /var/log/squid
            time lessons {
                weekly mtwhf 08:00-12:00 13:00-16:00
                date 2026-12-24
            }
            src kids { ip 10.0.0.0/24 192.0.2.1-192.0.2.2
                user sora, mio
                domain kids.example }
            src staff { ip 10.0.1.0/24 }
            dest porn {
                domainlist porn/domains
                urllist porn/urls
                expressionlist porn/expressions
                redirect http://localhost/blocked
            }
            dest good { domainlist good/domains }
            dest games { domainlist games/domains }
            dest gone { domainlist gone/domains }
            rew safe { s@a@b@i }
            acl {
                kids within lessons { pass good !porn !games any } else { pass good !porn any }
                staff { pass good none }
                default { pass !porn !in-addr all
                    redirect http://localhost/ }
            }

            """)
        let conversion = try PolicyConversion(folder.path + "/sg/squidGuard.conf")
        let urls = [
            "http://www.porn.test/", "http://gone.test/", "http://new.test/", "http://mixed.test/porn/1", "http://mixed.test/",
            "http://good.porn.test/",
            "http://games.test/", "http://192.0.2.7/",
        ]
        let monday = Moment(secondsSinceEpoch: 20_514 * 86_400 + 14 * 3_600, offsetFromUTC: 0)
        let noon = Moment(secondsSinceEpoch: 20_514 * 86_400 + 12 * 3_600 + 60, offsetFromUTC: 0)
        let kids = ["block porn", "allow -", "block porn", "block porn", "allow -", "allow good"]
        #expect(try answers(conversion, "src-kids", at: monday, urls) == kids + ["block games", "allow -"])
        let pause = try answers(conversion, "src-kids", at: noon, urls)
        #expect(Array(pause.prefix(7)) == kids + ["allow -"])
        #expect(
            try answers(conversion, "src-staff", at: monday, ["http://good.porn.test/", "http://any.test/"]) == ["allow good", "block -"])
        let others = try answers(conversion, "default", at: monday, urls)
        #expect(Array(others.suffix(2)) == ["allow -", "block in-addr"])
        let lost = conversion.report.entries.filter { $0.kind == .lost }.map { "\($0.position)" }
        #expect(Set(lost) == Set([5, 9, 15, 19, 20, 25].map { "squidGuard.conf:\($0)" }))
    }

    @Test(.enabled(if: ConversionTests.sample != nil, "needs the folder of real lists: set BREAKWATER_DATA"))
    func `e2guardian's own sample configuration converts and blocks what its lists block`() throws {
        let conversion = try PolicyConversion(try #require(Self.sample))
        print(conversion.report.text)
        #expect(conversion.profileCount == 1)
        let found = try answers(conversion, "group-1", [
            "http://x.test/setup.vbs", "http://x.test/Variants/AVTest", "http://windowsupdate.microsoft.com/setup.vbs", "http://x.test/",
        ])
        #expect(found == ["block banned-extensions", "block banned-regular-expression-urls", "allow -", "allow -"])
    }

    private static let sample: String? = {
        let named = ProcessInfo.processInfo.environment["BREAKWATER_DATA"]
        let path = (named ?? TestFiles.rootPath + "/../shared/data") + "/e2guardian"
        return FileManager.default.fileExists(atPath: path + "/e2guardian.conf.in") ? path : nil
    }()

    @Test(arguments: ["/nonexistent", "/etc/hosts"]) func `what is no configuration is refused`(path: String) {
        #expect(throws: ServerError.self) { try PolicyConversion(path) }
    }
}

import BreakwaterHTTP
import BreakwaterURL
import HTTPTypes
import Testing

/// BYP-09 for every name that Google says it searches under.
@Suite struct SafeSearchTests {
    /// What follows `google.` in the names of google.com/supported_domains.
    static let suffixes = """
        com ad ae com.af com.ag al am co.ao com.ar as at com.au az ba com.bd be bf bg com.bh bi bj com.bn com.bo com.br bs bt co.bw by \
        com.bz ca cd cf cg ch ci co.ck cl cm cn com.co co.cr com.cu cv com.cy cz de dj dk dm com.do dz com.ec ee com.eg es com.et fi \
        com.fj fm fr ga ge gg com.gh com.gi gl gm gr com.gt gy com.hk hn hr ht hu co.id ie co.il im co.in iq is it je com.jm jo co.jp \
        co.ke com.kh ki kg co.kr com.kw kz la com.lb li lk co.ls lt lu lv com.ly co.ma md me mg mk ml com.mm mn com.mt mu mv mw com.mx \
        com.my co.mz com.na com.ng com.ni ne nl no com.np nr nu co.nz com.om com.pa com.pe com.pg com.ph com.pk pl pn com.pr ps pt \
        com.py com.qa ro ru rw com.sa com.sb sc se com.sg sh si sk com.sl sn so sm sr st com.sv td tg co.th com.tj tl tm tn to com.tr \
        tt com.tw co.tz com.ua co.ug co.uk com.uy co.uz com.vc co.ve co.vi com.vn vu ws rs co.za co.zm co.zw cat
        """.split(separator: " ").map(String.init)

    private let worker = FilterWorker(service: TestBundle.service())

    private func dialled(_ host: String, user: String? = nil) -> String? {
        var exchange = FilterExchange(worker: worker, client: ClientIdentity(user: user), now: TestBundle.now)
        let head = HTTPRequest(method: .connect, scheme: nil, authority: "\(host):443", path: nil)
        guard case .tunnel(let target, _) = exchange.receiveRequestHead(head, now: TestBundle.now) else { return nil }
        return target.description
    }

    @Test func `every Google search leads to its safe host`() {
        for suffix in Self.suffixes {
            for host in ["www.google.\(suffix)", "google.\(suffix)"] {
                #expect(dialled(host) == "forcesafesearch.google.com", "\(host)")
                #expect(dialled(host, user: "adult") == host)
            }
        }
    }

    @Test(arguments: [
        "mail.google.com", "maps.google.de", "google.example.com", "www.google.com.evil.test", "notgoogle.com", "accounts.google.co.jp", "google.co",
        "www.bing.com.test", "i.ytimg.com", "youtube.example.org",
    ])
    func `nothing else is led anywhere`(host: String) {
        // `google.co` is Colombia's: two letters, and Google's own.
        #expect(dialled(host) == (host == "google.co" ? "forcesafesearch.google.com" : host))
    }

    @Test(arguments: [
        ("www.bing.com", "strict.bing.com"), ("edgeservices.bing.com", "strict.bing.com"), ("duckduckgo.com", "safe.duckduckgo.com"),
        ("start.duckduckgo.com", "safe.duckduckgo.com"), ("www.ecosia.org", "strict-safe-search.ecosia.org"),
        ("pixabay.com", "safesearch.pixabay.com"), ("yandex.ru", "familysearch.yandex.ru"), ("www.youtube.com", "restrict.youtube.com"),
        ("m.youtube.com", "restrict.youtube.com"), ("youtubei.googleapis.com", "restrict.youtube.com"),
        ("youtube.googleapis.com", "restrict.youtube.com"), ("www.youtube-nocookie.com", "restrict.youtube.com"),
    ])
    func `each service has its own safe host`(host: String, target: String) {
        #expect(dialled(host) == target)
        #expect(worker.service.counters.values.first { $0.name == "safe_mode_connections" }?.value == 1)
    }
}

/// How common short runs of bytes are in URLs: filing a rule under a common one is nearly filing it under "always".
enum URLStatistics {
    /// What a window costs at least that selects next to nothing.
    static let common = 1_000

    /// What nearly every URL, or one in twenty, holds.
    private static let commonText: [[UInt8]] = [
        "https://www.", "http://www.", ".com/", ".net/", ".org/", ".co.uk/", ".co.jp/", ".html", ".php?", ".aspx", ".json", ".jpeg", ".jpg?",
        ".png?", ".gif?", ".svg?", ".webp", ".woff2", ".min.js", ".min.css", ".js?v=", ".css?", "/js/", "/css/", "/images/", "/image/", "/img/",
        "/static/", "/assets/", "/content/", "/wp-content/", "/wp-includes/", "/plugins/", "/themes/", "/uploads/", "/scripts/", "/script/",
        "/media/", "/public/", "/common/", "/jquery.", "/index.", "/fonts/", "/font/", "/ajax/", "/api/v1/", "/video/", "/news/", "/user/",
        "/page/", "/site/", "google.com", "googleapis.", "gstatic.com", "cloudfront.net", "facebook.", "amazonaws.", "twitter.", "/ads/", "/ad/",
        "&type=", "?type=", "&page=", "&url=", "?url=", "&ref=", "&ver=", "?ver=", "&size=", "&width=", "&height=", "&time=", "&data=",
        "&name=", "&title=", "%3a%2f%2f", "http%3a%2f%2f", "%2fwww.", "&callback=", "&format=", "&lang=", "&_=1", "pixel", "track", "event",
        "://st", "://co", "://ad", "://me", "://pi", "://tr", "://im", "://ss", ".com/a", ".com/c", ".com/p", ".com/j", ".com/s", "ws.com", "s.com",
        "m.com", "g.com", "k.net", "er.com", "on.com", "www.go", "ads.", "click", "syndic", "secure", "double", "size=300x250", "728x90", "800x",
        "play", "pixel/", "les/", "ces.", "ion.", "gdpr=", "gid=", "s/common", "icle", "ites", "style.css", "main.js", "bundle.js", "vendor", "banner", "analytics", "adserver", "ation", "tion", "ment", "ting", "ions", "ight",
    ].map { Array($0.utf8) }

    private static let commonWindows: Set<[UInt8]> = {
        var windows: Set<[UInt8]> = []
        for text in commonText {
            for width in 3...4 where text.count >= width {
                for start in 0...text.count - width { windows.insert(Array(text[start..<start + width])) }
            }
        }
        return windows
    }()

    /// English letters by frequency, the rarest first; digits and the signs of paths are common in URLs too.
    private static let ranks: [Int] = {
        var ranks = [Int](repeating: 13, count: 256)
        for (rank, byte) in "zqjxkvbwfygpmulhdcrnsioate".utf8.enumerated() { ranks[Int(byte)] = rank }
        return ranks
    }()

    /// - Parameter window: three or four bytes of lower-case text.
    static func commonness(_ text: [UInt8], _ window: Range<Int>) -> Int {
        let sum = window.reduce(0) { $0 + ranks[Int(text[$1])] }
        return commonWindows.contains(Array(text[window])) ? sum + common : sum
    }
}

import BreakwaterPolicy

/// The sentences of error pages: what happened, and what a person can do.
struct ErrorText {
    var title: LocalizedText
    var lead: LocalizedText
    var advice: LocalizedText

    private init(_ title: (en: String, ja: String), _ lead: (en: String, ja: String), _ advice: (en: String, ja: String)) {
        self.title = LocalizedText(en: title.en, ja: title.ja)
        self.lead = LocalizedText(en: lead.en, ja: lead.ja)
        self.advice = LocalizedText(en: advice.en, ja: advice.ja)
    }

    private static let tryLater = (en: "Try again in a minute.", ja: "少し待ってから、もう一度ためしてください。")
    private static let checkAddress = (en: "Look at the address for a typing mistake.", ja: "アドレスにまちがいがないか、見てください。")
    private static let tellOperator = (
        en: "If it happens again, tell whoever looks after this connection.", ja: "くり返すときは、この回線を管理する人に伝えてください。"
    )

    static func text(for kind: ErrorReply) -> ErrorText {
        switch kind {
        case .badRequest, .expectationFailed, .methodNotAllowed, .notImplemented, .versionNotSupported, .misdirectedRequest, .targetTooLong,
            .fieldsTooLarge, .contentTooLarge, .requestTimeout, .authenticationRequired:
            request(kind)
        case .notAllowed, .unscannable, .internalFailure, .overloaded, .loopDetected: proxy(kind)
        case .nameNotFound, .originUnreachable, .badResponse, .originTimeout: origin(kind)
        case .originNotTrusted, .certificateExpired, .certificateNotYetValid, .certificateForOtherName, .certificateSelfSigned,
            .certificateUnknown, .certificateWeak, .originNotSecure:
            trust(kind)
        }
    }

    private static func request(_ kind: ErrorReply) -> ErrorText {
        switch kind {
        case .requestTimeout:
            ErrorText(
                ("The request took too long", "リクエストに時間がかかりすぎました"),
                ("Your device stopped sending before the request was complete.", "リクエストの途中で、送信が止まりました。"), tryLater)
        case .contentTooLarge:
            ErrorText(("This upload is too large", "送るデータが大きすぎます"), ("It is larger than this connection takes.", "この回線で送れる大きさをこえています。"), tellOperator)
        case .targetTooLong:
            ErrorText(("This address is too long", "アドレスが長すぎます"), ("It is longer than this connection reads.", "この回線で読める長さをこえています。"), checkAddress)
        case .fieldsTooLarge:
            ErrorText(
                ("The request’s header is too large", "リクエストのヘッダーが大きすぎます"),
                ("Often a site has stored too many cookies.", "サイトのCookieが多すぎるときに、よく起こります。"),
                ("Delete the site’s cookies, then try again.", "そのサイトのCookieを消してから、もう一度ためしてください。"))
        case .methodNotAllowed, .notImplemented:
            ErrorText(
                ("This kind of request is not passed on", "この種類のリクエストは通せません"),
                ("The filter does not forward this method.", "フィルターは、この方法のリクエストを転送しません。"), tellOperator)
        case .authenticationRequired:
            ErrorText(
                ("Please log in", "ログインしてください"), ("This connection asks for a name and a password.", "この回線では、名前とパスワードが必要です。"),
                ("Reload the page, then type them.", "ページを読みこみ直して、入力してください。"))
        default:
            ErrorText(
                ("The request cannot be read", "リクエストを読み取れません"),
                ("It can be understood in more than one way, so it was not passed on.", "意味が一つに決まらないので、転送しませんでした。"), checkAddress)
        }
    }

    private static func proxy(_ kind: ErrorReply) -> ErrorText {
        switch kind {
        case .notAllowed:
            ErrorText(
                ("This place is not open from here", "ここからは接続できません"),
                ("The filter does not connect to this port or this address.", "フィルターは、このポートやアドレスには接続しません。"), tellOperator)
        case .unscannable:
            ErrorText(
                ("This page could not be checked", "このページは確認できませんでした"),
                ("The filter could not read the page’s text, and what cannot be checked stays closed here.", "ページの文章を読めませんでした。ここでは、確認できないページは閉じたままです。"),
                tellOperator)
        case .overloaded:
            ErrorText(("Too many requests at once", "リクエストが多すぎます"), ("The filter is busy.", "フィルターが混み合っています。"), tryLater)
        case .loopDetected:
            ErrorText(
                ("The request goes in a circle", "リクエストが一周して戻ってきました"),
                ("It came back to the filter that sent it.", "送ったフィルターに、同じリクエストが戻りました。"), tellOperator)
        default:
            ErrorText(("Something went wrong here", "ここで問題が起きました"), ("The filter could not finish the request.", "フィルターは、リクエストを完了できませんでした。"), tryLater)
        }
    }

    private static func origin(_ kind: ErrorReply) -> ErrorText {
        switch kind {
        case .nameNotFound:
            ErrorText(("There is no site of this name", "この名前のサイトはありません"), ("The name leads to no address.", "名前に対応するアドレスが見つかりません。"), checkAddress)
        case .originTimeout:
            ErrorText(("The site does not answer", "サイトから返事がありません"), ("It took too long.", "時間がかかりすぎました。"), tryLater)
        case .badResponse:
            ErrorText(
                ("The site’s answer cannot be read", "サイトの返事を読み取れません"),
                ("It can be understood in more than one way, so it was not passed on.", "意味が一つに決まらないので、転送しませんでした。"), tryLater)
        default:
            ErrorText(("The site cannot be reached", "サイトに接続できません"), ("Nothing answers at its address.", "アドレスから応答がありません。"), tryLater)
        }
    }

    /// What stands in the way of believing an origin; the title is the same, as people must do the same.
    private static func trust(_ kind: ErrorReply) -> ErrorText {
        let why: (en: String, ja: String) =
            switch kind {
            case .certificateExpired:
                ("Its certificate is too old: its time is over.", "証明書の期限が切れています。")
            case .certificateNotYetValid:
                ("Its certificate is not valid yet, or a clock is wrong.", "証明書の期間がまだ始まっていません。時計がちがっているのかもしれません。")
            case .certificateForOtherName:
                ("Its certificate belongs to another site.", "証明書が別のサイトのものです。")
            case .certificateSelfSigned:
                ("It wrote its certificate itself; nobody else vouches for it.", "サイトが自分で作った証明書で、保証する人がいません。")
            case .certificateUnknown:
                ("Nobody known here vouches for its certificate.", "証明書の発行者を、ここでは確認できません。")
            case .certificateWeak:
                ("Its certificate is protected so weakly that it can be forged.", "証明書の守りが弱く、にせものを作れてしまいます。")
            case .originNotSecure:
                ("It offers no connection that is safe enough.", "十分に安全な接続に対応していません。")
            default:
                ("Its certificate is not valid, so somebody could be pretending to be it.", "証明書が正しくないため、にせもののおそれがあります。")
            }
        return ErrorText(
            ("This site cannot prove who it is", "サイトの身元を確認できません"), why,
            ("Do not type a password or personal details. Try again later.", "パスワードや個人情報は入力しないでください。あとでためしてください。"))
    }
}

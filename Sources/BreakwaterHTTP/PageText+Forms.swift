import BreakwaterPolicy

/// The sentences of forms, of the answers to them, and of the page that says that time is nearly up.
extension PageText {
    static let askFormText = LocalizedText(
        en: "Do you need this page? Send a question to your grown-up.", ja: "このページが{必要|ひつよう}ですか。おうちの{人|ひと}に{聞|き}いてみましょう。")
    static let askAdultFormText = LocalizedText(
        en: "Send a question to whoever looks after this connection.", ja: "この{回線|かいせん}を{管理|かんり}する{人|ひと}にたのめます。")
    static let scope = LocalizedText(en: "What do you want to open?", ja: "どれを{開|ひら}きたいですか")
    static let scopeSite = LocalizedText(en: "The whole site %", ja: "サイト{全部|ぜんぶ}（%）")
    static let scopePage = LocalizedText(en: "Only this page", ja: "このページだけ")
    static let scopeAll = LocalizedText(en: "Everything", ja: "すべて")
    static let term = LocalizedText(en: "For how long?", ja: "どのくらいの{時間|じかん}ですか")
    static let termHalfHour = LocalizedText(en: "30 minutes", ja: "30{分|ぷん}")
    static let termToday = LocalizedText(en: "Today", ja: "{今日|きょう}だけ")
    static let termAlways = LocalizedText(en: "Always", ja: "ずっと")
    static let note = LocalizedText(en: "Why? You may leave this empty.", ja: "わけ（{書|か}かなくてもよい）")
    static let appealButton = LocalizedText(en: "It is closed by mistake", ja: "まちがって{閉|と}じている")

    static let override = LocalizedText(en: "For grown-ups: open it with a code", ja: "保護者の方：コードで開く")
    static let overrideLabel = LocalizedText(en: "Your code", ja: "コード")
    static let overrideButton = LocalizedText(en: "Open", ja: "開く")

    static let back = LocalizedText(en: "Back to the page", ja: "ページにもどる")
    static let sent = LocalizedText(en: "Your question is on its way", ja: "{質問|しつもん}を{送|おく}りました")
    static let sentLead = LocalizedText(
        en: "When your grown-up says yes, the page opens. Try it again later.",
        ja: "おうちの{人|ひと}が「いいよ」と{言|い}えば、ページが{開|ひら}きます。あとで{試|ため}してください。")
    static let appealSent = LocalizedText(en: "Thank you for telling us", ja: "{知|し}らせてくれて、ありがとう")
    static let appealSentLead = LocalizedText(
        en: "Somebody will look at it. It is counted in the report.", ja: "だれかが{確|たし}かめます。レポートにも{数|かぞ}えられます。")
    static let wait = LocalizedText(en: "Please wait a little", ja: "{少|すこ}し{待|ま}ってください")
    static let askedTooOftenLead = LocalizedText(
        en: "Many questions are waiting already. Try again in ten minutes.", ja: "{質問|しつもん}がたまっています。10{分|ぷん}たったら、もう{一度|いちど}。")
    static let codeWrong = LocalizedText(en: "That code is not right", ja: "コードがちがいます")
    static let codeWrongLead = LocalizedText(en: "The page stays closed.", ja: "ページは{閉|と}じたままです。")
    static let triedTooOftenLead = LocalizedText(
        en: "There were too many wrong codes. Try again in ten minutes.", ja: "ちがうコードが{多|おお}すぎます。10{分|ぷん}たったら、もう{一度|いちど}。")

    /// The counter is read by its number: さんぷん, but ごふん.
    static func minutesLeft(_ minutes: Int) -> LocalizedText {
        let reading = [0, 1, 3, 4, 6, 8].contains(minutes % 10) ? "ぷん" : "ふん"
        return LocalizedText(en: minutes == 1 ? "% minute left" : "% minutes left", ja: "あと%{分|\(reading)}です")
    }
    static let quotaLeftLead = LocalizedText(
        en: "Today’s Internet time is nearly used up. Finish what you are doing.",
        ja: "{今日|きょう}の{時間|じかん}は、もうすぐおしまいです。いましていることを{終|お}えましょう。")
    static let closingLead = LocalizedText(
        en: "The Internet takes a break soon. Finish what you are doing.",
        ja: "もうすぐお{休|やす}みの{時間|じかん}です。いましていることを{終|お}えましょう。")
    static let goOn = LocalizedText(en: "Go on", ja: "{続|つづ}ける")
}

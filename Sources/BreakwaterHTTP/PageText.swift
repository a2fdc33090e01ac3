import BreakwaterPolicy

/// The sentences of block and warn pages: short, calm, and for a child of nine. `{漢字|かんじ}` marks a reading.
///
/// Rules: no fear, no blame, one thought a sentence; Japanese sentences of 40 characters at most.
enum PageText {
    // Headings and leads, by what decided.
    static let blocked = LocalizedText(en: "This page is closed here", ja: "このページは{見|み}られません")
    static let entryLead = LocalizedText(
        en: "Somebody who looks after you chose to close this page.", ja: "あなたを{見守|みまも}る{人|ひと}が、このページを{閉|と}じることにしました。")
    static let notYet = LocalizedText(en: "This page is not on your list yet", ja: "このページは、まだリストにありません")
    static let notYetLead = LocalizedText(
        en: "Here, only pages on your list are open. This one can be added.",
        ja: "ここでは、リストにあるページだけが{開|ひら}きます。このページも、リストに{入|い}れてもらえます。")
    static let notNow = LocalizedText(en: "Not now", ja: "いまはお{休|やす}みの{時間|じかん}です")
    static let notNowLead = LocalizedText(en: "The Internet is taking a break.", ja: "インターネットは、いまお{休|やす}み{中|ちゅう}です。")
    static let timeUsed = LocalizedText(en: "Today’s time is used up", ja: "{今日|きょう}の{時間|じかん}はおしまいです")
    static let timeUsedLead = LocalizedText(
        en: "You have used your Internet time for today. New time comes tomorrow.",
        ja: "{今日|きょう}のインターネットの{時間|じかん}を{使|つか}いきりました。あすになると、また{使|つか}えます。")
    static let sealed = LocalizedText(en: "This page cannot be opened", ja: "このページは{開|ひら}けません")
    static let sealedLead = LocalizedText(
        en: "It is on a list of illegal material. Nobody here can open it.",
        ja: "{法律|ほうりつ}に{反|はん}するもののリストにあります。ここでは、だれも{開|ひら}けません。")
    static let unreadable = LocalizedText(en: "This address cannot be read", ja: "このアドレスは{読|よ}めません")
    static let unreadableLead = LocalizedText(
        en: "The address can be understood in more than one way, so it stays closed.",
        ja: "アドレスの{意味|いみ}が{一|ひと}つに{決|き}まらないので、{閉|と}じたままにします。")
    static let warned = LocalizedText(en: "Stop and think for a moment", ja: "ちょっと{立|た}ち{止|ど}まって、{考|かんが}えてみよう")
    static let comfort = LocalizedText(en: "You are not in trouble.", ja: "あなたは{悪|わる}くありません。")

    // Facts.
    static let address = LocalizedText(en: "Address:", ja: "アドレス：")
    static let kind = LocalizedText(en: "What it is", ja: "しゅるい")
    static let why = LocalizedText(en: "How we know", ja: "りゆう")
    static let who = LocalizedText(en: "Who decided", ja: "{決|き}めた{人|ひと}")
    static let until = LocalizedText(en: "Until", ja: "いつまで")
    static let rule = LocalizedText(en: "Time rule", ja: "{時間|じかん}のきまり")

    static let onList = LocalizedText(en: "The address is on a list of such pages.", ja: "こうしたページのリストに、アドレスがあります。")
    static let onListNamed = LocalizedText(en: "The address is on the list “%”.", ja: "「%」というリストに、アドレスがあります。")
    static let onOwnList = LocalizedText(en: "It is on your family’s or school’s own list.", ja: "おうちや{学校|がっこう}のリストにあります。")
    static let aliasOf = LocalizedText(en: "This site is another name for “%”.", ja: "このサイトは、「%」の{別|べつ}の{名前|なまえ}です。")
    static let canonicalOnList = LocalizedText(
        en: "That name is on a list of such pages.", ja: "その{名前|なまえ}が、こうしたページのリストにあります。")
    static let canonicalOnListNamed = LocalizedText(en: "That name is on the list “%”.", ja: "その{名前|なまえ}が、「%」というリストにあります。")
    static let canonicalOnOwnList = LocalizedText(
        en: "That name is on your family’s or school’s own list.", ja: "その{名前|なまえ}が、おうちや{学校|がっこう}のリストにあります。")
    static let fileKind = LocalizedText(
        en: "Files of this kind or size are not opened here.", ja: "この{種類|しゅるい}や{大|おお}きさのファイルは、ここでは{開|ひら}けません。")
    static let labelled = LocalizedText(en: "The page itself says it is for adults.", ja: "ページ{自身|じしん}が「{大人向|おとなむ}け」と{言|い}っています。")
    static let nameQuery = LocalizedText(
        en: "An app asked where a site is in a way that goes past this filter (DNS over HTTPS).",
        ja: "アプリが、このフィルターを{通|とお}らない{方法|ほうほう}（DNS over HTTPS）で、サイトの{場所|ばしょ}を{調|しら}べようとしました。")
    static let words = LocalizedText(
        en: "A computer counted words on the page. It can be wrong: if so, please ask.",
        ja: "コンピューターが、ページのことばを{数|かぞ}えました。まちがうこともあります。そのときは{聞|き}いてください。")

    static let guardian = LocalizedText(
        en: "Your grown-ups, or whoever looks after this connection", ja: "おうちの{人|ひと}、またはこの{回線|かいせん}を{管理|かんり}する{人|ひと}")
    static let sealedKeeper = LocalizedText(
        en: "The organisation that keeps the list. Your grown-ups cannot change it.",
        ja: "リストを{作|つく}る{団体|だんたい}です。おうちの{人|ひと}も{変|か}えられません。")
    static let untilAsked = LocalizedText(en: "Until a grown-up changes it", ja: "{大人|おとな}が{変|か}えるまで")
    static let tomorrow = LocalizedText(en: "Tomorrow", ja: "あす")

    // Sections.
    static let ask = LocalizedText(en: "Ask your grown-up", ja: "おうちの{人|ひと}に{聞|き}いてみよう")
    static let askText = LocalizedText(
        en: "Do you need this page, or is it closed by mistake? Show this code, and say why you need it.",
        ja: "このページが{必要|ひつよう}ですか。まちがいだと{思|おも}いますか。このコードを{見|み}せて、わけを{話|はな}してください。")
    static let askAdult = LocalizedText(en: "Ask for a change", ja: "{変更|へんこう}をたのむ")
    static let askAdultText = LocalizedText(
        en: "If this page is closed by mistake, give this code to whoever looks after this connection.",
        ja: "まちがいだと{思|おも}うときは、この{回線|かいせん}を{管理|かんり}する{人|ひと}にコードを{伝|つた}えてください。")
    static let code = LocalizedText(en: "Code", ja: "コード")
    static let askButton = LocalizedText(en: "Send the question", ja: "{聞|き}いてみる")
    static let mailSubject = LocalizedText(en: "May I open this page? Code", ja: "このページを見てもいいですか。コード")

    static let proceed = LocalizedText(en: "It is your choice", ja: "{決|き}めるのは、あなたです")
    static let proceedText = LocalizedText(
        en: "If you have a good reason, you can go on. If not, go back: nothing happened.",
        ja: "{理由|りゆう}があるなら、{進|すす}めます。なければ、もどりましょう。{何|なに}も{起|お}きていません。")
    static let proceedButton = LocalizedText(en: "Continue to %", ja: "%へ{進|すす}む")

    static let help = LocalizedText(en: "Talk to someone", ja: "だれかに{話|はな}してみよう")
    static let helpText = LocalizedText(
        en: "If something worries you, you can talk to these people. You need not give your name.",
        ja: "{気|き}になることがあれば、{話|はな}してみてください。{名前|なまえ}は{言|い}わなくてもだいじょうぶです。")

    static let advice = LocalizedText(en: "What you can do", ja: "できること")

    static let countsKept = LocalizedText(
        en: "Breakwater keeps watch on this connection. Grown-ups can see how often pages of a kind were closed, not which pages.",
        ja: "この{回線|かいせん}はBreakwaterが{見守|みまも}っています。{大人|おとな}に{見|み}えるのは{回数|かいすう}と{種類|しゅるい}で、ページではありません。")
    static let hostsKept = LocalizedText(
        en: "Breakwater keeps watch on this connection. Grown-ups can see the names of sites that were closed.",
        ja: "この{回線|かいせん}はBreakwaterが{見守|みまも}っています。{大人|おとな}は、{閉|と}じられたサイトの{名前|なまえ}を{見|み}られます。")
    static let general = LocalizedText(en: "This page comes from Breakwater, the filter of this connection.", ja: "この{画面|がめん}は、この{回線|かいせん}のフィルター Breakwater が{出|だ}しています。")

    /// A few words in place of an image, a script and the like.
    static let small = LocalizedText(en: "Blocked by Breakwater.\n", ja: "Breakwaterがブロックしました。\n")
}

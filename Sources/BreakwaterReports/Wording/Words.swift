package import BreakwaterPolicy

/// The fixed words of the pages, by the key that templates use (`{{w.key}}`).
package enum Words {
    package static let all: [String: LocalizedText] =
        common.merging(parents) { first, _ in first }.merging(children) { first, _ in first }.merging(institutions) { first, _ in first }

    static func view(_ language: Language) -> [String: Any] { all.mapValues { $0[language] } }

    static func word(_ key: String, _ language: Language) -> String { all[key]?[language] ?? key }

    private static func t(_ en: String, _ ja: String) -> LocalizedText { LocalizedText(en: en, ja: ja) }

    static let common: [String: LocalizedText] = [
        "glance": t("At a glance", "ひと目でわかるまとめ"),
        "madeOn": t("Made on", "作成日"),
        "policy": t("Policy", "ポリシー"),
        "skip": t("Skip to the summary", "まとめへ移動"),
        "blocked": t("Blocked", "ブロック"),
        "warned": t("Warned, could continue", "注意を表示（続行可）"),
        "loaded": t("Blocked; pages load it by themselves", "ブロック（ページが自動で読み込むもの）"),
        "stopped": t("Stopped", "止めた件数"),
        "checked": t("Checked", "確認した件数"),
        "category": t("Category", "分類"),
        "previous": t("Period before", "前の期間"),
        "change": t("Change", "増減"),
        "share": t("Share of all checked", "確認した全件に対する割合"),
        "asNumbers": t("The same as a table", "同じ内容の表"),
        "day": t("Day", "日"),
        "days": t("Days", "期間"),
        "hour": t("Hour", "時刻"),
        "reason": t("Reason", "理由"),
        "helpTitle": t("Where to find help", "相談できるところ"),
        "helpLead": t(
            "In danger, call emergency services first. Talking to a helpline is private, and Breakwater never reports visits to help services.",
            "危険があるときは、まず緊急通報をしてください。相談の秘密は守られます。Breakwaterは、相談窓口を利用したことを記録にも報告にも載せません。"),
        "verifiedOn": t("last checked", "最終確認"),
        "footer": t(
            "Made by Breakwater on this network. This page holds no script and loads nothing from anywhere.",
            "このネットワークのBreakwaterが作成しました。このページはスクリプトを含まず、外部から何も読み込みません。"),
        "noPrevious": t("not known", "不明"),
        "hiddenNumber": t("hidden", "非表示"),
        "night": t("The grey bands mark 22:00 to 6:00.", "灰色の帯は22時から6時までです。"),
    ]

    static let parents: [String: LocalizedText] = [
        "parentsTitle": t("Family report", "ご家族へのレポート"),
        "stoppedTitle": t("What was stopped", "止めたもの"),
        "stoppedLead": t(
            "Each request is one thing a page or an app asked for. A single visit can make dozens, so small differences mean little.",
            "1件は、ページやアプリが要求した一つの通信です。1回の閲覧で数十件になることもあるため、小さな差に意味はありません。"),
        "nothingStopped": t("Nothing was stopped by category in this period.", "この期間に、分類によって止めたものはありません。"),
        "otherTitle": t("Stopped for other reasons", "ほかの理由で止めたもの"),
        "whenTitle": t("When", "いつ"),
        "whenLead": t(
            "Counts show when devices were active, which is not the same as when somebody was looking at them.",
            "件数は端末が通信した時間を示します。誰かが見ていた時間と同じとは限りません。"),
        "profilesTitle": t("Each profile", "プロフィールごと"),
        "metHere": t("Stopped most often", "多かったもの"),
        "nothingHere": t("Nothing was stopped by category.", "分類によって止めたものはありません。"),
        "nightHere": t("Between 22:00 and 6:00", "22時から6時まで"),
        "totalsOnly": t(
            "Only totals are shown here: people of 16 and over have a right to privacy. Ask them; most are willing to talk.",
            "16歳以上のプライバシーを守るため、合計だけを表示しています。知りたいことは本人に聞いてみてください。"),
        "talkTitle": t("What it means, and how to talk about it", "意味と、話し合いのきっかけ"),
        "talkLead": t(
            "A stopped page is not proof of anything. These notes explain each category that came up, with words to start a talk and one thing to practise. What deserves a word soon comes first.",
            "止まったページは、何かの証拠ではありません。出てきた分類ごとに、意味と、話を始める言葉、一緒に練習することをまとめました。早めに話したいものが先です。"),
        "younger": t("Ages 6 to 12", "6〜12歳"),
        "older": t("Ages 13 to 17", "13〜17歳"),
        "whyItMatters": t("Why it can matter", "気をつけたい理由"),
        "starter": t("To start a talk", "話のきっかけ"),
        "skill": t("To practise", "一緒に練習"),
        "turnTo": t("Someone to turn to", "頼れるところ"),
        "nothingToTalk": t(
            "Nothing came up that needs explaining. A good question for any week: “What did you find online that you would show a friend?”",
            "説明が必要なものはありませんでした。いつでも使える質問は「友だちに見せたいもの、ネットで見つけた？」です。"),
        "wrongTitle": t("Wrongly blocked?", "間違って止まったとき"),
        "wrongLead": t(
            "Filters make mistakes. The block page has a button that asks you for access; if you agree, it opens within moments. Please also report the mistake, so that the list gets better.",
            "フィルターは間違えることがあります。ブロック画面のボタンから許可を頼むことができ、許可するとすぐに開きます。リストを直すため、間違いの報告にもご協力ください。"),
        "seesTitle": t("What the filter can and cannot see", "フィルターに見えるもの、見えないもの"),
        "canSee": t("It can see", "見えるもの"),
        "cannotSee": t("It cannot see", "見えないもの"),
        "settingsTitle": t("Settings check", "設定の確認"),
        "good": t("In order", "良好"),
        "consider": t("Worth a look", "要検討"),
        "keptTitle": t("What is kept, and when it is deleted", "記録する内容と、削除の時期"),
        "glossaryTitle": t("Words used here", "用語"),
    ]

    static let children: [String: LocalizedText] = [
        "childrenTitle": t("How the filter looks after you", "フィルターのはなし"),
        "childLead": t(
            "This page is for you. It says what the filter stops, what adults can see, and how to ask for a change.",
            "このページは、あなたのためのものです。フィルターが何《なに》を止《と》めるか、大人《おとな》に何《なに》が見《み》えるか、変《か》えてほしいときはどうするかを書《か》いています。"),
        "childWhat": t("What the filter stops, and why", "止《と》めるものと、そのわけ"),
        "childMet": t("stopped this time", "今回《こんかい》止《と》めた数《かず》"),
        "childZero": t("not met this time", "今回《こんかい》はありません"),
        "childSee": t("What adults can see", "大人《おとな》に見《み》えるもの"),
        "childNotSee": t("What nobody can see here", "ここでは、だれにも見《み》えないもの"),
        "childAsk": t("If you want something changed", "変《か》えてほしいとき"),
        "childAskBody": t(
            "Press “Ask for access” on the page that was stopped, or show this page to an adult. You may say why. Asking is never wrong, and the answer may be yes.",
            "止《と》まったページの「許可《きょか》を頼《たの》む」を押《お》すか、大人《おとな》にこのページを見《み》せてね。わけを言《い》ってもいいよ。聞《き》くのは悪《わる》いことではありません。「いいよ」と言《い》われることもあります。"),
        "childSkill": t("One thing to try", "ためしてみよう"),
        "childSkillBody": t(
            "If something on a screen makes you feel strange: stop, close it, tell someone. Practise it once now, like a fire drill.",
            "画面《がめん》を見《み》てへんな気持《きも》ちになったら、止《と》まる、閉《と》じる、話《はな》す。今《いま》、ひなん訓練《くんれん》のように1回《かい》やってみよう。"),
        "childTalk": t("Who you can talk to", "話《はな》せる人《ひと》"),
        "childTalkBody": t(
            "A parent, a grandparent, a teacher, a nurse, or any adult you trust. If the first one does not help, ask another. You can also call here: they are there to listen.",
            "おうちの人《ひと》、先生《せんせい》、保健室《ほけんしつ》の先生《せんせい》など、信《しん》じられる大人《おとな》に話《はな》してね。一人目《ひとりめ》でだめなら、ほかの人《ひと》にも話《はな》してみよう。ここに電話《でんわ》することもできます。"),
        "childNotInTrouble": t("You are not in trouble.", "あなたは悪《わる》くありません。"),
    ]
}

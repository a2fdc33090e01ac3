import BreakwaterPolicy

/// Lists of sentences that pages share: what the filter sees, what is kept, the glossary.
struct Paragraphs: Sendable {
    private let model: ReportModel
    private let numbers: NumberStyle

    init(_ model: ReportModel) {
        self.model = model
        numbers = NumberStyle(model.language)
    }

    var canSee: [String] {
        [
            say("The names of sites that this network asks for, on every device that uses it.", "このネットワークを使う端末が要求したサイトの名前"),
            say("Whole addresses and the text of pages, where the connection is not encrypted or inspection was set up with consent.",
                "暗号化されていない通信、または同意のうえで検査を設定した通信の、アドレス全体とページの文章"),
            say("Whether a name is on a list that you chose.", "選んだリストに名前が載っているかどうか"),
        ]
    }

    var cannotSee: [String] {
        [
            say("What happens inside apps, private chats and most encrypted pages.", "アプリや個人間のチャット、暗号化されたページの中身"),
            say("Mobile data, a friend's Wi-Fi, and networks outside this one.", "携帯回線や友だちの家のWi-Fiなど、ほかのネットワーク"),
            say("Connections that hide even the name of the site (encrypted names, private relays).", "サイトの名前まで隠す通信（暗号化された名前、リレーなど）"),
            say("Why somebody opened a page, or how they felt about it.", "なぜページを開いたか、どう感じたか"),
        ]
    }

    var kept: [String] {
        let keep = model.retention
        return [
            say("Stopped requests: time to the minute, category, list and profile, for \(keep.eventDays) days.",
                "止めたアクセス：分単位の時刻、分類、リスト、プロフィールを\(keep.eventDays)日間保存します。"),
            say("Hourly counts, for \(keep.counterMonths) months.", "1時間ごとの件数を\(keep.counterMonths)か月間保存します。"),
            say("Requests for access and what was written with a report of a wrong block, for \(keep.requestDays) days.",
                "許可のお願いと、誤ったブロックの報告に書かれた言葉を\(keep.requestDays)日間保存します。"),
            say("Minutes used of a daily limit, for \(keep.quotaDays) days.", "1日の利用時間を\(keep.quotaDays)日間保存します。"),
            say("Never kept: addresses of pages, search words, page contents, messages, and visits to help services.",
                "ページのアドレス、検索した言葉、内容、メッセージ、相談窓口の利用は、一切保存しません。"),
            say("A device appears under a different random name each day, so its days cannot be joined.",
                "端末は毎日別の無作為な名前で扱うため、日をまたいでつなげることはできません。"),
        ]
    }

    var childSee: [String] {
        let isOlder = !model.profiles.isEmpty && model.profiles.allSatisfy { $0.ageBand == .from16to17 || $0.ageBand == .adult }
        guard !isOlder else {
            return [
                say("How many requests were stopped, as a total. Not which kind, and not when.", "止《と》めた件数《けんすう》の合計《ごうけい》だけ。種類《しゅるい》や時刻《じこく》は見《み》えません。"),
                say("What you ask for when you press “Ask for access”.", "「許可《きょか》を頼《たの》む」で送《おく》ったお願《ねが》い"),
            ]
        }
        return [
            say("How many pages were stopped, and of which kind.", "止《と》めたページの数《かず》と種類《しゅるい》"),
            say("At which times of the day the internet was used.", "インターネットを使《つか》った時間帯《じかんたい》"),
            say("What you ask for when you press “Ask for access”.", "「許可《きょか》を頼《たの》む」で送《おく》ったお願《ねが》い"),
        ]
    }

    var childNotSee: [String] {
        [
            say("Your messages and chats.", "メッセージやチャットの中身《なかみ》"),
            say("The words you search for.", "検索《けんさく》した言葉《ことば》"),
            say("Visits to help pages. Those are always private.", "相談《そうだん》のページを見《み》たこと。いつでもひみつです。"),
        ]
    }

    var escalation: [String] {
        [
            say("In danger now: emergency services, then your safeguarding lead.", "今すぐ危険があるときは、緊急通報をし、続けて校内の担当者に知らせます。"),
            say("Otherwise tell the safeguarding lead the same day. Write down what you saw or heard, not what you conclude.",
                "そのほかの場合も、その日のうちに校内の担当者に伝えます。見聞きした事実を書き、推測は書きません。"),
            say("Do not question the pupil in detail, promise secrecy, or look through their device.",
                "本人を細かく問いただすこと、秘密を約束すること、端末の中を調べることはしません。"),
            say("This report cannot tell you who it was, and must not be used to find out.", "このレポートから個人はわかりません。特定のために使うことはできません。"),
        ]
    }

    var suppression: [String] {
        guard let rule = model.suppression else { return [] }
        return [
            say("A number is shown only where at least \(rule.threshold) people are behind it.", "\(rule.threshold)人以上に関わる数値だけを表示します。"),
            say("Where one row of a table would be small, the next smallest is hidden with it, so that subtraction gives nothing away.",
                "少人数の行が一つだけのときは、次に小さい行も伏せ、引き算で推測できないようにします。"),
            say("Rows hidden in this report: \(rule.hiddenRows).", "このレポートで伏せた行は\(rule.hiddenRows)行です。"),
            say("No noise is added; all numbers shown are exact.", "数値に乱数は加えていません。表示した数値は正確です。"),
        ]
    }

    var glossary: [(term: String, meaning: String)] {
        [
            (say("Request", "アクセス（件）"), say("One thing that a page or an app asks of the internet: a page, a picture, a check for news.", "ページやアプリがインターネットに求める一つの通信。ページ、画像、更新の確認など。")),
            (say("Blocked", "ブロック"), say("Not delivered; a page explains why and how to ask for access.", "通さずに、理由と許可の頼み方を画面で説明すること。")),
            (say("Warned", "注意を表示"), say("A page explained the category first, and the reader could go on.", "分類の説明を先に表示し、続けるかどうかを本人が選べること。")),
            (say("Category", "分類"), say("A kind of content, as the lists describe it.", "リストに示された内容の種類。")),
            (say("Profile", "プロフィール"), say("The set of rules for one person or one group of devices.", "一人、または端末のまとまりに使う決まりの組み合わせ。")),
            (say("List", "リスト"), say("A collection of sites and addresses of one category, kept by a publisher that you chose.", "選んだ提供元が管理する、分類ごとのサイトやアドレスの集まり。")),
        ]
    }

    private func say(_ english: String, _ japanese: String) -> String { model.language == .english ? english : japanese }
}

import BreakwaterPolicy

extension HelpDirectory {
    static let japan: [HelpPoint] = [
        HelpPoint(
            id: "jp-police-emergency", country: .japan, name: LocalizedText(en: "Police emergency", ja: "警察（緊急）"),
            purpose: LocalizedText(en: "danger now", ja: "今すぐ危険があるとき"), phone: "110", address: nil,
            needs: [.emergency], standing: .verified, verifiedAt: "2026-11-20"),
        HelpPoint(
            id: "jp-24h-sos", country: .japan, name: LocalizedText(en: "24-hour Children's SOS Dial", ja: "24時間子供SOSダイヤル"),
            purpose: LocalizedText(en: "children and parents, day and night", ja: "子どもも保護者も、24時間相談できます"),
            phone: "0120-0-78310", address: nil, needs: [.talk, .crisis, .bullying], standing: .verified, verifiedAt: "2026-11-20"),
        HelpPoint(
            id: "jp-childline", country: .japan, name: LocalizedText(en: "Childline Japan", ja: "チャイルドライン"),
            purpose: LocalizedText(en: "up to 18 years, 16:00 to 21:00", ja: "18歳まで、16時から21時まで"), phone: "0120-99-7777",
            address: "https://childline.or.jp/", needs: [.talk, .crisis], standing: .verified, verifiedAt: "2026-11-20"),
        HelpPoint(
            id: "jp-kodomo-110", country: .japan, name: LocalizedText(en: "Children's Rights Hotline", ja: "こどもの人権110番"),
            purpose: LocalizedText(en: "bullying and abuse, weekdays 8:30 to 17:15", ja: "いじめや虐待など、平日8時30分から17時15分まで"),
            phone: "0120-007-110", address: "https://www.jinken.go.jp/kodomo", needs: [.bullying, .talk, .images, .exploitation],
            standing: .verified, verifiedAt: "2026-11-20"),
        HelpPoint(
            id: "jp-189", country: .japan, name: LocalizedText(en: "Child guidance centre", ja: "児童相談所"),
            purpose: LocalizedText(en: "a child may be in danger", ja: "子どもの安全が心配なとき"), phone: "189", address: nil,
            needs: [.protection, .exploitation], standing: .verified, verifiedAt: "2026-11-20"),
        HelpPoint(
            id: "jp-188", country: .japan, name: LocalizedText(en: "Consumer Hotline", ja: "消費者ホットライン"),
            purpose: LocalizedText(en: "purchases, charges and scams", ja: "買い物、課金、詐欺の困りごと"), phone: "188", address: nil,
            needs: [.fraud], standing: .verified, verifiedAt: "2026-11-20"),
        HelpPoint(
            id: "jp-ihc", country: .japan, name: LocalizedText(en: "Internet Hotline Center", ja: "インターネット・ホットラインセンター"),
            purpose: LocalizedText(en: "report illegal content", ja: "違法情報の通報"), phone: nil,
            address: "https://www.internethotline.jp/", needs: [.illegalContent, .exploitation, .images], standing: .verified,
            verifiedAt: "2026-11-20"),
        HelpPoint(
            id: "jp-police-advice", country: .japan, name: LocalizedText(en: "Police advice line", ja: "警察相談専用電話"),
            purpose: LocalizedText(en: "advice, not urgent", ja: "緊急でない相談"), phone: "#9110", address: nil,
            needs: [.fraud, .exploitation], standing: .needsVerification, verifiedAt: nil),
        HelpPoint(
            id: "jp-ihaho", country: .japan,
            name: LocalizedText(en: "Illegal and Harmful Information Centre", ja: "違法・有害情報相談センター"),
            purpose: LocalizedText(en: "how to have content removed", ja: "書き込みの削除の相談"), phone: nil,
            address: "https://ihaho.jp/", needs: [.images, .bullying], standing: .needsVerification, verifiedAt: nil),
        HelpPoint(
            id: "jp-safeline", country: .japan, name: LocalizedText(en: "SafeLine", ja: "セーフライン"),
            purpose: LocalizedText(en: "removal of intimate pictures", ja: "性的な画像の削除の依頼"), phone: nil,
            address: "https://www.safe-line.jp/", needs: [.images], standing: .needsVerification, verifiedAt: nil),
    ]
}

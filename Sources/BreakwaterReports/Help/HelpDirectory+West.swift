import BreakwaterPolicy

extension HelpDirectory {
    static let unitedKingdom: [HelpPoint] = [
        HelpPoint(
            id: "uk-emergency", country: .unitedKingdom, name: LocalizedText(en: "Emergency services", ja: "緊急通報"),
            purpose: LocalizedText(en: "danger now", ja: "今すぐ危険があるとき"), phone: "999", address: nil, needs: [.emergency],
            standing: .verified, verifiedAt: "2026-11-20"),
        HelpPoint(
            id: "uk-childline", country: .unitedKingdom, name: LocalizedText(en: "Childline", ja: "チャイルドライン（イギリス）"),
            purpose: LocalizedText(en: "children and young people, about anything", ja: "子どもと若者のどんな相談でも"),
            phone: "0800 1111", address: "https://www.childline.org.uk/", needs: [.talk, .crisis, .bullying],
            standing: .verified, verifiedAt: "2026-11-20"),
        HelpPoint(
            id: "uk-ceop", country: .unitedKingdom, name: LocalizedText(en: "CEOP", ja: "CEOP（児童搾取対策）"),
            purpose: LocalizedText(en: "somebody approached a child sexually", ja: "子どもへの性的な接触の通報"), phone: nil,
            address: "https://www.ceop.police.uk/", needs: [.exploitation], standing: .verified, verifiedAt: "2026-11-20"),
        HelpPoint(
            id: "uk-iwf", country: .unitedKingdom, name: LocalizedText(en: "Internet Watch Foundation", ja: "インターネット監視財団（IWF）"),
            purpose: LocalizedText(en: "report sexual images of children, anonymously", ja: "児童の性的画像の通報（匿名可）"), phone: nil,
            address: "https://www.iwf.org.uk/", needs: [.images, .illegalContent], standing: .verified, verifiedAt: "2026-11-20"),
        HelpPoint(
            id: "uk-nspcc", country: .unitedKingdom, name: LocalizedText(en: "NSPCC", ja: "英国児童虐待防止協会（NSPCC）"),
            purpose: LocalizedText(en: "adults worried about a child", ja: "子どもを心配する大人の相談"), phone: nil,
            address: "https://www.nspcc.org.uk/", needs: [.protection], standing: .verified, verifiedAt: "2026-11-20"),
        HelpPoint(
            id: "uk-report-remove", country: .unitedKingdom, name: LocalizedText(en: "Report Remove", ja: "リポート・リムーブ"),
            purpose: LocalizedText(en: "take down a picture of oneself", ja: "自分の画像の削除"), phone: nil,
            address: "https://www.childline.org.uk/remove", needs: [.images], standing: .needsVerification, verifiedAt: nil),
        HelpPoint(
            id: "uk-stop-it-now", country: .unitedKingdom, name: LocalizedText(en: "Stop It Now", ja: "ストップ・イット・ナウ"),
            purpose: LocalizedText(en: "worry about one's own thoughts or behaviour", ja: "自分の考えや行動への不安"), phone: nil,
            address: "https://www.stopitnow.org.uk/", needs: [.exploitation], standing: .needsVerification, verifiedAt: nil),
    ]

    static let unitedStates: [HelpPoint] = [
        HelpPoint(
            id: "us-emergency", country: .unitedStates, name: LocalizedText(en: "Emergency services", ja: "緊急通報"),
            purpose: LocalizedText(en: "danger now", ja: "今すぐ危険があるとき"), phone: "911", address: nil, needs: [.emergency],
            standing: .verified, verifiedAt: "2026-11-20"),
        HelpPoint(
            id: "us-988", country: .unitedStates, name: LocalizedText(en: "988 Lifeline", ja: "988ライフライン"),
            purpose: LocalizedText(en: "crisis line, call or text", ja: "つらいときの電話・文字相談"), phone: "988", address: nil,
            needs: [.crisis, .talk], standing: .verified, verifiedAt: "2026-11-20"),
        HelpPoint(
            id: "us-cybertipline", country: .unitedStates, name: LocalizedText(en: "CyberTipline", ja: "サイバーチップライン"),
            purpose: LocalizedText(en: "report sexual exploitation of a child", ja: "児童の性的搾取の通報"), phone: "1-800-843-5678",
            address: "https://report.cybertip.org/", needs: [.exploitation, .illegalContent, .protection], standing: .verified,
            verifiedAt: "2026-11-20"),
        HelpPoint(
            id: "us-take-it-down", country: .unitedStates, name: LocalizedText(en: "Take It Down", ja: "テイク・イット・ダウン"),
            purpose: LocalizedText(
                en: "stop the spread of a picture; it never leaves the device", ja: "画像の拡散を止める（画像は端末から出ません）"),
            phone: nil, address: "https://takeitdown.ncmec.org/", needs: [.images], standing: .verified, verifiedAt: "2026-11-20"),
        HelpPoint(
            id: "us-fbi", country: .unitedStates, name: LocalizedText(en: "FBI tips", ja: "FBI通報窓口"),
            purpose: LocalizedText(en: "threats, sextortion and fraud", ja: "脅迫、性的な脅し、詐欺の通報"), phone: "1-800-CALL-FBI",
            address: "https://tips.fbi.gov/", needs: [.fraud, .exploitation, .bullying], standing: .verified,
            verifiedAt: "2026-11-20"),
    ]

    static let europeanUnion: [HelpPoint] = [
        HelpPoint(
            id: "eu-safer-internet", country: .europeanUnion,
            name: LocalizedText(en: "Safer Internet Centre of your country", ja: "各国のセーファーインターネットセンター"),
            purpose: LocalizedText(en: "helpline for children, parents and teachers", ja: "子ども、保護者、教員の相談窓口"), phone: nil,
            address: "https://better-internet-for-kids.europa.eu/",
            needs: [.talk, .crisis, .bullying, .images, .fraud, .protection], standing: .verified, verifiedAt: "2026-11-20"),
        HelpPoint(
            id: "eu-inhope", country: .europeanUnion, name: LocalizedText(en: "INHOPE hotline of your country", ja: "各国のINHOPE通報窓口"),
            purpose: LocalizedText(en: "report illegal content", ja: "違法情報の通報"), phone: nil,
            address: "https://www.inhope.org/", needs: [.exploitation, .illegalContent, .images], standing: .verified,
            verifiedAt: "2026-11-20"),
        HelpPoint(
            id: "eu-emergency", country: .europeanUnion, name: LocalizedText(en: "Emergency services", ja: "緊急通報"),
            purpose: LocalizedText(en: "danger now", ja: "今すぐ危険があるとき"), phone: "112", address: nil, needs: [.emergency],
            standing: .needsVerification, verifiedAt: nil),
        HelpPoint(
            id: "eu-116111", country: .europeanUnion, name: LocalizedText(en: "Child helpline", ja: "子ども相談電話"),
            purpose: LocalizedText(en: "children want to talk", ja: "子どもの相談"), phone: "116 111", address: nil, needs: [.talk],
            standing: .needsVerification, verifiedAt: nil),
    ]
}

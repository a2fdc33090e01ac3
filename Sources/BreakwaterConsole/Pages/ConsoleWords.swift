package import BreakwaterPolicy

/// The console's fixed words, by the key that templates use.
package enum ConsoleWords {
    package static let all: [String: LocalizedText] = [
        "title": t("Breakwater console", "Breakwater 管理画面"),
        "status": t("Status", "状態"), "check": t("Check an address", "アドレスを調べる"), "report": t("Report", "レポート"),
        "requests": t("Requests", "許可のお願い"), "logout": t("Log out", "ログアウト"), "login": t("Log in", "ログイン"),
        "token": t("Access token", "アクセストークン"),
        "tokenHelp": t(
            "It is in the file console-token of the state folder; only the person who runs Breakwater can read it.",
            "状態フォルダーの console-token ファイルにあります。Breakwaterを動かしている人だけが読めます。"),
        "wrongToken": t("That is not the token.", "トークンが違います。"),
        "tooMany": t("Too many attempts. Please wait a minute.", "試行が多すぎます。1分ほど待ってください。"),
        "engine": t("Bundle", "バンドル"), "compiled": t("Compiled", "作成日時"), "policy": t("Policy", "ポリシー"),
        "profiles": t("Profiles", "プロフィール"), "categories": t("Categories", "分類"),
        "dropped": t("Events lost before they were stored", "保存前に失われた記録"),
        "lists": t("Lists", "リスト"), "list": t("List", "リスト"), "category": t("Category", "分類"), "version": t("Version", "版"),
        "licence": t("Licence", "利用条件"), "entries": t("Entries", "項目数"), "problems": t("Unusable lines", "使えない行"),
        "sealed": t("Sealed list (not named)", "封印されたリスト（名称は非表示）"),
        "address": t("Address", "アドレス"), "profile": t("Profile", "プロフィール"), "checkNow": t("Check", "調べる"),
        "checkHelp": t("What you type is not stored.", "入力した内容は保存しません。"),
        "result": t("Result", "結果"), "rule": t("Rule", "規則"), "decidedBy": t("Decided by", "決め手"),
        "readAs": t("Read as", "解釈したアドレス"), "steps": t("Step by step", "判断の順序"),
        "stepsNote": t("The steps are in English.", "判断の詳細は英語で表示されます。"),
        "allow": t("Allowed", "許可"), "warn": t("Warned", "注意を表示"), "block": t("Blocked", "ブロック"),
        "unreadable": t("This can't be read as one clear address, so it is blocked.", "一つの明確なアドレスとして読めないため、ブロックします。"),
        "period": t("Period", "期間"), "audience": t("For", "対象"), "show": t("Show", "表示"),
        "sevenDays": t("Last 7 full days", "直近の7日間"), "thirtyDays": t("Last 30 full days", "直近の30日間"),
        "yesterday": t("Yesterday", "昨日"),
        "parents": t("Parents", "保護者"), "children": t("Children", "子ども"), "teachers": t("Teachers", "教員"),
        "public": t("The public", "一般公開"), "format": t("As", "形式"), "page": t("Page", "ページ"),
        "noStore": t("Nothing is stored on this machine, so there is nothing to show here.", "この端末では記録を保存していないため、表示するものがありません。"),
        "noRequests": t("Nobody is waiting for an answer.", "返事を待っているお願いはありません。"),
        "waiting": t("Waiting for an answer", "返事を待っているもの"), "answered": t("Answered", "返事をしたもの"),
        "asked": t("Asked", "日時"), "note": t("Note", "ひと言"), "hour": t("Open for 1 hour", "1時間許可"),
        "dayLong": t("Open for 1 day", "1日許可"), "week": t("Open for 7 days", "7日間許可"), "deny": t("Not now", "今はしない"),
        "approved": t("Opened", "許可しました"), "denied": t("Not now", "見送りました"), "pending": t("Waiting", "待機中"),
        "failed": t("That did not work.", "処理できませんでした。"),
        "expired": t("The page was too old. Please try again.", "ページの有効期限が切れました。もう一度お試しください。"),
        "notFound": t("There is no such page.", "ページがありません。"),
        "other": t("日本語", "English"), "skip": t("Skip to the content", "本文へ移動"),
    ]

    static func view(_ language: Language) -> [String: Any] { all.mapValues { $0[language] } }

    private static func t(_ en: String, _ ja: String) -> LocalizedText { LocalizedText(en: en, ja: ja) }
}

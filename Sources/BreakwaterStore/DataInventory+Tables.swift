extension DataInventory {
    static let tables: [Table] = [
        ("events", events), ("stale_hours", staleHours), ("hours", hours), ("reach", reach), ("drops", drops),
        ("batches", batches), ("appeals", appeals), ("requests", requests), ("grants", grants), ("quota_minutes", quotaMinutes),
        ("facts", facts), ("grdb_migrations", migrations),
    ]

    private static let events: [Entry] = [
        ("minute", .events, "when, to the minute or the hour", "いつ（分または時間単位）"),
        ("profile", .events, "whose report it belongs to", "どのプロファイルのレポートか"),
        ("action", .events, "blocked, warned or allowed", "遮断・警告・許可のどれか"),
        ("rank", .events, "which step of the decision order settled it", "どの判断段階で決まったか"),
        ("layer", .events, "how much of the request was seen", "どの層で判断したか"),
        ("category", .events, "the kind of content; empty for allowed requests", "内容の種類（許可の場合は空）"),
        ("list", .events, "which list was right or wrong; empty for sealed lists and older children", "根拠の一覧（封印一覧と16歳以上は空）"),
        ("host", .events, "the site, only where the profile's owner opted in; else empty", "サイト名（同意がある場合だけ。ほかは空）"),
        ("pseudonym", .events, "counts people of one day; its key is destroyed daily", "1日の人数を数える仮名（鍵は毎日破棄）"),
        ("count", .events, "how many equal events", "同じ出来事の回数"),
    ]

    private static let staleHours: [Entry] = [
        ("start", .untilCounted, "an hour that has to be counted again", "集計し直す時間帯")
    ]

    private static let hours: [Entry] = [
        ("start", .counts, "the hour", "時間帯"),
        ("profile", .counts, "whose report it belongs to", "どのプロファイルのレポートか"),
        ("action", .counts, "blocked, warned or allowed", "遮断・警告・許可のどれか"),
        ("rank", .counts, "which step of the decision order settled it", "どの判断段階で決まったか"),
        ("category", .counts, "the kind of content", "内容の種類"),
        ("count", .counts, "how many requests", "件数"),
        ("people", .counts, "how many people, to hide small groups", "人数（少人数を伏せるため）"),
    ]

    private static let reach: [Entry] = [
        ("day", .counts, "the day", "日"),
        ("profile", .counts, "whose report it belongs to", "どのプロファイルのレポートか"),
        ("category", .counts, "the kind of content", "内容の種類"),
        ("people", .counts, "how many people, to hide small groups", "人数（少人数を伏せるため）"),
    ]

    private static let drops: [Entry] = [
        ("start", .counts, "the hour", "時間帯"),
        ("count", .counts, "how many events were lost, so that reports can say so", "失われた件数（レポートに明記するため）"),
    ]

    private static let batches: [Entry] = [
        ("id", .batches, "a random number, so that no batch counts twice", "二重計上を防ぐ乱数"),
        ("minute", .batches, "when the batch was kept", "まとめて保存した時刻"),
    ]

    private static let appeals: [Entry] = [
        ("id", .counts, "tells appeals apart", "申し立ての番号"),
        ("minute", .counts, "when it was made", "申し立ての時刻"),
        ("profile", .counts, "whose appeal it is", "どのプロファイルからか"),
        ("category", .counts, "which category was wrong", "誤りとされた種類"),
        ("list", .counts, "which list was wrong", "誤りとされた一覧"),
        ("host", .requests, "the site that the person reported", "本人が知らせたサイト"),
        ("note", .requests, "the person's own words", "本人の言葉"),
        ("state", .counts, "open, upheld or rejected", "未決・認容・却下"),
        ("decided_minute", .counts, "when it was decided", "決定の時刻"),
    ]

    private static let requests: [Entry] = [
        ("id", .requests, "tells requests apart", "お願いの番号"),
        ("minute", .requests, "when it was asked", "お願いの時刻"),
        ("profile", .requests, "who asks", "どのプロファイルからか"),
        ("pattern", .requests, "what the child asks for", "見たいサイト"),
        ("note", .requests, "the child's own words", "本人の言葉"),
        ("state", .requests, "pending, approved or denied", "未決・許可・不許可"),
        ("decided_minute", .requests, "when it was decided", "決定の時刻"),
        ("term", .requests, "for how long the child asks", "見たい時間の長さ"),
        ("grant_id", .requests, "which permission it became", "与えた許可の番号"),
    ]

    private static let grants: [Entry] = [
        ("id", .grants, "tells permissions apart", "許可の番号"),
        ("profile", .grants, "who may", "どのプロファイルか"),
        ("pattern", .grants, "what is allowed; empty for everything", "許可の範囲（空はすべて）"),
        ("expires_at", .grants, "when it ends", "期限"),
    ]

    private static let quotaMinutes: [Entry] = [
        ("profile", .quotas, "whose time it is", "どのプロファイルか"),
        ("client", .quotas, "tells devices and logins apart, under a key of this machine", "端末やログインを区別する符号（鍵はこの機器だけ）"),
        ("day", .quotas, "the day", "日"),
        ("minutes", .quotas, "how many minutes were used", "使った分数"),
    ]

    private static let facts: [Entry] = [
        ("name", .store, "the name of a number that the store needs", "保存先が使う数値の名前"),
        ("value", .store, "the number: schema version, hour offset, how far events were deleted", "その数値（版・時差・削除済みの範囲）"),
    ]

    /// SQLite only.
    private static let migrations: [Entry] = [
        ("identifier", .store, "which steps of the schema were applied", "適用済みの構成の段階")
    ]
}

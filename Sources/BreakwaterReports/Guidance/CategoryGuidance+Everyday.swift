import BreakwaterPolicy

extension CategoryGuidance {
    static let everyday: [CategoryGuidance] = [
        CategoryGuidance(
            "games", strand: .health, needs: [.talk],
            younger: LocalizedText(
                en: "Games are play and friendship. Stopping is hardest when the game has no natural end.",
                ja: "ゲームは遊びであり、友だち付き合いです。区切りのないゲームほど、やめるのが難しくなります。"),
            older: LocalizedText(
                en: "Look at sleep, school and mood rather than hours alone. A game that crowds out the rest is worth a plan made together.",
                ja: "時間だけでなく、睡眠、勉強、気分を見てください。ほかのことができなくなっているなら、一緒に計画を立てましょう。"),
            starter: LocalizedText(
                en: "“Show me how it works. When is a good moment to stop in this game?”",
                ja: "「どんなゲームか見せて。このゲームだと、どこが区切りになる？」"),
            skill: LocalizedText(
                en: "Let the child name the end point before starting (two rounds, one level), then keep to it together.",
                ja: "始める前に、終わりを子ども自身が決め（2試合、1面など）、一緒に守ります。"),
            activity: LocalizedText(
                en: "List the features that make a game hard to leave, and design one that is easy to leave.",
                ja: "やめにくくする仕掛けを挙げ、やめやすいゲームを考えます。"),
            childName: LocalizedText(en: "Games", ja: "ゲーム"),
            child: LocalizedText(
                en: "Games are fun. Deciding when to stop before you start makes stopping easier.",
                ja: "ゲームは楽《たの》しいね。始《はじ》める前《まえ》に終《お》わりを決《き》めると、やめやすくなるよ。")),
        CategoryGuidance(
            "streaming", strand: .health, needs: [.talk],
            younger: LocalizedText(
                en: "One video leads to the next without anyone choosing. Watching together now and then shows you what is offered.",
                ja: "誰も選ばなくても、次の動画が始まります。時々一緒に見ると、何が勧められているかがわかります。"),
            older: LocalizedText(
                en: "Short videos at night cost sleep first. Watching for a purpose is different from watching because it goes on.",
                ja: "夜の短い動画は、まず睡眠を削ります。目的があって見ることと、終わらないから見ることは違います。"),
            starter: LocalizedText(
                en: "“Which video was worth it this week? Which one do you not even remember?”",
                ja: "「今週、見てよかった動画はどれ？　もう覚えていないのはどれ？」"),
            skill: LocalizedText(
                en: "Turn off autoplay, and let the device sleep outside the bedroom.",
                ja: "自動再生を切り、寝るときは端末を寝室の外に置きます。"),
            activity: LocalizedText(
                en: "Keep a two-day diary of what was chosen and what was only suggested, and share one surprise.",
                ja: "2日間、自分で選んだ動画と勧められた動画を記録し、意外だったことを一つ発表します。"),
            childName: LocalizedText(en: "Videos", ja: "動画《どうが》"),
            child: LocalizedText(
                en: "Videos start one after another. Choose one, then take a break.",
                ja: "動画《どうが》は次々《つぎつぎ》に始《はじ》まります。一《ひと》つ選《えら》んで、見《み》たら休《やす》もう。")),
        CategoryGuidance(
            "help", strand: .health, needs: [.talk],
            younger: LocalizedText(
                en: "Help pages are always open. Breakwater never reports who visited them.",
                ja: "相談窓口のページはいつでも開けます。誰が見たかを報告することはありません。"),
            older: LocalizedText(
                en: "Reaching out for help is private. It stays open in every profile and is never counted here.",
                ja: "助けを求めることは秘密が守られるべき行動です。どのプロフィールでも開けて、ここでは数えません。"),
            starter: LocalizedText(
                en: "“There are people outside the family who listen, too. You may call them without telling me.”",
                ja: "「家族以外にも話を聞いてくれる人がいるよ。私に言わずに電話してもいいからね。」"),
            skill: LocalizedText(
                en: "Save one helpline in every phone of the family.",
                ja: "家族全員の電話に、相談窓口を一つ登録しておきます。"),
            activity: LocalizedText(
                en: "Make a poster of help points for the corridor, checked by the class for today's numbers.",
                ja: "相談窓口のポスターを作り、番号が今も正しいか全員で確かめて廊下に貼ります。"),
            childName: LocalizedText(en: "Help", ja: "相談《そうだん》"),
            child: LocalizedText(
                en: "Help pages are always open for you. Nobody gets a list of who visited.",
                ja: "相談《そうだん》のページはいつでも開《あ》いています。だれが見《み》たかは、だれにも知《し》らされません。")),
    ]

    /// Stands in for a category that the operator added.
    package static let general = CategoryGuidance(
        "", strand: .onlineInformation, needs: [.talk],
        younger: LocalizedText(
            en: "This category was added by whoever runs this filter. Younger children mostly meet such pages by accident.",
            ja: "この分類は、フィルターの運営者が追加したものです。小さな子どもは、偶然出会うことがほとんどです。"),
        older: LocalizedText(
            en: "This category was added by whoever runs this filter. Ask what the page was for before deciding what it means.",
            ja: "この分類は、フィルターの運営者が追加したものです。意味を決めつける前に、何のためのページだったか聞いてみてください。"),
        starter: LocalizedText(
            en: "“You are not in trouble. The filter stopped something; was it something you needed?”",
            ja: "「怒っているわけじゃないよ。フィルターが止めたページは、必要なものだった？」"),
        skill: LocalizedText(
            en: "Read the block page together: it says which list stopped the page, and how to ask for a change.",
            ja: "ブロック画面を一緒に読みます。どのリストで止まったか、変更の頼み方が書いてあります。"),
        activity: LocalizedText(
            en: "Ask the class what this rule protects against, and what it may wrongly stop.",
            ja: "この決まりが何を防ぎ、何を誤って止めるかもしれないかを話し合います。"),
        childName: LocalizedText(en: "Other pages", ja: "そのほかのページ"),
        child: LocalizedText(
            en: "The filter stops these pages. If you need one, ask an adult.",
            ja: "フィルターが止《と》めているページです。見《み》たいときは大人《おとな》に聞《き》いてね。"))
}

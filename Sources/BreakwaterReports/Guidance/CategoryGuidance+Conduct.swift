import BreakwaterPolicy

extension CategoryGuidance {
    static let conduct: [CategoryGuidance] = [
        CategoryGuidance(
            "bullying", strand: .onlineBullying, needs: [.bullying, .talk],
            younger: LocalizedText(
                en: "Online unkindness mostly comes from children who know each other, and follows them home. Adults help best by listening first.",
                ja: "ネットのいじめは知り合い同士で起きることが多く、家に帰っても続きます。大人はまず聞くことがいちばんの助けになります。"),
            older: LocalizedText(
                en: "Roles change: the same person may be hurt, join in or look on. Taking the phone away can feel like a punishment for telling.",
                ja: "傷つく側、加わる側、見ている側は入れ替わります。スマートフォンを取り上げると、話したことへの罰のように感じられます。"),
            starter: LocalizedText(
                en: "“You won't lose your phone for telling me. Has anything online been unfair to you or to someone you know?”",
                ja: "「話したからといって、スマホを取り上げたりしないよ。ネットで、自分や友だちがひどいことをされたことはある？」"),
            skill: LocalizedText(
                en: "Stop, save, block, tell: do not answer, keep a screenshot, block the sender, tell someone who can act.",
                ja: "「返さない、残す、ブロックする、話す」。返信せず、画面を保存し、相手をブロックし、動いてくれる人に伝えます。"),
            activity: LocalizedText(
                en: "List what a bystander can do without becoming a target, from a private kind word to telling a teacher.",
                ja: "見ている人が、標的にならずにできることを挙げます。こっそり声をかけることから先生に伝えることまで、いろいろあります。"),
            childName: LocalizedText(en: "Being mean to others", ja: "いじめ"),
            child: LocalizedText(
                en: "Nobody deserves mean messages. Don't answer, keep them, and show someone you trust.",
                ja: "いじわるをされてよい人《ひと》はいません。返事《へんじ》をせず、消《け》さずにのこして、信《しん》じられる人《ひと》に見《み》せてね。")),
        CategoryGuidance(
            "hate", strand: .onlineBullying, needs: [.bullying, .talk],
            younger: LocalizedText(
                en: "Children repeat jokes and slurs before they understand them. They learn quickly when someone explains whom the words hurt.",
                ja: "子どもは意味を知らないまま、差別的な冗談や言葉をまねすることがあります。その言葉が誰を傷つけるのかを説明すると、よく理解します。"),
            older: LocalizedText(
                en: "Hateful pages often arrive as humour or as “questions”. Teenagers may meet them as a target, a reader or a sharer.",
                ja: "差別的なページは、笑い話や「素朴な疑問」の形でやって来ます。十代は、向けられる側、読む側、広める側のどれにもなり得ます。"),
            starter: LocalizedText(
                en: "“Have you seen jokes online that go too far? How can you tell, and what do people do about it?”",
                ja: "「ネットで、やりすぎだと思う冗談を見たことはある？　どこからがやりすぎかな。」"),
            skill: LocalizedText(
                en: "Ask of a post: who is it about, who is missing, and would I say it to their face?",
                ja: "投稿を見たら「誰のこと？」「誰の声がない？」「本人の前で言える？」と自分に聞いてみます。"),
            activity: LocalizedText(
                en: "Take a claim about a group and find where its number comes from. Report what the source really says.",
                ja: "ある集団についての主張を取り上げ、数字の出どころを調べ、元の資料が本当は何と言っているかを発表します。"),
            childName: LocalizedText(en: "Hateful words", ja: "人《ひと》をきずつける言葉《ことば》"),
            child: LocalizedText(
                en: "Some pages say cruel things about groups of people. Those pages are unfair. If one made you sad, talk about it.",
                ja: "人《ひと》を仲間《なかま》はずれにするひどい言葉《ことば》のページです。悲《かな》しくなったら話《はな》してね。")),
        CategoryGuidance(
            "piracy", strand: .copyright, needs: [.fraud],
            younger: LocalizedText(
                en: "Free copies of games and films are often bait: the buttons install other things. Children rarely see the difference.",
                ja: "無料のゲームや映画は、別のものを入れさせる「えさ」になっていることがあります。子どもには見分けがつきにくいものです。"),
            older: LocalizedText(
                en: "Copying also costs the people who made the work, and in Japan knowingly downloading pirated works is illegal. Price and access are the usual reasons; libraries and free legal services help.",
                ja: "作った人の収入が失われるうえ、違法と知りながらダウンロードすることは法律で禁じられています。理由の多くは値段や見られないことです。図書館や無料の正規サービスが役に立ちます。"),
            starter: LocalizedText(
                en: "“What were you hoping to watch or play? Let's see whether there is a fair way to get it.”",
                ja: "「何が見たかった（遊びたかった）の？　正規に楽しめる方法を一緒に探そう。」"),
            skill: LocalizedText(
                en: "Look up one title on a legal-offers search or at the library before using an unknown site.",
                ja: "知らないサイトに行く前に、正規の配信や図書館にその作品があるか調べます。"),
            activity: LocalizedText(
                en: "Trace where the money for one song or comic goes, and what happens to each person when a copy is shared.",
                ja: "一曲の歌や一冊の漫画のお金がどこへ行くかをたどり、無断でコピーされると誰に何が起きるかを考えます。"),
            childName: LocalizedText(en: "Copies that are not allowed", ja: "勝手《かって》なコピー"),
            child: LocalizedText(
                en: "These pages share films and games without asking the makers. They often hide tricks, too.",
                ja: "作《つく》った人《ひと》にだまって映画《えいが》やゲームを配《くば》るページです。わながかくれていることもあります。")),
    ]
}

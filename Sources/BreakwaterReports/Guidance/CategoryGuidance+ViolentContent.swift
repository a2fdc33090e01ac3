import BreakwaterPolicy

extension CategoryGuidance {
    static let violentContent: [CategoryGuidance] = [
        CategoryGuidance(
            "violence", strand: .onlineInformation, needs: [.talk],
            younger: LocalizedText(
                en: "Real or realistic injury can stay in a young child's mind and sleep. News of wars and accidents may lead here as well.",
                ja: "本物やそれに近いけがの映像は、小さな子どもの心や眠りに残ることがあります。戦争や事故のニュースがきっかけになることもあります。"),
            older: LocalizedText(
                en: "Clips are passed around as a test of nerve. Some also come from a wish to understand the news. Both deserve a talk rather than a lecture.",
                ja: "度胸試しとして動画が回ってくることがあります。ニュースを理解したくて見る場合もあります。どちらも、説教より対話が役に立ちます。"),
            starter: LocalizedText(
                en: "“You are not in trouble. Did you see something you can't stop thinking about? You don't have to describe it.”",
                ja: "「怒っていないよ。頭から離れない映像を見てしまった？　内容は説明しなくてもいいからね。」"),
            skill: LocalizedText(
                en: "Switch off autoplay in one app together, and agree on a sentence for refusing a clip: “Not for me, thanks.”",
                ja: "自動再生を一緒に切り、「自分はいいや」と断るひと言を決めておきます。"),
            activity: LocalizedText(
                en: "Compare how two news outlets show the same event: what is pictured, what is only described, and why.",
                ja: "同じ出来事を扱う2つの報道を比べ、写しているもの、言葉だけのもの、その理由を考えます。"),
            childName: LocalizedText(en: "Violent pictures", ja: "こわい場面《ばめん》"),
            child: LocalizedText(
                en: "Some pictures show people being hurt. They can stay in your head. If you saw one, talking helps.",
                ja: "人《ひと》がけがをする場面《ばめん》は、頭《あたま》にのこることがあります。見《み》てしまったら、話《はな》すと楽《らく》になるよ。")),
        CategoryGuidance(
            "weapons", strand: .onlineInformation, needs: [.talk, .emergency],
            younger: LocalizedText(
                en: "Toy, game and history pages may be caught together with shops for real weapons. Ask what the interest was.",
                ja: "おもちゃやゲーム、歴史のページが、本物の武器を売る店と一緒に止められることがあります。何に興味があったのか聞いてみてください。"),
            older: LocalizedText(
                en: "Interest in sport, craft or history is common. Buying or building, or an interest that comes with anger or fear of someone, is a reason to ask more.",
                ja: "スポーツや工作、歴史への関心はよくあることです。購入や製作に進んでいる場合や、怒りや誰かへの恐れを伴う場合は、もう少し詳しく聞いてください。"),
            starter: LocalizedText(
                en: "“What got you interested in this? Is there anyone you feel you need to protect yourself from?”",
                ja: "「どこが面白いと思ったの？　誰かから身を守らなきゃ、と感じることはある？」"),
            skill: LocalizedText(
                en: "Name three people to go to when one feels unsafe, and how to reach each of them.",
                ja: "危ないと感じたときに頼れる人を3人挙げ、それぞれへの連絡方法を確かめます。"),
            activity: LocalizedText(
                en: "Find out what the law in your country says about carrying knives and replicas, and why it was made.",
                ja: "刃物や模造品の所持について法律がどう定めているか、なぜ定められたのかを調べます。"),
            childName: LocalizedText(en: "Weapons", ja: "ぶき"),
            child: LocalizedText(
                en: "These pages sell or explain real weapons. If you feel unsafe anywhere, tell an adult. That helps more.",
                ja: "本物《ほんもの》のぶきのページです。こわいことがあるなら、大人《おとな》に話《はな》すほうが力《ちから》になります。")),
        CategoryGuidance(
            "extremism", strand: .onlineInformation, needs: [.talk, .illegalContent],
            younger: LocalizedText(
                en: "Children meet this by accident, through news or game communities. Simple words about fairness are enough.",
                ja: "ニュースやゲームの仲間を通じて、偶然出会うことがあります。公平さについての簡単な言葉で十分です。"),
            older: LocalizedText(
                en: "Recruiters offer belonging, certainty and someone to blame. School research on the subject is also likely; ask before worrying.",
                ja: "勧誘する側は、居場所、はっきりした答え、責める相手を差し出します。授業の調べ学習の可能性もあるので、心配する前に聞いてみてください。"),
            starter: LocalizedText(
                en: "“I'd like to hear what you think about it, even if we disagree. Where did you first come across it?”",
                ja: "「意見が違ってもいいから、どう思うか聞かせて。最初にどこで見たの？」"),
            skill: LocalizedText(
                en: "Spot the pattern “they are all the same, it is their fault, act now”, and wait a day before sharing.",
                ja: "「あの人たちはみんな同じ」「全部あいつらのせい」「今すぐ動け」という型に気づき、広める前に1日待ちます。"),
            activity: LocalizedText(
                en: "Take apart an old propaganda poster: audience, fear, promise, missing facts.",
                ja: "昔の宣伝ポスターを、誰に向けたものか、何を怖がらせ、何を約束し、どんな事実を隠したかに分けて読み解きます。"),
            childName: LocalizedText(en: "Groups that call for violence", ja: "らんぼうをすすめる集《あつ》まり"),
            child: LocalizedText(
                en: "Some groups say that hurting others is right. It is not. Talk to someone if a page worries you.",
                ja: "「人《ひと》をきずつけてもよい」という集《あつ》まりがあります。それはまちがいです。心配《しんぱい》なときは話《はな》してね。")),
    ]
}

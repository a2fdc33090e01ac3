import BreakwaterPolicy

extension CategoryGuidance {
    static let contact: [CategoryGuidance] = [
        CategoryGuidance(
            "grooming", strand: .onlineRelationships, needs: [.exploitation, .talk, .protection],
            younger: LocalizedText(
                en: "These are places where adults can reach children unseen. Harm usually comes from someone who seems kind and patient, and sometimes from someone the child already knows.",
                ja: "大人が人目につかずに子どもと接触できる場所です。害を与える人は、優しく辛抱強い態度で近づくことが多く、もともと知っている人の場合もあります。"),
            older: LocalizedText(
                en: "Teenagers often know they are talking to someone older and value the attention. Signs to talk about: secrets, gifts, moving to another app, and hurrying.",
                ja: "十代の多くは、相手が年上だと知りながら、話を聞いてもらえることをうれしく感じています。「秘密にして」「プレゼント」「別のアプリで話そう」「急いで」は、話し合っておきたいサインです。"),
            starter: LocalizedText(
                en: "“You are not in trouble, whoever you have been talking to. Does anyone online ask you to keep secrets from us?”",
                ja: "「誰と話していても、怒らないよ。ネットの人に『家族には内緒』と言われたことはある？」"),
            skill: LocalizedText(
                en: "Tell surprises from secrets: a surprise ends with everybody happy; a secret that feels heavy is one to share.",
                ja: "「サプライズ」と「秘密」の違いを確かめます。サプライズは最後にみんなが喜ぶもの、重く感じる秘密は誰かに話してよいものです。"),
            activity: LocalizedText(
                en: "Read an invented chat that becomes less and less comfortable. Mark the first line where you would stop, and compare.",
                ja: "だんだん居心地が悪くなる架空のチャットを読み、「自分ならここでやめる」という行に印をつけて比べます。"),
            childName: LocalizedText(en: "Unsafe places to meet people", ja: "あぶない出会《であ》いの場所《ばしょ》"),
            child: LocalizedText(
                en: "Some places make it easy for people to pretend. If anyone asks you to keep a secret from your family, you may always tell.",
                ja: "うそをついて近《ちか》づく人《ひと》がいる場所《ばしょ》です。「家族《かぞく》にひみつだよ」と言《い》われたら、いつでも話《はな》していいんだよ。")),
        CategoryGuidance(
            "dating", strand: .onlineRelationships, needs: [.talk, .exploitation],
            younger: LocalizedText(
                en: "Dating services are made for adults, and a young child usually arrives through an advertisement.",
                ja: "出会い系サービスは大人向けで、小さな子どもは広告から迷い込むことがほとんどです。"),
            older: LocalizedText(
                en: "Wanting to meet people is normal; these services cannot tell who is a minor, and adults look there for young people. Clubs, classes and friends of friends are kinder places to begin.",
                ja: "誰かと出会いたい気持ちは自然です。ただ、こうしたサービスは未成年かどうかを見分けられず、若者を狙う大人もいます。部活や習い事、友だちのつながりのほうが安心です。"),
            starter: LocalizedText(
                en: "“Lots of people your age want to meet someone. How do people in your class usually get to know each other?”",
                ja: "「誰かと仲良くなりたいって、自然なことだよね。みんなはどうやって知り合っているの？」"),
            skill: LocalizedText(
                en: "Before meeting anyone: tell a person you trust, choose a public place, go with a friend, arrange the way home first.",
                ja: "誰かに会う前に「信頼できる人に伝える」「人の多い場所を選ぶ」「友だちと行く」「帰り方を先に決める」を確認します。"),
            activity: LocalizedText(
                en: "Write the profile a safe stranger and an unsafe one might use. Can the class tell them apart? Why not?",
                ja: "安全な人と危ない人が書きそうな自己紹介を作り、見分けられるか、なぜ見分けられないかを話し合います。"),
            childName: LocalizedText(en: "Dating", ja: "大人《おとな》の出会《であ》い"),
            child: LocalizedText(
                en: "These pages are for adults looking for a partner. You are not missing anything.",
                ja: "大人《おとな》が恋人《こいびと》をさがすためのページです。子《こ》どもには、いりません。")),
        CategoryGuidance(
            "chat", strand: .onlineRelationships, needs: [.talk, .exploitation],
            younger: LocalizedText(
                en: "Open chat rooms put children together with people nobody has met. Chats with known friends and relatives are a different thing.",
                ja: "誰でも入れるチャットでは、会ったことのない人と話すことになります。知っている友だちや親戚とのやりとりとは別のものです。"),
            older: LocalizedText(
                en: "Much friendship happens in chat. What helps is knowing how to leave, block and report, and not answering when tired or upset.",
                ja: "友だち付き合いの多くはチャットの中にあります。抜け方、ブロック、通報のしかたを知り、疲れているときや腹が立つときは返事をしないことが役に立ちます。"),
            starter: LocalizedText(
                en: "“Which chats are fun at the moment, and which ones are hard work?”",
                ja: "「今、楽しいチャットはどれ？　ちょっと疲れるのはどれ？」"),
            skill: LocalizedText(
                en: "Find the block and report buttons of one app together, before they are needed.",
                ja: "必要になる前に、アプリの「ブロック」と「通報」のボタンを一緒に探しておきます。"),
            activity: LocalizedText(
                en: "Rewrite a short message so that it cannot be misunderstood, then so that it surely is. What changed?",
                ja: "短いメッセージを、誤解されない書き方と、必ず誤解される書き方に直し、何が違うかを比べます。"),
            childName: LocalizedText(en: "Chat rooms", ja: "チャット"),
            child: LocalizedText(
                en: "Chatting is fun with people you know. In open rooms, nobody can be sure who is who.",
                ja: "知《し》っている人《ひと》とのチャットは楽《たの》しいね。だれでも入《はい》れる場所《ばしょ》では、相手《あいて》がだれかわかりません。")),
        CategoryGuidance(
            "social", strand: .onlineReputation, needs: [.talk, .bullying],
            younger: LocalizedText(
                en: "Most social networks set 13 as the lowest age. Younger children can share with family albums or school tools instead.",
                ja: "多くのSNSは13歳以上を対象にしています。小さな子どもは、家族のアルバムや学校の道具で共有することから始められます。"),
            older: LocalizedText(
                en: "Social networks bring friends and ideas as well as comparison and pressure. How one feels afterwards matters more than the minutes.",
                ja: "SNSには友だちや新しい考えとの出会いもあれば、比べたり焦ったりする面もあります。時間の長さより、使った後の気分のほうが大切です。"),
            starter: LocalizedText(
                en: "“Show me something that made you laugh this week. Was there something that made you feel worse?”",
                ja: "「今週、笑った投稿を見せて。反対に、見て嫌な気持ちになったものはあった？」"),
            skill: LocalizedText(
                en: "Open the privacy settings together and decide who may see, tag and message.",
                ja: "公開範囲の設定を一緒に開き、誰が見られるか、タグ付けできるか、メッセージを送れるかを決めます。"),
            activity: LocalizedText(
                en: "Collect what an invented person's public posts give away in ten minutes, then suggest three changes.",
                ja: "架空の人物の公開投稿から10分でわかることを集め、直すとよい点を3つ提案します。"),
            childName: LocalizedText(en: "Social networks", ja: "SNS"),
            child: LocalizedText(
                en: "Most of these are made for people of 13 and over. Ask an adult for a way to share with friends now.",
                ja: "多《おお》くは13歳《さい》からのものです。今《いま》できる友《とも》だちとの楽《たの》しみ方《かた》を、大人《おとな》に聞《き》いてみよう。")),
    ]
}

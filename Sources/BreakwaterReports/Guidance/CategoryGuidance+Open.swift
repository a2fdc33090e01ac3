import BreakwaterPolicy

extension CategoryGuidance {
    /// Categories that are open in most profiles, and the sealed one that is open in none.
    static let openAndSealed: [CategoryGuidance] = [
        CategoryGuidance(
            "illegal", strand: .onlineInformation, needs: [.illegalContent, .exploitation, .talk],
            younger: LocalizedText(
                en: "A hit here is nearly always an accident: a link, an advertisement or a page that was taken over. No address is kept, so nobody can look it up later.",
                ja: "ほとんどの場合は偶然で、リンクや広告、乗っ取られたページが原因です。アドレスは記録しないので、後から調べることはできません。"),
            older: LocalizedText(
                en: "It can also follow from a link passed round in a chat. Do not search for it yourself; where something was seen, a hotline can have it removed.",
                ja: "チャットで回ってきたリンクが原因の場合もあります。自分で探さず、目にしたものがあれば通報窓口に知らせてください。削除につながります。"),
            starter: LocalizedText(
                en: "“You are not in trouble. If something awful appeared on the screen, you can tell me as much or as little as you like.”",
                ja: "「怒っていないよ。ひどいものが画面に出たなら、話せるところだけでいいから教えて。」"),
            skill: LocalizedText(
                en: "Practise turning the screen over and coming to fetch an adult, without closing or sharing anything.",
                ja: "画面を伏せて、何も送らず、大人を呼びに来る練習をします。"),
            activity: LocalizedText(
                en: "Explain what a hotline does with a report and why anybody may send one without giving a name.",
                ja: "通報窓口が通報をどう扱うか、名前を言わずに通報できるのはなぜかを説明します。"),
            childName: LocalizedText(en: "Pages that are against the law", ja: "法律《ほうりつ》で禁止《きんし》されたもの"),
            child: LocalizedText(
                en: "This cannot be opened anywhere in our filter. If you saw something upsetting, it is not your fault. Tell someone.",
                ja: "だれも開《ひら》けないようにしています。いやなものを見《み》ても、あなたは悪《わる》くありません。話《はな》してね。")),
        CategoryGuidance(
            "ai-assistants", strand: .onlineInformation, needs: [],
            younger: LocalizedText(
                en: "A writing or drawing assistant sounds sure even when it is wrong. Young children do best using one beside an adult.",
                ja: "文章や絵を作るAIは、間違っていても自信ありげに答えます。小さな子どもは、大人と一緒に使うのがよいでしょう。"),
            older: LocalizedText(
                en: "Assistants help with ideas and explanations. The questions are who does the thinking, what the school allows, and what is typed in.",
                ja: "AIは発想や説明の助けになります。考えるのは誰か、学校が何を認めているか、何を入力しているかが要点です。"),
            starter: LocalizedText(
                en: "“What do you ask it? Show me an answer that was good and one that was wrong.”",
                ja: "「どんなことを聞いているの？　よかった答えと、間違っていた答えを見せて。」"),
            skill: LocalizedText(
                en: "Write the first version alone, then ask for criticism, then decide what to take.",
                ja: "まず自分で書き、次に意見をもらい、取り入れるところを自分で決めます。"),
            activity: LocalizedText(
                en: "Mark an assistant's essay as a teacher would: facts, sources, style. Vote on the grade.",
                ja: "AIの作文を先生のつもりで採点します。事実、出典、文章を見て、点数を話し合います。"),
            childName: LocalizedText(en: "Computer helpers", ja: "AIのお手伝《てつだ》い"),
            child: LocalizedText(
                en: "They can be wrong even when they sound clever. Use them together with an adult.",
                ja: "かしこそうでも、まちがえることがあります。大人《おとな》といっしょに使《つか》おう。")),
        CategoryGuidance(
            "web-search", strand: .onlineInformation, needs: [],
            younger: LocalizedText(
                en: "Open search brings everything at once. A children's search engine or a list of favourites is an easier start.",
                ja: "一般の検索は、あらゆるものが一度に出てきます。子ども向けの検索や、お気に入りの一覧から始めるとよいでしょう。"),
            older: LocalizedText(
                en: "Search is needed for school. Results are ordered by many things besides truth, and the first may be paid for.",
                ja: "検索は勉強に必要です。順番は正しさだけで決まらず、いちばん上が広告のこともあります。"),
            starter: LocalizedText(
                en: "“What did you want to find out? Let's think of the best words for it together.”",
                ja: "「何を調べたかったの？　いい言葉を一緒に考えよう。」"),
            skill: LocalizedText(
                en: "Choose three search words, look at five results, and say why you pick one.",
                ja: "検索の言葉を3つ選び、結果を5つ見て、一つを選んだ理由を言います。"),
            activity: LocalizedText(
                en: "Search the same question with different words and compare what rises to the top.",
                ja: "同じ疑問を違う言葉で検索し、上に出るものを比べます。"),
            childName: LocalizedText(en: "Searching", ja: "検索《けんさく》"),
            child: LocalizedText(
                en: "Search shows everything, also things for adults. Search together.",
                ja: "検索《けんさく》では、大人向《おとなむ》けのものも出《で》てきます。いっしょに調《しら》べよう。")),
        CategoryGuidance(
            "news", strand: .onlineInformation, needs: [.talk],
            younger: LocalizedText(
                en: "News can worry young children, who think far-away events are near. News made for children explains more and shows less.",
                ja: "小さな子どもは、遠くの出来事も近くのことのように感じて不安になります。子ども向けのニュースは、説明が多く、刺激が少なめです。"),
            older: LocalizedText(
                en: "Following the news is part of becoming a citizen. Breaks from it are, too.",
                ja: "ニュースを追うことは社会の一員になる一歩です。時々離れることも大切です。"),
            starter: LocalizedText(
                en: "“Is there something in the news that you keep thinking about?”",
                ja: "「ニュースで、ずっと気になっていることはある？」"),
            skill: LocalizedText(
                en: "Tell apart what happened, what someone says about it, and what nobody knows yet.",
                ja: "「起きたこと」「誰かの意見」「まだわからないこと」を分けます。"),
            activity: LocalizedText(
                en: "Write the headline of one event for three papers, and discuss what each choice of words does.",
                ja: "一つの出来事の見出しを3つの新聞向けに書き、言葉の選び方の働きを話し合います。"),
            childName: LocalizedText(en: "News", ja: "ニュース"),
            child: LocalizedText(
                en: "News can be scary. Watching it with an adult helps.",
                ja: "ニュースがこわいときもあります。大人《おとな》といっしょに見《み》よう。")),
        CategoryGuidance(
            "education", strand: .onlineInformation, needs: [],
            younger: LocalizedText(
                en: "Learning pages are usually open. If one was stopped, it is worth reporting as wrongly blocked.",
                ja: "学習のページは通常開いています。止められた場合は、誤ったブロックとして知らせてください。"),
            older: LocalizedText(
                en: "Learning pages are usually open. A stopped one costs homework time: please report it.",
                ja: "学習のページは通常開いています。止まると課題の時間が失われるので、知らせてください。"),
            starter: LocalizedText(
                en: "“The filter stopped a learning page. Which one did you need? We can ask for it.”",
                ja: "「学習のページが止められたみたい。どれが必要だった？　許可を頼めるよ。」"),
            skill: LocalizedText(
                en: "Keep a short list of good pages for each school subject.",
                ja: "教科ごとに、よいページの短い一覧を作ります。"),
            activity: LocalizedText(
                en: "Let each group recommend one page for this term's topic and justify it.",
                ja: "今学期の題材について、班ごとに薦めるページを一つ選び、理由を説明します。"),
            childName: LocalizedText(en: "Learning", ja: "勉強《べんきょう》"),
            child: LocalizedText(
                en: "Learning pages should be open. If one is not, tell an adult.",
                ja: "勉強《べんきょう》のページは開《ひら》けるはずです。開《ひら》けないときは、大人《おとな》に言《い》ってね。")),
    ]
}

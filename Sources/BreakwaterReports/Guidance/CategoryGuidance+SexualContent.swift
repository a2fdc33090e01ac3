import BreakwaterPolicy

extension CategoryGuidance {
    static let sexualContent: [CategoryGuidance] = [
        CategoryGuidance(
            "adult", strand: .onlineInformation, needs: [.talk, .exploitation],
            younger: LocalizedText(
                en: "Most children who meet pornography at this age were not looking for it: a pop-up, a search word or a friend's phone led there. It can be confusing or frightening, and many keep quiet for fear of being told off.",
                ja: "この年齢で性的な映像に出会う子どもの多くは、自分から探したわけではありません。広告や検索の言葉、友だちの画面がきっかけです。戸惑ったり怖くなったりしても、叱られると思って黙っている子が少なくありません。"),
            older: LocalizedText(
                en: "Curiosity about sex is a normal part of growing up. The concern is what pornography leaves out: consent, respect, protection and ordinary bodies. Watching often can shape what someone expects of a partner or of themselves.",
                ja: "性への関心は成長の自然な一部です。心配なのは、こうした映像に同意や思いやり、避妊、ふつうの体が描かれないことです。繰り返し見るうちに、相手や自分への期待がゆがむことがあります。"),
            starter: LocalizedText(
                en: "“You are not in trouble. Sometimes things pop up that are made for adults. If that ever happens, would you like to tell me, or is there someone else you would rather tell?”",
                ja: "「怒っているわけじゃないよ。大人向けのものが急に出てくることがあるよね。そんなとき、私に話せそう？　それともほかに話しやすい人がいる？」"),
            skill: LocalizedText(
                en: "Practise “close, look away, tell”: close the tab, look at something else, tell a person you trust.",
                ja: "「閉じる、目をそらす、話す」を一緒に練習します。タブを閉じ、別のものを見て、信頼できる人に話す、という順番です。"),
            activity: LocalizedText(
                en: "In pairs, list ways in which films and series make relationships look different from real life, and what is left out. Keep to examples everyone may watch.",
                ja: "二人一組で、映画やドラマの恋愛が現実と違う点、描かれていない点を挙げます。誰でも見られる作品だけを例にします。"),
            childName: LocalizedText(en: "Things made for adults", ja: "大人向《おとなむ》けのもの"),
            child: LocalizedText(
                en: "Some pictures and videos are made only for adults. If one shows up, close it and tell someone you trust. It is not your fault.",
                ja: "大人《おとな》だけのために作《つく》られた絵《え》や動画《どうが》があります。出《で》てきたら閉《と》じて、信《しん》じられる人《ひと》に話《はな》してね。あなたは悪《わる》くありません。")),
        CategoryGuidance(
            "nudity", strand: .onlineInformation, needs: [.talk],
            younger: LocalizedText(
                en: "Bare bodies appear in art, health and swimwear pages as well as in places meant for adults. Young children mostly need plain words for what they saw.",
                ja: "裸の体は、美術や健康、水着のページにも、大人向けの場所にも出てきます。小さな子どもに必要なのは、見たものを説明する、わかりやすい言葉です。"),
            older: LocalizedText(
                en: "Posed and edited pictures can make ordinary bodies seem wrong. Blocking here is coarse, so art and health pages may be caught: ask which page was needed.",
                ja: "演出や加工をした写真を見続けると、ふつうの体が「おかしい」と感じられることがあります。この分類は粗く、美術や健康のページまで止めることがあるので、必要なページがあったか聞いてみてください。"),
            starter: LocalizedText(
                en: "“The filter stopped a page with bare bodies. Was it for school, or just something that came up? Either is fine.”",
                ja: "「裸の写真があるページが止められたみたい。調べもの？　それとも偶然？　どちらでも大丈夫だよ。」"),
            skill: LocalizedText(
                en: "Look at two versions of one advertisement photo together and find what was edited.",
                ja: "広告写真の加工前と加工後を一緒に見比べて、変えられたところを探します。"),
            activity: LocalizedText(
                en: "Discuss why museums, doctors and advertisers each show the body, and how purpose changes meaning.",
                ja: "美術館、医師、広告主がそれぞれ何のために体を見せるのか、目的によって意味がどう変わるかを話し合います。"),
            childName: LocalizedText(en: "Pictures of bare bodies", ja: "裸《はだか》の写真《しゃしん》"),
            child: LocalizedText(
                en: "Bodies are nothing to be ashamed of. Some pages with bare bodies are meant for adults, so the filter stops them. If you need a page for school, ask.",
                ja: "体《からだ》は恥《は》ずかしいものではありません。でも大人向《おとなむ》けのページは止《と》めています。勉強《べんきょう》で見《み》たいときは聞《き》いてね。")),
        CategoryGuidance(
            "sex-education", strand: .health, needs: [.talk],
            younger: LocalizedText(
                en: "Learning about bodies, safety and where babies come from protects children. This category is separate so that you can allow it.",
                ja: "体のこと、身の守り方、赤ちゃんの生まれ方を学ぶことは、子どもを守る力になります。許可しやすいように、独立した分類にしています。"),
            older: LocalizedText(
                en: "Teenagers need reliable answers on puberty, consent, contraception and identity. Blocking these pages usually costs more than it protects; consider allowing them.",
                ja: "思春期、同意、避妊、性のあり方について、十代には信頼できる答えが必要です。止めることで失うもののほうが大きいことが多いため、許可を検討してください。"),
            starter: LocalizedText(
                en: "“It is good to look things up. If you want, we can find a page together that explains it well. You choose what we talk about.”",
                ja: "「自分で調べるのはいいことだよ。よかったら、わかりやすいページを一緒に探そうか。何を話すかは決めていいよ。」"),
            skill: LocalizedText(
                en: "Check three things on a health page: who wrote it, when, and whether it sells something.",
                ja: "健康のページでは「誰が書いたか」「いつ書いたか」「何かを売っていないか」の3つを確かめます。"),
            activity: LocalizedText(
                en: "Set up an anonymous question box and answer the questions with sources that the class has checked.",
                ja: "無記名の質問箱を置き、出典を全員で確かめながら答えます。"),
            childName: LocalizedText(en: "Learning about bodies", ja: "体《からだ》の学《まな》び"),
            child: LocalizedText(
                en: "Questions about bodies are good questions. Ask an adult you trust to look with you.",
                ja: "体《からだ》について知《し》りたいのは、よいことです。信《しん》じられる大人《おとな》といっしょに調《しら》べよう。")),
        CategoryGuidance(
            "sexting", strand: .onlineReputation, needs: [.images, .exploitation, .talk],
            younger: LocalizedText(
                en: "Children may be asked for a picture as a “game” or a “dare”, sometimes by another child. They need to know that a body picture is never the price of a friendship.",
                ja: "「ゲーム」や「罰ゲーム」として写真を求められることがあり、相手が子どもの場合もあります。体の写真と引き換えの友情はない、と知っておくことが大切です。"),
            older: LocalizedText(
                en: "Sharing intimate pictures happens among teenagers, often under pressure. If a picture spreads or someone threatens to spread it, the person in it is not to blame, and there are services that help take it down.",
                ja: "十代では、親しい相手に求められて写真を送ってしまうことがあります。広まったり、広めると脅されたりしても、写っている人は悪くありません。削除を手伝う窓口があります。"),
            starter: LocalizedText(
                en: "“If anyone ever asks you for a picture that feels wrong, or threatens you with one, you are not in trouble with me. We would sort it out together.”",
                ja: "「嫌な写真を頼まれたり、写真で脅されたりしても、あなたを怒らないよ。一緒に解決しよう。」"),
            skill: LocalizedText(
                en: "Rehearse a way out: “No. I don't send those.” Then stop answering, keep the messages, do not pay, and tell someone.",
                ja: "断り方を練習します。「そういうのは送らない」と言い、返事をやめ、やりとりを残し、お金は払わず、人に話します。"),
            activity: LocalizedText(
                en: "Give groups a short story in which a picture is passed on. Name everyone who could have stopped it, and how.",
                ja: "写真が回されてしまう短い物語を読み、途中で止められた人は誰か、どうすれば止められたかを班で考えます。"),
            childName: LocalizedText(en: "Private pictures", ja: "見《み》せたくない写真《しゃしん》"),
            child: LocalizedText(
                en: "Nobody may ask you for a picture of your private parts. If someone does, it is their fault, not yours. Tell someone you trust.",
                ja: "水着《みずぎ》でかくれるところの写真《しゃしん》を、ほしがってよい人《ひと》はいません。たのまれても、あなたは悪《わる》くありません。信《しん》じられる人《ひと》に話《はな》してね。")),
    ]
}

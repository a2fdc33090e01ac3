import BreakwaterPolicy

extension CategoryGuidance {
    static let health: [CategoryGuidance] = [
        CategoryGuidance(
            "self-harm", strand: .health, needs: [.crisis, .talk, .emergency],
            younger: LocalizedText(
                en: "Young children may search these words after hearing them. A calm question shows that nothing is too big to talk about.",
                ja: "聞いた言葉を検索しただけのこともあります。落ち着いて尋ねることで、「どんなことでも話してよい」と伝わります。"),
            older: LocalizedText(
                en: "A blocked page is not a diagnosis: it may be worry for a friend, a school task or pain of one's own. Asking directly about self-harm or suicide does not put the idea into someone's head. If there is danger now, call emergency services.",
                ja: "ページが止められただけでは何もわかりません。友だちへの心配、課題、本人のつらさ、どれもあり得ます。率直に尋ねても、自殺を考えるきっかけにはなりません。今すぐ危険があるときは緊急通報をしてください。"),
            starter: LocalizedText(
                en: "“You are not in trouble, and I can cope with whatever it is. Have you been feeling so bad that you thought about hurting yourself? I am here.”",
                ja: "「怒らないし、どんな話でも受け止めるよ。自分を傷つけたいと思うほど、つらいことがあった？　ここにいるからね。」"),
            skill: LocalizedText(
                en: "Write down together whom to call on a bad night: one person, one helpline, one thing that helps for ten minutes.",
                ja: "つらい夜に頼る先を一緒に書き出します。人を1人、相談窓口を1つ、10分だけ楽になれることを1つです。"),
            activity: LocalizedText(
                en: "Practise asking a friend “Are you all right?” a second time, and what to do with the answer. Tell the class beforehand which adults are ready to talk.",
                ja: "友だちに「大丈夫？」ともう一度聞く練習と、答えを聞いた後にすることを学びます。相談できる大人を先に伝えておきます。"),
            childName: LocalizedText(en: "Hurting oneself", ja: "自分《じぶん》をきずつけること"),
            child: LocalizedText(
                en: "Big sad feelings happen to many people. You don't have to carry them alone. Tell someone today, or call one of the numbers below.",
                ja: "とてもつらい気持《きも》ちになることは、だれにでもあります。一人《ひとり》でがまんしないで、今日《きょう》話《はな》してね。下《した》の電話《でんわ》でもいいよ。")),
        CategoryGuidance(
            "eating-disorder", strand: .health, needs: [.crisis, .talk],
            younger: LocalizedText(
                en: "Talk about bodies by what they can do. Children copy remarks that adults make about their own weight.",
                ja: "体については「何ができるか」で話しましょう。子どもは、大人が自分の体重について言う言葉をまねします。"),
            older: LocalizedText(
                en: "Pages that praise starving or purging reach people who already feel low. Early help works well; a doctor is a good first step.",
                ja: "食べないことや吐くことをたたえるページは、すでに落ち込んでいる人に届きます。早い支えほどよく効きます。まずかかりつけ医に相談するとよいでしょう。"),
            starter: LocalizedText(
                en: "“I care about how you feel, not about a number. How have meals been for you lately?”",
                ja: "「体重の数字より、あなたの気持ちが大事だよ。最近、ごはんの時間はどう？」"),
            skill: LocalizedText(
                en: "Mute three accounts that make one feel worse and follow three that do not.",
                ja: "見ると落ち込むアカウントを3つ非表示にし、そうでないものを3つ選びます。"),
            activity: LocalizedText(
                en: "Study how angle, light and filters change one portrait. Keep numbers, diets and before-and-after pictures out of the lesson.",
                ja: "角度、光、加工で一枚の顔写真がどう変わるかを調べます。数値やダイエット、前後比較の写真は扱いません。"),
            childName: LocalizedText(en: "Not eating on purpose", ja: "むりに食《た》べないこと"),
            child: LocalizedText(
                en: "Your body needs food to grow and play. If eating feels hard, a trusted adult can help.",
                ja: "体《からだ》が育《そだ》ち、遊《あそ》ぶためには食《た》べ物《もの》が必要《ひつよう》です。食《た》べるのがつらいときは、大人《おとな》に話《はな》してね。")),
        CategoryGuidance(
            "drugs", strand: .health, needs: [.talk, .emergency],
            younger: LocalizedText(
                en: "The first questions are often about medicines at home or words in songs. Short, true answers build trust.",
                ja: "最初の疑問は、家の薬や歌詞の言葉であることが多いものです。短く正直な答えが信頼につながります。"),
            older: LocalizedText(
                en: "Sellers use social apps, and friends matter more than facts. Exaggeration loses teenagers; say what is known and what to do in an emergency. Asking for medical help comes before everything else.",
                ja: "売る側はSNSを使い、知識より友だちの影響が大きいものです。大げさな話は信用されません。わかっていることと緊急時の行動を伝えます。何よりも先に、救急の助けを求めてください。"),
            starter: LocalizedText(
                en: "“If you or a friend were ever unwell after taking something, call for help first. You would not be in trouble with me.”",
                ja: "「もし自分や友だちが何かを飲んで具合が悪くなったら、まず助けを呼んで。怒ったりしないから。」"),
            skill: LocalizedText(
                en: "Practise leaving: a code word in a message home that means “please fetch me, no questions now”.",
                ja: "その場を離れる練習をします。「今は聞かずに迎えに来て」を意味する合言葉を家族で決めておきます。"),
            activity: LocalizedText(
                en: "Rank where people get facts about drugs by how reliable they are, and justify the order.",
                ja: "薬物の情報源を信頼できる順に並べ、その理由を説明します。"),
            childName: LocalizedText(en: "Drugs", ja: "あぶない薬《くすり》"),
            child: LocalizedText(
                en: "Some things make bodies ill. Only take medicine from an adult who looks after you.",
                ja: "体《からだ》をこわすものがあります。薬《くすり》は、世話《せわ》をしてくれる大人《おとな》からだけもらおう。")),
        CategoryGuidance(
            "alcohol-tobacco", strand: .health, needs: [.talk],
            younger: LocalizedText(
                en: "Sweet flavours and cartoon designs reach young children through videos and games.",
                ja: "甘い香りや漫画風のデザインが、動画やゲームを通じて小さな子どもに届いています。"),
            older: LocalizedText(
                en: "Vaping and drinking spread through friends and influencers, who may be paid. Nicotine hooks young brains faster than adult ones.",
                ja: "電子たばこや飲酒は、友だちや、報酬を受けているかもしれない発信者を通じて広がります。ニコチンは若い脳ほど早く依存を起こします。"),
            starter: LocalizedText(
                en: "“How common is vaping among people you know? What do they like about it?”",
                ja: "「周りに電子たばこを使っている人はいる？　何がいいと言っている？」"),
            skill: LocalizedText(
                en: "Find the words that mark paid posts, and count them in one scroll.",
                ja: "「広告」「PR」などの表示を探し、一度のスクロールでいくつあるか数えます。"),
            activity: LocalizedText(
                en: "Redesign a vape advertisement so that it tells the whole truth.",
                ja: "電子たばこの広告を、すべて本当のことを伝える広告に作り直します。"),
            childName: LocalizedText(en: "Alcohol and smoking", ja: "お酒《さけ》とたばこ"),
            child: LocalizedText(
                en: "Alcohol, cigarettes and vapes are for adults only, and they are bad for growing bodies.",
                ja: "お酒《さけ》やたばこは大人《おとな》だけのものです。育《そだ》つ体《からだ》によくありません。")),
    ]
}

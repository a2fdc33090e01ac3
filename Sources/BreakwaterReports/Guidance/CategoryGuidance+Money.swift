import BreakwaterPolicy

extension CategoryGuidance {
    static let money: [CategoryGuidance] = [
        CategoryGuidance(
            "gambling", strand: .transactions, needs: [.fraud, .talk],
            younger: LocalizedText(
                en: "Spinning wheels and surprise boxes in games feel like play. Young children cannot yet weigh chance against cost.",
                ja: "ゲームのルーレットやガチャは、遊びのように感じられます。小さな子どもは、確率と金額を比べることがまだできません。"),
            older: LocalizedText(
                en: "Betting reaches teenagers through sport, streams and skins traded in games. In Japan online casinos are illegal to use. Losing control of spending can happen to anyone and is not a weakness.",
                ja: "賭け事は、スポーツ、配信、ゲーム内のアイテム取引を通じて十代に届きます。日本からオンラインカジノで賭けることは違法です。お金を抑えられなくなることは誰にでも起こり、心の弱さではありません。"),
            starter: LocalizedText(
                en: "“You are not in trouble. How do the chances in that game work? Has it ever cost more than you meant?”",
                ja: "「怒っていないよ。そのゲームの確率ってどうなっているの？　思ったよりお金を使ったことはある？」"),
            skill: LocalizedText(
                en: "Look up the published odds of one loot box and work out the average cost of the wanted item.",
                ja: "ガチャの公表された確率を調べ、欲しいものが出るまでの平均金額を計算します。"),
            activity: LocalizedText(
                en: "Simulate a hundred draws with dice, plot the balance, and discuss why the wins are remembered best.",
                ja: "さいころで100回の抽選を試し、残高をグラフにして、なぜ当たりだけが記憶に残るのかを話し合います。"),
            childName: LocalizedText(en: "Betting games", ja: "お金《かね》をかけるゲーム"),
            child: LocalizedText(
                en: "These games take money for a chance to win, and most people lose. Ask before you pay for a surprise box.",
                ja: "お金《かね》をはらって当《あ》たりをねらうゲームです。ほとんどの人《ひと》は負《ま》けます。ガチャの前《まえ》に大人《おとな》に聞《き》いてね。")),
        CategoryGuidance(
            "scams", strand: .transactions, needs: [.fraud, .talk],
            younger: LocalizedText(
                en: "“You have won!” works on children because it works on everyone. Free game coins are the usual bait.",
                ja: "「当選しました！」は誰にでも効くからこそ、子どもにも効きます。無料のゲーム内通貨がよくあるえさです。"),
            older: LocalizedText(
                en: "Fake shops, easy jobs and quick investments are aimed at the young; some “jobs” make them carry stolen money. Shame keeps people from asking in time.",
                ja: "偽の通販、楽な仕事、もうかる投資が若者を狙います。「仕事」が詐欺の受け子や出し子だったという例もあります。恥ずかしさが相談を遅らせます。"),
            starter: LocalizedText(
                en: "“Clever people get caught by these every day. Has an offer ever seemed too good? Let's look at it together.”",
                ja: "「賢い人でも毎日だまされているんだ。うますぎる話が来たことはある？　一緒に見てみよう。」"),
            skill: LocalizedText(
                en: "Use the 24-hour rule: anything that says “now or never” can wait a day and a second opinion.",
                ja: "「24時間ルール」を使います。「今だけ」と急がせるものは、1日置いて、誰かに聞いてから決めます。"),
            activity: LocalizedText(
                en: "Sort printed offers into real, false and unsure; agree on the checks that settled each one.",
                ja: "印刷した広告を「本物」「偽物」「わからない」に分け、何を確かめて決めたかをまとめます。"),
            childName: LocalizedText(en: "Tricks to get money", ja: "お金《かね》をだましとるわな"),
            child: LocalizedText(
                en: "Some pages lie to get money or secrets. “You won!” is nearly always a trick. Ask before you type anything.",
                ja: "うそをついてお金《かね》やひみつを取《と》るページです。「当《あ》たりました」は、たいていうそ。入力《にゅうりょく》する前《まえ》に聞《き》いてね。")),
        CategoryGuidance(
            "shopping", strand: .transactions, needs: [.fraud],
            younger: LocalizedText(
                en: "One tap can spend real money where a card is stored in the device.",
                ja: "端末にカードが登録されていると、ひと押しで本当のお金が使われます。"),
            older: LocalizedText(
                en: "Limited offers, countdowns and pay-later buttons are designed to hurry. Learning to shop is useful; a budget of one's own helps.",
                ja: "「残りわずか」や秒読み、後払いのボタンは、急がせるための仕掛けです。買い物を学ぶことは役に立ちます。自分の予算を持つとよいでしょう。"),
            starter: LocalizedText(
                en: "“What were you thinking of buying? Show me how you would choose.”",
                ja: "「何を買おうと思っていたの？　選び方を見せて。」"),
            skill: LocalizedText(
                en: "Before paying, find the seller's address, the total price and how to send a thing back.",
                ja: "支払う前に、販売者の住所、合計金額、返品の方法を探します。"),
            activity: LocalizedText(
                en: "Screenshot the nudges of a shop page (countdown, “3 left”) and label what each tries to make you do.",
                ja: "通販ページの仕掛け（秒読み、「残り3点」など）を集め、それぞれが何をさせようとしているか書き込みます。"),
            childName: LocalizedText(en: "Shops", ja: "買《か》い物《もの》"),
            child: LocalizedText(
                en: "Buying needs real money. Look together with an adult.",
                ja: "買《か》い物《もの》には本当《ほんとう》のお金《かね》がいります。大人《おとな》といっしょに見《み》よう。")),
    ]
}

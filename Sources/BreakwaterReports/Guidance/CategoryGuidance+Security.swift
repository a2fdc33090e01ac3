import BreakwaterPolicy

extension CategoryGuidance {
    static let security: [CategoryGuidance] = [
        CategoryGuidance(
            "phishing", strand: .privacyAndSecurity, needs: [.fraud],
            younger: LocalizedText(
                en: "Children type passwords where a page looks familiar. Game accounts are a favourite target.",
                ja: "見慣れた画面だと、子どもはパスワードを入れてしまいます。ゲームのアカウントがよく狙われます。"),
            older: LocalizedText(
                en: "A message from a friend's stolen account is the most convincing trick. Changing the password quickly limits the damage.",
                ja: "乗っ取られた友だちのアカウントから届く連絡が、いちばん信じやすい手口です。早くパスワードを変えれば被害を抑えられます。"),
            starter: LocalizedText(
                en: "“If you ever typed a password in the wrong place, tell me at once. It happens to me, too, and we can fix it.”",
                ja: "「間違った場所にパスワードを入れたら、すぐ教えて。私にもあることだし、直せるから。」"),
            skill: LocalizedText(
                en: "Never sign in from a link: open the site from a bookmark, and turn on two-step sign-in together.",
                ja: "リンクからはログインせず、ブックマークから開きます。二段階認証も一緒に設定します。"),
            activity: LocalizedText(
                en: "Read ten addresses aloud and find the part that names the owner of each site.",
                ja: "10個のURLを読み上げ、サイトの持ち主を示す部分を見つけます。"),
            childName: LocalizedText(en: "Fake sign-in pages", ja: "にせもののページ"),
            child: LocalizedText(
                en: "Some pages copy a real one to steal passwords. Keep passwords for you and your grown-ups.",
                ja: "本物《ほんもの》そっくりに作《つく》って、パスワードをぬすむページです。パスワードは家《いえ》の人《ひと》以外《いがい》に教《おし》えないでね。")),
        CategoryGuidance(
            "malware", strand: .privacyAndSecurity, needs: [.fraud],
            younger: LocalizedText(
                en: "Cheats, skins and “free” downloads are how harmful programs reach children's devices.",
                ja: "裏技や着せ替え、「無料」のダウンロードが、有害なプログラムの入り口になります。"),
            older: LocalizedText(
                en: "Harmful programs can take over accounts or the camera. Most need a click: updates and caution stop nearly all of them.",
                ja: "有害なプログラムは、アカウントやカメラを乗っ取ることがあります。多くは一度のクリックが必要なので、更新と慎重さでほとんど防げます。"),
            starter: LocalizedText(
                en: "“The filter stopped something that could have harmed the computer. Do you remember what you were trying to get?”",
                ja: "「機械を壊しそうなものが止められたよ。何をしようとしていたか覚えている？」"),
            skill: LocalizedText(
                en: "Install programs from the official store only, and let updates run tonight.",
                ja: "アプリは公式ストアからだけ入れ、今夜、更新を実行します。"),
            activity: LocalizedText(
                en: "Draw the path of a harmful download from the advertisement to the device, and mark where it could be stopped.",
                ja: "広告から端末まで、有害なダウンロードの道筋を描き、止められる場所に印をつけます。"),
            childName: LocalizedText(en: "Programs that break things", ja: "機械《きかい》をこわすプログラム"),
            child: LocalizedText(
                en: "Some downloads break computers or spy on people. Ask before you install anything.",
                ja: "パソコンをこわしたり、こっそりのぞいたりするものです。入《い》れる前《まえ》に聞《き》いてね。")),
        CategoryGuidance(
            "tracking", origin: .page, strand: .privacyAndSecurity, needs: [],
            younger: LocalizedText(
                en: "Pages and apps load trackers by themselves. The number says how pages are built, nothing about your child.",
                ja: "追跡の仕組みは、ページやアプリが自動で読み込みます。件数はページの作り方を示すもので、お子さんの行動とは関係ありません。"),
            older: LocalizedText(
                en: "Profiles made from browsing decide which advertisements, prices and posts a person sees later.",
                ja: "閲覧から作られた人物像が、後で見る広告や値段、投稿を左右します。"),
            starter: LocalizedText(
                en: "“Did you ever get an advertisement for something you had only talked about? How might they know?”",
                ja: "「話していただけのものの広告が出たことはある？　どうしてわかるんだろう。」"),
            skill: LocalizedText(
                en: "Review one app's permissions together and remove those it does not need.",
                ja: "アプリの権限を一緒に見直し、必要のないものを外します。"),
            activity: LocalizedText(
                en: "Count the third parties on a news page with a browser's tools, and guess what each is for.",
                ja: "ブラウザの機能でニュースのページにある外部サービスを数え、それぞれの目的を推測します。"),
            childName: LocalizedText(en: "Hidden watchers on pages", ja: "こっそり見《み》る仕組《しく》み"),
            child: LocalizedText(
                en: "Many pages watch what people click. The filter stops some of that. You did nothing wrong.",
                ja: "何《なに》を押《お》したかを、こっそり見《み》ているページがあります。フィルターが止《と》めています。あなたは悪《わる》くありません。")),
        CategoryGuidance(
            "advertising", origin: .page, strand: .onlineInformation, needs: [],
            younger: LocalizedText(
                en: "Pages load advertisements by themselves. Before about eight, children rarely tell an advertisement from the rest.",
                ja: "広告はページが自動で読み込みます。8歳ごろまでは、広告とそれ以外を見分けることが難しいものです。"),
            older: LocalizedText(
                en: "Advertisements now look like posts and videos of friends. Noticing them is a skill that lasts.",
                ja: "今の広告は、友だちの投稿や動画のように見えます。気づく力は一生役に立ちます。"),
            starter: LocalizedText(
                en: "“Let's find the advertisements on this page. How can you tell?”",
                ja: "「このページの広告を探してみよう。どうしてわかった？」"),
            skill: LocalizedText(
                en: "Ask three questions: who paid, what do they want me to do, what is left out?",
                ja: "「誰がお金を出した？」「何をしてほしい？」「何が書かれていない？」の3つを問います。"),
            activity: LocalizedText(
                en: "Collect one advertisement of each kind (banner, influencer, game reward) and rank them by how hard they are to notice.",
                ja: "バナー、発信者の紹介、ゲームの報酬など、種類の違う広告を集め、気づきにくい順に並べます。"),
            childName: LocalizedText(en: "Advertisements", ja: "広告《こうこく》"),
            child: LocalizedText(
                en: "Advertisements want you to buy something. The filter stops some of them. You did nothing wrong.",
                ja: "広告《こうこく》は、物《もの》を買《か》ってほしいと思《おも》って作《つく》られています。フィルターが一部《いちぶ》を止《と》めています。あなたは悪《わる》くありません。")),
        CategoryGuidance(
            "bypass", strand: .privacyAndSecurity, needs: [.talk],
            younger: LocalizedText(
                en: "At this age it is mostly a tip from an older child, and a wish to reach a game or a video.",
                ja: "この年齢では、年上の子に教わったり、ゲームや動画が見たかったりしたことがほとんどです。"),
            older: LocalizedText(
                en: "Wanting to get round a filter is a message: something useful may be blocked, or the rules no longer fit the age. Some of these tools read everything that passes through them.",
                ja: "フィルターを避けたいという気持ちは、一つのメッセージです。必要なものが止められているか、決まりが年齢に合わなくなったのかもしれません。回避ツールの中には、通るデータをすべて見るものもあります。"),
            starter: LocalizedText(
                en: "“You are not in trouble. What did you need that the filter stood in the way of? Perhaps we should change it.”",
                ja: "「怒っていないよ。フィルターで何ができなくて困ったの？　設定を変えたほうがいいかもしれないね。」"),
            skill: LocalizedText(
                en: "Use the “ask for access” button together once, so that asking is easier than going round.",
                ja: "「許可を頼む」ボタンを一度一緒に使い、回避するより頼むほうが簡単だと確かめます。"),
            activity: LocalizedText(
                en: "Debate which rules on the school network are fair, and send the best argument to whoever sets them.",
                ja: "学校のネットワークの決まりは公平かを討論し、最もよい意見を管理する人に届けます。"),
            childName: LocalizedText(en: "Ways round the filter", ja: "フィルターをよける方法《ほうほう》"),
            child: LocalizedText(
                en: "If the filter is in your way, say so. Asking is always allowed.",
                ja: "フィルターがじゃまだと思《おも》ったら、言《い》っていいんだよ。いつでも聞《き》いてね。")),
    ]
}

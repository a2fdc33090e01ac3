import BreakwaterPolicy

extension CategoryGuidance {
    static let information: [CategoryGuidance] = [
        CategoryGuidance(
            "misinformation", strand: .onlineInformation, needs: [],
            younger: LocalizedText(
                en: "Children take what looks like a school book for true. Made-up pictures are now hard even for adults to spot.",
                ja: "教科書のように見えるものを、子どもは本当だと思います。作られた画像は、大人でも見分けにくくなりました。"),
            older: LocalizedText(
                en: "False stories spread because they surprise or anger us. Being wrong once is ordinary; correcting it is a strength.",
                ja: "偽の話は、驚きや怒りを呼ぶから広がります。一度間違えるのはふつうのことで、訂正できるのは強さです。"),
            starter: LocalizedText(
                en: "“I nearly believed this one. How would you find out whether it is true?”",
                ja: "「私もこれ、信じそうになったよ。本当かどうか、どうやって調べる？」"),
            skill: LocalizedText(
                en: "Leave the page to check it: open two new tabs and see what others say about the source.",
                ja: "そのページを離れて確かめます。新しいタブを2つ開き、ほかの人がその発信元をどう評価しているか調べます。"),
            activity: LocalizedText(
                en: "Give each group one claim and ten minutes; they present the trail of their check, not only the verdict.",
                ja: "班ごとに主張を一つ渡し、10分で調べます。結論だけでなく、調べた道筋を発表します。"),
            childName: LocalizedText(en: "Things that are not true", ja: "本当《ほんとう》でない話《はなし》"),
            child: LocalizedText(
                en: "Not everything on a page is true. Ask “How do they know?” and look in a second place.",
                ja: "ネットの話《はなし》が全部《ぜんぶ》本当《ほんとう》とはかぎりません。「どうしてわかるの？」と考《かんが》えて、もう一《ひと》つ調《しら》べよう。")),
        CategoryGuidance(
            "ai-companions", strand: .onlineRelationships, needs: [.talk, .images],
            younger: LocalizedText(
                en: "A program that says “I love you” feels alive to a child. It cannot care, and what is typed may be kept.",
                ja: "「大好き」と言うプログラムは、子どもには生きているように感じられます。実際に思いやることはできず、入力した内容は保存されることがあります。"),
            older: LocalizedText(
                en: "Chatting with a program can feel safer than with people, above all when lonely. Some turn sexual, and some tools make fake undressed pictures, which harm real people.",
                ja: "寂しいときほど、人よりAIと話すほうが気楽に感じられます。性的な方向に進むものや、偽の裸の画像を作って現実の人を傷つける道具もあります。"),
            starter: LocalizedText(
                en: "“What do you like about talking to it? What is different from talking to a friend?”",
                ja: "「AIと話すのはどんなところがいい？　友だちと話すのと、どこが違うと思う？」"),
            skill: LocalizedText(
                en: "Agree on what never to type: full name, school, pictures of people, other people's secrets.",
                ja: "入力しないものを決めます。氏名、学校名、人の写真、ほかの人の秘密などです。"),
            activity: LocalizedText(
                en: "Ask a school-approved assistant the same question three ways; compare what it invents, and how sure it sounds.",
                ja: "学校が認めたAIに同じ質問を3通りの言い方で聞き、作り話の部分と自信ありげな言い方を比べます。"),
            childName: LocalizedText(en: "Pretend friends made by computers", ja: "AIの友《とも》だち"),
            child: LocalizedText(
                en: "A computer can talk like a friend, but it does not know you or care. Your real people do.",
                ja: "AIは友《とも》だちのように話《はな》しますが、心《こころ》はありません。あなたを大切《たいせつ》に思《おも》うのは、まわりの人《ひと》です。")),
    ]
}

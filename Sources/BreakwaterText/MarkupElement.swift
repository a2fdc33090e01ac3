/// What an element's name means to a reader of text.
struct MarkupElement: Sendable {
    /// How the element's content is read (WHATWG HTML §13.2.6.4).
    enum Content: Sendable {
        case normal
        /// `script`, `style`: no text.
        case dropped
        /// `title`, `textarea`: text and references, no tags.
        case escapable
        /// `noscript`, `iframe` and other raw text that some reader may see: text with its tags taken out.
        case stripped
        /// `plaintext`: text to the end.
        case plain
    }

    /// What Ruby annotation does with its text: read it apart, so that the base text stays whole words.
    enum Ruby: Sendable {
        case none
        case text
        case parenthesis
        case end
    }

    var content = Content.normal
    var ruby = Ruby.none
    /// Whether a reader sees a gap between what is before and after its tags.
    var breaksWords = false
    /// `svg` and `math`: `style` and `title` are ordinary elements inside.
    var isForeignRoot = false
    var isMeta = false

    /// What an element of this name is; an ordinary inline one where the name is not known.
    static func named(_ name: PackedName) -> MarkupElement {
        var low = 0
        var high = table.count
        while low < high {
            let middle = (low + high) / 2
            if table[middle].name < name { low = middle + 1 } else { high = middle }
        }
        return low < table.count && table[low].name == name ? table[low].element : MarkupElement()
    }

    private static let table: [(name: PackedName, element: MarkupElement)] = {
        var table: [PackedName: MarkupElement] = [:]
        func set(_ names: String, _ change: (inout MarkupElement) -> Void) {
            for name in names.split(separator: " ") { change(&table[PackedName(name), default: MarkupElement()]) }
        }
        // Unknown elements are inline in every browser, and browsers drop a stray `<body>` inside a word, so only those that
        // break words wherever they stand are named.
        set(
            """
            address article aside blockquote br button canvas caption center dd details dialog dir div dl dt embed fieldset \
            figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr iframe img image input keygen legend li listing main \
            map marquee menu nav noembed noframes object ol optgroup option p plaintext pre search section select summary table \
            tbody td textarea tfoot th thead title tr ul audio video xmp
            """
        ) { $0.breaksWords = true }
        set("script style") { $0.content = .dropped }
        set("title textarea xmp") { $0.content = .escapable }
        set("noscript iframe noembed noframes") { $0.content = .stripped }
        set("plaintext") { $0.content = .plain }
        set("rt rtc") { $0.ruby = .text }
        set("rp") { $0.ruby = .parenthesis }
        set("rb ruby") { $0.ruby = .end }
        set("svg math") { $0.isForeignRoot = true }
        set("meta") { $0.isMeta = true }
        return table.map { ($0.key, $0.value) }.sorted { $0.name < $1.name }
    }()
}

import BreakwaterPolicy

/// The one style sheet of all reports; inline, because a report loads nothing.
enum HTMLStyle {
    static func css(_ language: Language) -> String {
        root(language) + layout + charts + paper
    }

    private static func root(_ language: Language) -> String {
        let font =
            switch language {
            case .english: "system-ui, -apple-system, \"Segoe UI\", Roboto, \"Noto Sans\", sans-serif"
            case .japanese:
                "\"Hiragino Sans\", \"Hiragino Kaku Gothic ProN\", \"Yu Gothic Medium\", \"Yu Gothic\", \"Noto Sans CJK JP\", \"Noto Sans JP\", sans-serif"
            }
        let text =
            switch language {
            case .english: "line-height: 1.6;"
            case .japanese:
                "line-height: 1.7; line-break: strict; word-break: normal; overflow-wrap: anywhere; font-synthesis-style: none; text-spacing-trim: trim-start;"
            }
        let headings =
            switch language {
            case .english: "h1, h2, h3 { text-wrap: balance; }"
            case .japanese: "h1, h2, h3 { word-break: auto-phrase; } em, i, cite { font-style: normal; } rt { font-size: .55em; }"
            }
        return """
            :root { color-scheme: light dark; \(variables(Palette.light)) }
            @media (prefers-color-scheme: dark) { :root { \(variables(Palette.dark)) } }
            @media print { :root { color-scheme: light; \(variables(Palette.light)) } }
            body { font-family: \(font); \(text) }
            \(headings)

            """
    }

    private static func variables(_ theme: Palette.Theme) -> String {
        """
        --page: \(theme.page.hex); --card: \(theme.card.hex); --text: \(theme.text.hex); --muted: \(theme.muted.hex); \
        --line: \(theme.line.hex); --link: \(theme.link.hex); --blue: \(theme.blue.hex); --vermilion: \(theme.vermilion.hex); \
        --green: \(theme.green.hex); --purple: \(theme.purple.hex);
        """
    }

    private static let layout = """
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--text); font-size: 1.0625rem; }
        .skip { position: absolute; left: -100rem; }
        .skip:focus { left: 1rem; top: 1rem; background: var(--page); padding: .5rem 1rem; z-index: 1; }
        header, main, footer { max-width: 50rem; margin: 0 auto; padding: 0 1.25rem; }
        header { padding-top: 2.5rem; }
        header .when { color: var(--muted); margin: .25rem 0 0; }
        h1 { font-size: 1.9rem; line-height: 1.25; margin: 0; }
        h2 { font-size: 1.4rem; line-height: 1.35; margin: 3rem 0 .75rem; padding-top: 1.25rem; border-top: 2px solid var(--blue); }
        h3 { font-size: 1.125rem; line-height: 1.4; margin: 0 0 .5rem; }
        h4 { font-size: 1rem; margin: 1rem 0 .15rem; }
        p { margin: 0 0 .85rem; }
        ul { margin: 0 0 1rem; padding-left: 1.3rem; }
        li { margin-bottom: .35rem; }
        a { color: var(--link); text-underline-offset: .15em; overflow-wrap: anywhere; }
        a.tap { display: inline-block; min-height: 24px; padding: .1rem 0; }
        :focus-visible { outline: 3px solid var(--blue); outline-offset: 2px; }
        .glance { font-size: 1.2rem; }
        .glance p { margin-bottom: .7rem; }
        .muted { color: var(--muted); }
        .card { background: var(--card); border-radius: .6rem; padding: 1.15rem 1.3rem; margin: 0 0 1.1rem; }
        .card > :last-child { margin-bottom: 0; }
        .two { display: grid; gap: 1.1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); }
        .two > .card { margin: 0; }
        .say { border-left: 4px solid var(--blue); padding: .1rem 0 .1rem .9rem; margin: .6rem 0 .9rem; font-size: 1.08rem; }
        .label { display: block; font-size: .875rem; font-weight: 650; color: var(--muted); }
        dl { margin: 0; }
        dt { font-weight: 650; }
        dd { margin: 0 0 .7rem; }
        .facts { display: flex; flex-wrap: wrap; gap: .3rem 1.6rem; margin: 0 0 .8rem; }
        .facts div { min-width: 7rem; }
        .facts dt { font-weight: 400; font-size: .875rem; color: var(--muted); }
        .facts dd { margin: 0; font-size: 1.2rem; font-variant-numeric: tabular-nums; }
        .help { list-style: none; padding: 0; }
        .help li { padding: .55rem 0; border-bottom: 1px solid var(--line); margin: 0; }
        .help .muted { display: block; font-size: .94rem; }
        .checks { list-style: none; padding: 0; }
        .checks li { padding-left: 1.9rem; position: relative; margin-bottom: .6rem; }
        .mark { position: absolute; left: 0; font-weight: 700; }
        footer { margin: 3rem auto 2rem; color: var(--muted); font-size: .9rem; }

        """

    private static let charts = """
        figure { margin: 0 0 1.5rem; }
        figcaption { font-weight: 650; margin-bottom: .5rem; }
        .chart { display: block; overflow: visible; font-family: inherit; }
        .chart text { font-family: inherit; }
        .num, td { font-variant-numeric: tabular-nums; }
        .c-text { fill: var(--text); } .c-muted { fill: var(--muted); } .c-page { fill: var(--page); }
        .c-blocked { fill: var(--blue); } .c-warned { fill: var(--vermilion); }
        .o-blocked { stroke: var(--blue); } .o-warned { stroke: var(--vermilion); }
        .nb { white-space: nowrap; }
        .axis, .grid { stroke: var(--line); } .band { fill: var(--card); }
        .legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; font-size: .92rem; margin: .6rem 0; }
        .legend li { display: flex; align-items: center; gap: .5rem; margin: 0; }
        .legend svg { flex: none; }
        details { margin: .4rem 0 0; }
        summary { cursor: pointer; color: var(--link); padding: .35rem 0; min-height: 24px; width: fit-content; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: .94rem; margin: .3rem 0 .8rem; }
        caption { text-align: left; color: var(--muted); padding-bottom: .3rem; }
        th, td { padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
        th[scope=row] { font-weight: 400; min-width: 6.5em; }
        td, th.n { text-align: right; padding-right: 0; padding-left: .8rem; }
        table.words td, table.words th { text-align: left; padding: .35rem .8rem .35rem 0; overflow-wrap: break-word; min-width: 5.5em; }
        table.words caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }

        """

    private static let paper = """
        @page { size: A4; margin: 14mm; }
        @media print {
        body { font-size: 9.5pt; }
        header, main, footer { max-width: none; padding: 0; }
        .skip { display: none; }
        h1 { font-size: 18pt; }
        h2 { font-size: 13pt; margin: 6mm 0 2mm; padding-top: 2.5mm; border-top-width: 1pt; }
        h3 { font-size: 10.5pt; }
        h4 { font-size: 9.5pt; margin: 1.5mm 0 0; }
        p, dd, .say { margin-bottom: 1.5mm; }
        .glance, .say { font-size: 10.5pt; }
        .label, .muted, .legend { font-size: 8.5pt; }
        .card { border: .5pt solid var(--line); background: none; padding: 2.5mm 3mm; margin-bottom: 3mm; }
        .two { grid-template-columns: 1fr 1fr; gap: 3mm; }
        .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 2mm 8mm; align-items: start; }
        .talk { columns: 2; column-gap: 5mm; }
        figure { margin-bottom: 3mm; }
        table { font-size: 8.5pt; }
        th, td { padding-top: .3mm; padding-bottom: .3mm; border-bottom-width: .5pt; }
        li { margin-bottom: .6mm; }
        .help { columns: 2; column-gap: 8mm; }
        .help li { padding: .8mm 0; border-bottom-width: .5pt; }
        h2, h3, h4, .label, figcaption, caption { break-after: avoid; }
        .two > .card, .say, svg, tr, .help li { break-inside: avoid; }
        details > summary { display: none; }
        details::details-content { content-visibility: visible; display: block; height: auto; }
        a { text-decoration: none; color: inherit; }
        * { print-color-adjust: exact; }
        }
        """
}

/// The style sheet that every page carries in itself.
enum PageStyle {
    static let css = """
        :root{color-scheme:light dark;--ground:#eef4f7;--card:#fff;--text:#14242e;--soft:#43555f;--line:#7d919c;--tint:#e3f0f3;\
        --accent:#005a87;--on-accent:#fff;--warm:#fdf1dc;--warm-line:#a8641b;--lamp:#c9720e}
        @media (prefers-color-scheme:dark){:root{--ground:#0e181e;--card:#16242c;--text:#e8f0f3;--soft:#b3c3cb;--line:#6f8592;\
        --tint:#1d323c;--accent:#7cc4ea;--on-accent:#0b1a22;--warm:#33291a;--warm-line:#d39a4e;--lamp:#f0b354}}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
        body{margin:0;background:var(--ground);color:var(--text);font:1.0625rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,\
        "Noto Sans",sans-serif;overflow-wrap:anywhere}
        :lang(ja){font-family:"Hiragino Sans","Hiragino Kaku Gothic ProN","Yu Gothic Medium","Yu Gothic",Meiryo,"Noto Sans CJK JP",\
        "Noto Sans JP",sans-serif;line-height:1.8;line-break:strict;word-break:normal;word-break:auto-phrase;font-style:normal}
        main{max-width:40rem;margin:0 auto;padding:1.5rem 1.25rem 2rem;background:var(--card);min-height:100vh}
        @media (min-width:44rem){main{margin:3rem auto;min-height:0;padding:2.25rem 2.75rem 1.75rem;border-radius:1rem;\
        border:1px solid color-mix(in srgb,var(--line) 45%,transparent)}}
        .mark{line-height:0;margin-bottom:.75rem}
        .wave{fill:none;stroke:var(--accent);stroke-width:2.6;stroke-linecap:round}.light{fill:var(--soft)}.lamp{fill:var(--lamp)}
        h1{font-size:1.75rem;line-height:1.3;margin:0 0 .75rem;text-wrap:balance}
        h2{font-size:1.125rem;line-height:1.4;margin:0 0 .35rem}
        p{margin:0 0 .75rem}p:last-child{margin-bottom:0}
        .lead{font-size:1.1875rem}
        .comfort{font-weight:600}
        .label,dt,footer{color:var(--soft)}
        .url{font-size:.9375rem}.url bdi{font-family:ui-monospace,"SFMono-Regular",Menlo,Consolas,"Noto Sans Mono",monospace}
        dl{margin:1rem 0 0;border-top:1px solid color-mix(in srgb,var(--line) 45%,transparent)}
        dl div{display:grid;grid-template-columns:minmax(8.5rem,1fr) 2.4fr;gap:0 1rem;padding:.55rem 0;\
        border-bottom:1px solid color-mix(in srgb,var(--line) 45%,transparent)}
        dd{margin:0}
        @media (max-width:30rem){dl div{grid-template-columns:1fr}h1{font-size:1.5rem}}
        section{margin-top:1.25rem;padding:1rem 1.125rem;border-radius:.75rem;background:var(--tint)}
        section+.url,section+dl{margin-top:1.25rem}
        .help{background:var(--warm);border-left:.3rem solid var(--warm-line)}
        ul{margin:0;padding:0;list-style:none}
        li{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1rem;padding:.4rem 0;align-items:baseline}
        li a{display:inline-block;min-height:1.5rem}.contact{font-weight:700;white-space:nowrap;font-variant-numeric:tabular-nums}
        .code strong{font:700 1.375rem/1.4 ui-monospace,"SFMono-Regular",Menlo,Consolas,"Noto Sans Mono",monospace;\
        letter-spacing:.12em;white-space:nowrap}
        a{color:var(--accent)}
        .button{display:inline-block;padding:.6rem 1.1rem;min-height:2.75rem;border-radius:.6rem;background:var(--accent);\
        color:var(--on-accent);font-weight:600;text-decoration:none}
        .button.quiet{background:transparent;color:var(--accent);border:2px solid var(--accent)}button{font:inherit;font-weight:600;border:0;\
        cursor:pointer}.buttons{display:flex;flex-wrap:wrap;gap:.75rem}.back{margin-top:1.25rem}
        fieldset{margin:.75rem 0;padding:0;border:0}legend{padding:0;font-weight:600}fieldset label{display:flex;gap:.6rem;\
        align-items:center;min-height:2.25rem}input[type=radio]{width:1.25rem;height:1.25rem;margin:0;flex:none;accent-color:var(--accent)}
        textarea,input[type=password]{display:block;width:100%;margin-top:.25rem;padding:.5rem .6rem;font:inherit;color:var(--text);\
        background:var(--card);border:1px solid var(--line);border-radius:.5rem}
        details{margin-top:1.25rem;padding:.5rem 1.125rem}summary{min-height:2.25rem;line-height:2.25rem;cursor:pointer;color:var(--soft)}
        .button:hover{text-decoration:underline}
        :is(a,button,input,textarea,summary):focus-visible{outline:3px solid var(--accent);outline-offset:3px;border-radius:.3rem}
        footer{margin-top:1.5rem;font-size:.875rem}
        rt{font-size:.5em}
        @media print{body,main{background:#fff;color:#000}}
        """
}

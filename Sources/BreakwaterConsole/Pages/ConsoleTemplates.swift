import Mustache

/// The console's pages; every value goes through Mustache's HTML escaping.
package enum ConsoleTemplates {
    package static let texts: [String: String] = [
        "page": """
            <!DOCTYPE html>
            <html lang="{{language}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{{heading}} · {{w.title}}</title><style>{{{css}}}</style></head><body>
            <a class="skip" href="#main">{{w.skip}}</a>
            <header><strong>{{w.title}}</strong>{{#formToken}}<nav aria-label="{{w.title}}">{{#links}}<a href="{{path}}"{{#current}} aria-current="page"{{/current}}>{{name}}</a>{{/links}}</nav>
            <form method="post" action="/logout"><input type="hidden" name="form-token" value="{{formToken}}"><button class="quiet">{{w.logout}}</button></form>
            <form method="post" action="/language"><input type="hidden" name="form-token" value="{{formToken}}"><button class="quiet" name="language" value="{{otherLanguage}}" lang="{{otherLanguage}}">{{w.other}}</button></form>{{/formToken}}</header>
            <main id="main"><h1>{{heading}}</h1>{{#message}}<p class="message" role="status">{{.}}</p>{{/message}}{{$body}}{{/body}}</main></body></html>

            """,
        "login": """
            {{< page}}{{$body}}<form method="post" action="/login" class="card"><label for="token">{{w.token}}</label>
            <input id="token" name="token" type="password" autocomplete="current-password" required aria-describedby="token-help"><p id="token-help">{{w.tokenHelp}}</p>
            <button>{{w.login}}</button></form>{{/body}}{{/page}}
            """,
        "message": "{{< page}}{{$body}}{{/body}}{{/page}}",
        "status": """
            {{< page}}{{$body}}<dl class="facts">{{#facts}}<div><dt>{{name}}</dt><dd>{{value}}</dd></div>{{/facts}}</dl>
            <h2>{{w.lists}}</h2><div class="scroll" tabindex="0" role="region" aria-label="{{w.lists}}"><table><thead><tr><th scope="col">{{w.list}}</th><th scope="col">{{w.category}}</th><th scope="col">{{w.version}}</th><th scope="col">{{w.licence}}</th><th scope="col" class="n">{{w.entries}}</th><th scope="col" class="n">{{w.problems}}</th></tr></thead>
            <tbody>{{#lists}}<tr><th scope="row">{{name}}</th><td>{{category}}</td><td>{{version}}</td><td>{{licence}}</td><td class="n">{{entries}}</td><td class="n">{{problems}}</td></tr>{{/lists}}</tbody></table></div>{{/body}}{{/page}}
            """,
        "check": """
            {{< page}}{{$body}}<form method="post" action="/check" class="card"><input type="hidden" name="form-token" value="{{formToken}}">
            <label for="url">{{w.address}}</label><input id="url" name="url" value="{{url}}" inputmode="url" autocomplete="off" required aria-describedby="url-help">
            <label for="profile">{{w.profile}}</label><select id="profile" name="profile">{{#profiles}}<option value="{{id}}"{{#selected}} selected{{/selected}}>{{name}}</option>{{/profiles}}</select>
            <p id="url-help">{{w.checkHelp}}</p><button>{{w.checkNow}}</button></form>
            {{#result}}<h2>{{w.result}}{{colon}}{{action}}</h2>{{#unreadable}}<p>{{w.unreadable}}</p>{{/unreadable}}<dl>{{#facts}}<dt>{{name}}</dt><dd>{{value}}</dd>{{/facts}}</dl>
            {{#hasSteps}}<h3>{{w.steps}}</h3>{{#note}}<p>{{.}}</p>{{/note}}<ol lang="en">{{#steps}}<li{{#decisive}} class="decisive"{{/decisive}}><strong>{{rank}}</strong>: {{outcome}}</li>{{/steps}}</ol>{{/hasSteps}}{{/result}}{{/body}}{{/page}}
            """,
        "report": """
            {{< page}}{{$body}}<form method="get" action="/report/view" class="card">
            <label for="days">{{w.period}}</label><select id="days" name="days"><option value="7">{{w.sevenDays}}</option><option value="30">{{w.thirtyDays}}</option><option value="1">{{w.yesterday}}</option></select>
            <label for="audience">{{w.audience}}</label><select id="audience" name="audience"><option value="parents">{{w.parents}}</option><option value="children">{{w.children}}</option><option value="teachers">{{w.teachers}}</option><option value="public">{{w.public}}</option></select>
            <label for="format">{{w.format}}</label><select id="format" name="format"><option value="html">{{w.page}}</option><option value="csv">CSV</option><option value="json">JSON</option></select>
            <button>{{w.show}}</button></form>{{/body}}{{/page}}
            """,
        "requests": """
            {{< page}}{{$body}}<h2>{{w.waiting}}</h2>{{^waiting}}<p>{{w.noRequests}}</p>{{/waiting}}
            {{#waiting}}<form method="post" action="/requests/{{id}}" class="card"><input type="hidden" name="form-token" value="{{formToken}}">
            <p><strong class="wrap">{{pattern}}</strong><br>{{profile}} · {{asked}}</p>{{#note}}<p>{{w.note}}{{colon}}{{.}}</p>{{/note}}
            <p class="buttons"><button name="answer" value="60">{{w.hour}}</button><button name="answer" value="1440">{{w.dayLong}}</button><button name="answer" value="10080">{{w.week}}</button><button class="quiet" name="answer" value="deny">{{w.deny}}</button></p></form>{{/waiting}}
            {{#hasAnswered}}<h2>{{w.answered}}</h2><ul>{{#answered}}<li><span class="wrap">{{pattern}}</span> · {{profile}} · {{asked}} · {{state}}</li>{{/answered}}</ul>{{/hasAnswered}}{{/body}}{{/page}}
            """,
    ]

    static let library: MustacheLibrary = {
        var library = MustacheLibrary()
        for (name, text) in texts {
            do { try library.register(text, named: name) } catch {
                preconditionFailure("the template `\(name)` of this module does not parse: \(error)")
            }
        }
        return library
    }()

    static let css = """
        :root{color-scheme:light dark;--page:#FFFFFF;--card:#F4F7FA;--text:#1B2733;--muted:#4B5A68;--line:#7B8A98;--link:#005A8F;--button:#FFFFFF}
        @media (prefers-color-scheme:dark){:root{--page:#12171C;--card:#1B232B;--text:#E8EDF2;--muted:#B3BFCA;--line:#74828F;--link:#7CC4F2;--button:#12171C}}
        *{box-sizing:border-box}body{margin:0;background:var(--page);color:var(--text);font:1.0625rem/1.65 system-ui,"Hiragino Sans","Yu Gothic","Noto Sans CJK JP","Noto Sans",sans-serif;line-break:strict}
        header{display:flex;flex-wrap:wrap;gap:.4rem 1rem;align-items:center;padding:.7rem 1.25rem;border-bottom:1px solid var(--line)}header form{margin:0}nav{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;order:3;flex:1 1 100%}header strong{flex:1}
        main{max-width:54rem;margin:0 auto;padding:1rem 1.25rem 3rem}h1{font-size:1.6rem;line-height:1.3}h2{font-size:1.25rem;margin-top:2rem}
        a{color:var(--link);padding:.2rem 0;min-height:24px}a[aria-current]{font-weight:700;text-decoration:none;color:var(--text)}
        .card{background:var(--card);border-radius:.6rem;padding:1.1rem 1.3rem;margin:0 0 1rem}label{display:block;font-weight:600;margin-top:.6rem}
        input:not([type=hidden]),select{width:100%;font:inherit;color:inherit;background:var(--page);border:1px solid var(--line);border-radius:.35rem;padding:.5rem .6rem}
        button{font:inherit;background:var(--link);color:var(--button);border:1px solid var(--link);border-radius:.35rem;padding:.4rem 1rem;margin-top:.8rem;min-height:40px}button.quiet{background:none;color:var(--link);margin-top:0}.buttons{display:flex;flex-wrap:wrap;gap:.5rem}.buttons button{margin:0}
        :focus-visible{outline:3px solid var(--link);outline-offset:2px}.message{border-left:4px solid var(--link);padding:.3rem .9rem}
        .facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,14rem),1fr));gap:.8rem 1.5rem}dt{color:var(--muted);font-size:.9rem}dd{margin:0 0 .5rem;overflow-wrap:anywhere}.wrap{overflow-wrap:anywhere}
        .scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.95rem}th,td{text-align:left;padding:.4rem .8rem .4rem 0;border-bottom:1px solid var(--line);vertical-align:top}th[scope=row]{font-weight:400}.n{text-align:right;font-variant-numeric:tabular-nums}
        .decisive{font-weight:600}.skip{position:absolute;left:-100rem}.skip:focus{left:1rem}
        """
}

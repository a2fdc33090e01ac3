import Mustache

/// The layout of all pages, where an operator has no other: no remote asset, no script, readable at 320 px and at 400 % zoom, in light
/// and dark.
///
/// Colours: text on ground 4.5:1 at least, borders and the focus ring 3:1 (WCAG 2.2 §1.4.3, §1.4.11).
enum PageTemplate {
    static let builtIn: MustacheTemplate = {
        do {
            return try MustacheTemplate(string: text)
        } catch {
            preconditionFailure("the page template is our own and cannot be read: \(error)")
        }
    }()

    static let text = """
        <!DOCTYPE html>
        <html lang="{{language}}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <meta name="color-scheme" content="light dark">
        <title>{{title}}</title>
        <style>\(PageStyle.css)</style>
        </head>
        <body class="{{tone}}">
        <main>
        <div class="mark" aria-hidden="true"><svg viewBox="0 0 64 44" width="64" height="44" focusable="false"><path class="wave" d="M2 30q7.5-8 15 0t15 0 15 0 15 0"/><path class="wave" d="M2 37q7.5-8 15 0t15 0 15 0 15 0"/><path class="light" d="M28 22l1.6-14h4.8L36 22z"/><circle class="lamp" cx="32" cy="5" r="3.4"/></svg></div>
        <h1>{{{headingHTML}}}</h1>
        {{#lead}}<p class="lead">{{{html}}}</p>
        {{/lead}}{{#comfort}}<p class="comfort">{{{html}}}</p>
        {{/comfort}}{{#help}}<section class="help" aria-labelledby="help"><h2 id="help">{{{headingHTML}}}</h2>
        <p>{{{textHTML}}}</p>
        <ul>
        {{#points}}<li><span>{{#link}}<a rel="noreferrer" href="{{link}}">{{{nameHTML}}}</a>{{/link}}{{^link}}{{{nameHTML}}}{{/link}}</span> {{#telephone}}<a class="contact" href="{{telephone}}">{{contact}}</a>{{/telephone}}{{^telephone}}<strong class="contact">{{contact}}</strong>{{/telephone}}</li>
        {{/points}}</ul></section>
        {{/help}}{{#shown}}<p class="url"><span class="label">{{label}}</span> <bdi dir="ltr">{{text}}</bdi></p>
        {{/shown}}{{#hasFacts}}<dl>
        {{#facts}}<div><dt>{{{labelHTML}}}</dt><dd>{{{valueHTML}}}</dd></div>
        {{/facts}}</dl>
        {{/hasFacts}}{{#proceed}}<section aria-labelledby="proceed"><h2 id="proceed">{{{headingHTML}}}</h2>
        <p>{{{textHTML}}}</p>
        <p><a class="button" rel="nofollow noreferrer" href="{{link}}">{{{buttonHTML}}}</a></p></section>
        {{/proceed}}{{#ask}}<section class="ask" aria-labelledby="ask"><h2 id="ask">{{{headingHTML}}}</h2>
        <p>{{{textHTML}}}</p>
        {{#form}}<form method="post" action="{{action}}" accept-charset="utf-8">
        <fieldset><legend>{{{scopeHTML}}}</legend>
        {{#scopes}}<label><input type="radio" name="scope" value="{{value}}"{{#chosen}} checked{{/chosen}}> <span>{{{labelHTML}}}</span></label>
        {{/scopes}}</fieldset>
        <fieldset><legend>{{{termHTML}}}</legend>
        {{#terms}}<label><input type="radio" name="term" value="{{value}}"{{#chosen}} checked{{/chosen}}> <span>{{{labelHTML}}}</span></label>
        {{/terms}}</fieldset>
        <p><label class="label" for="note">{{{noteHTML}}}</label><textarea id="note" name="note" rows="2" maxlength="500"></textarea></p>
        <p class="buttons"><button class="button" name="kind" value="ask">{{{buttonHTML}}}</button>{{#appeal}} <button class="button quiet" name="kind" value="appeal">{{{buttonHTML}}}</button>{{/appeal}}</p></form>
        {{/form}}{{#code}}<p class="code"><span class="label">{{{labelHTML}}}</span> <strong>{{text}}</strong></p>
        {{/code}}{{#contact}}<p><a class="button" rel="noreferrer" href="{{link}}">{{{buttonHTML}}}</a></p>
        {{/contact}}</section>
        {{/ask}}{{#override}}<details class="override"><summary>{{{summaryHTML}}}</summary>
        <form method="post" action="{{action}}" accept-charset="utf-8">
        <p><label class="label" for="override">{{{labelHTML}}}</label><input id="override" name="code" type="password" autocomplete="off" required maxlength="128"></p>
        <fieldset><legend>{{{scopeHTML}}}</legend>
        {{#scopes}}<label><input type="radio" name="scope" value="{{value}}"{{#chosen}} checked{{/chosen}}> <span>{{{labelHTML}}}</span></label>
        {{/scopes}}</fieldset>
        <p><button class="button">{{{buttonHTML}}}</button></p></form></details>
        {{/override}}{{#back}}<p class="back"><a class="button" href="{{link}}">{{{buttonHTML}}}</a></p>
        {{/back}}{{#advice}}<section aria-labelledby="advice"><h2 id="advice">{{{headingHTML}}}</h2>
        <p>{{{textHTML}}}</p></section>
        {{/advice}}<footer><p>{{{footerHTML}}}</p></footer>
        </main>
        </body>
        </html>

        """
}

/// The frame of every page and the parts that several audiences share.
enum PageTemplates {
    static let page = """
        <!DOCTYPE html>
        <html lang="{{language}}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <meta name="referrer" content="no-referrer">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <title>{{title}} {{when}}</title>
        <style>
        {{{css}}}
        </style>
        </head>
        <body>
        <a class="skip" href="#glance">{{w.skip}}</a>
        <header><h1>{{title}}</h1><p class="when">{{when}}</p></header>
        <main>
        {{$body}}{{/body}}
        </main>
        <footer><p>{{w.policy}}{{colon}}{{policy}}<br>{{w.madeOn}}{{colon}}{{madeOn}}</p><p>{{w.footer}}</p></footer>
        </body>
        </html>

        """

    static let glance = """
        <section id="glance" class="glance" aria-labelledby="glance-h"><h2 id="glance-h">{{w.glance}}</h2>
        {{#summary}}<p>{{.}}</p>{{/summary}}
        </section>
        """

    static let legend = """
        <ul class="legend">
        {{#hasBlocked}}<li><svg width="22" height="14" aria-hidden="true"><rect width="22" height="14" class="c-blocked" fill="#0072B2"/></svg>{{w.blocked}}</li>{{/hasBlocked}}
        {{#hasWarned}}<li><svg width="22" height="14" aria-hidden="true"><rect x=".5" y=".5" width="21" height="13" fill="url(#{{id}}-w)" class="o-warned" stroke="#D55E00"/></svg>{{w.warned}}</li>{{/hasWarned}}
        {{#hasLoaded}}<li><svg width="22" height="14" aria-hidden="true"><rect x=".5" y=".5" width="21" height="13" fill="url(#{{id}}-p)" class="o-blocked" stroke="#0072B2"/></svg>{{w.loaded}}</li>{{/hasLoaded}}
        </ul>
        """

    static let barFigure = """
        <figure><figcaption>{{title}}</figcaption>
        {{> bars}}
        {{#showsLegend}}{{> legend}}{{/showsLegend}}
        <details{{#opensTables}} open{{/opensTables}}><summary>{{w.asNumbers}}</summary>{{#table}}{{> table}}{{/table}}</details></figure>
        """

    static let columnFigure = """
        <figure><figcaption>{{title}}</figcaption>
        {{> columns}}
        {{#table}}<details{{#opensTables}} open{{/opensTables}}><summary>{{w.asNumbers}}</summary>{{> table}}</details>{{/table}}</figure>
        """

    static let help = """
        <section aria-labelledby="help-h"><h2 id="help-h">{{w.helpTitle}}</h2><p>{{w.helpLead}}</p>
        {{#helpCountries}}<h3>{{country}}</h3><ul class="help">{{#points}}{{> helpPoint}}{{/points}}</ul>{{/helpCountries}}
        </section>
        """

    static let helpPoint = """
        <li><strong>{{name}}</strong> {{#call}}<a class="tap nb" href="tel:{{call}}">{{phone}}</a>{{/call}}{{^call}}{{phone}}{{/call}} {{#address}}<a class="tap" rel="noreferrer" href="{{address}}">{{host}}</a>{{/address}}
        <span class="muted">{{purpose}}{{open}}{{w.verifiedOn}} {{verifiedAt}}{{close}}</span></li>
        """
}

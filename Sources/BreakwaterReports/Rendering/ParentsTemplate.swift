/// The household's report, in the order a busy parent needs it.
enum ParentsTemplate {
    static let text = """
        {{< page}}{{$body}}
        {{> glance}}
        {{#hasActivity}}
        <section aria-labelledby="stopped-h"><h2 id="stopped-h">{{w.stoppedTitle}}</h2><p>{{w.stoppedLead}}</p>
        {{#categoryCharts}}{{> barFigure}}{{/categoryCharts}}
        {{^categoryCharts}}<p>{{w.nothingStopped}}</p>{{/categoryCharts}}
        {{#withheld}}<p class="muted">{{.}}</p>{{/withheld}}
        {{#reasonTable}}<h3>{{w.otherTitle}}</h3>{{> table}}{{/reasonTable}}
        {{#reasonNotes}}<p class="muted"><strong>{{name}}</strong>{{colon}}{{explanation}}</p>{{/reasonNotes}}
        </section>
        <section aria-labelledby="when-h"><h2 id="when-h">{{w.whenTitle}}</h2><p>{{w.whenLead}}</p>
        <div class="pair">{{#charts}}{{> columnFigure}}{{/charts}}</div>
        </section>
        <section aria-labelledby="profiles-h"><h2 id="profiles-h">{{w.profilesTitle}}</h2>
        <div class="two">{{#profiles}}<div class="card"><h3>{{name}}</h3>
        <dl class="facts">{{#facts}}<div><dt>{{name}}</dt><dd>{{value}}</dd></div>{{/facts}}</dl>
        {{#showsCategories}}{{#hasCategories}}<span class="label">{{w.metHere}}</span><ul>{{#top}}<li>{{.}}</li>{{/top}}</ul>{{/hasCategories}}{{^hasCategories}}<p>{{w.nothingHere}}</p>{{/hasCategories}}{{/showsCategories}}
        {{^showsCategories}}<p class="muted">{{w.totalsOnly}}</p>{{/showsCategories}}
        </div>{{/profiles}}</div>
        </section>
        {{/hasActivity}}
        <section aria-labelledby="talk-h"><h2 id="talk-h">{{w.talkTitle}}</h2>
        {{#hasGuidance}}<p>{{w.talkLead}}</p>{{/hasGuidance}}{{^hasGuidance}}<p>{{w.nothingToTalk}}</p>{{/hasGuidance}}
        <div class="talk">{{#guidance}}<article class="card" aria-labelledby="g-{{id}}"><h3 id="g-{{id}}">{{name}}</h3>
        {{#description}}<p>{{description}}</p>{{/description}}
        <h4>{{w.whyItMatters}}</h4>
        <dl>{{#younger}}<dt class="label">{{w.younger}}</dt><dd>{{.}}</dd>{{/younger}}{{#older}}<dt class="label">{{w.older}}</dt><dd>{{.}}</dd>{{/older}}</dl>
        <h4>{{w.starter}}</h4><p class="say">{{starter}}</p>
        <h4>{{w.skill}}</h4><p>{{skill}}</p>
        {{#hasHelp}}<h4>{{w.turnTo}}</h4><p>{{#help}}{{name}}{{#contact}} <span class="nb">{{.}}</span>{{/contact}}{{^last}}{{separator}}{{/last}}{{/help}}</p>{{/hasHelp}}
        </article>{{/guidance}}</div>
        </section>
        <section aria-labelledby="wrong-h"><h2 id="wrong-h">{{w.wrongTitle}}</h2><p>{{w.wrongLead}}</p><p>{{appeals}}</p></section>
        <section aria-labelledby="sees-h"><h2 id="sees-h">{{w.seesTitle}}</h2>
        <div class="two"><div class="card"><h3>{{w.canSee}}</h3><ul>{{#canSee}}<li>{{.}}</li>{{/canSee}}</ul></div>
        <div class="card"><h3>{{w.cannotSee}}</h3><ul>{{#cannotSee}}<li>{{.}}</li>{{/cannotSee}}</ul></div></div></section>
        <section aria-labelledby="settings-h"><h2 id="settings-h">{{w.settingsTitle}}</h2>
        <ul class="checks">{{#settings}}<li><span class="mark" aria-hidden="true">{{mark}}</span><strong>{{standing}}</strong>{{colon}}{{text}}</li>{{/settings}}</ul></section>
        {{> help}}
        <section aria-labelledby="kept-h"><h2 id="kept-h">{{w.keptTitle}}</h2><ul>{{#kept}}<li>{{.}}</li>{{/kept}}</ul></section>
        <section aria-labelledby="words-h"><h2 id="words-h">{{w.glossaryTitle}}</h2>
        <dl>{{#glossary}}<dt>{{term}}</dt><dd>{{meaning}}</dd>{{/glossary}}</dl></section>
        {{/body}}{{/page}}
        """
}

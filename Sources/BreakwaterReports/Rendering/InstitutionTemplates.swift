/// The school's report and the operator's transparency report.
enum InstitutionTemplates {
    static let teachers = """
        {{< page}}{{$body}}
        {{> glance}}
        <section aria-labelledby="cohort-h"><h2 id="cohort-h">{{w.cohortTitle}}</h2><p>{{w.cohortLead}}</p>
        {{#categoryCharts}}{{> barFigure}}{{/categoryCharts}}{{^categoryCharts}}<p>{{w.nothingPublished}}</p>{{/categoryCharts}}
        {{#reasonTable}}<h3>{{w.otherTitle}}</h3>{{> table}}{{/reasonTable}}
        {{#groupTable}}<h3>{{w.groupsTitle}}</h3>{{> table}}{{/groupTable}}</section>
        <section aria-labelledby="when-h"><h2 id="when-h">{{w.activityTitle}}</h2><p>{{w.whenLead}}</p><div class="pair">{{#charts}}{{> columnFigure}}{{/charts}}</div></section>
        <section aria-labelledby="lessons-h"><h2 id="lessons-h">{{w.lessonsTitle}}</h2><p>{{w.lessonsLead}}</p>
        <div class="talk">{{#guidance}}<article class="card" aria-labelledby="g-{{id}}"><h3 id="g-{{id}}">{{name}}</h3>
        {{#description}}<p>{{description}}</p>{{/description}}
        <h4>{{w.activity}}</h4><p>{{activity}}</p><h4>{{w.skill}}</h4><p>{{skill}}</p>
        <h4>{{w.curriculum}}</h4><ul>{{#curriculum}}<li>{{.}}</li>{{/curriculum}}</ul></article>{{/guidance}}</div></section>
        <section aria-labelledby="worry-h"><h2 id="worry-h">{{w.escalationTitle}}</h2><ol>{{#escalation}}<li>{{.}}</li>{{/escalation}}</ol></section>
        {{> help}}
        <section aria-labelledby="small-h"><h2 id="small-h">{{w.suppressionTitle}}</h2><ul>{{#suppression}}<li>{{.}}</li>{{/suppression}}</ul></section>
        <section aria-labelledby="kept-h"><h2 id="kept-h">{{w.keptTitle}}</h2><ul>{{#kept}}<li>{{.}}</li>{{/kept}}</ul></section>
        {{/body}}{{/page}}
        """

    static let everyone = """
        {{< page}}{{$body}}
        {{> glance}}
        <section aria-labelledby="cohort-h"><h2 id="cohort-h">{{w.cohortTitle}}</h2><p>{{w.cohortLead}}</p>
        {{#categoryCharts}}{{> barFigure}}{{/categoryCharts}}{{^categoryCharts}}<p>{{w.nothingPublished}}</p>{{/categoryCharts}}
        {{#reasonTable}}<h3>{{w.otherTitle}}</h3>{{> table}}{{/reasonTable}}</section>
        <section aria-labelledby="when-h"><h2 id="when-h">{{w.activityTitle}}</h2><div class="pair">{{#charts}}{{> columnFigure}}{{/charts}}</div></section>
        <section aria-labelledby="quality-h"><h2 id="quality-h">{{w.qualityTitle}}</h2>{{#qualityTable}}{{> wordTable}}{{/qualityTable}}</section>
        <section aria-labelledby="lists-h"><h2 id="lists-h">{{w.listsTitle}}</h2>{{#listTable}}{{> wordTable}}{{/listTable}}<p class="muted">{{w.sealedNote}}</p></section>
        <section aria-labelledby="small-h"><h2 id="small-h">{{w.suppressionTitle}}</h2><ul>{{#suppression}}<li>{{.}}</li>{{/suppression}}</ul></section>
        <section aria-labelledby="kept-h"><h2 id="kept-h">{{w.inventoryTitle}}</h2><ul>{{#kept}}<li>{{.}}</li>{{/kept}}</ul></section>
        <section aria-labelledby="sees-h"><h2 id="sees-h">{{w.seesTitle}}</h2>
        <div class="two"><div class="card"><h3>{{w.canSee}}</h3><ul>{{#canSee}}<li>{{.}}</li>{{/canSee}}</ul></div>
        <div class="card"><h3>{{w.cannotSee}}</h3><ul>{{#cannotSee}}<li>{{.}}</li>{{/cannotSee}}</ul></div></div></section>
        {{> help}}
        <section aria-labelledby="words-h"><h2 id="words-h">{{w.glossaryTitle}}</h2>
        <dl>{{#glossary}}<dt>{{term}}</dt><dd>{{meaning}}</dd>{{/glossary}}</dl></section>
        {{/body}}{{/page}}
        """

    static let wordTable = """
        <div class="scroll" tabindex="0" role="region" aria-label="{{caption}}"><table class="words"><caption>{{caption}}</caption>
        <thead><tr>{{#headers}}<th scope="col">{{text}}</th>{{/headers}}</tr></thead>
        <tbody>{{#rows}}<tr><th scope="row">{{name}}</th>{{#cells}}<td>{{.}}</td>{{/cells}}</tr>{{/rows}}</tbody></table></div>
        """
}

/// The child's own page: what is filtered and why, who sees what, how to ask, whom to talk to.
///
/// Values in triple braces are ruby HTML that ``RubyText`` made and escaped.
enum ChildrenTemplate {
    static let text = """
        {{< page}}{{$body}}
        <section id="glance" class="glance"><p>{{{c.childLead}}}</p><p><strong>{{{c.childNotInTrouble}}}</strong></p></section>
        <section aria-labelledby="see-h"><h2 id="see-h">{{{c.childSee}}}</h2><ul>{{#childSee}}<li>{{{.}}}</li>{{/childSee}}</ul>
        <h3>{{{c.childNotSee}}}</h3><ul>{{#childNotSee}}<li>{{{.}}}</li>{{/childNotSee}}</ul></section>
        <section aria-labelledby="ask-h"><h2 id="ask-h">{{{c.childAsk}}}</h2><p>{{{c.childAskBody}}}</p></section>
        <section aria-labelledby="try-h"><h2 id="try-h">{{{c.childSkill}}}</h2><p class="say">{{{c.childSkillBody}}}</p></section>
        <section aria-labelledby="what-h"><h2 id="what-h">{{{c.childWhat}}}</h2>
        <div class="two">{{#guidance}}<div class="card"><h3>{{{childName}}}</h3><p>{{{child}}}</p><p class="muted">{{{met}}}</p></div>{{/guidance}}</div></section>
        <section aria-labelledby="talk-h"><h2 id="talk-h">{{{c.childTalk}}}</h2><p>{{{c.childTalkBody}}}</p>
        <ul class="help">{{#childHelp}}{{> helpPoint}}{{/childHelp}}</ul></section>
        {{/body}}{{/page}}
        """
}

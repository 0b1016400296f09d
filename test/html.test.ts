import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { signedIn } from './client'
import { escaped, inspect, tokensOf } from './html'
import { markupTexts } from './markup-texts'
import { runs } from './runs'

type Tag = [name: string, attributes: [name: string, value: string][]]

const sorted = (attributes: Iterable<[string, string]>) => [...attributes].toSorted(([a], [b]) => (a < b ? -1 : 1))

const references: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' }
const decoded = (text: string) => text.replace(/&(lt|gt|quot|#39|amp);/g, (one) => references[one] ?? one)

/** The tags as HTMLRewriter reads them; of two attributes with one name, the first counts. */
const tagsByRewriter = async (html: string) => {
  const tags: Tag[] = []
  const rewriter = new HTMLRewriter().on('*', {
    element: ({ tagName, attributes }) => {
      const pairs = [...attributes].map(([name = '', value = '']): [string, string] => [name, decoded(value)])
      tags.push([tagName, sorted(new Map(pairs.toReversed()))])
    },
  })
  await rewriter.transform(new Response(html)).text()
  return tags
}

const tags = (html: string) =>
  tokensOf(html).flatMap((token): Tag[] => (token.kind === 'start' ? [[token.tag, sorted(token.attributes)]] : []))

const contexts: ((text: string) => string)[] = [
  (text) => `<p>${text}</p><h1>End</h1>`,
  (text) => `<p title="${text}">x</p><h1>End</h1>`,
  (text) => `<p title='${text}'>x</p><h1>End</h1>`,
  (text) => `<p title=${text}>x</p><h1>End</h1>`,
  (text) => `<p ${text}>x</p><h1>End</h1>`,
  (text) => `<title>${text}</title><h1>End</h1>`,
  (text) => `<textarea>${text}</textarea><h1>End</h1>`,
]

describe('the reader of HTML finds the tags that HTMLRewriter finds', () => {
  test('in pages', async () => {
    const client = await signedIn()
    for (const path of ['/', '/goals', '/sessions', '/stats?range=365', '/settings', '/dev/ui']) {
      const html = await (await client.get(path)).text()
      expect(tags(html)).toEqual(await tagsByRewriter(html))
    }
  })

  test.each(markupTexts)('in %j, wherever it stands', async (text) => {
    for (const context of contexts) {
      for (const html of [context(text), context(escaped(text))]) {
        expect([html, tags(html)]).toEqual([html, await tagsByRewriter(html)])
      }
    }
  })

  test('in anything that looks like markup', async () => {
    const piece = fc.constantFrom(
      ...[
        '<',
        '>',
        '/',
        '"',
        "'",
        '=',
        ' ',
        '\u00a0',
        '!',
        '-',
        '--',
        '<!--',
        '-->',
        '--!>',
        '?',
        'a',
        'p',
        'on',
        '<p',
        '</p>',
      ],
      ...[
        '<title>',
        '</title>',
        '<textarea',
        '</textarea >',
        '<script>',
        '</script',
        '<style>',
        '&lt;',
        '\n',
        'é',
        '<p a="',
        '<p a=b',
        'title=',
        '<h1>',
      ],
    )
    const text = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''))
    await fc.assert(
      fc.asyncProperty(text, async (html) => {
        expect(tags(html)).toEqual(await tagsByRewriter(html))
      }),
      { numRuns: runs(2_000), examples: [['<textarea\ntitle=\n"</textarea >']] },
    )
  })
})

test.each([
  ['<p>1 < 2 &lt;b&gt;</p>', []],
  ['<p><img src=x></p>', ['img', 'src=x']],
  ['<a href="javascript:alert(1)">x</a>', ['href=javascript:alert(1)']],
  ['<p onclick="x" style="y">x</p>', ['p onclick', 'p style']],
  ['<script src="/assets/app.js"></script>', []],
  ['<script>alert(1)</script>', ['script']],
  ['<a href="https://github.com/a/b/pull/1">x</a><a href="//evil.example">y</a>', ['href=//evil.example']],
])('%s has the intruders %j', (html, intruders) => {
  expect(inspect(html).intruders).toEqual(intruders)
})

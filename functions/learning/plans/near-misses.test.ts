import { expect, test } from 'vitest'
import { readUploadedPlan } from './document'
import { editChunk } from './markdown/edit'
import { formatLines } from './markdown/lines'
import { readPlan } from './markdown/read'

const head = '---\nid: knots\ntitle: Knots\n---\n'

/** Chunks as `title | status | minutes`, lines with warnings, and the first error. */
const read = (text: string, name?: null) => {
  const plan = readUploadedPlan(text, name)
  if ('errors' in plan) return { error: plan.errors[0] }
  const chunks = plan.chunks.map(({ title, status, duration_minutes: minutes }) =>
    [title, ...(status === 'not_started' ? [] : [status]), ...(minutes === null ? [] : [minutes])].join(' | '),
  )
  return { chunks, lines: [...new Set(plan.warnings.map(({ line }) => line))] }
}

/** Text, chunks, and lines with warnings. */
const headings: [name: string, text: string, chunks: string[], lines: number[]][] = [
  ['a box', `${head}## [x] Bowline\n## [ ] Splices`, ['Bowline | completed', 'Splices'], [5, 6]],
  ['a box in capitals', `${head}## [X] Bowline`, ['Bowline | completed'], [5]],
  ['a box without a space behind it', `${head}## [x]Bowline`, ['Bowline | completed'], [5]],
  ['a box with a backslash', `${head}## \\[x\\] Bowline`, ['Bowline | completed'], [5]],
  ['a box of what is begun', `${head}## [/] Bowline`, ['Bowline | in_progress'], [5]],
  ['a box of what is dropped', `${head}## [-] Bowline`, ['Bowline | skipped'], [5]],
  ['an empty box', `${head}## [] Bowline`, ['Bowline'], [5]],
  ['a box in bold', `${head}## **[x] Bowline**`, ['Bowline | completed'], [5]],
  ['a box before bold', `${head}## [x] **Bowline**`, ['Bowline | completed'], [5]],
  ['a box of an item', `${head}## - [x] Bowline`, ['Bowline | completed'], [5]],
  ['a box behind the title', `${head}## Bowline [x]`, ['Bowline | completed'], [5]],
  ['a box before “Chunk 1”', `${head}## [x] Chunk 1: Bowline {#b}`, ['Bowline | completed'], []],
  ['a box behind “Chunk 1”', `${head}## Chunk 1: [x] Bowline {#b}`, ['Bowline | completed'], []],
  ['a box in a heading that is underlined', `${head}[x] Bowline\n---\n`, ['Bowline | completed'], [5]],
  ['a box in CRLF', `${head}## [x] Bowline\n`.replaceAll('\n', '\r\n'), ['Bowline | completed'], [5]],
  ['a tick', `${head}## ✅ Bowline`, ['Bowline | completed'], [5]],
  ['a tick behind the title', `${head}## Bowline ✔️`, ['Bowline | completed'], [5]],
  ['an empty box as a sign', `${head}## ☐ Bowline`, ['Bowline'], [5]],
  ['a box beside chunks with ids', `${head}## Chunk 1: A {#a}\n## [x] B`, ['A', 'B | completed'], [6]],
  ['a link', `${head}## [x](https://example.org) y`, ['[x](https://example.org) y'], [5]],
  ['a box, and its status', `${head}## [x] A\nStatus: done`, ['A | completed'], [5]],
  ['a box, and another status', `${head}## [x] A {#a}\nStatus: skipped`, ['A | skipped'], [5]],
  ['no id beside chunks with ids', `${head}## Chunk 1: A {#a}\n## Notes`, ['A'], [6]],
  ['the third level alone', `${head}# Knots\n### Bowline\n#### More\n### Splices`, ['Bowline', 'Splices'], [6, 8]],
  ['the third level without a title', '### Bowline\n### Splices', ['Bowline', 'Splices'], [1, 2]],
  [
    'the first level below a title',
    '# Knots\n\n# Bowline\n# [x] Splices\n',
    ['Bowline', 'Splices | completed'],
    [1, 3, 4],
  ],
  ['the first level, underlined', '# Knots\n\nBowline\n===\n', ['Bowline'], [1, 3]],
  ['a title alone', '# Knots\n', [], [1]],
  ['the third level with ids', `${head}### Chunk 1: A {#a}\n### Chunk 2: B {#b}`, ['A', 'B'], [5, 6]],
  [
    'a misspelt field',
    `${head}## A {#a}\n**Status**: done\n**Durashun**: 2h\n\n**Note**: mind`,
    ['A | completed'],
    [7],
  ],
  ['fields as headings', `${head}## A {#a}\n### Status: done\n### Duration: 2h`, ['A | completed | 120'], []],
  ['three `#` in code', '# Knots\n\n```\n### no\n```\n', [], [1, 3]],
  ['three `#` in a comment', '# Knots\n\n<!--\n### no\n-->\n', [], [1, 3]],
  ['boxes below a title', '# Knots\n\n- [ ] Bowline\n- [x] Splices\n', ['Bowline', 'Splices | completed'], [1, 3, 4]],
  ['boxes below words', '# Knots\n\nTo do:\n\n* [X] Bowline\n', ['Bowline | completed'], [1, 5]],
  ['boxes with parts', '# Knots\n- [ ] Bowline\n  - Duration: 2h\n  - [x] step\n', ['Bowline | 120'], [1, 2]],
  ['a list alone', '# Knots\n\n1. Bowline\n2. Splices\n', ['Bowline', 'Splices'], [1, 3, 4]],
  ['a list below words', '# Knots\n\nWhy:\n- rope\n', [], [1, 3]],
  ['a list beside chunks', '# Knots\n\n- [ ] rope\n\n## Bowline\n', ['Bowline'], [1, 5]],
  ['a list of fields', `${head}- Status: done\n- Duration: 2h\n`, [], [5]],
  ['boxes in a plan with front matter', `\uFEFF${head}- [x] Bowline\n`, ['Bowline | completed'], [5]],
  ['no space behind the `#`', '# Knots\n\n##Bowline\n##Splices\n', [], [1, 3, 4]],
  ['no space behind the `#` of one', `${head}## A {#a}\n##Splices\n\n\`\`\`\n##no\n\`\`\`\n`, ['A'], [6]],
  ['a comment in the front matter', `${head.replace('title', '##note\ntitle')}## A {#a}\n`, ['A'], []],
  ['a code block that stays open', '# Knots\n\n## A\n```\ncode\n\n## B\n', ['A'], [1, 3, 7]],
  ['a quotation', '# Knots\n\n> ## A\n', [], [1, 3]],
  ['HTML', '# Knots\n\n<h2>Bowline</h2>\n', [], [1, 3]],
  ['a table', '# Knots\n\n| Chunk | Time |\n| --- | --- |\n| Bowline | 2h |\n', [], [1, 3]],
  ['four spaces', '# Knots\n\n    ## A\n', [], [1, 3]],
  ['a card in its title', '# Knots\n\n## Card sorting\n', ['Card sorting'], [1, 3]],
  ['a tick alone', `${head}## Chunk 1: ✅ {#a}\n`, ['✅'], []],
  ['a field beside an outline', '# Knots\n\n## Status: done\n', [], [1, 3]],
  ['letters of full width', '# Knots\n\n＃＃ Bowline\n', [], [1, 3]],
  ['boxes with tabs', '# Knots\n\n-\t[x]\tBowline\n', ['Bowline | completed'], [1, 3]],
]

test.each(headings)('headings with %s', (_, text, chunks, lines) => {
  expect(read(text)).toEqual({ chunks, lines })
  const stored = readUploadedPlan(text)
  const again = 'lines' in stored && readPlan(formatLines(stored.lines))
  expect(again && 'chunks' in again && again.chunks).toEqual('chunks' in stored && stored.chunks)
})

/** Lines of a chunk, its minutes, and whether the line is named. */
const times: [line: string, minutes: number | null, isNamed: boolean][] = [
  ...['Time: 2h', 'Estimate: 2 hours', 'Duration: 120 min', 'Length: 2:00', '**Time**: 2h', '**Estimate:** 2 h'],
  ...[
    '- Time: 2h',
    '* **Length**: 120m',
    'time : 2h',
    'TIME: 2H',
    'Time：2h',
    'Estimated time: 2h',
    '\u0020Time: ~2 h',
  ],
  ...['_Estimate_: 2h', 'Time needed: 2 hours', '### Time: 2h', 'Effort: 2 hrs', 'Est.: 2h'],
].map((line): [string, number, boolean] => [line, 120, false])

test.each([
  ...times,
  ['Time: in the evening', null, true],
  ['Length: 20 km', null, true],
  ['**Estimate**: soon', null, true],
  ['Estimate: 2h or 3h', null, true],
  ['Times are hard: 2h', null, false],
  ['| Time | 2h |', null, false],
  ['<!-- Time: soon -->', null, false],
  ['Time: 3h\n**Duration**: 2h', 120, false],
] as typeof times)('a line with a time: %j', (line, minutes, isNamed) => {
  const plan = readUploadedPlan(`${head}## A {#a}\n${line}\n`)
  expect('chunks' in plan && [plan.chunks[0]?.duration_minutes, plan.warnings.map(({ line: at }) => at)]).toEqual([
    minutes,
    isNamed ? [6] : [],
  ])
  if (isNamed) expect('chunks' in plan && plan.chunks[0]?.text).toBe(line)
})

test.each([
  ['- [ ] Bowline\n- [x] Splices\n', /^A plan needs a title/],
  ['words\n', /^A plan needs a title/],
  ['', /^A plan needs a title/],
  ['---\ntitle: Knots\n', /has no end/],
])('a text without a title is refused with what a plan needs: %j', (text, message) =>
  expect(read(text)).toEqual({ error: { line: 1, message: expect.stringMatching(message) } }),
)

test('the new text of a plan that is there stays as it is, and names the lines that are no chunks', () => {
  expect(read(`${head}\n### Bowline\n### Splices\n`, null)).toEqual({ chunks: [], lines: [6] })
  expect(read(`${head}\n- [ ] Bowline\n`, null)).toEqual({ chunks: [], lines: [6] })
  expect(read(`${head}\nWords\n`, null)).toEqual({ chunks: [], lines: [] })
})

test('a status is written into the box of a heading', () => {
  const edited = (text: string, changes: Parameters<typeof editChunk>[2]) => {
    const plan = readUploadedPlan(head + text)
    const after = 'errors' in plan ? null : editChunk(plan, 'a', changes, 0)
    return after?.slice(head.length)
  }
  expect(edited('## [x] A {#a}\nText\n', { status: 'not_started' })).toBe('## [ ] A {#a}\nText\n')
  expect(edited('## ✅ A {#a}\n', { status: 'in_progress' })).toBe('## [/] A {#a}\n')
  expect(edited('## [ ] A {#a}\nStatus: doing\n', { status: 'completed' })).toBe('## [x] A {#a}\nStatus: completed\n')
  expect(edited('## [x] A {#a}\n', { title: 'B', duration_minutes: 60 })).toBe('## [x] B {#a}\n**Duration**: 1 hour\n')
  expect(edited('## A {#a}\nTime: 2h\n', { duration_minutes: 30 })).toBe('## A {#a}\nTime: 30 minutes\n')
})

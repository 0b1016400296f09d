import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import spanish from '../../../../test/data/plans/spanish-a2.cards.md?raw'
import { type Client, cost, rows, signedIn, toastOf } from '../../../../test/support/client'
import { runs } from '../../../../test/support/runs'
import { words } from '../../../time/sessions/testing'
import { documentOf, importPlan } from '../../plans/testing'
import { anyDamage, damagedText } from '../file/testing'
import { addCard } from '../reviews/testing'
import { readCardDocuments } from './import'

let client: Client
beforeEach(async () => {
  client = await signedIn()
  await importPlan(client, documentOf('p', 3))
})

const upload = async (files: [name: string, text: string][], fields: Record<string, string> = {}) => {
  const sent = await client.post('/cards/import', {
    files: files.map(([name, text]) => new File([text], name)),
    ...fields,
  })
  const html = await sent.text()
  return {
    status: sent.status,
    text: words(html),
    confirm: /action="(\/cards\/import\/[^"]*\/confirm)"/.exec(html)?.[1],
  }
}

const cards = () =>
  rows<{ question: string; plan_id: string | null }>(
    'SELECT question, plan_id FROM cards WHERE user_id = ? AND deleted_at IS NULL ORDER BY id',
    client.userId,
  )

const anki = '#separator:tab\n#tags column:3\nuno\tone\ta b\ndos\ttwo\t\nUNO\tagain\t\nonly\t\t\n'

describe('an import of cards', () => {
  test('previews the lines of an answer apart', async () => {
    const { text } = await upload([['fruits.txt', '#separator:tab\nfruits\t"apple\npear"\n']])
    expect(text).toContain('fruits apple · pear')
  })

  test('previews several files, goes to plans by their name, skips duplicates, and is undone as a whole', async () => {
    await addCard(client, { question: 'dos', answer: '2', plan_id: 'p' })
    const { status, text, confirm } = await upload(
      [
        ['p.cards.md', spanish],
        ['deck.txt', anki],
      ],
      { plan: 'p' },
    )
    expect(status).toBe(200)
    expect(text).toContain('Preview 4 new cards')
    expect(text).toContain('deck.txt 1 new card · Plan p · 2 duplicates skipped Line 6: This card has no answer.')
    expect(await cards()).toHaveLength(1)
    const done = await client.post(confirm ?? '')
    expect([done.status, done.headers.get('Location'), cost(done).trips <= 3]).toEqual([303, '/cards?plan=p', true])
    expect(toastOf(done).message).toBe('4 cards imported, 2 duplicates skipped')
    expect((await cards()).map(({ plan_id }) => plan_id)).toEqual(['p', 'p', 'p', 'p', 'p'])
    expect((await client.post(confirm ?? '')).status).toBe(404)
    const changes = words(await (await client.get('/changes')).text())
    expect(changes).toContain('4 cards imported')
    const undo = await client.post(toastOf(done).undo)
    expect([undo.status, toastOf(undo).message]).toEqual([303, 'Undone: 4 cards imported'])
    expect((await cards()).map(({ question }) => question)).toEqual(['dos'])
    expect((await client.post(toastOf(done).undo)).status).toBe(404)
  })

  test('takes text in UTF-16, as spreadsheets save it', async () => {
    const bytes = new Uint8Array([0xff, 0xfe, ...[...'ä\tb'].flatMap((one) => [one.charCodeAt(0), 0])])
    const sent = await client.post('/cards/import', { files: [new File([bytes], 'a.txt')] })
    expect(words(await sent.text())).toContain('a.txt 1 new card')
  })

  test('takes pasted text, without a plan', async () => {
    const { confirm } = await upload([], { text: spanish.replaceAll('\n', '\r\n') })
    await client.post(confirm ?? '')
    expect(await cards()).toHaveLength(3)
    expect(await cards()).toMatchObject([{ plan_id: null }, { plan_id: null }, { plan_id: null }])
  })

  test('of a cards file into a plan without cards comes out byte for byte', async () => {
    const { confirm } = await upload([['p.cards.md', spanish]])
    await client.post(confirm ?? '')
    expect(await (await client.get('/plans/p/cards.md')).text()).toBe(spanish)
  })

  test.each([
    ['nothing', [], {}, 'Choose a file or paste cards.'],
    ['a plan of nobody', [['a.txt', anki]], { plan: 'none' }, 'Choose a plan from the list.'],
    [
      'too many cards',
      [['a.txt', Array.from({ length: 2001 }, (_, n) => `q${n}\ta`).join('\n')]],
      {},
      '2,001 new cards',
    ],
  ] satisfies [string, [string, string][], Record<string, string>, string][])(
    'is refused: %s',
    async (_, files, fields, message) => {
      const { status, text } = await upload(files, fields)
      expect([status, text.includes(message)]).toEqual([422, true])
    },
  )

  test.each([
    ['a card without an answer', '# Cards\n\n## Card 1\n**Q**: b', 'Line 3: This card has no answer'],
    ['words', 'Just some words', 'There are no cards in it.'],
  ])('names what is wrong with %s', async (_, text, message) => {
    const read = await upload([['a.md', text]])
    expect([read.status, read.confirm, read.text.includes(message)]).toEqual([200, undefined, true])
  })
})

test('an answer with several errors ends each of them once', async () => {
  const type = { 'Content-Type': 'text/plain' }
  const answer = await client.json('POST', '/api/v1/cards/import', '#separator:tab\nQuestion\t', type)
  expect((await answer.json<{ detail: string }>()).detail).toMatch(/Anki’s text\. Line 2: [^.]+\.$/)
})

test('text that begins as Anki’s is Anki’s, whatever a field has', () => {
  const text = '#separator:tab\nQuestion\t"See\n## Card 1\nbelow"'
  expect(readCardDocuments([{ name: 'a.txt', text }])).toMatchObject([
    { isFile: false, cards: [{ question: 'Question' }] },
  ])
})

test('programs send Anki’s text, try it, and learn what is left out; the browser undoes it', async () => {
  const send = async (search: string, body: BodyInit = anki, type = 'text/plain; charset=utf-8') => {
    const answer = await client.json('POST', `/api/v1/cards/import${search}`, body, { 'Content-Type': type })
    return { status: answer.status, json: await answer.json<Record<string, unknown>>() }
  }
  await addCard(client, { question: 'dos', answer: '2', plan_id: 'p' })
  const left_out = [
    { line: 4, what: 'dos', reason: 'The question is there.' },
    { line: 5, what: 'UNO', reason: 'The question is there.' },
    { line: 6, what: 'Row', reason: 'This card has no answer.' },
  ]
  const said = { import_id: null, imported: 1, duplicates: 2, rejected: 1, warnings: [], left_out, left_out_count: 3 }
  expect(await send('?plan_id=p&dry_run=true')).toEqual({ status: 200, json: said })
  expect(await cards()).toHaveLength(1)
  const { json } = await send('?plan_id=p')
  expect(json).toEqual({ ...said, import_id: expect.any(String) })
  expect((await cards()).map(({ plan_id }) => plan_id)).toEqual(['p', 'p'])
  expect((await client.post(`/changes/card.import~${json.import_id}/undo`)).status).toBe(303)
  expect(await cards()).toHaveLength(1)
  expect(await send('?plan_id=none')).toMatchObject({ status: 422, json: { errors: [{ path: 'plan_id' }] } })
  expect(await send('?dry_run=1')).toMatchObject({ status: 422, json: { errors: [{ path: 'dry_run' }] } })
  expect(await send('', 'Just some words')).toMatchObject({ status: 422 })
  expect(await send('', '{}', 'application/json')).toMatchObject({ status: 415, json: { code: 'no_text' } })
})

test('what no card of a cards file takes is named', async () => {
  const damaged = [
    ...[
      '# Cards',
      '',
      'Some words',
      '',
      '## Card 1',
      'stray',
      '**Q**: a',
      '**A**: b',
      '# Cards',
      '**Q**: c',
      '**A**: d',
    ],
    ...['**Tags**: x', 'under', '', '---', ''],
  ].join('\n')
  const [read] = readCardDocuments([{ name: 'a.cards.md', text: damaged }])
  expect(read).toMatchObject({
    cards: [{ question: 'a', answer: 'b\n# Cards\n**Q**: c\n**A**: d', tags: 'x' }],
    leftOut: [
      { line: 3, what: 'Some words' },
      { line: 6, what: 'stray' },
      { line: 10, what: '**Q**: c' },
      { line: 11, what: '**A**: d' },
      { line: 13, what: 'under' },
    ],
  })
  expect((await upload([['a.cards.md', damaged]])).text).toContain('Line 6: stray: No field of a card takes this line.')
  expect(readCardDocuments([{ name: 'a', text: spanish }])).toMatchObject([{ leftOut: [] }])
})

test('each card of a damaged cards file comes in, or is named', () => {
  const file = fc.record({
    count: fc.integer({ min: 2, max: 5 }),
    ...anyDamage(['*', '#', '\n', '\r', '---\n', '```\n', '\\', ' ', ''], 3),
    form: fc.constantFrom(
      '## Card N\n**Q**: q\n**A**: a\n**Tags**: t',
      '### card N:\nQ: q\nA: a\nTags: t',
      'Q: q\nA: a\nTags: t',
    ),
  })
  fc.assert(
    fc.property(file, ({ count, letter, form, ...damage }) => {
      const words: Record<string, string> = { q: 'qu', a: `an`, t: 'ta' }
      const one = (n: number) =>
        `${form.replace('N', String(n + 1)).replace(/(?<= )[qat]$/gm, (of) => `${words[of]}${n}${words[of]}${of === 'a' ? letter : ''}`)}\n\n---\n\n`
      // A first heading of # is the title of the file.
      const text = damagedText('# Cards\n', Array.from({ length: count }, (_, n) => one(n)).join(''), damage)
      const [read] = readCardDocuments([{ name: 'a.cards.md', text }])
      if (!read || 'errors' in read) {
        expect(read?.errors.length).toBeGreaterThan(0)
        return
      }
      const named = new Set([...read.rejected, ...read.leftOut].map(({ line }) => line))
      const written = read.cards.map(({ question, answer, tags }) => [question, answer, tags].join('\n'))
      // Without a question left it is read as Anki’s text, where a CR ends a line.
      for (const [index, line] of text.split(read.isFile ? '\n' : /\r\n|\n|\r/).entries()) {
        for (const [word] of line.matchAll(/(qu|an|ta)\d\1/g)) {
          const isIn = written.some((card) => card.includes(word))
          expect([text, word, isIn || named.has(index + 1)]).toEqual([text, word, true])
        }
      }
    }),
    { numRuns: runs(10_000) },
  )
})

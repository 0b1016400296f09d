import { beforeEach, describe, expect, test } from 'vitest'
import { type Client, cost, rows, signedIn } from '../../../../test/client'
import spanish from '../../../../test/data/plans/spanish-a2.cards.md?raw'
import { toastOf } from '../../../people/meetings/import/testing'
import { words } from '../../../time/sessions/testing'
import { documentOf, importPlan } from '../../plans/testing'
import { addCard } from '../reviews/testing'
import { readDocuments } from './import'

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
    expect(text).toContain(
      'deck.txt 1 new card Plan p 2 duplicates skipped 1 row left out Line 6: This card has no answer.',
    )
    expect(await cards()).toHaveLength(1)
    const done = await client.post(confirm ?? '')
    expect([done.status, done.headers.get('Location'), cost(done).trips <= 3]).toEqual([303, '/cards?plan=p', true])
    expect(toastOf(done).message).toBe('4 cards imported, 2 duplicates skipped')
    expect((await cards()).map(({ plan_id }) => plan_id)).toEqual(['p', 'p', 'p', 'p', 'p'])
    expect((await client.post(confirm ?? '')).status).toBe(404)
    const undo = await client.post(toastOf(done).undo ?? '')
    expect([undo.status, toastOf(undo).message]).toEqual([303, 'Import undone'])
    expect((await cards()).map(({ question }) => question)).toEqual(['dos'])
    expect((await client.post(toastOf(done).undo ?? '')).status).toBe(404)
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

test('text that begins as Anki’s is Anki’s, whatever a field has', () => {
  const text = '#separator:tab\nQuestion\t"See\n## Card 1\nbelow"'
  expect(readDocuments([{ name: 'a.txt', text }])).toMatchObject([{ isFile: false, cards: [{ question: 'Question' }] }])
})

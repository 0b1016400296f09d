import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import spanish from '../../../../test/data/plans/spanish-a2.cards.md?raw'
import { type Client, origin, request, rows, signedIn } from '../../../../test/support/client'
import { runs } from '../../../../test/support/runs'
import { documentOf, importPlan } from '../../plans/testing'
import { cardsText } from '../file/testing'
import { addCard, rate } from '../reviews/testing'

let client: Client
beforeEach(async () => {
  client = await signedIn()
  await importPlan(client, documentOf('p', 3))
})

const path = '/api/v1/plans/p/cards.md'

const put = (text: string, headers: Record<string, string> = {}, by = client) =>
  request(path, {
    method: 'PUT',
    headers: { Cookie: by.cookie, Origin: origin, 'Content-Type': 'text/markdown', ...headers },
    body: new TextEncoder().encode(text),
  })

const file = async (by = client) => (await by.get(path)).text()

type Listed = { id: string; question: string; tags: string[]; chunk_id: string | null; interval_days: number }

const listed = async () => (await (await client.get('/api/v1/cards?plan_id=p')).json<{ items: Listed[] }>()).items

describe('the cards file of a plan', () => {
  test('comes out as it was sent, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(cardsText, async (text) => {
        const sent = await put(text)
        expect(sent.status).toBe(200)
        expect(await file()).toBe(text)
        expect(sent.headers.get('ETag')?.slice(0, -1)).toBe((await client.get(path)).headers.get('ETag')?.split('-')[0])
        expect(await (await put(text)).json()).toMatchObject({ added: 0, changed: 0, removed: 0 })
      }),
      { numRuns: runs(200) },
    )
  })

  test('makes cards with their tags, chunk and schedule, finds them again and removes those that are gone', async () => {
    expect(await (await put(spanish)).json()).toMatchObject({ added: 3, changed: 0, removed: 0, warnings: [] })
    const [third, second, first] = await listed()
    expect([third?.question, second?.chunk_id, first]).toMatchObject([
      'May it?',
      'chunk-3',
      { tags: ['verb', 'reflexive'], chunk_id: 'chunk-2', interval_days: 6, repetitions: 2, next_review: '2026-10-18' },
    ])
    await rate(client, second?.id ?? '', { id: 'r', rating: 3, at: Date.now() })
    await addCard(client, { plan_id: 'p', question: 'Fourth', answer: '4', tags: ['new'], chunk_id: 'chunk-1' })
    const now = await file()
    expect(now.split('\n').filter((line) => !spanish.includes(line))).toEqual([
      '**Repetitions**: 1',
      expect.stringMatching(/^\*\*Next Review\*\*: \d{4}-\d\d-\d\d$/),
      expect.stringMatching(/^## Card 4 \{#[\w-]{36}\}$/),
      '**Q**: Fourth',
      '**A**: 4',
      '**Tags**: new',
      '**Source**: Chunk 1',
      expect.stringMatching(/^\*\*Created\*\*: \d{4}-\d\d-\d\d$/),
    ])
    const shorter = now.replace(/## Card 1 .*?---\n\n/s, '').replace('estoy', 'ESTOY')
    expect(await (await put(shorter)).json()).toMatchObject({ added: 0, changed: 1, removed: 1 })
    expect((await listed()).map(({ id }) => id)).not.toContain(first?.id)
    expect(await file()).toBe(shorter)
    const [deleted] = await rows('SELECT deleted_at FROM cards WHERE user_id = ? AND id = ?', client.userId, first?.id)
    expect(deleted?.deleted_at).not.toBeNull()
  })

  test('is not replaced with If-Match where a card was reviewed since', async () => {
    await put(spanish)
    const edited = (await file()).replace('estoy', 'ESTOY')
    const tag = (await client.get(path)).headers.get('ETag') ?? ''
    const [card] = await rows<{ id: string }>(
      'SELECT id FROM cards WHERE user_id = ? AND deleted_at IS NULL AND is_new = 0',
      client.userId,
    )
    await rate(client, card?.id ?? '', { id: 'r', rating: 3, at: Date.now() })
    const schedule = () =>
      rows('SELECT next_review, repetitions FROM cards WHERE id = ? AND user_id = ?', card?.id, client.userId)
    const reviewed = await schedule()
    expect((await put(edited, { 'If-Match': tag })).status).toBe(412)
    expect(await schedule()).toEqual(reviewed)
    expect((await put(edited)).status).toBe(200)
    expect(await schedule()).not.toEqual(reviewed)
  })

  test.each([
    ['a long question', `## Card 1\n**Q**: a\n**A**: b\n\n## Card 2\n**Q**: ${'x'.repeat(5001)}\n**A**: b`, 5],
    ['a character that is no text', '## Card 1\n**Q**: a\0\n**A**: b', 2],
    ['a file that is too long', `${'x'.repeat(600_000)}`, 1],
  ])('is refused with the line: %s', async (_, text, line) => {
    await put(spanish)
    const answer = await put(text)
    expect([answer.status, await answer.json()]).toMatchObject([422, { errors: [{ line }] }])
    expect(await file()).toBe(spanish)
  })

  test('is read as text for Anki, from pages and the API', async () => {
    await addCard(client, { plan_id: 'p', question: 'A\tb', answer: '"c"', tags: ['d e'] })
    const text = '#separator:tab\n#html:false\n#tags column:3\n"A\tb"\t"""c"""\td_e\n'
    for (const one of ['/api/v1/plans/p/cards.txt', '/plans/p/cards.txt']) {
      const answer = await client.get(one)
      expect([await answer.text(), answer.headers.get('Content-Disposition')]).toEqual([
        text,
        'attachment; filename="p.txt"',
      ])
    }
    expect(await (await client.get('/plans/p/cards.md')).text()).toBe(await file())
  })

  test('is in the export', async () => {
    await put(spanish)
    const { card_files, plans } = await (await client.get('/api/v1/export')).json<Record<string, object[]>>()
    expect(card_files).toEqual([{ plan_id: 'p', content: spanish }])
    expect(plans).toMatchObject([{ content: documentOf('p', 3) }])
  })
})

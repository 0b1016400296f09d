import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Client, signedIn } from '../../test/client'
import { runs } from '../../test/runs'
import { pieces, piecesOf } from './marks'
import { matchExpression } from './match'
import { searchHits } from './queries'
import { SearchView } from './schema'

const { DB } = env

const search = async ({ userId }: Client, typed: string, kind = '') => {
  const match = matchExpression(SearchView.parse({ q: typed }).q, { userId, kind })
  return match === undefined ? undefined : searchHits(DB, userId, match, 0, 200)
}

describe('what was typed', () => {
  test.each([
    ['', undefined],
    ['a', undefined],
    ['- " ""', undefined],
    ['🎉 !', undefined],
    ['-word', undefined],
    ['ab', '"ab" *'],
    ['map a', '"map" * AND "a"'],
    ['"a b"', '"a b"'],
    ['"two words', '"two words"'],
    ['well-known', '"well-known" *'],
    ['say "hi" -"not this" -that', '"say" * AND "hi"', '"not this" OR "that"'],
    ['title:x* OR (y)', '"title:x*" * AND "OR" * AND "(y)"'],
  ])('%j', (typed, wanted, excluded?: string) => {
    const own = 'owner : "a1goal" AND {title notes tags} : '
    const found = excluded ? `(${own}(${wanted})) NOT {title notes tags} : (${excluded})` : `${own}(${wanted})`
    expect(matchExpression(typed, { userId: 'a-1', kind: 'goal' })).toBe(wanted && found)
  })

  test('never is an error, whatever it is', async () => {
    const client = await signedIn()
    const hostile = fc.constantFrom(
      '"',
      '-',
      '*',
      '^',
      ':',
      '(',
      ')',
      '{',
      '}',
      '+',
      ',',
      'NEAR',
      'AND',
      'NOT',
      '\0',
      ' ',
    )
    const typed = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc
        .array(fc.oneof(hostile, fc.constantFrom('ab', 'owner', 'é', '你好', '🎉')), { maxLength: 60 })
        .map((a) => a.join('')),
    )
    await fc.assert(
      fc.asyncProperty(typed, async (text) => {
        expect((await search(client, text)) ?? []).toEqual([])
      }),
      { numRuns: runs(150) },
    )
  })
})

describe('what is found', () => {
  const words = ['map', 'maps', 'mapping', 'read', 'reader', 'écrit', 'Ecrits', 'x', 'xy']
  const folded = (word: string) => word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const text = fc.array(fc.constantFrom(...words), { maxLength: 5 }).map((list) => list.join(' '))
  const goals = fc.array(fc.record({ title: text, description: text }), { minLength: 1, maxLength: 12 })
  const query = fc.record({
    wanted: fc.array(fc.constantFrom('map', 'mapp', 'MAPS', 'rea', 'ecrit', 'écr', 'xy', 'x', 'zz'), {
      minLength: 1,
      maxLength: 3,
    }),
    excluded: fc.array(fc.constantFrom('map', 'reader', 'ecrits', 'x'), { maxLength: 2 }),
  })

  test('has every word or begins with it, and none of those left out', async () => {
    await fc.assert(
      fc.asyncProperty(goals, query, async (list, { wanted, excluded }) => {
        const client = await signedIn()
        const insert = (owner: string, id: string, title: string, description: string) =>
          DB.prepare(
            'INSERT INTO goals (user_id, id, title, description, seq, created_at, updated_at) VALUES (?, ?, ?, ?, 1, 0, 0)',
          ).bind(owner, id, title, description)
        await DB.batch(list.map(({ title, description }, n) => insert(client.userId, String(n), title, description)))
        const typed = [...wanted, ...excluded.map((word) => `-${word}`)].join(' ')
        const fits = ({ title, description }: (typeof list)[number]) => {
          const has = [...title.split(' '), ...description.split(' ')].map(folded)
          const begins = (word: string) =>
            has.some((one) => (word.length > 1 ? one.startsWith(folded(word)) : one === folded(word)))
          return wanted.every(begins) && !excluded.some((word) => has.includes(folded(word)))
        }
        const expected = list.flatMap((goal, n) => (fits(goal) ? [String(n)] : [])).reverse()
        const rows = await search(client, typed)
        if (wanted.every((word) => word.length < 2)) expect(rows).toBeUndefined()
        else expect(rows?.map(({ id }) => id)).toEqual(expected)
        const other = await search(client, typed, 'session')
        expect(other ?? []).toEqual([])
      }),
      { numRuns: runs(50) },
    )
  })
})

describe('marks', () => {
  const marked = fc.array(fc.record({ text: fc.string({ minLength: 1 }), marked: fc.boolean() }))
  const written = (list: { text: string; marked: boolean }[]) =>
    list.map((piece) => (piece.marked ? `\u0001${piece.text}\u0002` : piece.text)).join('')

  test('part a text into pieces that make it again', () => {
    fc.assert(
      fc.property(marked, (list) => {
        const clean = list.filter(({ text }) => !/\p{Cc}/u.test(text))
        const read = pieces(written(clean))
        expect(read.map(({ text }) => text).join('')).toBe(clean.map(({ text }) => text).join(''))
        const inMarks = clean.filter((piece) => piece.marked).map(({ text }) => text)
        expect(read.filter((piece) => piece.marked).map(({ text }) => text)).toEqual(inMarks)
      }),
    )
  })

  test('of tags that stand in one text fall on each of them', () => {
    expect(piecesOf(['deep work', 'café'], 'deep \u0001work café\u0002')).toEqual([
      [
        { text: 'deep ', marked: false },
        { text: 'work', marked: true },
      ],
      [{ text: 'café', marked: true }],
    ])
    expect(piecesOf(['changed', 'since'], 'other \u0001text\u0002')).toEqual([
      [{ text: 'changed', marked: false }],
      [{ text: 'since', marked: false }],
    ])
  })
})

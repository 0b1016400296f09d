import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyCharacter } from '../../../test/support/characters'
import { type Client, signedIn } from '../../../test/support/client'
import { runs } from '../../../test/support/runs'
import { allOrgs } from '../../lib/org'
import { splitMarkedTexts, splitMarks } from '../../lib/search/marks'
import { matchExpression, plainWords } from '../../lib/search/match'
import { cleanLine } from '../../lib/text/text'
import { runSearch } from './run'
import { SearchView } from './schema'

const { DB } = env

const search = async ({ userId }: Client, typed: string, kind: SearchView['kind'] = '') => {
  const outcome = await runSearch(DB, userId, { q: SearchView.parse({ q: typed }).q, kind, after: null }, 200, allOrgs)
  return typeof outcome === 'string' ? undefined : outcome.rows
}

describe('what was typed', () => {
  test.each([
    ['', undefined],
    ['+ - #', undefined],
    ['#tag', '"tag" *'],
    ['C#', '"C#\u0003\uE023\u0003"'],
    ['本 a', '"\u0003本\u0003" AND "a"'],
    ['нё', '"не\u0308" *'],
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
    const own = 'owner : "a1plan" AND {title notes tags} : '
    const found = excluded ? `(${own}(${wanted})) NOT {title notes tags} : (${excluded})` : `${own}(${wanted})`
    expect(matchExpression(typed, { userId: 'a-1', kind: 'plan' })).toBe(wanted && found)
  })

  test('never is an error, whatever it is', async () => {
    const client = await signedIn()
    const hostile = fc.constantFrom(...'"-*^:(){}+,\0 ', 'NEAR', 'AND', 'NOT')
    const piece = fc.oneof(hostile, fc.constantFrom('ab', 'owner', 'é', '你好', '🎉'))
    const typed = fc.oneof(
      fc.string({ unit: anyCharacter, maxLength: 200 }),
      fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
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
        const expected = list.flatMap((goal, n) => (fits(goal) ? [String(n)] : []))
        const rows = await search(client, typed)
        expect(rows?.map(({ id }) => id).toSorted()).toEqual(expected.toSorted())
        const other = await search(client, typed, 'session')
        expect(other ?? []).toEqual([])
      }),
      { numRuns: runs(50) },
    )
  })
})

describe('any word of a text', () => {
  /** Texts as people write them, one or more of each script, and words in them that are not at the start of a run. */
  const texts: [text: string, ...inside: string[]][] = [
    ['Write the C# service, then C++ and F# notes', 'c#', 'C++', 'f#', 'c', 'notes'],
    ['a x y 1 plan B', 'a', 'X', 'y', '1', 'b'],
    ['R&D, node.js and .NET on 3+4 #deep', 'r', 'node', 'net', '3+4', 'deep', '#deep'],
    ['今天写了毕业论文的第三章', '论文', '毕业', '第三章', '写'],
    ['東京で会議の準備をした', '会議', '準備', '東京', 'で'],
    ['データベースの設計とレビュー', '設計', 'レビュー', 'ベース'],
    ['오늘 한국어공부를 했다', '공부', '한국어', '했다'],
    ['Σχεδίασα την αρχιτεκτονική της εφαρμογής', 'σχεδιασα', 'αρχιτεκτονικη', 'ΑΡΧΙΤΕΚΤΟΝΙΚΗ', 'εφαρμογής', 'της'],
    ['Προϋπολογισμός και Ώρα', 'προυπολογισμος', 'ωρα', 'Ωρα'],
    ['Проверил ещё один отчёт, йод', 'еще', 'ещё', 'отчет', 'йод'],
    ['Überprüfung für naïve café', 'uberprufung', 'naive', 'CAFE', 'für'],
    ['Nghiên cứu tiếng Việt', 'nghien', 'tiếng', 'viet'],
    ['كتابة أطروحة عن العمل', 'كتابة', 'العمل'],
    ['כתיבת דוח עבודה', 'דוח', 'עבודה'],
    ['हिन्दी में लिखना', 'हिन्दी', 'लिखना'],
    ['เขียนรายงานประจำสัปดาห์', 'รายงาน', 'สัปดาห์'],
    ['Դաս և աշխատանք', 'աշխատանք'],
    ['დღეს ვწერ თემას', 'ვწერ'],
  ]
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })
  const wordsOf = (text: string) =>
    [...segmenter.segment(text)].flatMap(({ segment, isWordLike }) => (isWordLike ? [segment] : []))

  test.each(texts)('of “%s” is found', async (text, ...inside) => {
    const client = await signedIn()
    const { json } = client
    await json('POST', '/api/v1/goals', { title: text })
    await json('POST', '/api/v1/goals', { title: 'Another', description: text.normalize('NFD') })
    await client.post('/sessions', { date: '2026-03-03', started_at: '9:00', duration: '1h', notes: `Before. ${text}` })
    for (const word of [...inside, ...wordsOf(text), ...wordsOf(text.normalize('NFD')), text]) {
      const rows = await search(client, word)
      expect([word, rows?.length]).toEqual([word, 3])
      const shown = rows?.find(({ kind }) => kind === 'session')?.notes ?? ''
      expect(shown).toContain('\u0001')
    }
  })

  test('is found, whatever stands around it', async () => {
    const piece = fc.constantFrom(...texts.flatMap(([text]) => wordsOf(text)), 'C#', 'C++', '#tag', 'x', '—', '🎉')
    const text = fc.array(fc.tuple(piece, fc.constantFrom(' ', '', ', ', '-')), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(text, async (pieces_) => {
        const title = cleanLine(pieces_.flat().join(''))
        if (title === '') return
        const client = await signedIn()
        await client.json('POST', '/api/v1/goals', { title })
        for (const word of wordsOf(title)) {
          expect([title, word, (await search(client, word))?.length]).toEqual([title, word, 1])
        }
        expect((await search(client, title.replaceAll('"', '')))?.length ?? 1).toBe(1)
      }),
      { numRuns: runs(60) },
    )
  })

  test('is no word of it when it is another', async () => {
    const client = await signedIn()
    for (const title of ['C notes', 'C++ notes', 'C# notes', '论 文', '文论']) {
      await client.json('POST', '/api/v1/goals', { title })
    }
    const plain = (title: string) => splitMarks(title).reduce((all, { text }) => all + text, '')
    const titles = async (word: string) => (await search(client, word))?.map(({ title }) => plainWords(plain(title)))
    expect(await titles('C#')).toEqual(['C# notes'])
    expect(await titles('C++')).toEqual(['C++ notes'])
    expect(await titles('c')).toEqual(['C# notes', 'C++ notes', 'C notes'])
    expect(await titles('论文')).toEqual(['论 文'])
    expect(await titles('notes -C++')).toEqual(['C# notes', 'C notes'])
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
        const read = splitMarks(written(clean))
        expect(read.map(({ text }) => text).join('')).toBe(clean.map(({ text }) => text).join(''))
        const inMarks = clean.filter((piece) => piece.marked).map(({ text }) => text)
        expect(read.filter((piece) => piece.marked).map(({ text }) => text)).toEqual(inMarks)
      }),
    )
  })

  test('of tags that stand in one text fall on each of them', () => {
    expect(splitMarkedTexts(['deep work', 'café'], 'deep \u0001work café\u0002')).toEqual([
      [
        { text: 'deep ', marked: false },
        { text: 'work', marked: true },
      ],
      [{ text: 'café', marked: true }],
    ])
    expect(splitMarkedTexts(['changed', 'since'], 'other \u0001text\u0002')).toEqual([
      [{ text: 'changed', marked: false }],
      [{ text: 'since', marked: false }],
    ])
  })
})

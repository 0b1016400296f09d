import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Client, cost, rows, signedIn, toastOf } from '../../../../test/support/client'
import { runs } from '../../../../test/support/runs'
import { words } from '../../../time/sessions/testing'
import { readImport } from './read'

let client: Client
beforeEach(async () => {
  client = await signedIn()
})

const skills = () =>
  rows<{ name: string; confidence_level: number; projects: string }>(
    'SELECT name, confidence_level, projects FROM skills WHERE user_id = ? AND deleted_at IS NULL ORDER BY name',
    client.userId,
  )

const projects = () =>
  rows<{ id: string; name: string; classification: string; status: string }>(
    'SELECT id, name, classification, status FROM projects WHERE user_id = ? AND deleted_at IS NULL ORDER BY name',
    client.userId,
  )

describe('a line of a list', () => {
  test.each([
    ['SQL: 4', [['SQL', 4]]],
    ['- SQL, 4', [['SQL', 4]]],
    ['2. SQL (expert)', [['SQL', 5]]],
    ['SQL – proficient', [['SQL', 4]]],
    ['SQL 3/5', [['SQL', 3]]],
    ['Python 3', [['Python 3', null]]],
    [
      'C++, C#; Go | Rust',
      [
        ['C++', null],
        ['C#', null],
        ['Go', null],
        ['Rust', null],
      ],
    ],
    [
      'SQL, 4, CSS, 2',
      [
        ['SQL', 4],
        ['CSS', 2],
      ],
    ],
    ['Scrum (master)', [['Scrum (master)', null]]],
    ['AWS: Lambda', [['AWS: Lambda', null]]],
    ['日本語: beginner', [['日本語', 2]]],
  ] satisfies [string, [string, number | null][]][])('%j', (line, expected) => {
    expect(readImport(line).skills.map(({ name, level }) => [name, level])).toEqual(expected)
  })

  test('that repeats a skill or names none is a fault, and the first line counts', () => {
    const { skills: read, faults } = readImport('TypeScript: 3\n:::\nC#\ntypescript: 4')
    expect(new Map(read.map(({ name, level }) => [name, level]))).toEqual(
      new Map([
        ['TypeScript', 3],
        ['C#', null],
      ]),
    )
    expect(faults).toEqual([
      { line: 2, message: '“:::” is not a skill.' },
      { line: 4, message: '“typescript” is in line 1 already. That one counts.' },
    ])
  })

  test('names what is wrong with it, and reads the others', () => {
    const { skills: read, faults } = readImport(`SQL: 9\n\n${'x'.repeat(101)}\nCSS`)
    expect(faults.map(({ line }) => line)).toEqual([1, 3])
    expect(faults[0]?.message).toContain('“9” is not a level of “SQL”')
    expect(read.map(({ name }) => name)).toEqual(['CSS'])
  })

  test('keeps the letters of any name, whatever its level', () => {
    const name = fc
      .stringMatching(/^[\p{L}][\p{L}\p{N} .+#&/]{0,40}[\p{L}+#]$/u)
      .filter((text) => !/ {2}|\d\s*\/\s*\d+$/.test(text) && text === text.trim())
    fc.assert(
      fc.property(name, fc.constantFrom('', ': 3', ', 3', ' - 3', ' (3)'), (typed, level) => {
        const { skills: read } = readImport(typed + level)
        expect(read).toMatchObject([{ name: typed, level: level === '' ? null : 3 }])
      }),
      { numRuns: runs(200) },
    )
  })
})

const inventory = `Name,Classification,Languages,Status
Thesis,learning,"Python, LaTeX",done
"Shop ""One""",client,"TypeScript; SQL",active
Odd,hobby horse,SQL,
,work,Go,active`

describe('an import', () => {
  test('previews a list, adds what is new, and is undone as a whole', async () => {
    await client.post('/skills', { name: 'sql', confidence_level: '2' })
    const text = 'SQL: 5\nCSS, 3\nListening (soft skill)\n'
    const preview = await client.post('/skills/import', { text, level: '2', category: 'technical' })
    const html = await preview.text()
    expect(preview.status).toBe(200)
    expect(words(html)).toMatch(
      /You already have 1 skill of these.*New skills 2 CSS.*Intermediate · Technical Listening.*Beginner · Soft skills/,
    )
    expect(html).toContain('Import 2 skills')
    expect(await skills()).toHaveLength(1)
    const done = await client.post('/skills/import/confirm', { text, level: '2', category: 'technical' })
    expect([done.status, toastOf(done).message, cost(done).trips <= 3]).toEqual([303, 'Imported 2 skills', true])
    expect((await skills()).map(({ name, confidence_level }) => [name, confidence_level])).toEqual([
      ['CSS', 3],
      ['Listening', 2],
      ['sql', 2],
    ])
    const again = await client.post('/skills/import/confirm', { text, level: '2', category: 'technical' })
    expect(toastOf(again).message).toBe('Nothing new to import')
    expect((await client.post(toastOf(done).undo)).status).toBe(303)
    expect((await skills()).map(({ name }) => name)).toEqual(['sql'])
  })

  test('of an inventory adds projects and their languages, links those that are there, and is undone', async () => {
    await client.post('/skills', { name: 'SQL', confidence_level: '4' })
    const before = await skills()
    const file = new File([inventory], 'projects.csv', { type: 'text/csv' })
    const preview = words(await (await client.post('/skills/import', { file })).text())
    expect(preview).toContain(
      'Line 4: “hobby horse” is not a type. Use work, personal or learning; it is imported as work.',
    )
    expect(preview).toContain('Line 5: Enter a name')
    expect(preview).toContain('Import 3 skills, 3 projects, links of 1 skill')
    const done = await client.post('/skills/import/confirm', { text: inventory })
    expect((await projects()).map(({ name, classification, status }) => [name, classification, status])).toEqual([
      ['Odd', 'work', 'active'],
      ['Shop "One"', 'work', 'active'],
      ['Thesis', 'learning', 'inactive'],
    ])
    const ids = new Map((await projects()).map(({ id, name }) => [name, id]))
    const links = Object.fromEntries((await skills()).map(({ name, projects: json }) => [name, JSON.parse(json)]))
    expect(links).toEqual({
      LaTeX: [ids.get('Thesis')],
      Python: [ids.get('Thesis')],
      SQL: [ids.get('Shop "One"'), ids.get('Odd')],
      TypeScript: [ids.get('Shop "One"')],
    })
    expect((await client.get(`/skills?q=sql`)).status).toBe(200)
    expect((await client.post(toastOf(done).undo)).status).toBe(303)
    expect([await projects(), await skills()]).toEqual([[], before])
  })

  test.each([
    ['nothing', { text: ' ' }, 'Choose a file or paste a list.'],
    ['too many', { text: Array.from({ length: 301 }, (_, n) => `Skill ${n}x`).join('\n') }, 'at most 300 skills'],
    ['too much', { text: 'x'.repeat(33_000) }, 'over 32 KB'],
    ['a file that is no text', { file: new File([new Uint8Array([255, 254, 0])], 'a.csv') }, 'not text in UTF-16LE'],
  ])('is refused: %s', async (_, fields, message) => {
    for (const path of ['/skills/import', '/skills/import/confirm']) {
      const answer = await client.post(path, fields)
      expect([answer.status, (await answer.text()).includes(message)]).toEqual([422, true])
    }
    expect(await skills()).toEqual([])
  })
})

test('an inventory names the columns, names and languages that it leaves out', () => {
  const long = 'x'.repeat(300)
  const text = [
    'name,languages,status,budget',
    'Web,SQL,active,5',
    `Shop,"CSS, ${long}",active,5`,
    'web,Go,active,5',
    '"Stray,SQL,active,5',
    'Last,"SQL",active,5,more',
  ].join('\n')
  const { projects: read, faults } = readImport(text)
  expect(read.map(({ name, line }) => [name, line]).toSorted()).toEqual([
    ['Last', 6],
    ['Shop', 3],
    ['Web', 2],
  ])
  expect(faults.map(({ line, message }) => [line, message.replace(/x{40}/, 'x…x')])).toEqual([
    [1, 'The column “budget” is left out.'],
    [3, '“x…x…” is too long for a skill.'],
    [4, '“web” is in line 2 already. That one counts.'],
    [5, expect.stringContaining('quote')],
    [6, 'The row has more cells than the first line.'],
  ])
})

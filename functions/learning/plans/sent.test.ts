import { beforeEach, describe, expect, test } from 'vitest'
import attributes from '../../../test/data/reports/plan-attributes.md?raw'
import boldColon from '../../../test/data/reports/plan-bold-colon.md?raw'
import emptyHead from '../../../test/data/reports/plan-empty-head.md?raw'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { planRow, trackerOf } from '../../programs/tracker/testing'

type Json = {
  id: string
  seq: number
  content: string
  warnings: { line: number; message: string }[]
  chunks: { id: string; title: string; status: string }[]
}

const api = '/api/v1/plans'
const asMarkdown = { 'Content-Type': 'text/markdown' }
const outline = '# Knots\n\n## Bowline\nStatus: done\n\n## Splices\n'
const kept =
  '---\nid: knots\ntitle: "Knots"\n---\n\n# Knots\n\n## Bowline {#chunk-001}\nStatus: done\n\n## Splices {#chunk-002}\n'

let client: Client
beforeEach(async () => {
  client = await signedIn()
})

const add = async (text: string) => {
  const answer = await client.json('POST', api, text, asMarkdown)
  expect([answer.status, answer.status === 201 ? '' : await answer.text()]).toEqual([201, ''])
  return answer.json<Json>()
}
const chunksOf = ({ chunks }: Json) => chunks.map(({ id, title, status }) => [id, title, status])
const found = [
  ['chunk-001', 'Bowline', 'completed'],
  ['chunk-002', 'Splices', 'not_started'],
]

test('a plan with the colon inside the bold is completed', async () => {
  const plan = await add(boldColon)
  expect([chunksOf(plan), plan.warnings, plan.content]).toEqual([[['bowline', 'Bowline', 'completed']], [], boldColon])
})

test('a plan with an empty head, or with a rule as its first line, is named by its first heading', async () => {
  const plan = await add(emptyHead)
  expect([plan.id, chunksOf(plan).map(([, title]) => title)]).toEqual(['title-here', ['One', 'Two']])
  expect(plan.warnings[0]).toMatchObject({ line: 1, message: expect.stringContaining('front matter') })
  for (const [index, text] of [
    '---\n\n# Knots\n\n## Bowline\n\n## Splices\n',
    '---\n# Knots\n\n## Bowline\nText\n\n---\n\n## Splices\n',
    '---\n# Knots\n\n## Bowline\n\n## Splices\n\n---\n',
    '---\n   \n---\n# Knots\n## Bowline\n## Splices\n',
    '---\r\n---\r\n# Knots\r\n## Bowline\r\n## Splices\r\n',
    '---\n# about this file\n---\n# Knots\n## Bowline\n## Splices\n',
  ].entries()) {
    const made = await add(text.replace('# Knots', `# Knots ${index}`))
    expect([index, chunksOf(made).map(([, title]) => title)]).toEqual([index, ['Bowline', 'Splices']])
  }
})

test('attributes beside the id of a heading stay in the text', async () => {
  const plan = await add(attributes)
  expect(chunksOf(plan).map(([id, title]) => [id, title])).toEqual([
    ['one', 'Plain'],
    ['two', 'With a class'],
  ])
  expect([plan.content, plan.warnings]).toEqual([attributes, []])
  const edited = await client.json('PATCH', `${api}/pandoc/chunks/two`, { status: 'completed' })
  expect(edited.status).toBe(200)
  const read = await (await client.json('GET', `${api}/pandoc`)).json<Json>()
  expect(read.content).toContain('## Chunk 2: With a class {#two .exercise}')
  for (const [mark, id] of [
    ['{.a #b}', 'b'],
    ['{#b .a .c}', 'b'],
    ['{: #b .a}', 'b'],
    ['{#b key="x y" .a}', 'b'],
    ['{#b key=v}', 'b'],
  ] as const) {
    const text = `---\nid: p${[...mark].join('').replace(/\W/g, '-')}\ntitle: P\n---\n\n## Chunk 1: Name ${mark}\n`
    const made = await (await client.json('POST', api, text, asMarkdown)).json<Json>()
    expect([mark, made.chunks?.map((chunk) => [chunk.id, chunk.title])]).toEqual([mark, [[id, 'Name']]])
  }
})

test('the API makes a plan of an outline, says what it put in, and later edits find it', async () => {
  const plan = await add(outline)
  expect([plan.id, chunksOf(plan), plan.content]).toEqual(['knots', found, kept])
  expect(plan.warnings.map(({ line, message }) => [line, /chunk-\d+|front matter/.exec(message)?.[0]])).toEqual([
    [1, 'front matter'],
    [3, 'chunk-001'],
    [6, 'chunk-002'],
  ])
  expect((await add(outline)).id).toBe('knots-2')
  const chunk = `${api}/knots/chunks/chunk-001`
  expect((await client.json('PATCH', chunk, { status: 'in_progress' })).status).toBe(200)
  const read = async () => (await client.json('GET', `${api}/knots`)).json<Json>()
  expect((await read()).content).toBe(kept.replace('Status: done', 'Status: in-progress'))
  const put = await client.json('PUT', `${api}/knots/markdown`, `${kept}\n## Chunk 3: Ends\n`, asMarkdown)
  expect((await put.json<Json>()).warnings.map(({ line }) => line)).toEqual([13])
  expect((await read()).content).toBe(`${kept}\n## Chunk 3: Ends {#chunk-003}\n`)
})

test('members with an outline as content make its chunks, and tags as everywhere', async () => {
  const answer = await client.json('POST', api, { title: 'Rope', content: outline, tags: ['#Deep', 'deep', 'b'] })
  const plan = await answer.json<Json & { tags: string[] }>()
  expect([chunksOf(plan), plan.tags]).toEqual([found, ['deep', 'b']])
  const edited = await client.json('PATCH', `${api}/${plan.id}`, { tags: ['#a', 'A'] })
  expect((await edited.json<{ tags: string[] }>()).tags).toEqual(['A'])
})

test('the browser previews an outline with what it puts in, imports it, and knows it again', async () => {
  const files = [new File([outline], 'outline.md', { type: 'text/markdown' })]
  const preview = async () => (await client.post('/plans/import', { files, text: '' })).text()
  const html = await preview()
  for (const words of ['Line 1: no front matter', 'Line 3: no id', 'gets chunk-001', '2 chunks'])
    expect(html).toContain(words)
  await client.post(/action="(\/plans\/import\/[^"]*\/confirm)"/.exec(html)?.[1] ?? '')
  expect(await rows('SELECT content FROM plans WHERE user_id = ?', client.userId)).toEqual([{ content: kept }])
  expect(await preview()).toContain('1 unchanged')
})

test('a chunk that is typed into the markdown of a plan gets an id', async () => {
  const { id, seq } = await add(kept)
  const content = `${kept}\n## Chunk 3: Ends\n**status:** doing\n`
  const shown = await client.post(
    `/plans/${id}/edit?preview`,
    { content, base: kept, seq: String(seq) },
    { part: true },
  )
  expect(await shown.text()).toContain('Line 13: no id in this heading. The chunk gets chunk-003.')
  expect((await client.post(`/plans/${id}/edit`, { content, base: kept, seq: String(seq) })).status).toBe(303)
  const [row] = await rows<{ content: string }>('SELECT content FROM plans WHERE user_id = ?', client.userId)
  expect(row?.content).toBe(content.replace('## Chunk 3: Ends', '## Chunk 3: Ends {#chunk-003}'))
})

test('a tracker’s plan without front matter and ids is taken, with warnings, and named by its first heading', async () => {
  const tracker = await trackerOf(client)
  const content =
    '```\n# no title\n```\n\nKnots *and* ropes\n===\n\n## Chunk 1: Bowline\n**Status:** done\n**Duration**: soon\n'
  tracker.write('plan', 'p', planRow({ title: null, content, status: null, tags: null, total_hours: null }))
  const { results } = await tracker.sync()
  expect(results).toEqual([
    {
      ...{ type: 'plan', id: 'p', status: 'applied' },
      warnings: [
        { line: 1, message: 'no front matter. The plan is called “Knots *and* ropes”.' },
        { line: 8, message: 'no id in this heading. The chunk gets chunk-001.' },
        { line: 10, message: 'unreadable duration “soon”. The chunk has none.' },
      ],
    },
  ])
  const [row] = await rows<{ title: string; chunks: string }>(
    'SELECT title, chunks FROM plans WHERE user_id = ?',
    client.userId,
  )
  expect([row?.title, JSON.parse(row?.chunks ?? '')]).toMatchObject([
    'Knots *and* ropes',
    [{ id: 'chunk-001', status: 'completed' }],
  ])
  expect(String(tracker.rows.get('plan p')?.content)).toContain('## Chunk 1: Bowline {#chunk-001}')
  expect((await tracker.sync()).plans).toEqual([])
})

test('two programs that read the same text both edit it: other blocks are merged, the same block is refused', async () => {
  const edits = {
    head: (text: string) => text.replace('title: "Knots"', 'title: "All knots"'),
    first: (text: string) => text.replace('Status: done', 'Status: not-started'),
    second: (text: string) => text.replace('## Splices', '## Eye splices'),
  }
  const names = ['head', 'first', 'second'] as const
  for (const one of names)
    for (const other of names) {
      client = await signedIn()
      await client.json('POST', api, kept, asMarkdown)
      const read = await client.json('GET', `${api}/knots`)
      const [tag, { content }] = [read.headers.get('ETag') ?? '', await read.json<Json>()]
      const put = (text: string) =>
        client.json('PUT', `${api}/knots/markdown`, text, { ...asMarkdown, 'If-Match': tag })
      expect((await put(edits[one](content))).status).toBe(200)
      const mine =
        one === other ? edits[one](content).replace(/All knots|not-started|Eye/, 'skipped') : edits[other](content)
      const answer = await put(mine)
      expect([one, other, answer.status]).toEqual([one, other, one === other ? 412 : 200])
      const saved = await (await client.json('GET', `${api}/knots`)).json<Json>()
      expect(saved.content).toBe(one === other ? edits[one](content) : edits[other](edits[one](content)))
    }
})

test('`dry_run` says what adding would, refuses the same, and writes nothing', async () => {
  const counts = () =>
    rows(
      'SELECT (SELECT seq FROM change_heads WHERE user_id = ?1) AS seq, count(*) FROM plans WHERE user_id = ?1',
      client.userId,
    )
  const goal = await (await client.json('POST', '/api/v1/goals', { title: 'Sail' })).json<Json>()
  await add('# Taken\n\n## One\n')
  const cases: [body: object | string, headers?: Record<string, string>][] = [
    [outline, asMarkdown],
    [boldColon, asMarkdown],
    ['# Taken\n\n## Two\n', asMarkdown],
    ['# Taken\n\n---\nid: [\n## Two {#a}\n## Two {#a}\n', asMarkdown],
    ['no heading', asMarkdown],
    ['---\nid: taken\ntitle: Mine\n---\n', asMarkdown],
    [{ title: 'Rope', content: outline, tags: ['#Deep', 'deep', 'b'], goal_id: goal.id }],
    [{ title: '' }],
    [{ title: 'A', id: 'taken' }],
    [{ title: 'A', project_id: 'none' }],
  ]
  for (const [body, headers] of cases) {
    const before = await counts()
    const key = { 'Idempotency-Key': crypto.randomUUID() }
    const tried = await client.json('POST', `${api}?dry_run=true`, body, { ...headers, ...key })
    expect(await counts()).toEqual(before)
    const added = await client.json('POST', `${api}?dry_run=false`, body, { ...headers, ...key })
    expect(tried.status).toBe(added.status === 201 ? 200 : added.status)
    const [said, done] = [await tried.json<Json>(), await added.json<Json>()]
    const later = { created_at: expect.any(String), updated_at: expect.any(String), content: expect.any(String) }
    if (added.status === 201) {
      expect(said).toEqual({ ...done, seq: 0, ...later })
      const bare = ({ content }: Json) => content.replace(/^(created|updated): .*$/gm, '')
      expect(bare(said)).toBe(bare(done))
    } else expect(said).toEqual(done)
  }
  const wrong = await client.json('POST', `${api}?dry_run=1`, outline, asMarkdown)
  expect(await wrong.json()).toMatchObject({ status: 422, errors: [{ path: 'dry_run' }] })
})

describe('an edit of an earlier version', () => {
  const chunks = Array.from({ length: 8 }, (_, n) => `## Chunk ${n + 1}: Part ${n + 1} {#c${n + 1}}\n`).join('\n')
  const start = `---\nid: knots\ntitle: Knots\n---\n\n${chunks}`
  const put = (text: string, tag: string | null) =>
    client.json('PUT', `${api}/knots/markdown`, text, { ...asMarkdown, ...(tag && { 'If-Match': tag }) })
  const patch = (n: number, changes: object) => client.json('PATCH', `${api}/knots/chunks/c${n}`, changes)
  const read = async () => (await client.json('GET', `${api}/knots`)).json<Json>()

  test('of any kept version is merged, and says so; the same block is refused', async () => {
    await add(start)
    const { seq } = await read()
    for (const n of [1, 2, 3, 4, 5]) await patch(n, { status: 'completed' })
    // Other writers of a plan keep its text, too.
    await client.json('PATCH', `${api}/knots`, { retention: 0.8 })
    await client.json('POST', '/api/v1/timer/start', { plan_id: 'knots', chunk_id: 'c7', title: 'Ends' })
    const answer = await put(start.replace('Part 6', 'Eye splices'), `"${seq}"`)
    expect([answer.status, await answer.json()]).toMatchObject([200, { merged: true }])
    expect(chunksOf(await read()).map(([, title, status]) => `${title} ${status}`)).toEqual([
      ...[1, 2, 3, 4, 5].map((n) => `Part ${n} completed`),
      ...['Eye splices not_started', 'Part 7 in_progress', 'Part 8 not_started'],
    ])
    const same = await put(start.replace('Part 2 {#c2}', 'Part 2 {#c2}\n**Status**: skipped'), `"${seq}"`)
    expect(same.status).toBe(412)
    const inBody = await patch(8, { seq, title: 'Last' })
    expect([inBody.status, await inBody.json()]).toMatchObject([200, { title: 'Last', merged: true }])
    expect((await patch(2, { seq, status: 'skipped' })).status).toBe(409)
    expect((await (await patch(8, { title: 'The last' })).json<{ merged?: true }>()).merged).toBeUndefined()
  })

  test('is refused once its text is gone, after a hundred versions or 2 MB', async () => {
    await add(start)
    const { seq } = await read()
    const one = await patch(1, { status: 'completed' })
    for (let n = 0; n < 100; n += 1) await patch(2, { status: n % 2 === 0 ? 'completed' : 'skipped' })
    expect((await put(start.replace('Part 6', 'Eyes'), `"${seq}"`)).status).toBe(412)
    expect((await put(start.replace('Part 6', 'Eyes'), one.headers.get('ETag'))).status).toBe(200)
    const long = `${(await read()).content}\n${'x'.repeat(450_000)}\n`
    await put(long, null)
    for (const n of [3, 4, 5, 6, 7]) await patch(n, { status: 'completed' })
    const kept = await rows<{ size: number }>(
      'SELECT length(content) AS size FROM plan_texts WHERE user_id = ? ORDER BY seq DESC',
      client.userId,
    )
    expect(kept.map(({ size }) => size > 450_000)).toEqual([true, true, true, true])
  })
})

import { beforeEach, describe, expect, test } from 'vitest'
import spanish from '../../../test/data/plans/spanish-a2.md?raw'
import sqlite from '../../../test/data/plans/sqlite-internals.md?raw'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { put as putSession } from '../../time/sessions/testing'
import { importPlan, knotsText } from './testing'

type Json = Record<string, unknown> & { id: string; seq: number; content: string }
type Refused = { status: number; code: string; errors: { path: string; line?: number; message: string }[] }

const api = '/api/v1/plans'
const asMarkdown = { 'Content-Type': 'text/markdown' }

let client: Client
beforeEach(async () => {
  client = await signedIn()
})

const add = async (body: object): Promise<Json> => {
  const answer = await client.json('POST', api, body)
  expect(answer.status).toBe(201)
  return answer.json()
}
const read = async (id: string): Promise<Json> => (await client.json('GET', `${api}/${id}`)).json()
const refusal = async (answer: Response | Promise<Response>) => {
  const { status, errors } = await (await answer).json<Refused>()
  return [status, ...errors.map(({ path, line }) => (line === undefined ? path : `${path}:${line}`))]
}
const lines = (text: string) => text.split('\n')

/** Lines of two texts that differ. */
const changed = (before: string, after: string) => lines(after).filter((line) => !lines(before).includes(line))

describe('adding', () => {
  test('a title is enough; ids are made from titles and stay apart', async () => {
    const plan = await add({ title: 'Leer: ¡Español!', tags: ['a2'] })
    expect(plan).toMatchObject({
      id: 'leer-espanol',
      title: 'Leer: ¡Español!',
      status: 'not_started',
      tags: ['a2'],
      total_hours: null,
      goal_id: null,
      project_id: null,
      scheduler: 'fsrs',
      retention: 0.9,
      progress_percentage: 0,
      tracked_seconds: 0,
      chunks: [],
    })
    expect(plan.content).toContain('# Leer: ¡Español!\n')
    const same = await Promise.all([1, 2, 3].map(() => add({ title: 'Leer: ¡Español!' })))
    expect(same.map(({ id }) => id).sort()).toEqual(['leer-espanol-2', 'leer-espanol-3', 'leer-espanol-4'])
    expect((await add({ title: 'New' })).id).toBe('new-2')
    expect((await add({ title: '🪢' })).id).toMatch(/^plan-[0-9a-f]{12}$/)
  })

  test('markdown is kept byte for byte, with LF and CRLF, as a body and as content', async () => {
    for (const [id, text] of [
      ['spanish-a2', spanish],
      ['sqlite-internals', sqlite],
      ['bom', `\uFEFF---\nid: bom\ntitle: Mark\n---\n`],
    ] as const) {
      const added = await client.json('POST', api, text, asMarkdown)
      expect([added.status, added.headers.get('Location')]).toEqual([201, `${api}/${id}`])
      const markdown = await client.json('GET', `${api}/${id}/markdown`)
      expect(markdown.headers.get('Content-Type')).toBe('text/markdown; charset=utf-8')
      expect(markdown.headers.get('Content-Disposition')).toBe(`attachment; filename="${id}.md"`)
      expect(new Uint8Array(await markdown.arrayBuffer())).toEqual(new TextEncoder().encode(text))
    }
    expect(await read('spanish-a2')).toMatchObject({ progress_percentage: 40, status: 'in_progress', content: spanish })
    const other = await signedIn()
    const answer = await other.json('POST', api, { title: 'SQLite internals', content: sqlite })
    expect([answer.status, (await answer.json<Json>()).content]).toEqual([201, sqlite])
  })

  test('content without front matter gets some; a title that differs is written into what it has', async () => {
    const made = await add({ id: 'knots', title: 'Knots', content: '## Chunk 1: Bowline {#one}\n' })
    expect(made.content).toMatch(/^---\nid: knots\n[\s\S]*---\n\n## Chunk 1: Bowline {#one}\n$/)
    expect(made.chunks).toMatchObject([{ id: 'one', position: 0, title: 'Bowline', tracked_seconds: 0 }])
    const own = await add({ title: 'Ropes', tags: ['sea'], content: knotsText('ropes') })
    expect(own).toMatchObject({ id: 'ropes', title: 'Ropes', tags: ['sea'] })
    expect(changed(knotsText('ropes'), own.content)).toEqual([
      'title: Ropes',
      expect.stringMatching(/^updated: /),
      'tags: [sea]',
    ])
  })

  test('what cannot be a plan is refused with the member or the line, and nothing is written', async () => {
    const stranger = await signedIn()
    const goal = await (await stranger.json('POST', '/api/v1/goals', { title: 'Theirs' })).json<Json>()
    const twice = `${knotsText('knots')}\n## Chunk 3: Again {#chunk-002}\n`
    for (const [body, wrong] of [
      [{}, ['title']],
      [{ title: ' ' }, ['title']],
      [{ title: 'x'.repeat(201) }, ['title']],
      [{ title: 'A', id: 'a b' }, ['id']],
      [{ title: 'A', id: 'x'.repeat(101) }, ['id']],
      [{ title: 'A', goal_id: goal.id }, ['goal_id']],
      [{ title: 'A', project_id: 'none' }, ['project_id']],
      [{ title: 'A', content: twice }, ['content:24']],
      [{ title: 'A', content: 'one\ntwo\0' }, [expect.stringMatching(/^content:\d+$/)]],
      [{ title: 'A', id: 'other', content: knotsText('knots') }, ['id']],
    ] as const) {
      expect([body, await refusal(client.json('POST', api, body))]).toEqual([body, [422, ...wrong]])
    }
    expect(await refusal(client.json('POST', api, 'no front matter', asMarkdown))).toEqual([422, ':1'])
    expect(await rows('SELECT id FROM plans WHERE user_id = ?', client.userId)).toEqual([])
    await add({ id: 'mine', title: 'Mine' })
    expect(await refusal(client.json('POST', api, { id: 'mine', title: 'Again' }))).toEqual([422, 'id'])
    expect((await stranger.json('POST', api, { id: 'mine', title: 'Theirs' })).status).toBe(201)
    const problem = await (await client.json('POST', api, twice, asMarkdown)).json<{ detail: string }>()
    expect(problem.detail).toBe('Line 24: The chunk in line 20 has the id chunk-002, too.')
  })
})

describe('reading', () => {
  test('a plan and its chunks have the time tracked on them', async () => {
    const id = await importPlan(client, knotsText('knots'))
    await importPlan(client, knotsText('knots.2'))
    await putSession(client, '2026-03-03T09:00:00Z', 60)
    await rows("UPDATE sessions SET plan_id = ?, chunk_id = 'chunk-002' WHERE user_id = ?", id, client.userId)
    const plan = await read(id)
    expect(plan).toMatchObject({ tracked_seconds: 3600, progress_percentage: 50, total_hours: 3 })
    expect(plan.chunks).toEqual([
      {
        id: 'chunk-001',
        position: 0,
        title: 'Bowline',
        status: 'completed',
        duration_minutes: 60,
        objectives: ['Tie it blindfolded'],
        resources: [],
        deliverable: '',
        tracked_seconds: 0,
      },
      expect.objectContaining({ id: 'chunk-002', tracked_seconds: 3600 }),
    ])
    const { items } = await (await client.json('GET', api)).json<{ items: Json[] }>()
    const { content: _, warnings: __, ...listed } = plan
    expect(items[0]).toEqual(listed)
    expect(items.map(({ id: one, tracked_seconds }) => [one, tracked_seconds])).toEqual([
      ['knots', 3600],
      ['knots.2', 0],
    ])
  })

  test('the list goes on page after page, and has the plans of a status', async () => {
    for (let n = 0; n < 5; n += 1) {
      const status = n < 3 ? 'completed' : 'archived'
      await importPlan(client, `---\nid: plan-${n}\ntitle: Plan ${n}\nstatus: ${status}\n---\n`)
    }
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: Response = await client.json('GET', `${api}?limit=2${cursor && `&cursor=${cursor}`}`)
      const body: { items: Json[]; next_cursor: string | null } = await page.json()
      seen.push(...body.items.map(({ id }) => id))
      cursor = body.next_cursor
    }
    expect(seen).toEqual(['plan-0', 'plan-1', 'plan-2', 'plan-3', 'plan-4'])
    const done = await (await client.json('GET', `${api}?status=completed`)).json<{ items: Json[] }>()
    expect(done.items.map(({ id }) => id)).toEqual(['plan-0', 'plan-1', 'plan-2'])
  })
})

describe('editing', () => {
  test('members of the front matter change their lines there; the others leave the markdown as it is', async () => {
    const id = await importPlan(client, knotsText('knots'))
    const goal = await (await client.json('POST', '/api/v1/goals', { title: 'Sail' })).json<Json>()
    const patch = async (body: object) => (await client.json('PATCH', `${api}/${id}`, body)).json<Json>()
    expect(await patch({ goal_id: goal.id, scheduler: 'fsrs' })).toMatchObject({
      goal_id: goal.id,
      scheduler: 'fsrs',
      content: knotsText('knots'),
    })
    const edited = await patch({
      title: 'All knots: 7',
      status: 'archived',
      tags: ['sea', 'two words'],
      total_hours: 4.5,
    })
    expect(edited).toMatchObject({
      title: 'All knots: 7',
      status: 'archived',
      tags: ['sea', 'two words'],
      total_hours: 4.5,
    })
    expect(changed(knotsText('knots'), edited.content)).toEqual([
      'title: "All knots: 7"',
      expect.stringMatching(/^updated: 20/),
      'status: archived',
      'tags: [sea, "two words"]',
      'total_hours: 4.5',
    ])
    const without = await patch({ total_hours: null, goal_id: null })
    expect([without.total_hours, without.goal_id]).toEqual([null, null])
    expect(without.content).not.toContain('total_hours')
    const { seq } = await read(id)
    expect((await patch({ title: 'All knots: 7' })).seq).toBe(seq)
    for (const [body, wrong] of [
      [{ total_hours: -1 }, 'total_hours'],
      [{ project_id: goal.id }, 'project_id'],
      [{ content: '' }, 'content'],
    ] as const) {
      expect([body, await refusal(client.json('PATCH', `${api}/${id}`, body))]).toEqual([body, [422, wrong]])
    }
    expect((await read(id)).seq).toBe(seq)
  })

  test('a deleted goal stays where it was, but can’t be chosen again', async () => {
    const goal = await (await client.json('POST', '/api/v1/goals', { title: 'Sail' })).json<Json>()
    const id = await importPlan(client, knotsText('knots'), { goal_id: goal.id })
    await client.json('DELETE', `/api/v1/goals/${goal.id}`)
    const same = await client.json('PATCH', `${api}/${id}`, { goal_id: goal.id, title: 'Ropes' })
    expect([same.status, (await same.json<Json>()).goal_id]).toEqual([200, goal.id])
    await client.json('PATCH', `${api}/${id}`, { goal_id: null })
    expect(await refusal(client.json('PATCH', `${api}/${id}`, { goal_id: goal.id }))).toEqual([422, 'goal_id'])
  })

  test('an edit of an older version is refused with the present plan where the same block was changed since', async () => {
    const id = await importPlan(client, knotsText('knots'))
    const { seq } = await read(id)
    const current = await (await client.json('PATCH', `${api}/${id}`, { title: 'One', seq })).json()
    const stale = await client.json('PATCH', `${api}/${id}`, { title: 'Two', seq })
    expect([stale.status, await stale.json()]).toEqual([409, expect.objectContaining({ code: 'stale', current })])
    const chunk = await client.json('PATCH', `${api}/${id}/chunks/chunk-001`, { title: 'Two', seq })
    expect([chunk.status, await chunk.json()]).toEqual([200, expect.objectContaining({ title: 'Two' })])
    expect(await read(id)).toMatchObject({ title: 'One' })
  })

  test('the markdown is replaced as it is sent, and refused with the line', async () => {
    const id = await importPlan(client, knotsText('knots'))
    const put = (text: string) => client.json('PUT', `${api}/${id}/markdown`, text, asMarkdown)
    const crlf = knotsText('knots', { title: 'Ropes' }).replaceAll('\n', '\r\n')
    const saved = await (await put(crlf)).json<Json>()
    expect([saved.title, saved.content, saved.warnings]).toEqual(['Ropes', crlf, []])
    const someday = crlf.replace('in-progress', 'someday').replace('1 hour', 'an hour').replace('not-started', 'later')
    const warned = [
      { line: 5, message: 'unknown status “someday”. The plan counts as “In progress”.' },
      { line: 13, message: 'unreadable duration “an hour”. The chunk has none.' },
      { line: 22, message: 'unknown status “later”. The chunk counts as “Not started”.' },
    ]
    expect(await (await put(someday)).json<Json>()).toMatchObject({ warnings: warned })
    const other = someday.replace('id: knots', 'id: other')
    const added = await client.json('POST', api, other, asMarkdown)
    expect(await added.json<Json>()).toMatchObject({ warnings: warned })
    await put(crlf)
    expect(await refusal(put(knotsText('other')))).toEqual([422, ':1'])
    expect(await refusal(put(knotsText('knots').replace('title: Knots', 'title: [')))).toEqual([
      422,
      expect.stringMatching(/^:\d$/),
    ])
    expect(await refusal(put(''))).toEqual([422, ':1'])
    expect(await refusal(put(`${knotsText('knots')}${'x'.repeat(512 * 1024)}`))).toEqual([422, ':1'])
    expect((await read(id)).content).toBe(crlf)
  })

  test('two devices that edit different chunks at once both get their way', async () => {
    const id = await importPlan(client, knotsText('knots'))
    const chunks = ['chunk-001', 'chunk-002']
    const answers = await Promise.all(
      chunks.map((chunk) => client.json('PATCH', `${api}/${id}/chunks/${chunk}`, { status: 'skipped' })),
    )
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect((await read(id)).chunks).toMatchObject([{ status: 'skipped' }, { status: 'skipped' }])
  })
})

test('a plan is deleted, and its id is free again', async () => {
  const { id } = await add({ title: 'Knots' })
  expect((await client.json('DELETE', `${api}/${id}`)).status).toBe(204)
  for (const path of ['', '/markdown']) expect((await client.json('GET', `${api}/${id}${path}`)).status).toBe(404)
  expect((await add({ title: 'Knots' })).id).toBe('knots-2')
  expect((await add({ id, title: 'Other knots' })).title).toBe('Other knots')
})

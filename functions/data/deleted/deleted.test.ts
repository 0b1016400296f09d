import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { type Client, signedIn, text } from '../../../test/support/client'
import { stopClock } from '../../../test/support/clock'
import { day } from '../../../test/support/times'
import { addSessions } from '../../time/sessions/queries'

const now = Date.parse('2026-03-11T15:00:00Z')
stopClock('2026-03-11T15:00:00Z')

/** Deleted goals straight into the database, each a minute older than the one before. */
const deletedGoals = (client: Client, count: number, at = now) =>
  env.DB.prepare(
    `INSERT INTO goals (user_id, id, title, seq, created_at, updated_at, deleted_at)
     SELECT ?1, 'goal-' || value, 'Goal ' || value, 1, 0, 0, ?2 - value * 60000
     FROM (WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < ?3) SELECT value FROM n)`,
  )
    .bind(client.userId, at, count)
    .run()

const titles = (html: string) =>
  [...html.matchAll(/<li><div><span class="row-title"><bdi>(.*?)<\/bdi>/g)].map(([, t]) => t)

test('what was deleted stands there newest first, each with the way back', async () => {
  const client = await signedIn({ time_zone: 'Asia/Kolkata', clock: 24 })
  await client.post('/goals', { title: 'A goal <b>' })
  await client.post('/projects', { name: 'A project', client: 'Zoo' })
  const session = {
    id: 'session-1',
    source: 'manual' as const,
    project_id: null,
    goal_id: null,
    title: '',
    notes: '',
    tags: [],
    started_at: Date.parse('2026-03-08T14:30:00Z'),
    ended_at: Date.parse('2026-03-08T16:00:00Z'),
    duration_seconds: 5400,
    time_zone: 'America/New_York',
    day_start_minute: 0,
    import_id: null,
    import_key: null,
  }
  await env.DB.batch(addSessions(env.DB, client.userId, [session], now))
  const deleteAt = async (table: 'goals' | 'projects' | 'sessions', at: number) => {
    await env.DB.prepare(`UPDATE ${table} SET deleted_at = ? WHERE user_id = ?`).bind(at, client.userId).run()
    return env.DB.prepare(`SELECT id FROM ${table} WHERE user_id = ?`).bind(client.userId).first<{ id: string }>()
  }
  const goal = await deleteAt('goals', now - 2000)
  const project = await deleteAt('projects', now - 1000)
  await deleteAt('sessions', now - 3000)

  const html = await text(client.get('/deleted'))
  expect(titles(html)).toEqual(['A project', 'A goal &lt;b&gt;', 'Untitled session'])
  expect(html).toContain('Zoo')
  expect(html).toMatch(/Sun 8 Mar( 2026)?, 10:30</)
  expect(html).toContain('1h 30m')
  expect(html).toContain(`action="/goals/${goal?.id}/restore"`)
  expect(html).toContain(`action="/projects/${project?.id}/restore"`)
  expect(html).toContain('action="/sessions/session-1/restore"')

  const restored = await client.post(`/goals/${goal?.id}/restore`, {}, { page: '/deleted' })
  expect(restored.headers.get('Location')).toBe('/deleted')
  expect(
    (await client.post(`/projects/${project?.id}/restore`, {}, { page: '/deleted' })).headers.get('Location'),
  ).toBe('/deleted')
  expect(titles(await text(client.get('/deleted')))).toEqual(['Untitled session'])
})

test('it is empty for a newcomer, and for what is older than 30 days', async () => {
  const client = await signedIn()
  await deletedGoals(client, 3, now - 30 * day)
  const html = await text(client.get('/deleted'))
  expect(html).toContain('Nothing deleted recently')
  expect(titles(html)).toEqual([])
  expect(html.match(/<h1/g)).toHaveLength(1)
})

test('it comes by pages of 50, whatever is in the address', async () => {
  const client = await signedIn()
  await deletedGoals(client, 120)
  const seen: (string | undefined)[] = []
  const sizes: number[] = []
  let next: string | undefined = '/deleted'
  while (next) {
    const html: string = await text(client.get(next))
    sizes.push(titles(html).length)
    seen.push(...titles(html))
    next = /href="([^"]*)" rel="next"/.exec(html)?.[1]
  }
  expect(sizes).toEqual([50, 50, 20])
  expect(seen).toEqual(Array.from({ length: 120 }, (_, n) => `Goal ${n + 1}`))
  for (const before of ['x', '1_', "1_'", '99999999999999999999_a']) {
    expect(titles(await text(client.get(`/deleted?before=${before}`)))).toHaveLength(50)
  }
})

test('an edit of a row that was deleted elsewhere says where to restore it, as a page and as a part', async () => {
  const client = await signedIn()
  const id = await client.add('/tasks', { title: 'Call' })
  await client.post(`/tasks/${id}/delete`)
  for (const part of [false, true]) {
    const answer = await client.post(
      `/tasks/${id}`,
      { title: 'Call Ada', seq: '1' },
      { part, page: `/tasks/${id}/edit` },
    )
    expect([answer.status, await text(answer)]).toEqual([404, expect.stringContaining('under Recently deleted')])
  }
})

import { env } from 'cloudflare:workers'
import { afterAll, expect, test } from 'vitest'
import { newAdmin } from '../../functions/admin/testing'
import { calendarOf, eventLines } from '../../functions/meetings/import/testing'
import { putLostCard } from '../../functions/sync/conflicts/testing'
import { sessionData } from '../../functions/sync/testing'
import { dropApps, somePackage } from '../../functions/whitelists/testing'
import { type Client, request, rows, signedIn } from '../client'
import { dump } from '../dump'
import { randomDocument } from '../random-document'
import { routes } from '../routes'
import { operationsOf, readDescription } from './description'

const anHourAgo = () => new Date(Date.now() - 3_600_000).toISOString()
const goal = async ({ json }: Client) =>
  (await (await json('POST', '/api/v1/goals', { title: 'Thesis' })).json<{ id: string }>()).id
const start = ({ json }: Client) => json('POST', '/api/v1/timer/start', { title: 'Reading' })
const packageName = somePackage('once')
afterAll(() => dropApps(packageName))

type Sent = { path: string; body: unknown; type?: string }

const ruleFor = async () => {
  const { userId } = await signedIn()
  return { user_ids: [userId], apps: [{ package_name: packageName, rule: { is_whitelisted: true } }] }
}

const pull = { repo_owner: 'acme', repo_name: 'web', pr_number: 7 }
const comment = { activity_type: 'comment', ...pull }

/** A request that succeeds on each POST of the API, the extension's too. */
const requests: Record<string, (client: Client) => Promise<Omit<Sent, 'path'> & { path?: string }>> = {
  'POST /api/v1/cards': async () => ({ body: { question: 'to be', answer: 'ser' } }),
  'POST /api/v1/cards/:id/reviews': async (client) => {
    const card = await client.json('POST', '/api/v1/cards', { question: 'to be', answer: 'ser' })
    return { path: `/api/v1/cards/${(await card.json<{ id: string }>()).id}/reviews`, body: { rating: 3 } }
  },
  'POST /api/v1/backups': async () => ({ body: undefined }),
  'POST /api/v1/tasks': async () => ({ body: { title: 'Call the bank', repeat: 'daily' } }),
  'POST /api/v1/action-items': async () => ({ body: { description: 'Call the bank', owner: 'me' } }),
  'POST /api/v1/feedback': async () => ({ body: { content: 'Clear slides', tags: ['talks'] } }),
  'POST /api/v1/goals': async () => ({ body: { title: 'Thesis' } }),
  'POST /api/v1/goals/:id/milestones': async (client) => ({
    path: `/api/v1/goals/${await goal(client)}/milestones`,
    body: { description: 'Outline' },
  }),
  'POST /api/v1/organizations': async () => ({ body: { name: 'Harbour Clinic' } }),
  'POST /api/v1/meetings': async () => ({ body: { title: 'Weekly with Ada', time: '10:00' } }),
  'POST /api/v1/people': async () => ({ body: { name: 'Ada Byron' } }),
  'POST /api/v1/projects': async () => ({ body: { name: 'Thesis', classification: 'work' } }),
  'POST /api/v1/learnings': async () => ({ body: { title: 'Knots hold', tags: ['rope'] } }),
  'POST /api/v1/reviews': async () => ({ body: { period: 'week', date: '2026-03-03', words: 'Went well' } }),
  'POST /api/v1/evidence': async () => ({
    body: { title: 'Half a year', from_date: '2026-01-01', to_date: '2026-06-30', left_out: ['part:skills'] },
  }),
  'POST /api/v1/energy': async () => ({ body: { energy_level: 4, engagement_level: 3 } }),
  'POST /api/v1/skills': async () => ({ body: { name: `Skill ${crypto.randomUUID()}` } }),
  'POST /api/v1/skills/:id/progress': async (client) => {
    const skill = await client.json('POST', '/api/v1/skills', { name: `Skill ${crypto.randomUUID()}` })
    return { path: `/api/v1/skills/${(await skill.json<{ id: string }>()).id}/progress`, body: { level: 3 } }
  },
  'POST /api/v1/plans': async () => ({ body: { title: 'Learn knots', content: '# Knots' } }),
  'POST /api/v1/sessions': async () => ({ body: { title: 'Reading', started_at: anHourAgo(), duration_seconds: 60 } }),
  'POST /api/v1/restore': async () => ({
    path: '/api/v1/restore?mode=merge&dry_run=true',
    body: randomDocument(1),
  }),
  'POST /api/v1/meetings/import': async () => ({
    path: '/api/v1/meetings/import?from=2026-07-01&to=2026-07-31',
    body: calendarOf(eventLines('Planning', '20260714T090000Z')),
    type: 'text/calendar',
  }),
  'POST /api/v1/sessions/import': async () => ({
    path: '/api/v1/sessions/import?time_zone=UTC',
    type: 'text/csv',
    body: 'Email,Project,Description,Start date,Start time,End date,End time,Duration\n,P,Reading,2026-03-02,09:00:00,2026-03-02,10:00:00,01:00:00',
  }),
  'POST /api/v1/timer/start': async (client) => {
    await start(client)
    return { body: { title: 'Writing' } }
  },
  'POST /api/v1/timer/stop': async (client) => {
    await start(client)
    return { body: {} }
  },
  'POST /api/v1/timer/discard': async (client) => {
    await start(client)
    return { body: {} }
  },
  'POST /api/v1/timer/heartbeat': async (client) => {
    await start(client)
    return { body: {} }
  },
  'POST /api/v1/me/tokens': async () => ({ body: { name: 'Backup', scopes: ['read'] } }),
  'POST /api/v1/sync': async () => ({
    body: {
      state: { device_id: 'laptop' },
      sessions: [{ action: 'create', id: 's', data: sessionData(), updated_at: 1_777_000_000_000 }],
    },
  }),
  'POST /api/v1/usage': async () => ({
    body: {
      events: [
        { id: 'a', package_name: 'org.example', started_at: anHourAgo(), ended_at: new Date().toISOString() },
        { id: 'b', package_name: 'org.example', started_at: anHourAgo(), ended_at: '2199-01-01T00:00:00Z' },
      ],
    },
  }),
  'POST /api/v1/admin/apps/import': async () => ({
    type: 'text/csv',
    body: `package_name,label,is_whitelisted\n${packageName},Label ${crypto.randomUUID()},true`,
  }),
  'POST /api/v1/admin/users/apps': async () => ({ body: await ruleFor() }),
  'POST /api/v1/admin/users/apps/changes/:id/undo': async ({ json }) => {
    const done = await json('POST', '/api/v1/admin/users/apps', await ruleFor())
    return {
      path: `/api/v1/admin/users/apps/changes/${(await done.json<{ change_id: string }>()).change_id}/undo`,
      body: {},
    }
  },
  ...Object.fromEntries(
    ['restore', 'settle'].map((step) => [
      `POST /api/v1/sync/conflicts/:id/${step}`,
      async (client: Client) => ({
        path: `/api/v1/sync/conflicts/${await putLostCard(client, 'Lost')}/${step}`,
        body: {},
      }),
    ]),
  ),
  'POST /api/sessions/start': async () => ({ body: { ...pull, pr_title: 'Quoted "字"' } }),
  'POST /api/activities': async () => ({ body: comment }),
  'POST /api/activities/batch': async ({ json }) => {
    const known = { ...comment, created_at: anHourAgo() }
    await json('POST', '/api/activities', known)
    return { body: { activities: [comment, known, { ...comment, activity_type: 'approve' }, comment] } }
  },
}

const send = (client: Client, { path, body, type }: Sent, key: string) =>
  type === undefined
    ? client.json('POST', path, body, { 'Idempotency-Key': key })
    : request(path, {
        method: 'POST',
        body: String(body),
        headers: {
          Cookie: client.cookie,
          'Content-Type': type,
          'Sec-Fetch-Site': 'same-origin',
          'Idempotency-Key': key,
        },
      })

const posts = Object.keys(routes).filter((route) => route.startsWith('POST /api/'))

const auditCount = async (adminId: string) =>
  (await rows<{ count: number }>('SELECT count(*) AS count FROM admin_audit WHERE admin_id = ?', adminId))[0]?.count

test('every POST of the API takes an Idempotency-Key and says so', async () => {
  expect(Object.keys(requests).toSorted()).toEqual(posts.toSorted())
  const described = operationsOf(await readDescription()).filter(({ path }) => path.startsWith('/api/v1/'))
  for (const { method, path, operation } of described.filter(({ method }) => method === 'POST')) {
    const names = (operation.parameters ?? []).map(({ name }) => name)
    expect([method, path, names]).toEqual([method, path, expect.arrayContaining(['Idempotency-Key'])])
  }
})

test.each(posts)('%s happens once by the same key, at once and later, and repeats its answer', async (route) => {
  const client = await newAdmin()
  const { path = route.split(' ')[1] ?? '', ...sent } = (await requests[route]?.(client)) ?? { body: {} }
  const answers = await Promise.all(Array.from({ length: 8 }, () => send(client, { path, ...sent }, 'once')))
  const texts = await Promise.all(answers.map((answer) => answer.text()))
  const [first] = answers
  const { status } = first ?? {}
  expect([status, texts[0]]).toEqual([expect.toSatisfy((one) => one === 200 || one === 201), expect.anything()])
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([status]))
  expect(new Set(answers.map(({ headers }) => headers.get('Location'))).size).toBe(1)
  expect(new Set(texts).size).toBe(1)
  const [before, audited] = [await dump(client.userId), await auditCount(client.userId)]
  const again = await send(client, { path, ...sent }, 'once')
  expect([again.status, await again.text()]).toEqual([status, texts[0]])
  expect([await dump(client.userId), await auditCount(client.userId)]).toEqual([before, audited])
  const other = await send(client, { path: `${path}${path.includes('?') ? '&' : '?'}x=1`, ...sent }, 'once')
  expect([other.status, (await other.json<{ code: string }>()).code]).toEqual([422, 'key_reused'])
})

test('a report of which nothing was accepted is repeated, though it would be accepted by now', async () => {
  const client = await signedIn()
  const soon = new Date(Date.now() + 10 * 60_000).toISOString()
  const events = [{ id: 'a', package_name: 'org.example', started_at: anHourAgo(), ended_at: soon }]
  const report = () => send(client, { path: '/api/v1/usage', body: { events } }, 'report')
  const first = await (await report()).text()
  expect(JSON.parse(first)).toMatchObject({ accepted: 0, rejected: [{ id: 'a' }] })
  await rows('UPDATE idempotency_keys SET created_at = created_at - 600000 WHERE user_id = ?', client.userId)
  expect(await (await report()).text()).toBe(first)
})

test('a report tells what was new, what was known and what was wrong, with a key as without', async () => {
  const client = await signedIn()
  const use = (id: string, more = {}) => ({
    id,
    package_name: 'org.example',
    started_at: anHourAgo(),
    ended_at: anHourAgo(),
    ...more,
  })
  await client.json('POST', '/api/v1/usage', { events: [use('known')] })
  const events = [use('known'), use('new'), use('new'), use('"quoted" 字'), use('wrong', { ended_at: 'never' })]
  const answer = await send(client, { path: '/api/v1/usage', body: { events } }, 'report')
  const repeated = await send(client, { path: '/api/v1/usage', body: { events } }, 'report')
  const told = await answer.json()
  expect(told).toMatchObject({ accepted: 2, duplicates: 2, rejected: [{ id: 'wrong' }] })
  expect(await repeated.json()).toEqual(told)
})

test('the secret of a token is stored nowhere in plain text, and repeated to who has the key alone', async () => {
  const client = await signedIn()
  const sent = { path: '/api/v1/me/tokens', body: { name: 'Backup', scopes: ['read'] } }
  const made = await (await send(client, sent, 'k')).json<{ id: string; token: string }>()
  expect(made.token).toMatch(/^daymark_pat_/)
  const stored = await rows<{ body: string }>('SELECT body FROM idempotency_keys WHERE user_id = ?', client.userId)
  for (const text of [JSON.stringify(stored), atob(stored[0]?.body ?? ''), await dump(client.userId)]) {
    expect(text).not.toContain(made.token.slice(12, 40))
    expect(text).not.toContain('daymark_pat_')
  }
  expect(await (await send(client, sent, 'k')).json()).toEqual(made)
  // An answer sealed for one key opens under no other.
  await env.DB.prepare("UPDATE idempotency_keys SET key = 'moved' WHERE user_id = ?").bind(client.userId).run()
  const { token, ...rest } = made
  const moved = await send(client, sent, 'moved')
  expect([moved.status, await moved.json()]).toEqual([201, rest])
  const stranger = await signedIn()
  const other = await (await send(stranger, sent, 'k')).json<{ id: string; token: string }>()
  expect([other.id === made.id, other.token === token]).toEqual([false, false])
})

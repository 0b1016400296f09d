import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { added } from '../functions/goals/testing'
import { newSession, putAll } from '../functions/sessions/testing'
import { putLostCard } from '../functions/sync/conflicts/testing'
import { putDevice } from '../functions/sync/devices/testing'
import { tidySync } from '../functions/sync/tidy'
import { abandonOverdue } from '../functions/timer/unfinished/abandon'
import { putUnfinished } from '../functions/timer/unfinished/testing'
import { reportUses } from '../functions/usage/writes'
import { gather, pathFor } from './callers'
import { origin, request, signedIn } from './client'
import { plansOf } from './plans'
import { routes } from './routes'
import { share } from './runs'

const zone = { time_zone: 'UTC', day_start_minute: 0 }
const use = { id: 'use', package_name: 'org.example', started_at: Date.now() - 60_000, ended_at: Date.now() }

/** Filters and divisions that read in another way than the route without them. */
const views = [
  '/settings/devices/conflicts?show=settled',
  '/goals?status=completed',
  '/meetings/suggestions?people=a',
  '/meetings?when=past',
  '/meetings?person=a',
  '/meetings?organization=a&q=b',
  '/tasks/all?status=done&priority=high',
  '/tags?q=a',
  '/tags?after=a',
  '/plans?tag=a',
  '/cards?tag=a',
  '/learnings?tag=a',
  '/action-items?show=done',
  '/action-items?show=overdue&owner=person',
  '/action-items?person=a&priority=high',
  '/action-items?q=a',
  '/action-items/quick?line=send+Ada+the+figures',
  '/feedback?by=theme',
  '/feedback?tag=a&sentiment=positive',
  '/feedback?person=a&category=general',
  '/feedback?category=technical',
  '/feedback?sentiment=neutral',
  '/feedback?q=a',
  '/tags/suggestions?tags=a',
  '/tags/rename',
  '/clients/rename',
  '/sessions?from=2026-03-01&to=2026-03-31&subject=project:none',
  '/sessions?select=1',
  '/stats?range=365',
  '/stats?range=365&compare=1&by=hour',
  '/stats?range=all&by=tag',
  '/stats?from=2018-01-15&to=2025-06-20&by=weekday',
  '/stats.csv?range=all&part=breakdown&by=client',
  '/stats/live?view=dashboard',
  '/stats/live?view=stats&range=365',
  '/stats/explain?subject=client:=Acme',
  '/stats/explain?subject=weekday:1&from=2026-03-05&to=2026-05-10',
  '/stats/explain?subject=repo:none&from=2026-03-05&to=2026-05-10',
  '/stats/explain?figure=average',
  '/stats/explain?figure=best&from=2026-03-05&to=2026-05-10',
  '/stats/explain?figure=streak&subject=plan:none&from=2026-03-05&to=2026-05-10',
  '/stats/changes?subject=classification:work&from=2026-03-05&to=2026-05-10',
  '/stats/changes?since=30d',
  '/search?q=goal',
  '/api/v1/plans?status=completed',
  '/whitelists?sort=app',
  '/whitelists?show=allowed',
  '/whitelists?show=never',
  '/whitelists?show=unlisted',
  '/whitelists?show=never&q=org',
  '/whitelists/suggestions?package_name=org.moz',
  '/settings/days-off?after=2026-03-01',
  '/settings/days-off?from=2026-03-01&to=2026-03-31',
  '/sessions/entry?entry=9-10%20call%20@Thesis',
  '/sessions/entry?entry=call%20since%200:00%20!A',
  '/sessions/entry?entry=call%20%23deep',
  '/sessions/entry/suggestions?entry=',
  '/sessions/entry/suggestions?entry=w',
  '/sessions/entry/suggestions?entry=wri',
  '/sessions/entry/suggestions?entry=@th',
  '/sessions/entry/suggestions?entry=@th%20wri',
  '/sessions/entry/suggestions?entry=!go',
  '/sessions/entry/suggestions?entry=%23de',
  '/stats/repos/acme/web?range=365',
  '/stats/repos/acme/web?range=all&below=1000',
  '/api/sessions?limit=10&offset=1',
  '/api/stats/daily?days=365',
  '/api/stats/weekly?week=2026-W07',
  '/api/v1/goals?q=goal&status=completed',
  '/api/v1/action-items?q=a&owner=me&due_until=2026-03-08',
  '/api/v1/search?q=goal',
  '/api/v1/whitelist/check?package_name=org.example.app',
  '/api/v1/sessions?from=2026-03-01&to=2026-03-31&subject=project:none',
  '/api/v1/stats?from=2016-01-01&to=2025-12-31&group=month',
  '/api/v1/stats/breakdown?by=goal',
  '/api/v1/stats/breakdown?by=repo',
  '/api/v1/stats/breakdown?by=weekday',
  '/api/v1/stats/breakdown?by=hour',
]

const adminViews = [
  '/whitelists?show=admin',
  '/admin/users?q=robin',
  '/admin/users/rules?from=me',
  '/admin/users/rules/suggestions?package_name=org',
  '/admin/users/me/whitelist',
  '/admin/users/me/whitelist?show=admin',
  '/admin/users/me/whitelist?show=own',
  '/admin/users/me/whitelist?show=blocked&q=org',
  '/admin/audit?action=role',
  '/admin/audit?inside=x',
  '/admin/audit?admin=me',
  '/admin/audit?admin=me&action=role',
  '/admin/audit?subject=me&action=role',
  '/api/v1/admin/users?q=robin',
  '/admin/whitelists?show=locked',
  '/admin/whitelists?show=allowed',
  '/admin/whitelists?category=x&q=com',
  '/admin/whitelists?sort=package_name',
  '/admin/whitelists?sort=category',
  '/admin/whitelists?sort=changed&after=%5B%22a%22%2Cnull%2C3%2C%22a%22%5D',
  '/api/v1/admin/apps?q=firefox',
]

/** The scans of tables by a GET, however a person's account is filled. */
const scansOf = async (path: string, cookie: string) => {
  const plans = await plansOf(async (db) => {
    const page = await request(path, { headers: { Cookie: cookie } }, { ...env, DB: db })
    expect([path, page.status < 500]).toEqual([path, true])
    // A download reads on while it is sent.
    await page.arrayBuffer()
  })
  return plans.filter(({ scans }) => scans.length > 0).map((plan) => `${path}: ${plan.scans}`)
}

const open =
  /^GET \/(auth|dev|health|sign-in|api\/docs|api\/v1\/openapi)|clients\/time|earned\/edit|whitelist\/r(ule|ow)|whitelists\/(app|edit)|apps\/:package|rename/

test('no page, list or view scans a table', async () => {
  const { owner, admin } = await gather()
  await owner.post('/sessions/entry', { entry: '25m writing @Thesis #deep', create: 'Thesis' })
  await owner.json('POST', '/api/sessions/start', { repo_owner: 'acme', repo_name: 'web', pr_number: 214 })
  await reportUses(env.DB, owner.userId, { clientId: 'phone', uses: [use], zone }, Date.now())
  const scans: string[] = []
  for (const route of share(
    Object.keys(routes).filter((one) => one.startsWith('GET ') && !open.test(one)),
    3,
  )) {
    const who = route.includes('/admin') ? admin : owner
    scans.push(...(await scansOf(await pathFor(route, owner), who.cookie)))
  }
  for (const path of share(views, 3)) scans.push(...(await scansOf(path, owner.cookie)))
  for (const path of share(adminViews, 3))
    scans.push(...(await scansOf(path.replaceAll('me', owner.userId), admin.cookie)))
  expect(scans).toEqual([])
})

test('the question about an unfinished session and its answers scan no table', async () => {
  const client = await signedIn({ ask_after_minutes: 15 })
  const start = Date.now() - 3 * 3_600_000
  const [timer, review] = [
    await putUnfinished(client, start),
    await putUnfinished(client, start, { source: 'extension', pr: 1 }),
  ]
  const headers = { Cookie: client.cookie, Origin: origin }
  const post = (db: D1Database, path: string, fields: Record<string, string>) => {
    const body = new URLSearchParams({ seq: '1', ...fields })
    return request(`/timer/forgotten/${path}`, { method: 'POST', headers, body }, { ...env, DB: db })
  }
  const plans = await plansOf(async (db) => {
    for (const path of ['/', '/sessions', `/timer/forgotten/${timer}`, `/sessions/${review}`]) {
      expect((await request(path, { headers }, { ...env, DB: db })).status).toBeLessThan(304)
    }
    const ended_at = new Date(start + 3_600_000).toISOString()
    for (const id of [timer, review]) expect((await post(db, `${id}/settle`, { ended_at })).status).toBe(303)
    const { seq = 0 } = (await client.heads()) ?? {}
    const undo = `${review}/undo?${new URLSearchParams({ seq: String(seq), was: 'active', answered: '' })}`
    expect((await post(db, undo, {})).status).toBe(303)
    await abandonOverdue(db, { id: client.userId }, start + 13 * 3_600_000)
  })
  expect(plans.length).toBeGreaterThanOrEqual(20)
  expect(plans.filter(({ scans }) => scans.length > 0)).toEqual([])
})

test('the page of a weekly goal with parts scans no table', async () => {
  const client = await signedIn()
  const whole = await added(client, 'Whole')
  const goal = await added(client, 'Weekly', { kind: 'weekly', target_minutes: '5h', parent_id: whole.id })
  const part = await added(client, 'Part', { kind: 'monthly', target_minutes: '1h', parent_id: goal.id })
  await added(client, 'By time', { progress_source: 'time', target_minutes: '9h', parent_id: part.id })
  await client.post(`/goals/${part.id}/milestones`, { description: 'A step' })
  const tracked = newSession(Date.now() - 3_600_000, 30, {
    time_zone: 'Etc/UTC',
    day_start_minute: 0,
    goal_id: part.id,
  })
  await putAll(client, [tracked])
  const plans = await plansOf(async (db) => {
    const page = await request(`/goals/${goal.id}`, { headers: { Cookie: client.cookie } }, { ...env, DB: db })
    expect(page.status).toBe(200)
  })
  expect(plans.length).toBeGreaterThanOrEqual(10)
  expect(plans.filter(({ scans }) => scans.length > 0)).toEqual([])
})

test('bringing a lost version back, and revoking a device, scans no table', async () => {
  const client = await signedIn()
  const conflict = await putLostCard(client, 'Lost')
  const device = await putDevice(client)
  const plans = await plansOf(async (db) => {
    const send = async (path: string, method = 'GET') => {
      const headers = { Cookie: client.cookie, Origin: origin }
      const { status } = await request(`/settings/devices/${path}`, { method, headers }, { ...env, DB: db })
      expect([path, status]).toEqual([path, method === 'GET' ? 200 : 303])
    }
    await send(`conflicts/${conflict}`)
    await send(`conflicts/${conflict}/restore`, 'POST')
    await send(`conflicts/${conflict}/settle`, 'POST')
    await send(`${device}/revoke`)
    for (const step of ['revoke', 'allow', 'revoke', 'remove']) await send(`${device}/${step}`, 'POST')
    await tidySync(db, client.userId, Date.now())
  })
  expect(plans.length).toBeGreaterThanOrEqual(10)
  expect(plans.filter(({ scans }) => scans.length > 0)).toEqual([])
})

test('adding, reading, editing and deleting a plan scans no table', async () => {
  const { json, cookie } = await signedIn()
  await json('POST', '/api/v1/plans', { id: 'knots', title: 'Knots', content: '## Chunk 1: Bowline {#one}\n' })
  const headers = { Cookie: cookie, Origin: origin, 'Content-Type': 'application/json' }
  const plans = await plansOf(async (db) => {
    for (const [method, path, body] of [
      ['POST', '', '{"title":"Ropes"}'],
      ['GET', '/knots', undefined],
      ['PATCH', '/knots', '{"title":"Bends"}'],
      ['PATCH', '/knots/chunks/one', '{"status":"completed"}'],
      ['DELETE', '/knots', undefined],
    ] as const) {
      const answer = await request(`/api/v1/plans${path}`, { method, headers, body }, { ...env, DB: db })
      expect(answer.status).toBeLessThan(300)
    }
  })
  expect(plans.length).toBeGreaterThanOrEqual(10)
  expect(plans.filter(({ scans }) => scans.length > 0)).toEqual([])
})

import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Client, cost, rows, signedIn } from '../../../test/support/client'
import { stopClock } from '../../../test/support/clock'
import { runs } from '../../../test/support/runs'
import { actOn } from '../../data/changes/testing'
import { addDays, dayOf, weekOf } from '../../lib/time/days'
import { putGoal, putProject, words } from '../../time/sessions/testing'
import { ownRules, putEarned, somePackage, sure } from './testing'

const now = Date.parse('2027-03-31T12:00:00Z')

stopClock(now)

type Counts = { any_of: string[]; and_any_of?: string[]; not?: string[] }
type Unlock = { subject: string | null; counts?: Counts; tracked_seconds: number; period: 'day' | 'week' }

const check = async ({ json }: Client, name: string) => {
  const answer = await json('GET', `/api/v1/whitelist/check?package_name=${name}`)
  expect(cost(answer).read).toBeLessThanOrEqual(6)
  return answer.json<{ is_whitelisted: boolean; unlock: Unlock }>()
}

const send = async ({ json }: Client, method: string, path: string, body?: object) => {
  const answer = await json(method, path, body)
  expect([method, path, answer.status < 300, answer.status]).toEqual([method, path, true, answer.status])
  return answer.status === 204 ? { id: '' } : answer.json<{ id: string }>()
}

const track = (client: Client, start: number, seconds: number, more: object) =>
  send(client, 'POST', '/api/v1/sessions', {
    ...{ started_at: new Date(start).toISOString(), duration_seconds: seconds, ...more },
  })

const undoLast = async (client: Client) => {
  const [row] = await rows<{ id: string }>('SELECT id FROM changes WHERE user_id = ? ORDER BY id DESC', client.userId)
  expect((await client.post(`/changes/${row?.id}/undo`)).status).toBe(303)
}

type Filed = { days: string; project_id: string | null; goal_id: string | null; plan_id: string | null; tags: string }

/** Adds up the stored sessions one by one, each once, without the facts. */
const naive = async ({ userId }: Client, preferences: Parameters<typeof dayOf>[1] & { week_start: number }) => {
  const sessions = await rows<Filed & { repo: string | null }>(
    `SELECT days, project_id, goal_id, plan_id, tags, lower(repo_owner || '/' || repo_name) AS repo FROM sessions
     WHERE user_id = ? AND deleted_at IS NULL AND status = 'completed'`,
    userId,
  )
  const projects = await rows<{ id: string; organization_id: string | null; classification: string | null }>(
    'SELECT id, organization_id, classification FROM projects WHERE user_id = ?',
    userId,
  )
  const present = await rows<{ id: string }>(
    'SELECT id FROM organizations WHERE user_id = ? AND deleted_at IS NULL',
    userId,
  )
  const fits = ({ project_id, goal_id, plan_id, repo, tags }: (typeof sessions)[number], subject: string) => {
    const project = projects.find(({ id }) => id === project_id)
    const [kind, key] = [subject.replace(/:.*/, ''), subject.replace(/^[a-z]+:/, '')]
    if (kind === 'project') return project_id === key
    if (kind === 'goal') return goal_id === key
    if (kind === 'plan') return plan_id === key
    if (kind === 'repo') return repo === key
    if (kind === 'tag') return JSON.parse(tags).includes(key.slice(1))
    if (kind === 'organization') return project?.organization_id === key && present.some(({ id }) => id === key)
    if (kind === 'classification') return project?.classification === key || (key === 'learning' && plan_id !== null)
    return subject === 'all'
  }
  const today = dayOf(now, preferences)
  return ({ any_of, and_any_of, not = [] }: Counts, period: 'day' | 'week') => {
    const { from, to } = period === 'day' ? { from: today, to: today } : weekOf(today, preferences.week_start)
    return sessions
      .filter((session) => {
        const isAny = (subjects: string[]) => subjects.some((subject) => fits(session, subject))
        return isAny(any_of) && (!and_any_of || isAny(and_any_of)) && !isAny(not)
      })
      .flatMap(({ days }): [string, number][] => JSON.parse(days))
      .reduce((sum, [date, seconds]) => sum + (date >= from && date <= to ? seconds : 0), 0)
  }
}

const which = fc.nat(9)
const act = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('track' as const),
      ago: fc.integer({ min: 0, max: 80 * 3600 }),
      seconds: fc.constantFrom(1, 1799, 3600, 30_000),
      project: fc.nat(3),
      goal: fc.boolean(),
      plan: fc.boolean(),
      tags: fc.subarray(['deep', 'mail']),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('refile' as const), which, project: fc.nat(3) }) },
  fc.record({ kind: fc.constant('retag' as const), which, tags: fc.subarray(['deep', 'mail']) }),
  fc.record({ kind: fc.constant('delete' as const), which }),
  fc.record({ kind: fc.constant('move' as const), project: fc.nat(2), organization: fc.nat(2) }),
  fc.record({ kind: fc.constant('type' as const), project: fc.nat(2) }),
  fc.record({ kind: fc.constant('merge' as const), project: fc.nat(2) }),
  fc.record({ kind: fc.constant('rename' as const) }),
  fc.record({ kind: fc.constant('close' as const) }),
  fc.record({ kind: fc.constant('undo' as const) }),
  fc.record({ kind: fc.constant('off' as const) }),
)
const person = fc.constantFrom(
  { time_zone: 'UTC', day_start_minute: 0, week_start: 1 },
  // Clocks go forward on the Sunday of this week.
  { time_zone: 'Europe/Berlin', day_start_minute: 240, week_start: 7 },
  { time_zone: 'Pacific/Auckland', day_start_minute: 0, week_start: 1 },
)

test('an app that any of several subjects unlocks counts each session once, whatever is tracked, filed and tidied', async () => {
  const property = fc.asyncProperty(
    person,
    fc.array(act, { minLength: 4, maxLength: 12 }),
    fc.array(
      fc.tuple(
        fc.uniqueArray(fc.nat(9), { minLength: 1, maxLength: 4 }),
        fc.uniqueArray(fc.nat(9), { maxLength: 3 }),
        fc.uniqueArray(fc.nat(9), { maxLength: 2 }),
      ),
      { minLength: 3, maxLength: 5 },
    ),
    async (preferences, acts, lists) => {
      const client = await signedIn(preferences)
      const { userId } = client
      const projects = [
        await putProject(client, 'One'),
        await putProject(client, 'Two'),
        await putProject(client, 'Three'),
      ]
      const goal = await putGoal(client, 'Read')
      const organizations = await Promise.all(
        ['Acme', 'Zoo'].map((name) => send(client, 'POST', '/api/v1/organizations', { name })),
      )
      await client.add('/plans', { id: 'l1', title: 'Plan' })
      const subjects = [
        ...projects.map((id) => `project:${id}`),
        ...organizations.map(({ id }) => `organization:${id}`),
        ...[`goal:${goal}`, 'tag:#deep', 'tag:#mail', 'plan:l1', 'classification:learning'],
      ]
      const apps: string[] = []
      for (const [index, list] of lists.entries()) {
        const name = somePackage()
        const [any_of = [], and_any_of = [], not = []] = list.map((all) => all.flatMap((one) => subjects[one] ?? []))
        const more = { ...(and_any_of.length > 0 && { and_any_of }), ...(not.length > 0 && { not }) }
        const after = { counts: { any_of, ...more }, seconds: 3600, period: index % 2 ? 'day' : 'week' }
        await send(client, 'PUT', `/api/v1/whitelist/apps/${name}`, { is_whitelisted: true, after })
        apps.push(name)
      }
      const sessions: string[] = []
      const merged = new Set<string>()
      for (const one of acts) {
        const session = 'which' in one ? sessions[one.which % sessions.length] : undefined
        const project_id = 'project' in one ? (projects[one.project] ?? null) : null
        const free = project_id !== null && merged.has(project_id) ? null : project_id
        if (one.kind === 'track') {
          const filed = { project_id: free, goal_id: one.goal ? goal : null, ...(one.plan && { plan_id: 'l1' }) }
          const start = now - (one.ago + one.seconds) * 1000
          sessions.push((await track(client, start, one.seconds, { ...filed, tags: one.tags })).id)
        }
        if (one.kind === 'refile' && session)
          await send(client, 'PATCH', `/api/v1/sessions/${session}`, { project_id: free })
        if (one.kind === 'retag' && session)
          await send(client, 'PATCH', `/api/v1/sessions/${session}`, { tags: one.tags })
        if (one.kind === 'delete' && session) {
          await send(client, 'DELETE', `/api/v1/sessions/${session}`)
          sessions.splice(sessions.indexOf(session), 1)
        }
        if (one.kind === 'move' && free) {
          const organization_id = organizations[one.organization]?.id ?? null
          const answer = await client.json('PATCH', `/api/v1/projects/${free}`, { organization_id })
          expect([200, 422]).toContain(answer.status)
        }
        if (one.kind === 'type' && free)
          await send(client, 'PATCH', `/api/v1/projects/${free}`, { classification: 'learning' })
        const into = projects.find((other) => other !== free && !merged.has(other))
        if (one.kind === 'merge' && free && into) {
          expect((await client.post(`/projects/${free}/merge`, { into })).status).toBe(303)
          merged.add(free)
        }
        if (one.kind === 'rename') await actOn(client, '/tags', 'rename', 'deep', { name: 'Focus' })
        if (one.kind === 'close') await client.json('DELETE', `/api/v1/organizations/${organizations[0]?.id}`)
        if (one.kind === 'off') await client.json('PUT', `/api/v1/days-off/${addDays('2027-03-31', -1)}`, {})
        if (one.kind === 'undo') {
          const [row] = await rows<{ id: string }>('SELECT id FROM changes WHERE user_id = ? ORDER BY id DESC', userId)
          if (row) await client.post(`/changes/${row.id}/undo`)
          const gone = await rows<{ id: string }>(
            'SELECT id FROM projects WHERE user_id = ? AND deleted_at IS NULL',
            userId,
          )
          for (const { id } of gone) merged.delete(id)
        }
      }
      const sum = await naive(client, preferences)
      for (const app of apps) {
        const { unlock, is_whitelisted } = await check(client, app)
        const counts = unlock.counts ?? { any_of: [unlock.subject ?? ''] }
        const tracked = sum(counts, unlock.period)
        expect([counts, unlock.tracked_seconds]).toEqual([counts, tracked])
        expect(is_whitelisted).toBe(tracked >= 3600)
      }
    },
  )
  await fc.assert(property, { numRuns: runs(120) })
})

test('a session that two of its subjects count is counted once, and one subject answers as it always did', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const project = await putProject(client, 'Thesis')
  const [several, one] = [somePackage(), somePackage()]
  const any_of = [`project:${project}`, 'tag:#deep', `project:${project}`]
  const put = (name: string, after: object) =>
    client.json('PUT', `/api/v1/whitelist/apps/${name}`, { is_whitelisted: true, after })
  const base = { seconds: 3600, period: 'day' }
  expect((await put(several, { counts: { any_of }, ...base })).status).toBe(200)
  expect((await put(one, { subject: `project:${project}`, ...base })).status).toBe(200)
  await track(client, now - 1800_000, 1800, { project_id: project, tags: ['deep'] })
  expect((await check(client, several)).unlock).toMatchObject({
    ...{ subject: null, counts: { any_of: any_of.slice(0, 2) }, tracked_seconds: 1800 },
  })
  const { unlock } = await check(client, one)
  expect([unlock.subject, unlock.counts, unlock.tracked_seconds]).toEqual([`project:${project}`, undefined, 1800])
  await track(client, now - 7200_000, 1800, { tags: ['deep'] })
  expect((await check(client, several)).is_whitelisted).toBe(true)
  const stranger = await signedIn()
  const theirs = await putProject(stranger, 'Theirs')
  for (const [after, path] of [
    [{ ...base, counts: { any_of: ['app:org.game'] } }, 'after.counts'],
    [{ ...base, counts: { any_of: ['client:=Acme', 'all'] } }, 'after.counts'],
    [{ ...base, subject: 'all', counts: { any_of: ['tag:#deep'] } }, 'after.counts'],
    [{ ...base, counts: { any_of: [] } }, 'after.counts.any_of'],
    [{ ...base, counts: { any_of: ['tag:#deep', `project:${theirs}`] } }, 'after.subject'],
    [{ ...base, subject: null }, 'after.subject'],
  ] as const) {
    const answer = await put(somePackage(), after)
    const { errors } = await answer.json<{ errors?: { path: string }[] }>()
    expect([after, answer.status, errors?.[0]?.path]).toEqual([after, 422, path])
  }
})

test('its form chooses several, says them in words, comes back with what was chosen, and follows merges with Undo', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const [from, into] = [await putProject(client, 'Old'), await putProject(client, 'New')]
  const name = somePackage()
  const typed = (subjects: string[], more = {}) => ({
    ...sure(name),
    ...{ after_subject: subjects, after_minutes: '1h', after_period: 'day', ...more },
  })
  const form = await (await client.get('/whitelists/earned')).text()
  expect(form.match(/<select[^>]*name="after_subject"/g)).toHaveLength(8)
  const chosen = [`project:${from}`, 'tag:#deep', '', '']
  await track(client, now - 1000, 1, { project_id: from, tags: ['deep'] })
  const again = await (await client.post('/whitelists/earned', typed(chosen, { after_minutes: 'soon' }))).text()
  expect(again.match(/<option value="(project:[^"]*|tag:#deep)" selected/g)).toHaveLength(2)
  const both = await client.post('/whitelists/earned', typed(['target', 'tag:#deep']))
  expect([both.status, (await both.text()).includes('choose it alone')]).toEqual([422, true])
  expect((await client.post('/whitelists/earned', typed(chosen))).status).toBe(303)
  const page = async () => words(await (await client.get('/whitelists/earned')).text())
  expect(await page()).toContain('after 1h of Old or #deep today')
  const subject = async () => (await ownRules(client.userId))[0]?.after_subject
  const old = await subject()
  await client.post(`/projects/${from}/merge`, { into })
  expect(await subject()).toBe(JSON.stringify([`project:${into}`, 'tag:#deep']))
  await actOn(client, '/tags', 'rename', 'deep', { name: 'Focus' })
  expect(await page()).toContain('after 1h of New or #Focus today')
  await undoLast(client)
  await undoLast(client)
  expect(await subject()).toBe(old)
  await client.post(`/projects/${from}/delete`)
  expect(await page()).toContain('after 1h of Old (deleted) or #deep today')
  const lone = await client.post('/whitelists/earned', typed(['not tag:#deep']))
  expect([lone.status, (await lone.text()).includes('Choose first what counts')]).toEqual([422, true])
})

test('its form takes "and" and "not", which follow merges and renames, too', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const [from, into] = [await putProject(client, 'Old'), await putProject(client, 'New')]
  await track(client, now - 9000_000, 1800, { project_id: from, tags: ['deep'] })
  await track(client, now - 5000_000, 1800, { project_id: from, tags: ['deep', 'mail'] })
  const name = somePackage()
  const after_subject = [`project:${from}`, '', 'and tag:#deep', 'not tag:#mail']
  const typed = { ...sure(name), after_subject, after_minutes: '1h', after_period: 'day' }
  expect((await client.post('/whitelists/earned', typed)).status).toBe(303)
  const page = async () => words(await (await client.get('/whitelists/earned')).text())
  expect(await page()).toContain('after 1h of Old , and #deep , not #mail today')
  expect((await check(client, name)).unlock.tracked_seconds).toBe(1800)
  const form = await (await client.get(`/whitelists/earned/edit?package_name=${name}`)).text()
  expect([...form.matchAll(/<option value="([^"]*)" selected/g)].map(([, value]) => value)).toEqual(
    expect.arrayContaining([`project:${from}`, 'and tag:#deep', 'not tag:#mail']),
  )
  await client.post(`/projects/${from}/merge`, { into })
  await actOn(client, '/tags', 'rename', 'mail', { name: 'Post' })
  expect(await page()).toContain('after 1h of New , and #deep , not #Post today')
  const counts = { any_of: [`project:${into}`], and_any_of: ['tag:#deep'], not: ['tag:#Post'] }
  expect((await check(client, name)).unlock).toMatchObject({ subject: null, counts, tracked_seconds: 1800 })
  await undoLast(client)
  await undoLast(client)
  expect(await page()).toContain('after 1h of Old , and #deep , not #mail today')
})

test('a merge of two subjects of a rule leaves one, and organizations carry the rule with them', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const [acme, zoo] = await Promise.all(
    ['Acme', 'Zoo'].map((name) => send(client, 'POST', '/api/v1/organizations', { name })),
  )
  const ids = await Promise.all(
    [acme, zoo].map((of) => send(client, 'POST', '/api/v1/projects', { name: 'Site', organization_id: of?.id })),
  )
  const [site, other] = ids.map(({ id }) => `project:${id}`)
  const [first, second] = [`organization:${acme?.id}`, `organization:${zoo?.id}`]
  for (const list of [
    [first, site],
    [first, second],
    [site, other],
  ])
    await putEarned(client.userId, { subject: JSON.stringify(list) })
  const before = (await ownRules(client.userId)).map(({ after_subject }) => after_subject).toSorted()
  expect((await client.post(`/organizations/${acme?.id}/merge`, { into: zoo?.id ?? '' })).status).toBe(303)
  const after = (await ownRules(client.userId)).map(({ after_subject }) => after_subject).toSorted()
  expect(after).toEqual([JSON.stringify([second, other]), second, other].toSorted())
  await undoLast(client)
  expect((await ownRules(client.userId)).map(({ after_subject }) => after_subject).toSorted()).toEqual(before)
})

test('a list that was damaged elsewhere keeps sessions from being written by nothing', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  await putEarned(client.userId, { subject: '["tag:#deep"' })
  await track(client, now - 1000, 1, { tags: ['deep'] })
  const [head] = await rows<{ earned: string }>('SELECT earned FROM change_heads WHERE user_id = ?', client.userId)
  expect(JSON.parse(head?.earned ?? '').days).toEqual({ '["tag:#deep"': {} })
  await env.DB.prepare('DELETE FROM user_apps WHERE user_id = ?').bind(client.userId).run()
})

import { expect, test } from 'vitest'
import { type Client, cost, rows, signedIn } from '../../../test/support/client'
import { actOn } from '../../data/changes/testing'
import { newSession, put, putAll, putGoal, putProject, words } from '../../time/sessions/testing'
import { ownRules, putAppsForTest, putEarned, putRule, somePackage, sure } from './testing'

const page = '/whitelists/earned'
const hourOfAll = { after_subject: 'all', after_minutes: '1h', after_period: 'day' }

const shown = async (client: Client, path = page) => words(await (await client.get(path)).text())

const ruleOf = async ({ userId }: Client, name: string) => {
  const [row] = await rows<{ seq: number; after_subject: string; after_seconds: number; is_whitelisted: number }>(
    "SELECT seq, after_subject, after_seconds, is_whitelisted FROM user_apps WHERE user_id = ? AND package_name = ? AND set_by = 'user'",
    userId,
    name,
  )
  return row
}

/** Path of the Undo in the toast of an answer. */
const undoPath = async (client: Client) => {
  const [row] = await rows<{ id: string }>(
    "SELECT change_id AS id FROM change_parts WHERE user_id = ? AND kind = 'rule' ORDER BY 1 DESC LIMIT 1",
    client.userId,
  )
  return `/changes/app.rules~${row?.id}/undo`
}

test('an app is made earned, shown with what it waits for, edited, and let go, each with Undo', async () => {
  const client = await signedIn()
  const project = await putProject(client, '<b>Thesis</b>')
  const name = somePackage()
  const made = await client.post(page, { ...sure(` ${name} `), ...hourOfAll, after_subject: `project:${project}` })
  expect([made.status, made.headers.get('Location')]).toEqual([303, page])
  await put(client, `${new Date().toISOString().slice(0, 10)}T00:00:00Z`, 15, { project_id: project, time_zone: 'UTC' })
  expect(await shown(client)).toMatch(/45m to go · after 1h of &lt;b&gt;Thesis&lt;\/b&gt; today .*15m of 1h/)
  const seq = (await ruleOf(client, name))?.seq ?? 0
  const edit = await client.post(`${page}/edit`, { package_name: name, seq, ...hourOfAll, after_minutes: '10' })
  expect(edit.status).toBe(303)
  expect(await shown(client)).toMatch(/unlocked until midnight · after 10m tracked today .*15m/)
  expect((await client.post(await undoPath(client))).status).toBe(303)
  expect((await ruleOf(client, name))?.after_seconds).toBe(3600)
  for (const [rule, is_whitelisted] of [
    ['allow', 1],
    ['block', 0],
    ['reset', undefined],
  ] as const) {
    const seen = (await ruleOf(client, name))?.seq ?? 0
    expect((await client.post(`${page}/edit`, { package_name: name, seq: seen, rule })).status).toBe(303)
    expect((await ruleOf(client, name))?.is_whitelisted).toBe(is_whitelisted)
    await client.post(await undoPath(client))
    expect((await ruleOf(client, name))?.after_subject).toBe(`project:${project}`)
  }
})

test('with htmx the form comes in the row and again with what was typed, and the row comes back when it is given up', async () => {
  const client = await signedIn()
  const name = await putEarned(client.userId, { seconds: 3600, period: 'week' })
  const path = `${page}/edit?package_name=${name}`
  const form = await (await client.get(path, { part: true })).text()
  expect(form).toMatch(/^<li class="editing" id="earned-[^"]+" hx-morph-skip.*value="1h"/s)
  const typed = { package_name: name, seq: 1, ...hourOfAll, after_minutes: 'soon"' }
  const again = await client.post(`${page}/edit`, typed, { part: true })
  const text = await again.text()
  expect(again.status).toBe(422)
  expect(text).toContain('value="soon&quot;"')
  expect(text).toContain('Enter a time such as 60, 1:30 or 2h')
  const row = await (await client.get(`${page}?package_name=${name}`, { part: true })).text()
  expect(row).toMatch(/^<li id="earned-[^"]+" class="row/)
  expect(words(row)).toContain('after 1h tracked this week')
  const how = { part: true, page: '/whitelists?q=x' }
  const saved = await client.post(`${page}/edit`, { ...typed, after_minutes: '2h' }, how)
  expect([saved.status, saved.headers.get('HX-Redirect')]).toEqual([204, '/whitelists?q=x'])
})

test('an edit of a rule that has moved on is shown both versions, and nothing is written', async () => {
  const client = await signedIn()
  const name = somePackage()
  await client.post(page, { ...sure(name), ...hourOfAll })
  const seq = (await ruleOf(client, name))?.seq ?? 0
  await client.post(`${page}/edit`, { package_name: name, seq, ...hourOfAll, after_minutes: '2h' })
  const before = await ownRules(client.userId)
  const edited = { package_name: name, ...hourOfAll, after_minutes: '3h' }
  const stale = await client.post(`${page}/edit`, { ...edited, seq }, { part: true })
  const text = await stale.text()
  expect(stale.status).toBe(409)
  expect(words(text)).toMatch(/after 3h tracked today .*after 2h tracked today/)
  expect((await client.post(`${page}/edit`, { package_name: name, seq, rule: 'allow' })).status).toBe(409)
  expect(await ownRules(client.userId)).toEqual(before)
  const [, newer = ''] = /name="seq" value="(\d+)"/.exec(text) ?? []
  expect((await client.post(`${page}/edit`, { ...edited, seq: newer })).status).toBe(303)
})

test('what cannot be is refused next to its field, and changes nothing', async () => {
  const client = await signedIn()
  const stranger = await signedIn()
  const [theirs, gone] = [await putProject(stranger, 'Theirs'), await putGoal(client, 'Gone')]
  await client.post(`/goals/${gone}/delete`)
  const [locked, held, name] = [somePackage(), somePackage(), somePackage()]
  await putAppsForTest({ package_name: locked, is_locked: 1 })
  await putRule(client.userId, held, { is_whitelisted: 0, after: null }, stranger.userId)
  const cases: [fields: Record<string, string>, message: string][] = [
    [{ package_name: '' }, 'Enter the package name'],
    [{ after_subject: `project:${theirs}` }, 'Choose from the list'],
    [{ after_subject: `goal:${gone}` }, 'Choose from the list'],
    [{ after_subject: 'pr:a/b#1' }, 'Choose what counts'],
    [{ after_minutes: '' }, 'Enter how much time'],
    [{ after_minutes: '25h' }, 'Enter 1 minute to 24 hours'],
    [{ after_minutes: '169h', after_period: 'week' }, 'Enter 1 minute to 168 hours'],
    [{ after_period: 'year' }, 'Choose day or week'],
    [{ package_name: locked }, 'This app is locked for everyone'],
    [{ package_name: held }, 'This app is managed by an admin'],
  ]
  for (const [fields, message] of cases) {
    const answer = await client.post(page, { ...sure(name), ...hourOfAll, ...fields })
    expect([fields, answer.status, (await answer.text()).includes(message)]).toEqual([fields, 422, true])
  }
  const nothingChosen = await client.post(page, sure(name))
  expect(await nothingChosen.text()).toContain('Choose what counts: all time, a project, a goal or a tag')
  expect(await ownRules(client.userId)).toEqual([])
  await client.post(page, { ...sure(name), ...hourOfAll })
  for (const [path, fields] of [
    [`${page}/edit`, { package_name: name, seq: 1, ...hourOfAll }],
    [`${page}/edit`, { package_name: name, seq: 1, rule: 'allow' }],
  ] as const) {
    expect((await stranger.post(path, fields)).status).toBe(404)
    expect((await client.post(path, { ...fields, seq: 'x' })).status).toBe(422)
  }
  expect((await stranger.get(`${page}/edit?package_name=${name}`)).status).toBe(404)
  expect((await client.get(`${page}/edit`)).status).toBe(404)
})

test('an admin’s rule is shown as theirs, without an edit, and one’s own under it does not hold', async () => {
  const client = await signedIn({ daily_target_minutes: 120 })
  const admin = await signedIn()
  const name = await putEarned(client.userId)
  const theirs = { is_whitelisted: 1, after: { subject: 'all', seconds: null, period: 'day' } } as const
  await putRule(client.userId, name, theirs, admin.userId)
  const html = await (await client.get(page)).text()
  expect(words(html)).toMatch(/2h to go · after the daily target · Set for you by Robin , an admin.*0m of 2h/)
  expect(words(html).match(/no effect/gi)).toHaveLength(1)
  expect(words(html)).toContain('No effect: an admin manages this app')
  expect(html.match(/Edit the rule for/g)?.length).toBe(1)
})

test('what counts may be deleted or ended: the rule stands and says so, and restoring works', async () => {
  const client = await signedIn()
  const [project, goal] = [await putProject(client, 'Thesis'), await putGoal(client, 'Read')]
  for (const subject of [`project:${project}`, `goal:${goal}`]) {
    await putEarned(client.userId, { subject, seconds: 3600 })
  }
  await client.post(`/goals/${goal}/complete`)
  expect(await shown(client)).toContain('goal ended')
  await client.post(`/projects/${project}/delete`)
  await client.post(`/goals/${goal}/delete`)
  expect((await shown(client)).match(/Deleted, so no more time counts/g)?.length).toBe(2)
  await client.post(`/projects/${project}/restore`)
  const restored = await shown(client)
  expect(restored.match(/Deleted, so no more time counts/g)?.length).toBe(1)
  expect(restored.match(/1h to go/g)?.length).toBe(1)
})

const checked = async ({ json }: Client, name: string) =>
  (await (await json('GET', `/api/v1/whitelist/check?package_name=${name}`)).json<{ is_whitelisted: boolean }>())
    .is_whitelisted

const undoLast = async (client: Client) => {
  const [row] = await rows<{ id: string }>(
    'SELECT id FROM changes WHERE user_id = ? ORDER BY id DESC LIMIT 1',
    client.userId,
  )
  expect((await client.post(`/changes/${row?.id}/undo`)).status).toBe(303)
}

test('a rule follows a project that is merged and a tag that gets another name, and comes back with the Undo of it', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const stranger = await signedIn()
  const [from, into] = [await putProject(client, 'Old'), await putProject(client, 'New')]
  const byProject = await putEarned(client.userId, { subject: `project:${from}`, seconds: 1800 })
  const byTag = await putEarned(client.userId, { subject: 'tag:#deep', seconds: 1800 })
  await putEarned(stranger.userId, { subject: 'tag:#deep' }, byTag)
  const start = new Date(Date.now() - 40 * 60_000).toISOString()
  await putAll(client, [newSession(start, 30, { project_id: from, tags: ['deep'], time_zone: 'UTC' })])
  const subjects = async () => (await ownRules(client.userId)).map(({ after_subject }) => after_subject).toSorted()
  const states = async () => [await checked(client, byProject), await checked(client, byTag)]
  const etag = async () => (await client.json('GET', '/api/v1/whitelist')).headers.get('ETag')
  const [old, was] = [await subjects(), await states()]
  for (const [tidy, is] of [
    [() => client.post(`/projects/${from}/merge`, { into }), `project:${into}`],
    [() => actOn(client, '/tags', 'rename', 'deep', { name: 'Focus' }), 'tag:#Focus'],
  ] as const) {
    const before = await etag()
    expect((await tidy()).status).toBe(303)
    expect(await subjects()).toContain(is)
    expect([await states(), (await etag()) !== before]).toEqual([was, true])
    await undoLast(client)
    expect([await subjects(), await states()]).toEqual([old, was])
  }
  expect((await ruleOf(stranger, byTag))?.after_subject).toBe('tag:#deep')
})

test('a hundred earned apps cost the page little, and one more is refused', async () => {
  const client = await signedIn()
  await Promise.all(Array.from({ length: 100 }, () => putEarned(client.userId)))
  const answer = await client.get(page)
  expect([cost(answer).statements <= 10, cost(answer).read < 400]).toEqual([true, true])
  const more = await client.post(page, { ...sure(somePackage()), ...hourOfAll })
  expect(more.status).toBe(422)
  expect(await more.text()).toContain('over your limit of apps that unlock with time')
})

test('many selected apps get one condition, in one change with one Undo; an unknown name is asked about first', async () => {
  const client = await signedIn()
  const names = [somePackage('a'), somePackage('b')]
  const asked = await client.post(page, { package_name: names[0] ?? '', ...hourOfAll })
  expect([asked.status, (await asked.text()).includes('isn’t in any list or report')]).toEqual([422, true])
  const many = `${page}/many`
  const form = await (await client.post(many, { rule: 'x', package_name: names })).text()
  for (const name of names) expect(form).toContain(`<input type="hidden" name="package_name" value="${name}"/>`)
  const wrong = await client.post(many, { package_name: names, save: 'yes', ...hourOfAll, after_minutes: '25h' })
  const text = await wrong.text()
  expect(wrong.status).toBe(422)
  expect(text).toContain('Enter 1 minute to 24 hours')
  expect(text).toContain('value="25h"')
  expect(await ownRules(client.userId)).toEqual([])
  const saved = await client.post(many, { package_name: names, save: 'yes', ...hourOfAll })
  expect([saved.status, saved.headers.get('Location')]).toEqual([303, page])
  expect((await ownRules(client.userId)).map(({ after_seconds }) => after_seconds)).toEqual([3600, 3600])
  await client.post(await undoPath(client))
  expect(await ownRules(client.userId)).toEqual([])
  const over = Array.from({ length: 101 }, (_, n) => `a${n}`)
  for (const package_name of [[], ['a b'], over]) {
    expect((await client.post(many, { package_name })).status).toBe(422)
  }
})

test('each row that is the person’s to change leads to unlocking the app with time', async () => {
  const client = await signedIn()
  const [mine, locked] = [somePackage('mine'), somePackage('locked')]
  await putAppsForTest({ package_name: locked, is_locked: 1 })
  await putRule(client.userId, mine, { is_whitelisted: 1, after: null })
  const html = await (await client.get('/whitelists')).text()
  expect(html).toContain(`href="/whitelists/earned?package_name=${mine}"`)
  expect(html).not.toContain(`href="/whitelists/earned?package_name=${locked}"`)
})

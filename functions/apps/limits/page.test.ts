import { beforeEach, expect, test, vi } from 'vitest'
import { type Client, followed, rows, signedIn, toastOf } from '../../../test/support/client'
import { useMachineClock } from '../../../test/support/clock'
import { putProject, words } from '../../time/sessions/testing'
import { putAppsForTest, putEarned, putRule, somePackage } from '../whitelists/testing'
import { check, report, someLimit, storedLimits } from './testing'

useMachineClock()

const noon = Date.parse('2027-03-24T12:00:00Z')
const zone = { time_zone: 'UTC', day_start_minute: 240 }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: noon })
})

const page = async (client: Client) => words(await (await client.get('/whitelists')).text())
const typed = { amount: '30m', period: 'day', weekdays: ['1', '2', '3', '4', '5', '6', '7'], extensions: 'yes' }

const limitOf = async ({ userId }: Client, app: string) => {
  const [rule] = await rows<{ time_limit: string | null; after_subject: string | null }>(
    'SELECT time_limit, after_subject FROM user_apps WHERE user_id = ? AND package_name = ?',
    userId,
    app,
  )
  return { limit: JSON.parse(rule?.time_limit ?? 'null'), after: rule?.after_subject ?? null }
}

test('a limit is set, edited and removed on the page of apps, and each is undone', async () => {
  const client = await signedIn(zone)
  const app = somePackage()
  const set = await client.post('/whitelists/limits', { scope: `app:${app}`, ...typed })
  expect(words(await (await followed(client, set)).text())).toContain('30m left today')
  expect((await limitOf(client, app)).limit).toEqual(someLimit())
  const form = await (await client.get(`/whitelists/limits/edit?scope=app:${app}`)).text()
  expect(form).toContain('value="30m"')
  const edited = { scope: `app:${app}`, ...typed, amount: '3h', period: 'week', weekdays: ['6', '7'] }
  const edit = await client.post('/whitelists/limits', edited)
  expect((await limitOf(client, app)).limit).toEqual(someLimit({ seconds: 10_800, period: 'week', weekdays: [6, 7] }))
  expect(await page(client)).toContain('not today · at most 3h a week · on Sat, Sun')
  expect((await client.post(toastOf(edit).undo)).status).toBe(303)
  expect((await limitOf(client, app)).limit).toEqual(someLimit())
  await client.post('/whitelists/limits/remove', { scope: `app:${app}` })
  expect((await limitOf(client, app)).limit).toBe(null)
  const all = await client.post('/whitelists/limits', { scope: 'all', ...typed })
  expect(await storedLimits(client.userId)).toEqual([['all', someLimit()]])
  await client.post(toastOf(all).undo)
  expect(await storedLimits(client.userId)).toEqual([])
})

test('a wrong amount is said at its field, and what was typed stays', async () => {
  const client = await signedIn(zone)
  for (const amount of ['', 'soon', '30s', '25h']) {
    const answer = await client.post('/whitelists/limits', { scope: 'all', ...typed, amount })
    const html = await answer.text()
    expect([answer.status, html.includes('Enter 1 minute to 24 hours')]).toEqual([422, true])
  }
  expect(await storedLimits(client.userId)).toEqual([])
})

test('an app with an unlock condition keeps it beside its limit, whichever is edited', async () => {
  const client = await signedIn(zone)
  const app = await putEarned(client.userId)
  await client.post('/whitelists/limits', { scope: `app:${app}`, ...typed })
  expect(await limitOf(client, app)).toEqual({ limit: someLimit(), after: 'all' })
  const [{ seq } = { seq: 0 }] = await rows<{ seq: number }>(
    'SELECT seq FROM user_apps WHERE user_id = ?',
    client.userId,
  )
  const condition = { package_name: app, after_subject: 'all', after_minutes: '2h', after_period: 'day', seq }
  expect((await client.post('/whitelists/earned/edit', condition)).status).toBe(303)
  expect(await limitOf(client, app)).toEqual({ limit: someLimit(), after: 'all' })
})

test('once it is used up, the page says until when, and a reason gives five more minutes', async () => {
  const client = await signedIn(zone)
  const app = somePackage()
  await client.post('/whitelists/limits', { scope: `app:${app}`, ...typed })
  await report(client.userId, app, noon, 26, zone)
  expect(await page(client)).toContain('4m left today')
  expect(await page(client)).not.toContain('5 more minutes')
  await report(client.userId, app, noon, 9, zone)
  const used = await page(client)
  expect(used).toContain('used up until 04:00')
  expect(used).toContain('Used up until 04:00')
  expect((await client.post('/whitelists/limits/more', { scope: `app:${app}`, reason: ' ' })).status).toBe(422)
  await client.post('/whitelists/limits/more', { scope: `app:${app}`, reason: 'One song' })
  expect(await page(client)).toContain('5m left today')
  expect(await check(client, app)).toMatchObject({ is_whitelisted: true, limit: { extended_seconds: 600 } })
})

test('Today shows a limit from 80 % on and at its end, and none before or on other days', async () => {
  const client = await signedIn({ ...zone, uses: ['time', 'apps'] })
  const [app, other] = [somePackage(), somePackage('other')]
  await client.post('/whitelists/limits', { scope: `app:${app}`, ...typed })
  await client.post('/whitelists/limits', { scope: `app:${other}`, ...typed, weekdays: ['6'] })
  const today = async () => words(await (await client.get('/')).text())
  await report(client.userId, other, noon, 60, zone)
  await report(client.userId, app, noon, 23, zone)
  expect(await today()).not.toContain('left today')
  await report(client.userId, app, noon, 1, zone)
  expect(await today()).toContain(`${app} 6m left today 80% 24m of 30m`)
  await report(client.userId, app, noon, 6, zone)
  expect(await today()).toContain(`${app} used up until 04:00 100% 30m of 30m`)
  expect(await today()).not.toContain(other)
})

test('a limit that an admin set is shown with their name and cannot be changed', async () => {
  const client = await signedIn(zone)
  const app = somePackage()
  await putRule(client.userId, app, { is_whitelisted: 1, after: null, limit: someLimit() }, client.userId)
  expect(await page(client)).toContain('30m left today · Set for you by Robin , an admin')
  await client.post('/whitelists/limits', { scope: `app:${app}`, ...typed, amount: '1h' })
  expect((await check(client, app)).limit?.seconds).toBe(1800)
})

test('the filters and the count of apps follow limits, and a locked default stays allowed', async () => {
  const client = await signedIn({ ...zone, unlisted_apps: 'allow' })
  const [mine, video, free, locked] = ['mine', 'video', 'free', 'locked'].map((name) => somePackage(name))
  await putAppsForTest(
    { package_name: video ?? '', category: 'Video' },
    { package_name: locked ?? '', category: 'Video', is_locked: 1 },
    { package_name: free ?? '', category: 'Books' },
  )
  await client.post('/whitelists/limits', { scope: `app:${mine}`, ...typed })
  await client.post('/whitelists/limits', { scope: 'category:Video', ...typed })
  const shown = async (show: string) => {
    const html = await (await client.get(`/whitelists?q=test&show=${show}`)).text()
    return [mine, video, free, locked].map((name) => html.includes(`id="app:${name}"`))
  }
  expect(await shown('blocked')).toEqual([false, false, false, false])
  await report(client.userId, mine ?? '', noon, 30, zone)
  expect(await shown('blocked')).toEqual([true, false, false, false])
  await report(client.userId, locked ?? '', noon, 30, zone)
  expect(await shown('blocked')).toEqual([true, true, false, false])
  expect(await shown('allowed')).toEqual([false, false, true, true])
  await client.post('/whitelists/limits', { scope: 'all', ...typed })
  expect(await shown('blocked')).toEqual([true, true, true, false])
})

test('allowing or blocking an app removes its limit at once, and Undo brings it back', async () => {
  const client = await signedIn(zone)
  const app = somePackage()
  await client.post('/whitelists/limits', { scope: `app:${app}`, ...typed })
  await report(client.userId, app, noon, 30, zone)
  const how = { part: true, page: '/whitelists' }
  const allowed = await (await client.post('/whitelists/rules', { rule: 'allow', package_name: app }, how)).text()
  expect(words(allowed)).toContain('is now allowed')
  expect(words(allowed)).not.toContain('sed up until')
  const undo = /hx-post="([^"]+undo[^"]*)"/.exec(allowed)?.[1] ?? ''
  expect(words(await (await client.post(undo, {}, how)).text())).toContain('Used up until 04:00')
})

test('its form says on how many of the last days it was kept', async () => {
  const client = await signedIn(zone)
  const [app, other] = [somePackage(), somePackage()]
  const form = async (scope: string) => words(await (await client.get(`/whitelists/limits/edit?scope=${scope}`)).text())
  const at = (daysAgo: number) => noon - daysAgo * 86_400_000
  await client.post('/whitelists/limits', { scope: `app:${app}`, ...typed })
  await client.post('/whitelists/limits', { scope: 'all', ...typed, amount: '1h', weekdays: ['1', '2', '3', '4', '5'] })
  expect(await form('all')).not.toContain('Kept on')

  await report(client.userId, app, at(15), 300, zone)
  await report(client.userId, app, at(3), 30, zone)
  await report(client.userId, app, at(2), 31, zone)
  await report(client.userId, app, at(1), 33, zone)
  await report(client.userId, other, at(4), 61, zone)
  await report(client.userId, app, at(0), 200, zone)
  // Noon is a Wednesday, so that three days ago was a Sunday. Yesterday was extended.
  await rows(
    `INSERT INTO limit_extensions (user_id, id, scope, package_name, date, seconds, over_seconds, reason, seq, created_at)
     VALUES (?, 'one', ?, ?, '2027-03-23', 300, 0, 'The end of the film', 1, 1)`,
    client.userId,
    `app:${app}`,
    app,
  )
  expect(await form(`app:${app}`)).toContain('Kept on 3 of 4 days in the last two weeks. 5 more minutes: once.')
  // Use beyond the limit is forgiven by an extension, as while it ran.
  await rows('UPDATE limit_extensions SET seconds = 120, over_seconds = 60 WHERE user_id = ?', client.userId)
  expect(await form(`app:${app}`)).toContain('Kept on 3 of 4 days')
  expect(await form('all')).toContain('Kept on 2 of 2 days in the last two weeks.')
  const chart = await (await client.get(`/whitelists/limits/edit?scope=app:${app}`)).text()
  expect(chart).toContain('aria-label="20 March 0m, 21 March 30m, 22 March 31m, 23 March 33m, 24 March 3h 20m"')
  expect(chart.match(/<rect class="fill-\[url\(#hatch\)\]"/g)).toHaveLength(3)
  await client.post('/whitelists/limits', { scope: 'all', ...typed, period: 'week' })
  expect(await form('all')).not.toContain('Kept on')
})

test('a grace and what lengthens a limit are set on the page, and stay where a form does not say them', async () => {
  const client = await signedIn(zone)
  const [app, thesis] = [somePackage(), await putProject(client, 'Thesis')]
  const scope = `app:${app}`
  const earned = { earn_of: `project:${thesis}`, earn_amount: '10m', earn_per: '1h', earn_most: '30m' }
  await client.post('/whitelists/limits', { scope, ...typed, grace: '5m', ...earned })
  const earns = { seconds: 600, per_seconds: 3600, subject: `project:${thesis}`, at_most: 1800 }
  expect((await limitOf(client, app)).limit).toEqual(someLimit({ grace_seconds: 300, earns }))
  await client.post('/whitelists/limits', { scope, ...typed, amount: '1h' })
  expect((await limitOf(client, app)).limit).toEqual(someLimit({ seconds: 3600, grace_seconds: 300, earns }))
  const form = await (await client.get(`/whitelists/limits/edit?scope=${scope}`)).text()
  expect(form).toMatch(new RegExp(`<option value="project:${thesis}" selected`))
  await client.post('/whitelists/limits', { scope, ...typed, grace: '', earn_of: '' })
  expect((await limitOf(client, app)).limit).toEqual(someLimit())
  const theirs = await putProject(await signedIn(zone), 'Theirs')
  const wrongs: Record<string, string>[] = [
    ...[{ grace: '2h' }, { grace: 'much' }, { ...earned, earn_amount: '' }, { ...earned, earn_of: 'x' }],
  ]
  for (const wrong of wrongs)
    expect((await client.post('/whitelists/limits', { scope, ...typed, ...wrong })).status).toBe(422)
  const answer = await client.post('/whitelists/limits', { scope, ...typed, ...earned, earn_of: `project:${theirs}` })
  expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('not there anymore')])
})

test('a limit that changed since its form was opened is refused once, with what it is', async () => {
  const client = await signedIn(zone)
  const scope = `app:${somePackage()}`
  const seenIn = (html: string) => / name="seen" value="([^"]*)"/.exec(html)?.[1]?.replaceAll('&quot;', '"') ?? '-'
  await client.post('/whitelists/limits', { scope, ...typed })
  const seen = seenIn(await (await client.get(`/whitelists/limits/edit?scope=${scope}`)).text())
  await client.post('/whitelists/limits', { scope, ...typed, amount: '45m' })
  const late = await client.post('/whitelists/limits', { scope, ...typed, amount: '1h', seen })
  const html = await late.text()
  expect([late.status, html]).toEqual([422, expect.stringContaining('It is at most 45m a day by now')])
  expect((await client.post('/whitelists/limits', { scope, ...typed, amount: '1h', seen: seenIn(html) })).status).toBe(
    303,
  )
})

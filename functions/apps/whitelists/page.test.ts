import { describe, expect, test } from 'vitest'
import { cost, rows, signedIn, toastOf } from '../../../test/support/client'
import { stopClock } from '../../../test/support/clock'
import { words } from '../../time/sessions/testing'
import { newAdmin } from '../admin/testing'
import { dropApps, ownRules, putAppsForTest, putEarned, putRule, putUse, somePackage } from './testing'

const today = '2026-03-11'
stopClock(`${today}T15:00:00Z`)

/** Stores a use as reports do, today by default. */
const use = (userId: string, packageName: string, seconds: number, date = today) =>
  putUse(userId, packageName, seconds, date)

describe('the page', () => {
  test('of somebody who has nothing says what belongs there, and how use comes here', async () => {
    const { get } = await signedIn()
    const page = await get('/whitelists?show=unlisted')
    const html = await page.text()
    expect(page.status).toBe(200)
    expect(words(html)).toContain('No device has reported app usage yet')
    expect(html).toContain('href="/settings/tokens?scopes=usage#new-token"')
    expect(html).not.toContain('id="seen"')
    expect(words(await (await get('/whitelists?q=org.no.such')).text())).toContain('Add org.no.such')
    expect(words(await (await get('/whitelists?q=no+such+app')).text())).not.toContain('Add no such app')
  })

  test('says only how to connect a device while there is none, and no rule', async () => {
    const { get, userId } = await signedIn()
    const app = somePackage('catalogue')
    await putAppsForTest({ package_name: app, label: 'Catalogue' })
    const html = await (await get('/whitelists')).text()
    expect(words(html)).toContain('Connect a phone or computer')
    expect(html).toContain('href="/settings/tokens?scopes=usage#new-token"')
    expect(html).not.toMatch(/id="(app-rows|earned|seen|new-app)"/)
    expect(await (await get('/whitelists?show=allowed')).text()).toContain('id="app-rows"')
    await putRule(userId, app, { is_whitelisted: 0, after: null })
    const ruled = await (await get('/whitelists')).text()
    expect(ruled).toContain('id="app-rows"')
    expect(words(ruled)).toContain('No device has reported app usage yet')
  })

  test('shows names, and the package name of an app on demand', async () => {
    const { get, userId } = await signedIn()
    const [named, bare] = [somePackage('named'), somePackage('bare')]
    await putAppsForTest({ package_name: named, label: 'Named' })
    await use(userId, bare, 60)
    const html = await (await get('/whitelists')).text()
    const row = html.slice(html.indexOf(`id="app:${named}"`))
    expect(row).toMatch(/<details[^>]*><summary[^>]*><bdi>Named<\/bdi><\/summary><bdi[^>]*>test.named/)
    expect(html).toContain(`<bdi class="row-title">${bare}</bdi>`)
    expect(html).toContain(`href="/whitelists/earned?package_name=${bare}"`)
  })

  test('leads on from a search that finds nothing only where the list is narrowed', async () => {
    const { get, userId } = await signedIn()
    const app = somePackage('narrowed')
    await putRule(userId, app, { is_whitelisted: 1, after: null })
    const html = await (await get(`/whitelists?q=${app}&show=blocked`)).text()
    expect(words(html)).toContain('No match in “Blocked”')
    expect(words(html)).not.toContain(`Add ${app}`)
    expect(html).toContain(`href="/whitelists?q=${app}"`)
  })

  test.each(['show=x&sort=y&after=z', 'after=[1]', 'after={}', 'after=[-1,"a"]', `q=${'a'.repeat(5000)}`])(
    'keeps nothing of an address that makes no sense: %s',
    async (query) => expect((await (await signedIn()).get(`/whitelists?${query}`)).status).toBe(200),
  )

  test('says of what was used that nobody decided about it, what holds, and who says so', async () => {
    const person = await signedIn()
    const admin = await newAdmin()
    const app = somePackage('seen')
    await use(person.userId, app, 840)
    const lock = 'UPDATE users SET unlisted_locked_at = 1, unlisted_locked_by = ? WHERE id = ?'
    await rows(lock, admin.userId, person.userId)
    const html = await (await person.get('/whitelists')).text()
    expect(words(html)).toMatch(/1 blocked until you decide \(set for you by Robin , an admin\)/)
    expect(words(html)).toContain('14m today · 14m this week')
    expect(html.match(/id="seen:/g)).toHaveLength(1)
    await person.post('/whitelists/rules', { rule: 'allow', package_name: app })
    const after = await (await person.get('/whitelists')).text()
    expect(after).not.toContain('id="seen:')
    expect(words(after)).toContain('Your rule, since')
  })

  test('asks first about what was used most', async () => {
    const person = await signedIn()
    const [little, much] = [somePackage('little'), somePackage('much')]
    await use(person.userId, little, 60)
    await use(person.userId, much, 840)
    const html = await (await person.get('/whitelists')).text()
    expect([...html.matchAll(/id="seen:([^"]*)"/g)].map(([, app]) => app)).toEqual([much, little])
  })

  test('says why each app is as it is, and offers to change only what can be', async () => {
    const person = await signedIn()
    const admin = await newAdmin()
    const [free, locked, theirs] = [somePackage('free'), somePackage('locked'), somePackage('theirs')]
    await putAppsForTest({ package_name: free, label: 'Free' }, { package_name: locked, is_locked: 1 })
    await putRule(person.userId, locked, { is_whitelisted: 0, after: null })
    await putRule(person.userId, theirs, { is_whitelisted: 0, after: null }, admin.userId)
    const earned = await putEarned(person.userId, { seconds: 3600 })
    const rowOf = async (app: string) => {
      const html = await (await person.get(`/whitelists?q=${app}`)).text()
      const row = html.slice(html.indexOf(`id="app:${app}"`))
      return row.slice(0, row.indexOf('</tr>'))
    }
    expect(await rowOf(free)).toMatch(/role="switch" aria-checked="true"[\s\S]*?<\/form><span[^>]*><\/span>/)
    expect(await rowOf(locked)).toContain('Locked for everyone')
    expect(await rowOf(locked)).not.toMatch(/role="switch"|value="reset"/)
    expect(words(await rowOf(theirs))).toContain('Set for you by Robin , an admin, 1 January 1970')
    expect(await rowOf(theirs)).not.toContain('role="switch"')
    expect(words(await rowOf(earned))).toContain('after 1h tracked today')
    expect(await rowOf(earned)).toMatch(/href="\/whitelists\/earned\/edit\?package_name=[\s\S]*value="reset"/)
  })
})

describe('a switch', () => {
  test('sets a rule of one\'s own, which Undo and "Back to default" take back', async () => {
    const person = await signedIn()
    const app = somePackage('switch/%?&#"')
    await putAppsForTest({ package_name: app, label: 'Switched' })
    const rule = async () => (await ownRules(person.userId)).map(({ is_whitelisted }) => is_whitelisted)
    const answer = await person.post(
      '/whitelists/rules',
      { rule: 'block', package_name: app },
      { page: '/whitelists?q=switched&show=allowed' },
    )
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/whitelists?q=switched&show=allowed'])
    const { message, undo } = toastOf(answer)
    expect(message).toContain('is now blocked')
    expect(await rule()).toEqual([0])
    expect((await person.post(undo)).status).toBe(303)
    expect(await rule()).toEqual([])
    const part = await person.post(
      '/whitelists/rules',
      { rule: 'block', package_name: app },
      { part: true, page: '/whitelists?q=switched' },
    )
    expect(await part.text()).toMatch(
      /<hx-partial hx-target="#apps"[\s\S]*aria-checked="false"[\s\S]*hx-target="#toasts"/,
    )
    await person.post('/whitelists/rules', { rule: 'reset', package_name: app }, { part: true, page: '/whitelists' })
    expect(await rule()).toEqual([])
  })

  test('of an app that an admin locked meanwhile is told so, with the page as it is now; nothing is written', async () => {
    const person = await signedIn()
    const admin = await newAdmin()
    const app = somePackage('raced')
    await putAppsForTest({ package_name: app, label: 'Raced', is_locked: 1, is_whitelisted: 0 })
    const part = await person.post(
      '/whitelists/rules',
      { rule: 'allow', package_name: app },
      { part: true, page: '/whitelists?q=raced' },
    )
    const html = words(await part.text())
    expect(part.status).toBe(409)
    expect(html).toContain('Locked for everyone')
    expect(html).toContain('wasn’t changed: this app is locked for everyone')
    await dropApps(app)
    await putRule(person.userId, app, { is_whitelisted: 0, after: null }, admin.userId)
    expect(
      (
        await person.post(
          '/whitelists/rules',
          { rule: 'allow', package_name: app },
          { part: true, page: '/whitelists' },
        )
      ).status,
    ).toBe(409)
    expect((await person.post('/whitelists/rules', { rule: 'allow', package_name: app })).status).toBe(303)
    expect(await ownRules(person.userId)).toEqual([])
  })

  test.each<Record<string, string>>([
    {},
    { rule: 'allow', package_name: '' },
    { rule: 'allow', package_name: 'two words' },
    { rule: 'forbid', package_name: 'a.b' },
    { rule: 'block', package_name: 'a'.repeat(256) },
  ])('that says %j changes nothing', async (fields) => {
    const person = await signedIn()
    expect((await person.post('/whitelists/rules', fields)).status).toBe(422)
    expect(await ownRules(person.userId)).toEqual([])
  })
})

describe('an open page', () => {
  const liveOf = (html: string) => /hx-get="(\/whitelists\/live\?v=[^"]+)"/.exec(html)?.[1] ?? ''

  test('hears nothing while nothing changed, for four rows; then of use, of rules and of defaults', async () => {
    const person = await signedIn()
    const admin = await newAdmin()
    const app = somePackage('live')
    const poll = async (path: string) => {
      const answer = await person.get(path, { part: true, page: '/whitelists' })
      return { status: answer.status, read: cost(answer).read, html: await answer.text() }
    }
    let path = liveOf(await (await person.get('/whitelists')).text())
    const quiet = await poll(path)
    expect([quiet.status, quiet.read <= 4]).toEqual([204, true])

    const changes: [text: string, change: () => Promise<unknown>][] = [
      ['15m', () => person.json('POST', '/api/v1/usage', { events: [eventOf(app, 15)] })],
      ['Set for you by', () => putRule(person.userId, app, { is_whitelisted: 1, after: null }, admin.userId)],
      ['Locked for everyone', () => putAppsForTest({ package_name: app, label: 'Live', is_locked: 1 })],
    ]
    for (const [text, change] of changes) {
      await change()
      const { status, html } = await poll(path)
      expect([status, words(html)]).toEqual([200, expect.stringContaining(text)])
      path = liveOf(html)
      expect((await poll(path)).status).toBe(204)
    }
    await person.post('/sessions/entry', { entry: '25m writing' })
    expect((await poll(path)).status).toBe(204)
    await putEarned(person.userId, { period: 'week' })
    path = liveOf((await poll(path)).html)
    for (const entry of ['25m writing', 'reading']) {
      await person.post('/sessions/entry', { entry })
      const { status, html } = await poll(path)
      expect([entry, status]).toEqual([entry, 200])
      path = liveOf(html)
    }
  })

  const eventOf = (package_name: string, minutes: number) => ({
    id: crypto.randomUUID(),
    package_name,
    started_at: new Date(Date.now() - minutes * 60_000).toISOString(),
    ended_at: new Date().toISOString(),
  })
})

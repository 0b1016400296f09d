import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cost, rows, signedIn } from '../../test/client'
import { newAdmin } from '../admin/testing'
import { dayOf, weekOf } from '../lib/days'
import { readPreferences } from '../lib/preferences'
import { folded } from '../lib/text'
import { earnedOf } from './earned'
import { appsPage } from './list'
import { type AppsView, type Shown, shown } from './list-view'
import { countsOf } from './ruled'
import { dropApps, putApps, putRule, somePackage } from './testing'
import { usedOf } from './used'
import { setRules } from './writes'

type Client = Awaited<ReturnType<typeof signedIn>>

const preferences = readPreferences('{}')
const today = dayOf(Date.now(), preferences)
const week = weekOf(today, preferences.week_start)
const longAgo = '2026-01-05'

/** As reports leave it: so many seconds of an app on a date. */
const use = (userId: string, packageName: string, seconds: number, date = today) =>
  rows(
    'INSERT INTO daily_usage (user_id, package_name, date, total_seconds, event_count) VALUES (?, ?, ?, ?, 1)',
    userId,
    packageName,
    date,
    seconds,
  )

/** The words of a page, without its tags. */
const wordsOfPage = (html: string) => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')

describe('the list', () => {
  const run = crypto.randomUUID().slice(0, 8)
  const name = (n: number) => `list.${run}.${n % 3 === 0 ? 'B' : 'b'}${n}`
  const known = Array.from({ length: 56 }, (_, n) => ({
    package_name: name(n),
    label: n % 5 === 0 ? 'Same name' : `${['Zé', 'alpha', '😀 App', '名前', 'Éclair'][n % 5]} ${n % 9}`,
    is_whitelisted: n % 3 === 0 ? (0 as const) : (1 as const),
    is_locked: n % 11 === 0 ? (1 as const) : (0 as const),
  }))
  const extra = Array.from({ length: 14 }, (_, n) => name(100 + n))
  let admin: Client

  beforeAll(async () => {
    await putApps(...known)
    admin = await newAdmin()
  })
  afterAll(() => dropApps(...known.map(({ package_name }) => package_name)))

  type Told = {
    name: string
    key: string
    allowed: boolean
    byAdmin: boolean
    unlisted: boolean
    used: boolean
    week: number
    isWeeks: boolean
  }

  /** All apps of a person, read whole and judged without the code that is tested. */
  const told = async (userId: string, unlisted: string): Promise<Told[]> => {
    const apps = await rows<{ package_name: string; label_key: string; is_whitelisted: number; is_locked: number }>(
      'SELECT package_name, label_key, is_whitelisted, is_locked FROM apps',
    )
    const rules = await rows<{ package_name: string; set_by: string; is_whitelisted: number; label: string | null }>(
      'SELECT package_name, set_by, is_whitelisted, label FROM user_apps WHERE user_id = ?',
      userId,
    )
    const used = await rows<{ package_name: string; date: string; total_seconds: number }>(
      'SELECT package_name, date, total_seconds FROM daily_usage WHERE user_id = ?',
      userId,
    )
    const names = new Set([...apps, ...rules, ...used].map(({ package_name }) => package_name))
    return [...names].map((name) => {
      const app = apps.find(({ package_name }) => package_name === name)
      const ruleBy = (by: string) => rules.find((rule) => rule.package_name === name && rule.set_by === by)
      const [theirs, own] = [ruleBy('admin'), ruleBy('user')]
      const locked = app?.is_locked === 1
      const says = locked ? app : (theirs ?? own ?? app)
      const uses = used.filter(({ package_name }) => package_name === name)
      const weeks = uses.filter(({ date }) => date >= week.from)
      return {
        name,
        key: app?.label_key ?? (own?.label ?? name).toLowerCase(),
        allowed: says ? says.is_whitelisted === 1 : unlisted === 'allow',
        byAdmin: !locked && theirs !== undefined,
        unlisted: !app && !theirs && !own,
        used: uses.length > 0,
        week: weeks.reduce((sum, { total_seconds }) => sum + total_seconds, 0),
        isWeeks: weeks.length > 0,
      }
    })
  }

  const isWanted: Record<Shown, (app: Told) => boolean> = {
    all: () => true,
    allowed: ({ allowed }) => allowed,
    blocked: ({ allowed }) => !allowed,
    admin: ({ byAdmin }) => byAdmin,
    never: ({ used }) => !used,
    unlisted: ({ unlisted }) => unlisted,
  }

  const bytes = (text: string) =>
    Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')
  const compared = (a: string, b: string) => (a < b ? -1 : Number(a > b))
  const byKey = (a: Told, b: Told) => compared(bytes(a.key), bytes(b.key)) || compared(bytes(a.name), bytes(b.name))

  const inOrder = (apps: Told[], sort: AppsView['sort']) => {
    if (sort === 'app') return apps.toSorted(byKey)
    const first = apps.filter(({ isWeeks }) => isWeeks).toSorted((a, b) => b.week - a.week || compared(a.name, b.name))
    return [...first, ...apps.filter(({ isWeeks }) => !isWeeks).toSorted(byKey)]
  }

  const readerOf = (userId: string, unlisted_apps: 'allow' | 'block') => ({
    user: { id: userId, preferences: { ...preferences, unlisted_apps } },
    head: { earned: null },
    earned: earnedOf(null, preferences, today),
    today,
    now: Date.now(),
  })

  const listed = async (reader: ReturnType<typeof readerOf>, view: AppsView) => {
    const used = await usedOf(env.DB, reader.user, today, { unlistedFrom: longAgo, unlistedLimit: 50 })
    const names: string[] = []
    const allowed: boolean[] = []
    for (let after: AppsView['after'] = null, pages = 0; pages < 20; pages += 1) {
      const page = await appsPage(env.DB, reader, { ...view, after }, used)
      expect(page.apps.length).toBeLessThanOrEqual(50)
      names.push(...page.apps.map(({ package_name }) => package_name))
      allowed.push(...page.apps.map(({ standing }) => standing.holds.is_whitelisted))
      if (!page.next) return { names, allowed }
      after = page.next
    }
    throw new Error('The list has no end')
  }

  const someApp = fc
    .nat(known.length + extra.length - 1)
    .map((n) => known[n]?.package_name ?? extra[n - known.length] ?? '')
  const flag = fc.constantFrom(0 as const, 1 as const)

  test('has every app of the catalogue, of rules and of use, each once, in order, whatever it is narrowed to', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(someApp, flag), { maxLength: 14, selector: ([app]) => app }),
        fc.uniqueArray(fc.tuple(someApp, flag), { maxLength: 6, selector: ([app]) => app }),
        fc.uniqueArray(fc.tuple(someApp, fc.nat(5), fc.boolean()), { maxLength: 30, selector: ([app]) => app }),
        fc.constantFrom('allow' as const, 'block' as const),
        async (own, theirs, uses, unlisted) => {
          const { userId } = await signedIn()
          for (const [app, is_whitelisted] of own) await putRule(userId, app, { is_whitelisted, after: null })
          for (const [app, is_whitelisted] of theirs)
            await putRule(userId, app, { is_whitelisted, after: null }, admin.userId)
          await rows(
            "UPDATE user_apps SET label = 'Zebra' WHERE user_id = ? AND set_by = 'user' AND package_name = ?",
            userId,
            extra[0],
          )
          for (const [app, minutes, isNow] of uses) await use(userId, app, minutes * 60, isNow ? today : longAgo)
          const all = await told(userId, unlisted)
          const reader = readerOf(userId, unlisted)
          for (const show of shown) {
            for (const sort of ['use', 'app'] as const) {
              const expected = inOrder(all.filter(isWanted[show]), sort)
              const { names, allowed } = await listed(reader, { q: '', show, sort, after: null })
              expect(names, `${show} by ${sort}`).toEqual(expected.map((app) => app.name))
              expect(allowed).toEqual(expected.map((app) => app.allowed))
            }
          }
          const counted = { all: all.length, allowed: all.filter(({ allowed }) => allowed).length }
          expect(await countsOf(env.DB, reader)).toEqual(counted)
        },
      ),
      { numRuns: 4 },
    )
  })

  test('has them all, in order, where there are more rules than are read at once, too', async () => {
    const admin = await signedIn()
    const { userId } = await signedIn()
    const mine = Array.from({ length: 150 }, (_, n) => `own.${run}.${String(n).padStart(3, '0')}`)
    const wanted = mine.map((package_name, n) => ({
      package_name,
      rule: { is_whitelisted: n < 130 ? (1 as const) : (0 as const), after: null },
    }))
    await setRules(env.DB, { id: userId }, wanted, Date.now())
    for (const name of mine.slice(0, 70)) await putRule(userId, name, { is_whitelisted: 1, after: null }, admin.userId)
    const reader = readerOf(userId, 'block')
    const found = async (show: Shown) =>
      (await listed(reader, { q: '', show, sort: 'app', after: null })).names.filter((name) => name.includes(run))
    const others = known.map(({ package_name }) => package_name)
    const ofOwn = async (show: Shown) => (await found(show)).filter((name) => !others.includes(name))
    expect(await ofOwn('allowed')).toEqual(mine.slice(0, 130))
    expect(await ofOwn('blocked')).toEqual(mine.slice(130))
    expect(await ofOwn('admin')).toEqual(mine.slice(0, 70))

    for (const name of mine.slice(60, 130)) await use(userId, name, 60, today)
    const used = await usedOf(env.DB, reader.user, today, { unlistedFrom: longAgo, unlistedLimit: 50 })
    const { apps } = await appsPage(env.DB, reader, { q: '', show: 'blocked', sort: 'use', after: null }, used)
    expect(apps.length).toBeGreaterThan(0)
  })

  test('is searched by the beginnings of words of labels and package names, of the catalogue and beside it', async () => {
    const { userId } = await signedIn()
    const reader = readerOf(userId, 'block')
    const [mine = '', seen = ''] = [`own.${run}.Netflix`, `seen.${run}.netto`]
    await putRule(userId, mine, { is_whitelisted: 1, after: null })
    await use(userId, seen, 60)
    const found = async (q: string, show: Shown = 'all') =>
      (await listed(reader, { q, show, sort: 'app', after: null })).names
        .filter((name) => name.includes(run))
        .toSorted()
    expect(await found('net')).toEqual([mine, seen])
    expect(await found('net own')).toEqual([mine])
    expect(await found('net', 'never')).toEqual([mine])
    expect(await found('net', 'unlisted')).toEqual([seen])
    expect(await found(`${run} eclair`)).toEqual(
      known.flatMap(({ package_name, label }) => (folded(label).startsWith('eclair') ? [package_name] : [])).toSorted(),
    )
    expect(await found(seen)).toEqual([seen])
    expect(await found('😀')).toEqual([])
    expect(await found("' OR 1=1 --")).toEqual([])
  })

  test('finds an app by a rare word of its name where many have the others', async () => {
    const { userId } = await signedIn()
    const maker = `maker${run}`
    const many = Array.from({ length: 160 }, (_, n) => ({ package_name: `net.${maker}.a${n}`, label: `Thing ${n}` }))
    const notes = { package_name: `net.${maker}.z`, label: 'My notes' }
    await putApps(...many, notes)
    const found = (q: string) =>
      appsPage(
        env.DB,
        readerOf(userId, 'block'),
        { q, show: 'all', sort: 'app', after: null },
        { week, thisWeek: [], unlisted: [] },
      )
    for (const q of [`${maker} notes`, `notes ${maker} net`]) {
      const { apps, isCut } = await found(q)
      expect([q, apps.map(({ package_name }) => package_name), isCut]).toEqual([q, [notes.package_name], false])
    }
    expect((await found(maker)).isCut).toBe(true)
    await dropApps(...[...many, notes].map(({ package_name }) => package_name))
  })

  test('counts nothing that it would have to read too much for', async () => {
    const { userId } = await signedIn()
    for (let n = 0; n < 31; n += 1) await use(userId, somePackage(), 60)
    expect(await countsOf(env.DB, readerOf(userId, 'block'))).toBeNull()
  })
})

describe('the page', () => {
  test('of somebody who has nothing says what belongs there, and how use comes here', async () => {
    const { get } = await signedIn()
    const page = await get('/whitelists?show=unlisted')
    const html = await page.text()
    expect(page.status).toBe(200)
    expect(wordsOfPage(html)).toContain('No client has reported use yet')
    expect(html).toContain('href="/settings/tokens?scopes=usage#new-token"')
    expect(html).not.toContain('id="seen"')
    expect(wordsOfPage(await (await get('/whitelists?q=org.no.such')).text())).toContain('Add org.no.such')
    expect(wordsOfPage(await (await get('/whitelists?q=no+such+app')).text())).not.toContain('Add no such app')
  })

  test('leads on from a search that finds nothing only where the list is narrowed', async () => {
    const { get, userId } = await signedIn()
    const app = somePackage('narrowed')
    await putRule(userId, app, { is_whitelisted: 1, after: null })
    const html = await (await get(`/whitelists?q=${app}&show=blocked`)).text()
    expect(wordsOfPage(html)).toContain('No app matches under “Blocked”')
    expect(wordsOfPage(html)).not.toContain(`Add ${app}`)
    expect(html).toContain(`href="/whitelists?q=${app}"`)
  })

  test('keeps nothing of an address that makes no sense', async () => {
    const { get } = await signedIn()
    for (const query of ['show=x&sort=y&after=z', 'after=[1]', 'after={}', 'after=[-1,"a"]', `q=${'a'.repeat(5000)}`]) {
      expect((await get(`/whitelists?${query}`)).status, query).toBe(200)
    }
  })

  test('says of what was used that nobody decided about it, what holds, and who says so', async () => {
    const person = await signedIn()
    const admin = await newAdmin()
    const app = somePackage('<b>"seen"&')
    await use(person.userId, app, 840)
    await rows(
      'UPDATE users SET unlisted_locked_at = 1, unlisted_locked_by = ? WHERE id = ?',
      admin.userId,
      person.userId,
    )
    const html = await (await person.get('/whitelists')).text()
    expect(html).not.toContain('<b>"seen"')
    expect(wordsOfPage(html)).toMatch(/1, blocked until you decide \(set for you by Robin , an admin\)/)
    expect(wordsOfPage(html)).toContain('14m today, 14m this week')
    expect(html.match(/id="seen:/g)).toHaveLength(1)
    await person.post('/whitelists', { allow: app })
    const after = await (await person.get('/whitelists')).text()
    expect(after).not.toContain('id="seen:')
    expect(wordsOfPage(after)).toContain('Your rule, since')
  })

  test('says why each app is as it is, and offers to change only what can be', async () => {
    const person = await signedIn()
    const admin = await newAdmin()
    const [free, locked, theirs, earned] = ['free', 'locked', 'theirs', 'earned'].map((name) => somePackage(name))
    if (!free || !locked || !theirs || !earned) throw new Error('No names')
    await putApps({ package_name: free, label: 'Free' }, { package_name: locked, is_locked: 1 })
    await putRule(person.userId, locked, { is_whitelisted: 0, after: null })
    await putRule(person.userId, theirs, { is_whitelisted: 0, after: null }, admin.userId)
    await putRule(person.userId, earned, { is_whitelisted: 1, after: { subject: 'all', seconds: 3600, period: 'day' } })
    const rowOf = async (app: string) => {
      const html = await (await person.get(`/whitelists?q=${app}`)).text()
      const row = html.slice(html.indexOf(`id="app:${app}"`))
      return row.slice(0, row.indexOf('</tr>'))
    }
    expect(await rowOf(free)).toMatch(/role="switch" aria-checked="true"[\s\S]*>Default</)
    expect(await rowOf(locked)).toContain('Locked for everyone')
    expect(await rowOf(locked)).not.toMatch(/role="switch"|name="reset"/)
    expect(wordsOfPage(await rowOf(theirs))).toContain('Set for you by Robin , an admin, 1 January 1970')
    expect(await rowOf(theirs)).not.toContain('role="switch"')
    expect(wordsOfPage(await rowOf(earned))).toContain('after 1h tracked today')
    expect(await rowOf(earned)).toMatch(/href="\/whitelists\/earned\/edit\?package_name=[\s\S]*name="reset"/)
    await dropApps(free, locked)
  })
})

describe('a switch', () => {
  test('sets a rule of one\'s own, which Undo and "Back to default" take back', async () => {
    const person = await signedIn()
    const app = somePackage('switch/%?&#"')
    await putApps({ package_name: app, label: 'Switched' })
    const rule = () =>
      rows('SELECT is_whitelisted FROM user_apps WHERE user_id = ? AND package_name = ?', person.userId, app)
    const answer = await person.post('/whitelists', { block: app }, { page: '/whitelists?q=switched&show=allowed' })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/whitelists?q=switched&show=allowed'])
    const [, flash = ''] = /flash=([^;]+)/.exec(answer.headers.get('Set-Cookie') ?? '') ?? []
    const { message, undo } = JSON.parse(decodeURIComponent(flash))
    expect(message).toContain('is blocked now')
    expect(await rule()).toEqual([{ is_whitelisted: 0 }])
    expect((await person.post(undo)).status).toBe(303)
    expect(await rule()).toEqual([])
    const part = await person.post('/whitelists', { block: app }, { part: true, page: '/whitelists?q=switched' })
    const html = await part.text()
    expect(part.status).toBe(200)
    expect(html).toMatch(/<hx-partial hx-target="#apps"[\s\S]*aria-checked="false"[\s\S]*hx-target="#toasts"/)
    expect(html).not.toContain('<html')
    await person.post('/whitelists', { reset: app }, { part: true, page: '/whitelists' })
    expect(await rule()).toEqual([])
    await dropApps(app)
  })

  test('of an app that an admin locked meanwhile is told so, with the page as it is now; nothing is written', async () => {
    const person = await signedIn()
    const admin = await newAdmin()
    const app = somePackage('raced')
    await putApps({ package_name: app, label: 'Raced', is_locked: 1, is_whitelisted: 0 })
    const part = await person.post('/whitelists', { allow: app }, { part: true, page: '/whitelists?q=raced' })
    const html = wordsOfPage(await part.text())
    expect(part.status).toBe(409)
    expect(html).toContain('Locked for everyone')
    expect(html).toContain('was not changed: it is locked for everyone')
    await dropApps(app)
    await putRule(person.userId, app, { is_whitelisted: 0, after: null }, admin.userId)
    expect((await person.post('/whitelists', { allow: app }, { part: true, page: '/whitelists' })).status).toBe(409)
    expect((await person.post('/whitelists', { allow: app })).status).toBe(303)
    expect(await rows("SELECT id FROM user_apps WHERE user_id = ? AND set_by = 'user'", person.userId)).toEqual([])
  })

  test.each<Record<string, string>>([
    {},
    { allow: '' },
    { allow: 'two words' },
    { allow: 'a.b', block: 'a.b' },
    { block: 'a'.repeat(256) },
  ])('that says %j changes nothing', async (fields) => {
    const person = await signedIn()
    expect((await person.post('/whitelists', fields)).status).toBe(422)
    expect(await rows('SELECT id FROM user_apps WHERE user_id = ?', person.userId)).toEqual([])
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

    const changes: [words: string, change: () => Promise<unknown>][] = [
      ['15m', () => person.json('POST', '/api/v1/usage', { events: [eventOf(app, 15)] })],
      ['Set for you by', () => putRule(person.userId, app, { is_whitelisted: 1, after: null }, admin.userId)],
      ['Locked for everyone', () => putApps({ package_name: app, label: 'Live', is_locked: 1 })],
    ]
    for (const [words, change] of changes) {
      await change()
      const { status, html } = await poll(path)
      expect([status, words, wordsOfPage(html).includes(words)]).toEqual([200, words, true])
      path = liveOf(html)
      expect((await poll(path)).status).toBe(204)
    }
    await person.post('/sessions/entry', { entry: '25m writing' })
    expect((await poll(path)).status).toBe(204)
    await putRule(person.userId, `${app}.2`, {
      is_whitelisted: 1,
      after: { subject: 'all', seconds: 60, period: 'week' },
    })
    path = liveOf((await poll(path)).html)
    await person.post('/sessions/entry', { entry: '25m writing' })
    expect((await poll(path)).status).toBe(200)
    await dropApps(app)
  })

  test('hears nothing while nothing changed, however many apps are earned', async () => {
    const person = await signedIn()
    await putRule(person.userId, 'earned.0', {
      is_whitelisted: 1,
      after: { subject: 'all', seconds: 60, period: 'day' },
    })
    await rows(
      `INSERT INTO user_apps (user_id, id, package_name, set_by, admin_id, is_whitelisted, after_subject, after_seconds,
         after_period, seq, created_at, updated_at)
       SELECT user_id, 'e' || value, 'earned.' || value, 'admin', 'nobody', 1, after_subject, after_seconds, after_period, 1, 1, 1
       FROM user_apps, json_each(?2) WHERE user_id = ?1`,
      person.userId,
      JSON.stringify(Array.from({ length: 300 }, (_, n) => n + 1)),
    )
    const path = liveOf(await (await person.get('/whitelists')).text())
    const answer = await person.get(path, { part: true, page: '/whitelists' })
    expect([answer.status, cost(answer).read <= 4]).toEqual([204, true])
  })

  const eventOf = (package_name: string, minutes: number) => ({
    id: crypto.randomUUID(),
    package_name,
    started_at: new Date(Date.now() - minutes * 60_000).toISOString(),
    ended_at: new Date().toISOString(),
  })
})

import { beforeEach, describe, expect, test } from 'vitest'
import { type Client, rows, signedIn, toastOf } from '../../../../test/support/client'
import { words as wordsOf } from '../../../time/sessions/testing'
import { addApps } from '../apps/testing'
import { auditOf, newAdmin, onlyAdmin } from '../testing'

let admin: Client
beforeEach(async () => {
  admin = await onlyAdmin()
})

const words = (html: string) =>
  wordsOf(html)
    .replace(/ ([:,])/g, '$1')
    .trim()

const catalogue = () =>
  addApps(admin, [
    { package_name: 'org.video', label: 'Video', is_whitelisted: 1 },
    { package_name: 'org.dialer', label: 'Dialer', is_whitelisted: 1, is_locked: 1 },
    { package_name: 'org.chat', label: 'Chat' },
  ])

const page = async (userId: string, search = '') => {
  const answer = await admin.get(`/admin/users/${userId}/whitelist${search}`)
  expect(answer.status).toBe(200)
  return answer.text()
}

const rowsOf = (html: string) => [...html.matchAll(/<tr id="app:[^>]*>(.*?)<\/tr>/gs)].map(([, row = '']) => words(row))

const ruleOf = async (userId: string, name: string) =>
  (
    await rows<{ seq: number; is_whitelisted: number; after_seconds: number | null }>(
      "SELECT updated_at AS seq, is_whitelisted, after_seconds FROM user_apps WHERE user_id = ? AND package_name = ? AND set_by = 'admin'",
      userId,
      name,
    )
  )[0]

const listOf = (userId: string) => `/admin/users/${userId}/whitelist`

const set = (by: Client, userId: string, rule: string, part = false) => {
  const list = listOf(userId)
  return by.post(`${list}/rules`, { package_name: 'org.chat', rule }, { part, page: list })
}

const anHour = {
  package_name: 'org.chat',
  typed: 'org.chat',
  app: 'org.chat',
  after_subject: 'all',
  after_minutes: '1h',
}

const edit = (by: Client, userId: string, fields: Record<string, string | number>) =>
  by.post(`${listOf(userId)}/earned/edit`, { ...anHour, ...fields })

describe('what holds for one person', () => {
  test('is the catalogue and their rules, with why; what they use is not there', async () => {
    await catalogue()
    const person = await signedIn()
    const at = new Date(Date.now() - 3_600_000).toISOString()
    const events = [{ id: 'a', package_name: 'org.used', started_at: at, ended_at: at }]
    await person.json('POST', '/api/v1/usage', { events })
    await person.json('PUT', '/api/v1/whitelist/apps/org.own', { is_whitelisted: true, label: 'Mine' })
    const after = { subject: 'tag:#secret', seconds: 3600, period: 'day' }
    await person.json('PUT', '/api/v1/whitelist/apps/org.video', { is_whitelisted: true, after })
    expect((await set(admin, person.userId, 'allow', true)).status).toBe(200)

    const html = await page(person.userId)
    expect(html).not.toMatch(/org\.used|secret|Mine|whitelists\/live/)
    const found = rowsOf(html).map((row) => row.replace(/, (a|\d).*?(?= More)/, ''))
    expect(found).toHaveLength(4)
    expect(found[0]).toMatch(/^Chat org\.chat Allowed Set by Robin/)
    expect(found[1]).toMatch(/^Dialer org\.dialer Allowed Allowed · Locked for everyone/)
    expect(found[2]).toMatch(/^org\.own Allowed Their own rule/)
    const waits = 'Their own rule. Unlocks after 1h of tracked time today'
    expect(found[3]).toContain(`Video org.video With time With time · ${waits}`)

    for (const [search, names] of [
      ['?show=admin', ['Chat']],
      ['?show=allowed', ['Chat', 'Dialer', 'org.own', 'Video']],
      ['?show=blocked', []],
      ['?show=unlisted', ['Chat', 'Dialer', 'org.own', 'Video']],
      ['?q=VIDEO', ['Video']],
      ['?q=org.d', ['Dialer']],
      ['?q=mine', []],
      ['?q=%00%F0%9F%A6%8A&after=x&show=none', []],
    ] as const) {
      const shown = rowsOf(await page(person.userId, search)).map((row) => row.split(' ')[0])
      expect([search, shown]).toEqual([search, names])
    }
    const typed = { package_name: 'mine', typed: 'mine', rule: 'block' }
    const added = await admin.post(`${listOf(person.userId)}/add`, typed, { part: true })
    expect(await added.text()).not.toContain('org.own')
    // Whether the time is reached, and what applies to other apps, is told nowhere.
    const send = (rule: string) => admin.post(`${listOf(person.userId)}/rules`, { package_name: 'org.video', rule })
    expect(toastOf(await send('block')).message).toContain('now blocked')
    expect(toastOf(await send('reset')).message).toContain('now allowed')
  })

  test('of many apps comes in pages, and has each once', async () => {
    await rows('DELETE FROM apps')
    await addApps(
      admin,
      Array.from({ length: 250 }, (_, index) => ({ package_name: `org.app${index}`, label: `App ${index % 7}` })),
    )
    const { userId } = await signedIn()
    const seen: string[] = []
    for (let search = ''; seen.length < 250; ) {
      const html = await page(userId, search)
      seen.push(...[...html.matchAll(/<tr id="app:([^"]+)"/g)].map(([, name = '']) => name))
      search = /whitelist(\?[^"]+)" rel="next"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''
    }
    expect([seen.length, new Set(seen).size]).toEqual([250, 250])
    await rows('DELETE FROM apps')
  })
})

describe('a rule for one person', () => {
  test('is set, changed and taken back at one tap, moves their list alone, and is in the log', async () => {
    const [person, other] = [await signedIn(), await signedIn()]
    const { userId } = person
    const html = await (await set(admin, userId, 'block', true)).text()
    expect(html).toMatch(/^<hx-partial hx-target="#apps"/)
    expect(words(html)).toContain('Blocked Set by Robin')
    const undo = /\/changes\/admin\.rules~[\w-]+\/undo/.exec(html)?.[0] ?? ''
    const check = async () => (await person.json('GET', '/api/v1/whitelist/check?package_name=org.chat')).json()
    expect(await check()).toMatchObject({ is_whitelisted: false, source: 'admin' })
    const { seq = 0 } = (await ruleOf(userId, 'org.chat')) ?? {}
    expect((await edit(admin, userId, { seq, after_minutes: '90', after_period: 'week' })).status).toBe(303)
    expect(await ruleOf(userId, 'org.chat')).toMatchObject({ is_whitelisted: 1, after_seconds: 5_400 })
    expect((await admin.post(undo)).status).toBe(404)
    const plain = await set(admin, userId, 'reset')
    expect([plain.status, plain.headers.get('Location')]).toEqual([303, listOf(userId)])
    expect(await ruleOf(userId, 'org.chat')).toBeUndefined()
    await admin.post(toastOf(plain).undo)
    expect(await ruleOf(userId, 'org.chat')).toMatchObject({ after_seconds: 5_400 })
    expect([(await person.heads())?.whitelist_seq, (await other.heads())?.whitelist_seq]).toEqual([4, 0])
    const log = words(await (await admin.get(`/admin/audit?subject=${userId}`)).text()).replace(/[\u2068\u2069]/g, '')
    expect(log).toContain('Robin removed the rule for org.chat from Robin')
    expect(log).toContain('unlocks after 1h 30m tracked this week → no rule')
    expect(log).toContain('Robin blocked org.chat for Robin')
    expect(log).toContain('no rule → blocked')
  })

  test.each([
    ['earned', { package_name: 'two words', typed: '' }, 'Enter the package name'],
    ['earned', { after_minutes: 'much' }, 'Enter a time such as 60'],
    ['earned', { after_subject: 'tag:#x' }, 'Choose from the list'],
    ['earned', { after_period: 'year' }, 'Choose day or week'],
    ['earned', { package_name: 'instagram', app: '' }, 'com.instagram.android'],
    ['add', { rule: 'forbid' }, 'Choose allow or block'],
    ['rules', { rule: 'forbid' }, 'Choose allow, block or back to default'],
  ])('in the form %s with %j is refused, and nothing is written', async (form, fields, message) => {
    const { userId } = await signedIn()
    const answer = await admin.post(`${listOf(userId)}/${form}`, { ...anHour, ...fields })
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining(message)])
    expect(await auditOf(userId)).toEqual([])
  })

  test('that another admin changed meanwhile is shown with both versions', async () => {
    const second = await newAdmin()
    const { userId } = await signedIn()
    await set(second, userId, 'block')
    const { seq = 0 } = (await ruleOf(userId, 'org.chat')) ?? {}
    await edit(second, userId, { seq, after_minutes: '2h' })
    const stale = await edit(admin, userId, { seq })
    expect(stale.status).toBe(409)
    expect(words(await stale.text())).toMatch(/Unlocks: after 1h tracked today .*Unlocks: after 2h tracked today/)
    const now = (await ruleOf(userId, 'org.chat'))?.seq ?? 0
    expect((await edit(admin, userId, { seq: now, rule: 'reset' })).status).toBe(303)
    expect((await edit(admin, userId, { seq: now })).status).toBe(404)
  })

  test('is for people who are there, a suspended one too, and for admins themselves', async () => {
    const { userId } = await signedIn()
    await rows('UPDATE users SET suspended_at = 1 WHERE id = ?', userId)
    expect((await set(admin, userId, 'allow')).status).toBe(303)
    expect((await set(admin, admin.userId, 'allow')).status).toBe(303)
    expect((await set(admin, 'nobody', 'allow')).status).toBe(404)
    expect((await admin.get('/admin/users/nobody/whitelist')).status).toBe(404)
  })

  test('is read and written by programs', async () => {
    const { userId } = await signedIn()
    const path = `/api/v1/admin/users/${userId}/apps/${encodeURIComponent('org/ü_%')}`
    const put = async (body: object) => admin.json('PUT', path, body)
    const made = await put({ is_whitelisted: true, after: { subject: 'all', seconds: null, period: 'day' } })
    expect([made.status, made.headers.get('Location')]).toEqual([201, path])
    const rule = await made.json<{ seq: number }>()
    expect(rule).toMatchObject({ package_name: 'org/ü_%', is_whitelisted: true, admin_name: 'Robin' })
    expect(await (await admin.json('GET', path)).json()).toEqual(rule)
    expect((await put({ is_whitelisted: false })).status).toBe(200)
    const stale = await put({ is_whitelisted: true, seq: rule.seq })
    expect([stale.status, await stale.json()]).toEqual([409, expect.objectContaining({ code: 'stale' })])
    const list = await (await admin.json('GET', `/api/v1/admin/users/${userId}/apps`)).json()
    expect(list).toMatchObject({ items: [{ package_name: 'org/ü_%', is_whitelisted: false }], next_cursor: null })
    const after = { subject: 'all', seconds: 60, period: 'day' }
    for (const body of [
      { is_whitelisted: true, after: { ...after, subject: 'tag:#x' } },
      { is_whitelisted: true, after: { ...after, seconds: 1 } },
      { is_whitelisted: false, after },
    ]) {
      expect((await put(body)).status).toBe(422)
    }
    expect((await admin.json('DELETE', path)).status).toBe(204)
    expect((await admin.json('DELETE', path)).status).toBe(404)
  })
})

test('the rule for unlisted apps is set and locked, seen by the person, and undisputed by two admins', async () => {
  const person = await signedIn()
  const path = `/admin/users/${person.userId}/whitelist/unlisted`
  const given = await admin.post(path, { unlisted_apps: 'allow', locked: 'yes', seen: 'block.' })
  expect(given.status).toBe(303)
  const me = await (await person.json('GET', '/api/v1/me')).json()
  expect(me).toMatchObject({ preferences: { unlisted_apps: 'allow' }, unlisted_apps_locked: true })
  expect((await person.heads())?.whitelist_seq).toBe(1)
  const before = '{"unlisted_apps":"block","locked":false}'
  const after = '{"unlisted_apps":"allow","locked":true}'
  expect(await auditOf(person.userId)).toEqual([{ admin_id: admin.userId, action: 'unlisted', before, after }])
  const stale = await (await newAdmin()).post(path, { unlisted_apps: 'block', locked: 'yes', seen: 'block.' })
  expect([stale.status, words(await stale.text())]).toEqual([409, expect.stringContaining('allowed, locked')])
  const api = `/api/v1/admin/users/${person.userId}/unlisted-apps`
  const unlocked = await admin.json('PATCH', api, { unlisted_apps_locked: false })
  expect(await unlocked.json()).toMatchObject({ unlisted_apps: 'allow', unlisted_apps_locked: false })
  expect((await person.json('PATCH', '/api/v1/me', { preferences: { unlisted_apps: 'block' } })).status).toBe(200)
  expect((await admin.json('GET', '/api/v1/admin/users/nobody/unlisted-apps')).status).toBe(404)
  expect((await admin.post(path, { unlisted_apps: 'maybe', seen: 'block.' })).status).toBe(422)
  const log = words(await (await admin.get(`/admin/audit?subject=${person.userId}`)).text())
  expect(log).toContain('set unlisted apps for Robin')
  expect(log).toContain('blocked, their choice → allowed, locked')
})

describe('rules for many', () => {
  const many = '/admin/users/rules'

  test('takes a line for one app, and sets every rule at once, with one Undo', async () => {
    await catalogue()
    await addApps(admin, [{ package_name: 'org.maps', label: 'Two Words' }])
    const [one, two] = [await signedIn(), await signedIn()]
    const ids = [one.userId, two.userId]
    const form = await (await admin.post(many, { ids })).text()
    for (const id of ids) expect(form).toContain(`<input type="hidden" name="ids" value="${id}"/>`)
    expect(form.match(/class="row-title"/g)).toHaveLength(2)
    const send = (apps: string, fields = {}) => admin.post(`${many}/set`, { ids, list: apps, set: 'block', ...fields })
    for (const [apps, message, fields] of [
      ['org.a\nnonsense name', 'Line 2, “nonsense name”: No app is called that. Enter its package name.', {}],
      ['org.a, org.b', 'Line 1, “org.a org.b”: More than one app on this line', {}],
      ['org.a allow org.b', 'Line 1, “org.a allow org.b”: More than one app on this line', {}],
      ['', 'Enter apps, one per line', {}],
      ['org.a', 'only all tracked time can count', { set: 'after', after_subject: 'tag:#x', after_minutes: '1h' }],
    ] as const) {
      const answer = await send(apps, fields)
      expect(answer.status).toBe(422)
      expect(words(await answer.text()).replace(/[\u2068\u2069]/g, '')).toContain(message)
    }
    expect((await admin.post(many, { ids: [] })).status).toBe(422)
    const { message, undo } = toastOf(await send('two words\nVideo allow\norg.a\nDialer'))
    expect(message.replace(/[\u2068\u2069]/g, '')).toBe(
      'Changed 8 rules for 2 people. 1 app locked for everyone: Dialer. 1 app in no list: org.a.',
    )
    const rulesOf = () =>
      rows('SELECT package_name, is_whitelisted FROM user_apps WHERE user_id = ? ORDER BY package_name', two.userId)
    expect(await rulesOf()).toEqual([
      { package_name: 'org.a', is_whitelisted: 0 },
      { package_name: 'org.dialer', is_whitelisted: 0 },
      { package_name: 'org.maps', is_whitelisted: 0 },
      { package_name: 'org.video', is_whitelisted: 1 },
    ])
    expect(toastOf(await send('two words')).message).toBe('Nothing to change')
    await admin.post(undo)
    expect(await rulesOf()).toEqual([])
  })

  test('offers apps of the catalogue, and nothing that people use', async () => {
    await catalogue()
    const html = await (await admin.get(`${many}/suggestions?package_name=vid`, { part: true })).text()
    expect(html).toContain('<option value="org.video" label="Video"')
  })
})

import { beforeEach, describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../../test/support/client'
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

const rowsOf = (html: string) =>
  [...html.matchAll(/<li class="ruled"[^>]*>(.*?)<\/li>/gs)].map(([, row = '']) => words(row))

const ruleOf = async (userId: string, name: string) =>
  (
    await rows<{ seq: number; is_whitelisted: number; after_seconds: number | null }>(
      "SELECT updated_at AS seq, is_whitelisted, after_seconds FROM user_apps WHERE user_id = ? AND package_name = ? AND set_by = 'admin'",
      userId,
      name,
    )
  )[0]

const set = (by: Client, userId: string, fields: Record<string, string | number>, part = true) =>
  by.post(
    `/admin/users/${userId}/whitelist`,
    { package_name: 'org.chat', typed: 'org.chat', app: 'org.chat', seq: '', ...fields },
    { part },
  )

const undoIn = (html: string) => /\/changes\/admin\.rules~[\w-]+\/undo/.exec(html)?.[0] ?? ''

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
    expect((await set(admin, person.userId, { set: 'allow' })).status).toBe(200)

    const html = await page(person.userId)
    expect(html).not.toMatch(/org\.used|secret|Mine/)
    const found = rowsOf(html)
    expect(found).toHaveLength(4)
    expect(found[0]).toMatch(/^Chat org\.chat set by Robin, .* Allowed/)
    expect(found[1]).toMatch(/^Dialer org\.dialer locked for everyone Allowed/)
    expect(found[2]).toMatch(/^org\.own own rule Allowed/)
    expect(found[3]).toMatch(/^Video org\.video own rule unlocks after 1h of tracked time today/)

    for (const [search, names] of [
      ['?show=admin', ['Chat']],
      ['?show=own', ['org.own', 'Video']],
      ['?show=allowed', ['Chat', 'Dialer', 'org.own']],
      ['?show=blocked', []],
      ['?show=earned', ['Video']],
      ['?q=VIDEO', ['Video']],
      ['?q=org.d', ['Dialer']],
      ['?q=%00%F0%9F%A6%8A&after=x&show=none', []],
    ] as const) {
      const shown = rowsOf(await page(person.userId, search)).map((row) => row.split(' ')[0])
      expect([search, shown]).toEqual([search, names])
    }
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
      seen.push(...[...html.matchAll(/name="package_name" value="([^"]+)"/g)].map(([, name = '']) => name))
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
    const html = await (await set(admin, userId, { set: 'block' })).text()
    expect(html).toMatch(/^<li class="ruled"/)
    expect(words(html)).toContain('Blocked')
    const undo = undoIn(html)
    const check = async () => (await person.json('GET', '/api/v1/whitelist/check?package_name=org.chat')).json()
    expect(await check()).toMatchObject({ is_whitelisted: false, source: 'admin' })
    const { seq = 0 } = (await ruleOf(userId, 'org.chat')) ?? {}
    await set(admin, userId, { set: 'after', seq, after_subject: 'all', after_minutes: '90', after_period: 'week' })
    expect(await ruleOf(userId, 'org.chat')).toMatchObject({ is_whitelisted: 1, after_seconds: 5_400 })
    expect((await admin.post(undo)).status).toBe(404)
    const { seq: now = 0 } = (await ruleOf(userId, 'org.chat')) ?? {}
    const plain = await set(admin, userId, { set: 'remove', seq: now }, false)
    expect([plain.status, plain.headers.get('Location')]).toEqual([303, `/admin/users/${userId}/whitelist`])
    expect(await ruleOf(userId, 'org.chat')).toBeUndefined()
    expect([(await person.heads())?.whitelist_seq, (await other.heads())?.whitelist_seq]).toEqual([3, 0])
    const log = words(await (await admin.get(`/admin/audit?subject=${userId}`)).text()).replace(/[\u2068\u2069]/g, '')
    expect(log).toContain('Robin removed the rule for org.chat from Robin')
    expect(log).toContain('unlocks after 1h 30m tracked this week → no rule')
    expect(log).toContain('Robin blocked org.chat for Robin')
    expect(log).toContain('no rule → blocked')
  })

  test.each([
    [{ package_name: 'two words', set: 'allow' }, 'Enter the package name'],
    [{ set: 'forbid' }, 'Choose a rule'],
    [{ set: 'after', after_subject: 'all', after_minutes: 'much', after_period: 'day' }, 'Enter a time such as 60'],
    [{ set: 'after', after_subject: 'tag:#x', after_minutes: '60', after_period: 'day' }, 'only all tracked time'],
    [{ set: 'after', after_subject: 'all', after_minutes: '60', after_period: 'year' }, 'Choose day or week'],
    [{ set: 'allow', seq: 'x' }, 'Open the rule again'],
  ])('%j is refused next to its field, and nothing is written', async (fields, message) => {
    const { userId } = await signedIn()
    for (const part of [true, false]) {
      const answer = await set(admin, userId, fields, part)
      expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining(message)])
    }
    expect(await auditOf(userId)).toEqual([])
  })

  test('for a name asks which app is meant, and for one that no list knows whether it is right', async () => {
    const { userId } = await signedIn()
    const ask = async (package_name: string) => {
      const answer = await set(admin, userId, { package_name, typed: '', app: '', set: 'block' }, false)
      return [answer.status, words(await answer.text()).replace(/[\u2068\u2069]/g, '')] as const
    }
    expect(await ask('instagram')).toEqual([422, expect.stringContaining('Instagram (com.instagram.android)')])
    expect(await ask('org.tpyo')).toEqual([422, expect.stringContaining('“org.tpyo” isn’t in any list.')])
    expect(await rows('SELECT 1 FROM user_apps WHERE user_id = ?', userId)).toEqual([])
    const chosen = { package_name: 'instagram', typed: 'instagram', app: 'com.instagram.android', set: 'block' }
    expect((await set(admin, userId, chosen, false)).status).toBe(303)
    expect(await rows('SELECT package_name FROM user_apps WHERE user_id = ?', userId)).toEqual([
      { package_name: 'com.instagram.android' },
    ])
  })

  test('that another admin changed meanwhile is shown with both versions, and either can be kept', async () => {
    const second = await newAdmin()
    await rows("UPDATE users SET username = 'Ada' WHERE id = ?", second.userId)
    const { userId } = await signedIn()
    await set(second, userId, { set: 'block' })
    for (const part of [true, false]) {
      const stale = await set(admin, userId, { set: 'allow' }, part)
      expect(stale.status).toBe(409)
      const html = words(await stale.text())
      expect(html).toContain('Rule: allowed')
      expect(html).toContain('Rule: blocked')
      expect(html).toContain('By: Ada')
    }
    const { seq = 0 } = (await ruleOf(userId, 'org.chat')) ?? {}
    expect((await set(admin, userId, { set: 'allow', seq })).status).toBe(200)
    await set(second, userId, { set: 'remove', seq: Number((await ruleOf(userId, 'org.chat'))?.seq) })
    const gone = await set(admin, userId, { set: 'block', seq })
    expect([gone.status, words(await gone.text())]).toEqual([409, expect.stringContaining('Rule: no rule')])
  })

  test('is for people who are there, a suspended one too, and for admins themselves', async () => {
    const { userId } = await signedIn()
    await rows('UPDATE users SET suspended_at = 1 WHERE id = ?', userId)
    expect((await set(admin, userId, { set: 'allow' })).status).toBe(200)
    expect((await set(admin, admin.userId, { set: 'allow' })).status).toBe(200)
    expect((await set(admin, 'nobody', { set: 'allow' })).status).toBe(404)
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

  test('takes a line for one app, and previews every rule', async () => {
    await catalogue()
    await addApps(admin, [{ package_name: 'org.maps', label: 'Two Words' }])
    const { userId } = await signedIn()
    const preview = async (apps: string) => {
      const answer = await admin.post(many, { apps, set: 'block', chosen: userId, go: 'preview' })
      return { status: answer.status, text: words(await answer.text()).replace(/[\u2068\u2069]/g, '') }
    }
    for (const [apps, message] of [
      ['org.a\nnonsense name', 'Line 2, “nonsense name”: No app is called that. Enter its package name.'],
      ['org.a, org.b', 'Line 1, “org.a org.b”: More than one app on this line'],
      ['org.a allow org.b', 'Line 1, “org.a allow org.b”: More than one app on this line'],
    ] as const) {
      const { status, text } = await preview(apps)
      expect(status).toBe(422)
      expect(text).toContain(message)
    }
    const { status, text } = await preview('two words\nVideo allow\norg.a\norg.b\norg.c\norg.d\norg.e')
    expect(status).toBe(200)
    for (const name of ['org.maps', 'org.a', 'org.b', 'org.c', 'org.d', 'org.e']) {
      expect(text).toContain(`${name}: no rule → blocked`)
    }
    expect(text).toContain('org.video: no rule → allowed')
  })

  test('offers apps of the catalogue, and nothing that people use', async () => {
    await catalogue()
    const html = await (await admin.get(`${many}/suggestions?package_name=vid`, { part: true })).text()
    expect(html).toContain('<option value="org.video" label="Video"')
  })
})

import { afterAll, describe, expect, test } from 'vitest'
import { rows, signedIn } from '../../../test/support/client'
import { asked, personal } from '../../account/auth/programs/testing'
import { deleteProject, putGoal, putProject } from '../../time/sessions/testing'
import { newAdmin } from '../admin/testing'
import { dropApps, ownRules, putApps, putAppsForTest, putRule, somePackage } from './testing'

const path = '/api/v1/whitelist'
const [known, closed] = [somePackage('a'), somePackage('b')]
await putApps({ package_name: known, label: 'Known', category: 'Work' }, { package_name: closed, is_whitelisted: 0 })
afterAll(() => dropApps(known, closed))

const ruleAt = (packageName: string) => `${path}/apps/${encodeURIComponent(packageName)}`

type List = { version: string; unlisted: string; apps: { package_name: string }[] }

describe('the list', () => {
  test('has every default and every rule, with exactly its members, in the order of package names', async () => {
    const { json, userId } = await signedIn()
    const [own, admins] = [`${known}.z`, `${known}.Z`]
    await json('PUT', ruleAt(own), { is_whitelisted: false, label: ' My  app ' })
    await json('PUT', ruleAt(closed), { is_whitelisted: true, label: 'Not shown' })
    await putRule(userId, admins, { is_whitelisted: 1, after: null }, userId)
    const answer = await json('GET', path)
    const list = await answer.json<List>()
    expect(answer.headers.get('ETag')).toBe(`"${list.version}"`)
    expect(Object.keys(list)).toEqual(['version', 'unlisted', 'limits', 'apps'])
    const mine = [known, closed, own, admins]
    expect(list.apps.filter(({ package_name }) => mine.includes(package_name))).toEqual([
      { package_name: known, label: 'Known', category: 'Work', is_whitelisted: true, source: 'default' },
      { package_name: admins, label: admins, category: null, is_whitelisted: true, source: 'admin' },
      { package_name: own, label: 'My  app', category: null, is_whitelisted: false, source: 'user' },
      { package_name: closed, label: closed, category: null, is_whitelisted: true, source: 'user' },
    ])
    const names = list.apps.map(({ package_name }) => package_name)
    const bytes = (name: string) =>
      Array.from(new TextEncoder().encode(name), (byte) => byte.toString(16).padStart(2, '0')).join('')
    expect(names).toEqual(names.toSorted((a, b) => (bytes(a) < bytes(b) ? -1 : 1)))
  })
})

describe('a rule of one’s own', () => {
  test('is set, set again, and deleted once', async () => {
    const { json, userId } = await signedIn()
    const app = somePackage()
    for (const [body, label] of [
      [{ is_whitelisted: true }, null],
      [{ is_whitelisted: true, label: 'Maps' }, 'Maps'],
      [{ is_whitelisted: false, after: null }, 'Maps'],
      [{ is_whitelisted: false, label: null }, null],
    ] as const) {
      const { is_whitelisted } = body
      const answer = await json('PUT', ruleAt(app), body)
      expect([answer.status, await answer.json()]).toEqual([200, { package_name: app, is_whitelisted, source: 'user' }])
      const stored = await ownRules(userId)
      expect(stored).toMatchObject([{ package_name: app, label, is_whitelisted: Number(is_whitelisted) }])
    }
    expect((await json('DELETE', ruleAt(app))).status).toBe(204)
    expect((await json('DELETE', ruleAt(app))).status).toBe(404)
    expect(await ownRules(userId)).toEqual([])
  })

  test('that says what the default says holds when the default changes', async () => {
    const { json } = await signedIn()
    const app = somePackage()
    await putAppsForTest({ package_name: app })
    await json('PUT', ruleAt(app), { is_whitelisted: true })
    await rows('UPDATE apps SET is_whitelisted = 0 WHERE package_name = ?', app)
    const check = await json('GET', `${path}/check?package_name=${app}`)
    expect(await check.json()).toMatchObject({ is_whitelisted: true, source: 'user' })
  })

  test('can wait for time of one’s own, not for what is somebody else’s or deleted', async () => {
    const client = await signedIn()
    const [goal, project] = [await putGoal(client, 'Thesis'), await putProject(client, 'Daymark')]
    const deleted = await putProject(client, 'Old')
    await deleteProject(deleted)
    const foreign = await putProject(await signedIn(), 'Foreign')
    const app = somePackage()
    const put = (after: object, is_whitelisted = true) => client.json('PUT', ruleAt(app), { is_whitelisted, after })
    for (const subject of [`goal:${goal}`, `project:${project}`, 'tag:#deep', 'all']) {
      const answer = await put({ subject, seconds: 3600, period: 'week' })
      expect([answer.status, await answer.json()]).toMatchObject([
        200,
        { is_whitelisted: false, source: 'user', unlocks_in_seconds: 3600, unlock: { subject, period: 'week' } },
      ])
    }
    const before = await ownRules(client.userId)
    for (const [after, where] of [
      [{ subject: `project:${foreign}`, seconds: 3600, period: 'day' }, 'after.subject'],
      [{ subject: `project:${deleted}`, seconds: 3600, period: 'day' }, 'after.subject'],
      [{ subject: 'goal:nothing', seconds: 3600, period: 'day' }, 'after.subject'],
      [{ subject: 'all', seconds: 0, period: 'day' }, 'after.seconds'],
      [{ subject: 'all', seconds: 3600, period: 'day', until: 1 }, 'after.until'],
    ] as const) {
      const answer = await put(after)
      expect([after, answer.status, await answer.json()]).toMatchObject([after, 422, { errors: [{ path: where }] }])
    }
    expect((await put({ subject: 'all', seconds: 60, period: 'day' }, false)).status).toBe(422)
    expect(await ownRules(client.userId)).toEqual(before)
  })

  test('is refused under a locked default or an admin’s rule, which says who decides', async () => {
    const { json, userId, heads } = await signedIn()
    const admin = await newAdmin()
    await rows("UPDATE users SET username = 'Ada' WHERE id = ?", admin.userId)
    const [locked, theirs] = [somePackage('locked'), somePackage('theirs')]
    await putAppsForTest({ package_name: locked, is_whitelisted: 0, is_locked: 1, updated_by: admin.userId })
    await putRule(userId, theirs, { is_whitelisted: 0, after: null }, admin.userId)
    await putRule(userId, theirs, { is_whitelisted: 1, after: null })
    const before = [await ownRules(userId), await heads()]
    for (const app of [locked, theirs]) {
      for (const [method, body] of [
        ['PUT', { is_whitelisted: true }],
        ['PUT', { is_whitelisted: false }],
        ['DELETE', undefined],
      ] as const) {
        const answer = await json(method, ruleAt(app), body)
        const refused = { code: 'locked', detail: expect.stringContaining('Ada') }
        expect([method, answer.status, await answer.json()]).toMatchObject([method, 403, refused])
      }
    }
    expect([await ownRules(userId), await heads()]).toEqual(before)
  })

  test('has a name as it is given, whatever it holds', async () => {
    const { json, userId } = await signedIn()
    const names = [
      ...'a/b a%2Fb 100% %41 c++ q?x=1&y#z 日本語 🦊.app مثال <b>"\'</b> \u202Ex A a __proto__'.split(' '),
      ...['‍', 'x'.repeat(255), '🦊'.repeat(255)],
    ]
    for (const package_name of names) {
      const rule = { package_name, is_whitelisted: true, source: 'user' }
      expect(await (await json('PUT', ruleAt(package_name), { is_whitelisted: true })).json()).toEqual(rule)
      const check = await json('GET', `${path}/check?${new URLSearchParams({ package_name })}`)
      expect(await check.json()).toEqual(rule)
    }
    const stored = (await ownRules(userId)).map(({ package_name }) => package_name)
    expect(new Set(stored)).toEqual(new Set(names))
    const { apps } = await (await json('GET', path)).json<List>()
    expect(apps.map(({ package_name }) => package_name).filter((name) => names.includes(name))).toEqual(stored)
    for (const name of names) expect((await json('DELETE', ruleAt(name))).status).toBe(204)
  })

  test('is refused with a name that is none, or a body that is none', async () => {
    const { json, userId } = await signedIn()
    const good = { is_whitelisted: true }
    for (const [method, name, body, where] of [
      ...['a b', 'a\tb', '\u0000', 'a\u2003b', '\u0085', 'x'.repeat(256)].flatMap((name) => [
        ['PUT', name, good, 'package_name'] as const,
        ['DELETE', name, undefined, 'package_name'] as const,
      ]),
      ['PUT', 'app', {}, 'is_whitelisted'],
      ['PUT', 'app', { is_whitelisted: 1 }, 'is_whitelisted'],
      ['PUT', 'app', { is_whitelisted: null }, 'is_whitelisted'],
      ['PUT', 'app', { ...good, label: '' }, 'label'],
      ['PUT', 'app', { ...good, label: 'x'.repeat(101) }, 'label'],
      ['PUT', 'app', { ...good, after: 'all' }, 'after'],
    ] as const) {
      const answer = await json(method, ruleAt(name), body)
      const refused = { errors: [{ path: where, message: expect.any(String) }] }
      expect([name, body, answer.status, await answer.json()]).toMatchObject([name, body, 422, refused])
    }
    expect(await ownRules(userId)).toEqual([])
  })

  test('is neither seen nor deleted by other people', async () => {
    const [one, other] = [await signedIn(), await signedIn()]
    const app = somePackage()
    await one.json('PUT', ruleAt(app), { is_whitelisted: true, label: 'Mine' })
    expect(await (await other.json('GET', path)).text()).not.toContain(app)
    expect(await (await other.json('GET', `${path}/check?package_name=${app}`)).json()).toMatchObject({
      source: 'unlisted',
    })
    expect((await other.json('DELETE', ruleAt(app))).status).toBe(404)
    await other.json('PUT', ruleAt(app), { is_whitelisted: false })
    expect((await other.json('DELETE', ruleAt(app))).status).toBe(204)
    expect(await ownRules(one.userId)).toMatchObject([{ package_name: app }])
  })
})

test('a token for reporting use reads the list and the check, and sets no rule', async () => {
  const { userId } = await signedIn()
  const status = async (scope: 'usage' | 'read' | 'write', method: string, at: string, body?: object) =>
    (await asked(method, at, await personal(userId, [scope]), body)).status
  for (const [scope, list, check, put] of [
    ['usage', 200, 200, 403],
    ['read', 200, 200, 403],
    ['write', 403, 403, 200],
  ] as const) {
    expect([
      await status(scope, 'GET', path),
      await status(scope, 'GET', `${path}/check?package_name=a`),
      await status(scope, 'PUT', ruleAt('a'), { is_whitelisted: true }),
    ]).toEqual([list, check, put])
  }
})

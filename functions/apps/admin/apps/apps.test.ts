import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Client, rows } from '../../../../test/support/client'
import { inspect } from '../../../../test/support/html'
import { auditOf, newAdmin, onlyAdmin } from '../testing'
import { addApps, catalogueNow, listed, newWord, noApps, seen, stored, ticks, undoIn } from './testing'

const root = '/admin/whitelists'

let admin: Client
let name: string
beforeEach(async () => {
  admin = await onlyAdmin()
  name = `org.example.${newWord()}`
})
afterEach(noApps)

const add = (fields: Record<string, string> = {}, how = {}) =>
  admin.post(root, { package_name: name, label: 'YouTube', is_whitelisted: '1', ...fields }, how)

test('an app is added, found by any beginning of its words, edited and deleted, and all of it is noted', async () => {
  const before = await catalogueNow()
  expect((await add({ category: 'Video' })).status).toBe(303)
  expect(await stored(name)).toMatchObject({ label: 'YouTube', category: 'Video', is_whitelisted: 1, is_locked: 0 })
  const page = await (await admin.get(`${root}?q=tub`)).text()
  expect(listed(page)).toEqual([name])

  await admin.post(`${root}/edit`, { ...(await seen(name)), label: 'Tube', is_whitelisted: '0', is_locked: '1' })
  expect(await stored(name)).toMatchObject({ label: 'Tube', category: null, is_whitelisted: 0, is_locked: 1 })
  expect(await catalogueNow()).toEqual({ ...before, seq: before.seq + 2, app_count: before.app_count + 1 })

  const deleted = await admin.post(`${root}/delete`, await seen(name))
  expect([deleted.status, await stored(name)]).toEqual([303, undefined])
  expect(await auditOf(name)).toHaveLength(3)
  expect(await catalogueNow()).toEqual({ ...before, seq: before.seq + 3 })
})

test('the version of every person’s list moves with a default, and their rules stay when it is deleted', async () => {
  await add()
  const { json, userId } = await newAdmin()
  const version = async () => (await (await json('GET', '/api/v1/whitelist')).json<{ version: string }>()).version
  await json('PUT', `/api/v1/whitelist/apps/${name}`, { is_whitelisted: false })
  const first = await version()
  await admin.post(`${root}/delete`, await seen(name))
  expect(await version()).not.toBe(first)
  expect(await rows('SELECT package_name FROM user_apps WHERE user_id = ?', userId)).toEqual([{ package_name: name }])
})

describe('what cannot be', () => {
  test.each([
    [{ label: '' }, 'Enter a label'],
    [{ label: 'x'.repeat(101) }, 'Use at most 100 characters for the label'],
    [{ category: 'x'.repeat(51) }, 'Use at most 50 characters for the category'],
    [{ is_whitelisted: 'maybe' }, 'Choose an option'],
    [{ package_name: 'x'.repeat(256) }, 'Enter the package name'],
  ])('%j is said next to its field, with what was typed', async (fields, message) => {
    for (const part of [true, false]) {
      const answer = await add({ label: 'Kept <b>', ...fields }, { part })
      const html = await answer.text()
      expect([answer.status, html.includes(message)]).toEqual([422, true])
      const { invalid, values } = inspect(html)
      expect(invalid).toBeGreaterThan(0)
      if (!('label' in fields)) expect(values.get('label')).toBe('Kept <b>')
    }
    expect(await rows('SELECT 1 FROM apps')).toEqual([])
  })

  test('an app that is there already is not added again', async () => {
    await add()
    const again = await add({ label: 'Other' })
    expect([again.status, await again.text()]).toEqual([422, expect.stringContaining('This app already exists')])
    expect(await stored(name)).toMatchObject({ label: 'YouTube' })
  })

  test('package names of any letters work, and are text', async () => {
    name = '\u202e"><img/src=x>&#*🎮'
    await add({ typed: name, app: name })
    for (const path of [root, `${root}/edit?${new URLSearchParams({ package_name: name })}`]) {
      expect(inspect(await (await admin.get(path)).text()).intruders).toEqual([])
    }
    await admin.post(`${root}/switch`, { ...(await seen(name)), is_whitelisted: '0' })
    expect(await stored(name)).toMatchObject({ is_whitelisted: 0 })
  })
})

describe('two admins at once', () => {
  test('the second is shown both versions, and can keep theirs', async () => {
    await add()
    const saw = await seen(name)
    await admin.post(`${root}/edit`, { ...saw, label: 'First', is_whitelisted: '1' })
    const late = { label: 'Second', category: 'Kept', is_whitelisted: '0' }
    const answer = await admin.post(`${root}/edit`, { ...saw, ...late }, { part: true })
    const html = await answer.text()
    expect(answer.status).toBe(409)
    for (const text of ['First', 'Second', 'Kept', 'blocked', 'allowed']) expect(html).toContain(text)
    expect(await stored(name)).toMatchObject({ label: 'First' })
    const { values } = inspect(html)
    const again = await admin.post(`${root}/edit`, Object.fromEntries(values))
    expect([again.status, await stored(name)]).toMatchObject([303, { ...late, is_whitelisted: 0 }])
  })

  test('a tap and a deletion that saw another version change nothing, unless it is so already', async () => {
    await add()
    const saw = await seen(name)
    await admin.post(`${root}/edit`, { ...saw, label: 'Moved', is_whitelisted: '1' })
    const now = await stored(name)
    for (const [path, fields] of [
      ['switch', { is_whitelisted: '0' }],
      ['switch', { is_locked: '1' }],
      ['delete', {}],
    ] as const) {
      for (const part of [true, false]) {
        const answer = await admin.post(`${root}/${path}`, { ...saw, ...fields }, { part })
        expect([answer.status, await answer.text()]).toEqual([409, expect.stringContaining('Keep mine')])
      }
    }
    expect((await admin.post(`${root}/switch`, { ...saw, is_whitelisted: '1' })).status).toBe(303)
    expect(await stored(name)).toEqual(now)
  })

  test('a tap is shown what else moved on, and the pencil of a deleted app that it is gone', async () => {
    await add()
    const saw = await seen(name)
    await admin.post(`${root}/switch`, { ...saw, is_locked: '1' })
    const tap = await admin.post(`${root}/switch`, { ...saw, is_whitelisted: '0' }, { part: true })
    const html = await tap.text()
    for (const words of ['blocked, locked', 'allowed, locked']) expect(html).toContain(words)
    await admin.post(`${root}/delete`, await seen(name))
    const edit = `${root}/edit?${new URLSearchParams({ package_name: name })}`
    const instead = await (await admin.get(edit, { part: true })).text()
    expect(instead).toContain('has been deleted')
    expect(instead, 'its row goes').not.toContain('<li')
    expect((await admin.get(edit)).status).toBe(404)
  })

  test('an edit of an app that was deleted meanwhile keeps what was typed, and adds it when it is saved again', async () => {
    await add()
    const saw = await seen(name)
    await admin.post(`${root}/delete`, saw)
    const answer = await admin.post(`${root}/edit`, { ...saw, label: 'Typed', is_whitelisted: '0' }, { part: true })
    const html = await answer.text()
    expect([answer.status, html]).toEqual([409, expect.stringContaining('deleted while you were editing')])
    expect(inspect(html).values.get('label')).toBe('Typed')
    await admin.post(`${root}/edit`, { ...saw, seq: '', label: 'Typed', is_whitelisted: '0' })
    expect(await stored(name)).toMatchObject({ label: 'Typed', is_whitelisted: 0 })
    for (const path of ['switch', 'delete']) {
      const gone = { package_name: `${name}.gone`, seq: '1', is_locked: '1' }
      expect(await (await admin.post(`${root}/${path}`, gone, { part: true })).text()).toContain('has been deleted')
    }
  })
})

describe('undo', () => {
  test('takes back a deletion, an edit, a tap and an addition, and is noted itself', async () => {
    const undone = async (answer: Response) => {
      const html = await answer.text()
      expect([answer.status, undoIn(html)]).toEqual([200, expect.stringContaining('undo')])
      expect(await (await admin.post(undoIn(html), {}, { part: true })).text()).toContain('1 app restored')
      return stored(name)
    }
    await add({ category: 'Video' })
    const first = { label: 'YouTube', category: 'Video', is_whitelisted: 1, is_locked: 0 }
    const part = { part: true }
    expect(await undone(await admin.post(`${root}/delete`, await seen(name), part))).toMatchObject(first)
    const edit = { ...(await seen(name)), label: 'Other', is_whitelisted: '0' }
    expect(await undone(await admin.post(`${root}/edit`, edit, part))).toMatchObject(first)
    const tap = { ...(await seen(name)), is_locked: '1' }
    expect(await undone(await admin.post(`${root}/switch`, tap, part))).toMatchObject(first)
    expect(await auditOf(name)).toHaveLength(7)
    await admin.post(`${root}/delete`, await seen(name))
    expect(await undone(await add({}, part))).toBeUndefined()
  })

  test('leaves what has changed since, and says so', async () => {
    const html = await (await add({}, { part: true })).text()
    await admin.post(`${root}/switch`, { ...(await seen(name)), is_locked: '1' })
    const answer = await (await admin.post(undoIn(html), {}, { part: true })).text()
    expect(answer).toContain('Nothing undone. \u2068YouTube\u2069 has changed since')
    expect((await admin.json('POST', `/api/v1${undoIn(html)}`)).status).toBe(409)
    expect(await stored(name)).toMatchObject({ is_locked: 1 })
    expect((await admin.post('/changes/admin.apps~nothing/undo')).status).toBe(404)
  })
})

describe('many at once', () => {
  let names: string[]
  beforeEach(async () => {
    const word = newWord()
    names = ['a', 'b', 'c', 'd'].map((letter) => `${letter}.${word}`)
    await addApps(
      admin,
      names.map((package_name) => ({ package_name, label: `App ${package_name[0]}` })),
    )
  })

  const many = (act: string, ids: string[], how = {}) => admin.post(`${root}/many`, { act, ids }, how)

  const allowed = async () => (await Promise.all(names.map(stored))).map((app) => app?.is_whitelisted)

  test.each([
    ['allow', { is_whitelisted: 1, is_locked: 0 }],
    ['lock', { is_whitelisted: 0, is_locked: 1 }],
    ['delete', undefined],
  ])('%s does so with all that are ticked, in one change that one Undo takes back', async (act, wanted) => {
    const all = async () => (await Promise.all(names.map(stored))).map((app) => app && { ...app, seq: undefined })
    const [before, { seq }] = [await all(), await catalogueNow()]
    const html = await (await many(act, await ticks(names), { part: true })).text()
    const after = before.map((app) => wanted && { ...app, ...wanted })
    expect([await all(), (await catalogueNow()).seq]).toEqual([after, seq + 1])
    const noted = await rows(
      'SELECT DISTINCT change_id FROM admin_audit WHERE subject LIKE ? AND before IS NOT NULL',
      `%${names[0]?.slice(2)}`,
    )
    expect(noted).toHaveLength(1)
    expect(await (await admin.post(undoIn(html), {}, { part: true })).text()).toContain('4 apps restored')
    expect(await all()).toEqual(before)
  })

  test.each(['block', 'unlock'])('%s of what is so already changes nothing', async (act) => {
    const before = await catalogueNow()
    expect((await many(act, await ticks(names), { part: true })).status).toBe(200)
    expect(await catalogueNow()).toEqual(before)
  })

  describe('what another admin has changed since the ticks', () => {
    test('is left and named, and done when it is asked for anew', async () => {
      const ids = await ticks(names)
      const other = await newAdmin()
      await rows("UPDATE users SET username = 'Ada <b>' WHERE id = ?", other.userId)
      const [a = '', b = '', c = ''] = names
      await other.post(`${root}/switch`, { ...(await seen(a)), is_locked: '1' })
      await other.post(`${root}/delete`, await seen(b))
      await other.post(`${root}/switch`, { ...(await seen(c)), is_whitelisted: '1' })

      for (const part of [true, false]) {
        const answer = await many('allow', ids, { part, page: root })
        const html = await answer.text()
        expect(answer.status).toBe(409)
        expect(html).toContain('<bdi>App a</bdi> is now blocked, locked, changed by <bdi>Ada &lt;b&gt;</bdi>')
        expect(html).toContain(`<bdi class="mono">${b}</bdi>`)
        // The notice may be out of sight by now.
        expect(html.includes('2 not changed, see above the list')).toBe(part)
        // An app that already equals the result is no conflict.
        expect(html).not.toContain('<bdi>App c</bdi> is')
        expect(await allowed()).toEqual([0, undefined, 1, 1])
      }
      const told = await (await many('allow', ids, { part: true, page: root })).text()
      const anew = [...told.matchAll(/type="hidden" name="ids" value="([^"]+)"/g)].map(([, value]) => value ?? '')
      expect(anew).toEqual(await ticks([a]))
      await many('allow', anew)
      expect(await stored(a)).toMatchObject({ is_whitelisted: 1, is_locked: 1 })
    })

    test('is left by Undo, which takes back the others', async () => {
      const html = await (await many('allow', await ticks(names), { part: true })).text()
      await admin.post(`${root}/switch`, { ...(await seen(names[0] ?? '')), is_locked: '1' })
      const told = await (await admin.post(undoIn(html), {}, { part: true })).text()
      expect(told).toContain('3 apps restored. \u2068App a\u2069 has changed since and wasn’t undone.')
      expect(await allowed()).toEqual([1, 0, 0, 0])
    })
  })

  test.each([
    ['allow', []],
    ['nothing', ['1:a']],
    ['allow', ['x', '1:', ':a', '1:two words']],
  ])('%s of %j is refused', async (act, ids) => {
    expect((await many(act, ids)).status).toBe(422)
  })
})

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Client, rows } from '../../../test/client'
import { newAdmin, onlyAdmin } from '../testing'
import { addApps, catalogueNow, newWord, noApps, seen, stored, ticks, undoIn } from './testing'

const root = '/admin/whitelists'

let admin: Client
let names: string[]
beforeEach(async () => {
  admin = await onlyAdmin()
  const word = newWord()
  names = ['a', 'b', 'c', 'd'].map((letter) => `${letter}.${word}`)
  await addApps(
    admin,
    names.map((package_name) => ({ package_name, label: `App ${package_name[0]}` })),
  )
})
afterEach(noApps)

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

describe('what another admin has changed since', () => {
  test('is left and named, and done when it is asked for anew', async () => {
    const ids = await ticks(names)
    const other = await newAdmin()
    await rows("UPDATE users SET username = 'Ada <b>' WHERE id = ?", other.userId)
    const [a = '', b = '', c = ''] = names
    await other.post(`${root}/switch`, { ...(await seen(a)), is_locked: '1' })
    await other.post(`${root}/delete`, await seen(b))
    await other.post(`${root}/switch`, { ...(await seen(c)), is_whitelisted: '1' })

    for (const part of [true, false]) {
      const answer = await many('allow', ids, { part })
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
    const told = await (await many('allow', ids, { part: true })).text()
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

test('one ticked twice, or at no version that there was, is done once or not', async () => {
  const [one = ''] = await ticks(names)
  await many('allow', [one, one])
  expect(await allowed()).toEqual([1, 0, 0, 0])
  const answer = await many('block', [`999999999999999:${names[0]}`])
  expect([answer.status, await allowed()]).toEqual([409, [1, 0, 0, 0]])
})

import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Client, rows } from '../../../../test/support/client'
import { loadRoutes } from '../../../app'
import { words } from '../../../time/sessions/testing'
import { onlyAdmin } from '../testing'
import { readState } from './schema'
import { addApps, catalogueNow, newWord, noApps, seen, stored, ticks, undoIn } from './testing'

let admin: Client
let name: string
beforeEach(async () => {
  admin = await onlyAdmin()
  name = `audited.${newWord()}`
  await rows("UPDATE users SET username = 'Ada' WHERE id = ?", admin.userId)
})
afterEach(noApps)

const csv = () => `package_name,label,is_whitelisted\n${name},Imported,1\n${name}.other,Other,0`

/** Body of each write of defaults. It finds the app there, blocked, unless it adds it. */
const writes: Record<string, () => Promise<Response>> = {
  'POST /admin/whitelists': () =>
    admin.post('/admin/whitelists', { package_name: `${name}.new`, label: 'New', is_whitelisted: '1' }),
  'POST /admin/whitelists/edit': async () =>
    admin.post('/admin/whitelists/edit', { ...(await seen(name)), label: 'Edited', is_whitelisted: '1' }),
  'POST /admin/whitelists/switch': async () =>
    admin.post('/admin/whitelists/switch', { ...(await seen(name)), is_locked: '1' }),
  'POST /admin/whitelists/delete': async () => admin.post('/admin/whitelists/delete', await seen(name)),
  'POST /admin/whitelists/many': async () =>
    admin.post('/admin/whitelists/many', { act: 'allow', ids: await ticks([name]) }),
  'POST /changes/admin.apps~:id/undo': async () => {
    const deleted = await admin.post('/admin/whitelists/delete', await seen(name), { part: true })
    return admin.post(undoIn(await deleted.text()))
  },
  'POST /admin/whitelists/import/confirm': async () =>
    admin.post('/admin/whitelists/import/confirm', { text: csv(), seq: String((await catalogueNow()).seq) }),
  'POST /api/v1/admin/apps/import': () =>
    admin.json('POST', '/api/v1/admin/apps/import', csv(), { 'Content-Type': 'text/csv' }),
  'PUT /api/v1/admin/apps/:package_name': () =>
    admin.json('PUT', `/api/v1/admin/apps/${name}`, { label: 'Put', is_whitelisted: true }),
  'DELETE /api/v1/admin/apps/:package_name': () => admin.json('DELETE', `/api/v1/admin/apps/${name}`),
}

/** Previews, which write nothing. */
const previews = ['POST /admin/whitelists/import']

test('every write of defaults is known here', async () => {
  const found = (await loadRoutes())
    .filter(
      ({ method, path }) => !['GET', 'ALL'].includes(method) && /^\/(api\/v1\/)?admin\/(whitelists|apps)/.test(path),
    )
    .map(({ method, path }) => `${method} ${path}`)
  expect([...Object.keys(writes), ...previews].toSorted()).toEqual(
    [...new Set(found), 'POST /changes/admin.apps~:id/undo'].toSorted(),
  )
})

const state = async (packageName: string) => {
  const found = await stored(packageName)
  if (!found) return null
  const { label, category, is_whitelisted, is_locked } = found
  return { label, category, is_whitelisted: is_whitelisted === 1, is_locked: is_locked === 1 }
}

test.each(Object.keys(writes))(
  '%s is noted for each app that it writes, with what was before and after',
  async (route) => {
    await addApps(admin, [{ package_name: name, label: 'Found' }])
    const [last] = await rows<{ number: number }>('SELECT max(number) AS number FROM admin_audit')
    const seq = (await catalogueNow()).seq
    const status = (await writes[route]?.())?.status ?? 0
    expect([route, status < 400]).toEqual([route, true])
    const all = await rows<{ subject: string; before: string; after: string; admin_id: string; action: string }>(
      'SELECT subject, before, after, admin_id, action FROM admin_audit WHERE number > ? ORDER BY number',
      last?.number,
    )
    const isUndo = route.endsWith('undo')
    const noted = all.filter(({ action }) => action === 'app')
    expect(all.filter(({ action }) => action !== 'app').map(({ action, admin_id }) => [action, admin_id])).toEqual(
      /import/.test(route) ? [['import', admin.userId]] : [],
    )
    expect(noted).toHaveLength(isUndo || /import/.test(route) ? 2 : 1)
    expect((await catalogueNow()).seq).toBe(seq + (isUndo ? 2 : 1))
    for (const [at, entry] of noted.entries()) {
      expect([entry.admin_id, entry.action]).toEqual([admin.userId, 'app'])
      if (!isUndo || at === 1) expect(JSON.parse(entry.after)).toEqual(await state(entry.subject))
      expect(readState(entry.before)?.label).toBe(entry.subject === name && !(isUndo && at === 1) ? 'Found' : undefined)
    }
  },
)

test('the log tells of them in words', async () => {
  const said = async () => {
    const html = (await (await admin.get(`/admin/audit?action=app&subject=${name}`)).text()).split('id="audit-list"')[1]
    const row = words(/<li>(.*?)<\/li>/s.exec(html ?? '')?.[1] ?? '')
    return row
      .trim()
      .replace(/today, \d\d:\d\d/, '|')
      .replaceAll(/[\u2068\u2069]/g, '')
  }
  const put = (label: string, more: object) =>
    admin.json('PUT', `/api/v1/admin/apps/${name}`, { label, is_whitelisted: true, ...more })
  await put('YouTube', {})
  expect(await said()).toBe(`Ada added YouTube | · allowed · ${name}`)
  await put('YouTube', { is_whitelisted: false, is_locked: true })
  expect(await said()).toBe(`Ada changed YouTube | · allowed → blocked, locked · ${name}`)
  await put('YouTube', { is_whitelisted: false, category: 'Video' })
  expect(await said()).toBe(`Ada changed YouTube | · locked → not locked; no category → Video · ${name}`)
  await put('Tube <b>', { is_whitelisted: false })
  expect(await said()).toBe(`Ada changed Tube &lt;b&gt; | · YouTube → Tube &lt;b&gt;; Video → no category · ${name}`)
  await admin.json('DELETE', `/api/v1/admin/apps/${name}`)
  expect(await said()).toBe(`Ada deleted Tube &lt;b&gt; | · blocked · ${name}`)
})

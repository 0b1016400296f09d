import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { askFor, post } from '../../../account/auth/magic-link/testing'
import { loadRoutes } from '../../../app'
import { clockTime } from '../../../lib/text/format'
import { dayOf } from '../../../lib/time/days'
import { words } from '../../../time/sessions/testing'
import { putRule } from '../../whitelists/testing'
import { auditOf, newAdmin, onlyAdmin } from '../testing'

let admin: Client
beforeEach(async () => {
  admin = await onlyAdmin()
})

const shown = async (search = '', by = admin) => {
  const answer = await by.get(`/admin/audit${search}`)
  expect(answer.status).toBe(200)
  const list = (await answer.text()).split('id="audit-list"')[1] ?? ''
  return [...list.matchAll(/<li>(.*?)<\/li>/gs)].map(([, row]) => words(row ?? '').trim())
}

const named = async (username: string) => {
  const client = await signedIn()
  await rows('UPDATE users SET username = ? WHERE id = ?', username, client.userId)
  return client
}

test('each write of an admin is there once, in words, with what was before', async () => {
  await rows("UPDATE users SET username = 'Ada' WHERE id = ?", admin.userId)
  const { userId } = await named('Kim')
  const sentences = []
  for (const act of ['suspend', 'restore', 'make-admin', 'remove-admin']) {
    await admin.post(`/admin/users/${userId}/${act}`, { sure: act })
    sentences.unshift((await shown(`?subject=${userId}`))[0]?.replace(/today, \d\d:\d\d/, '|'))
  }
  expect(sentences).toEqual([
    'Ada removed Kim as an admin | · admin → user',
    'Ada made Kim an admin | · user → admin',
    'Ada restored Kim | · suspended → active',
    'Ada suspended Kim | · active → suspended',
  ])
})

/** Bodies of the writes that need one. */
const app = 'org.example.app'
const aboutApp = { package_name: app, typed: app, app, after_subject: 'all', after_minutes: '60' }
const sentTo: Record<string, Record<string, string>> = {
  'POST /admin/users/rules/set': { list: app, set: 'block' },
  'POST /admin/users/:id/whitelist/rules': { package_name: app, rule: 'block' },
  'POST /admin/users/:id/whitelist/add': { ...aboutApp, rule: 'block' },
  'POST /admin/users/:id/whitelist/earned': aboutApp,
  'POST /admin/users/:id/whitelist/earned/many': { ...aboutApp, save: 'yes' },
  'POST /admin/users/:id/whitelist/earned/edit': { ...aboutApp, rule: 'block', seq: '1' },
  'POST /admin/users/:id/whitelist/unlisted': { unlisted_apps: 'allow', seen: 'block.' },
}

const sentAsJson: Record<string, (userId: string) => object> = {
  'PATCH /api/v1/admin/users/:id': () => ({ role: 'admin' }),
  'PUT /api/v1/admin/users/:id/apps/:package_name': () => ({ is_whitelisted: false }),
  'PATCH /api/v1/admin/users/:id/unlisted-apps': () => ({ unlisted_apps_locked: true }),
  'POST /api/v1/admin/users/apps': (id) => ({
    user_ids: [id],
    apps: [{ package_name: app, rule: { is_whitelisted: true } }],
  }),
}

/** Writes of apps and invitations, which are recorded under their own id; writes without effect; and a form that is shown. */
const elsewhere =
  /^(POST \/admin\/users\/rules|DELETE .*:package_name|.*\/changes\/:id\/undo|\w+ \/(api\/v1\/)?admin\/(whitelists|apps|invitations).*)$/

const decided = async (userId: string) => [
  await rows('SELECT role, suspended_at, preferences, unlisted_locked_at FROM users WHERE id = ?', userId),
  await rows('SELECT package_name, is_whitelisted FROM user_apps WHERE user_id = ?', userId),
]

test('no write of an admin’s goes unnoted', async () => {
  const writes = [
    ...new Set(
      (await loadRoutes())
        .filter(({ method, path }) => !['GET', 'ALL'].includes(method) && /^\/(api\/v1\/)?admin\//.test(path))
        .map(({ method, path }) => `${method} ${path}`)
        .filter((route) => !elsewhere.test(route)),
    ),
  ]
  expect(writes.length).toBeGreaterThan(4)
  for (const route of writes) {
    const [method = '', path = ''] = route.split(' ')
    const { userId } = await signedIn()
    if (path.endsWith('restore')) await rows('UPDATE users SET suspended_at = 1 WHERE id = ?', userId)
    if (path.endsWith('edit')) await putRule(userId, app, { is_whitelisted: 1, after: null }, admin.userId)
    if (path.endsWith('remove-admin')) await rows("UPDATE users SET role = 'admin' WHERE id = ?", userId)
    const address = path.replace(':id', userId).replace(':package_name', app)
    const before = await decided(userId)
    if (path.startsWith('/api/')) await admin.json(method, address, sentAsJson[route]?.(userId))
    else await admin.post(address, { ids: userId, sure: path.split('/').at(-1) ?? '', ...sentTo[route] })
    expect([route, await decided(userId)]).not.toEqual([route, before])
    expect([route, await auditOf(userId)]).toEqual([route, [expect.objectContaining({ admin_id: admin.userId })]])
  }
})

test('who deleted their account is shown as such, as admin and as subject', async () => {
  const [second, person] = [await newAdmin(), await named('Gone')]
  await second.post(`/admin/users/${person.userId}/suspend`, { sure: 'suspend' })
  await rows('DELETE FROM users WHERE id IN (?, ?)', second.userId, person.userId)
  const [row] = await shown(`?subject=${person.userId}`)
  expect(row).toMatch(/^a deleted account suspended a deleted account /)
  expect(await shown(`?admin=${second.userId}`)).toEqual([row])
  const page = await (await admin.get(`/admin/audit?admin=${second.userId}`)).text()
  expect(page).toContain('A deleted account</option>')
})

test('becoming admin at sign-in is noted as one’s own doing', async () => {
  const { token } = await askFor('chief@example.com')
  const bindings = { ...env, ADMIN_EMAILS: 'x@example.com, Chief@Example.com ' }
  await post('/auth/verify', { token }, undefined, bindings)
  const [row] = await shown('?subject=chief@example.com')
  expect(row).toMatch(/^chief became an admin at sign-in, as one of ADMIN_EMAILS/)
})

test('instants are told on the reader’s clock', async () => {
  const zone = { time_zone: 'Pacific/Auckland', day_start_minute: 0 }
  const reader = await newAdmin({ time_zone: zone.time_zone, day_start_minute: 1_000, clock: 12 })
  const { userId } = await signedIn()
  await admin.post(`/admin/users/${userId}/suspend`, { sure: 'suspend' })
  const at = Date.UTC(2020, 0, 31, 23, 5)
  await rows('UPDATE admin_audit SET at = ? WHERE subject = ?', at, userId)
  const [row] = await shown(`?subject=${userId}`, reader)
  expect([dayOf(at, zone), clockTime(at, zone.time_zone, 12)]).toEqual(['2020-02-01', '12:05 pm'])
  expect(row).toContain('1 February 2020, 12:05 pm')
})

import { beforeEach, describe, expect, test } from 'vitest'
import { type Client, signedIn } from '../../../test/support/client'
import { asked, personal } from '../../account/auth/programs/testing'
import { addPeople, auditOf, newAdmin, onlyAdmin } from './testing'

let admin: Client
beforeEach(async () => {
  admin = await onlyAdmin()
})

const users = '/api/v1/admin/users'

type Page<T> = { items: T[]; next_cursor: string | null }

/** Walks all pages of a list while something else happens. */
const walk = async <T>(address: string, meanwhile: () => Promise<unknown> = async () => {}) => {
  const items: T[] = []
  let cursor = ''
  do {
    const answer = await admin.json('GET', `${address}${cursor && `&cursor=${cursor}`}`)
    expect(answer.status).toBe(200)
    const page = await answer.json<Page<T>>()
    items.push(...page.items)
    cursor = page.next_cursor ?? ''
    await meanwhile()
  } while (cursor)
  return items
}

describe('users', () => {
  test('are searched, and read one by one', async () => {
    const { userId } = await signedIn({ time_zone: 'Pacific/Auckland' })
    const [one] = await walk<object>(`${users}?q=${userId.toUpperCase()}`)
    expect(one).toMatchObject({ id: userId, email: `${userId}@example.com`, username: 'Robin', role: 'user' })
    const read = await admin.json('GET', `${users}/${userId}`)
    expect(await read.json()).toEqual(one)
    expect((await admin.json('GET', `${users}/nobody`)).status).toBe(404)
    expect((await admin.json('PATCH', `${users}/nobody`, { role: 'admin' })).status).toBe(404)
  })

  test('are suspended, restored and made admins, both at once where that is asked', async () => {
    const { userId } = await signedIn()
    const patch = async (body: object) => (await admin.json('PATCH', `${users}/${userId}`, body)).json<object>()
    const suspended = { role: 'admin', suspended_at: expect.any(String) }
    expect(await patch({ role: 'admin', suspended: true })).toMatchObject(suspended)
    expect(await patch({ suspended: true, role: 'admin' })).toMatchObject(suspended)
    expect(await patch({})).toMatchObject(suspended)
    expect(await patch({ role: 'user', suspended: false })).toMatchObject({ role: 'user', suspended_at: null })
    const noted = (await auditOf(userId)).map(({ action, before, after }) => [action, before, after])
    expect(noted).toEqual([
      ['role', '{"role":"user"}', '{"role":"admin"}'],
      ['suspend', '{"suspended":false}', '{"suspended":true}'],
      ['role', '{"role":"admin"}', '{"role":"user"}'],
      ['restore', '{"suspended":true}', '{"suspended":false}'],
    ])
  })

  test.each([
    [{ role: 'user' }, 'last_admin'],
    [{ role: 'user', suspended: true }, 'last_admin'],
    [{ suspended: true }, 'yourself'],
  ])('of an admin by themselves with %j is a conflict: %s', async (body, code) => {
    if (code === 'yourself') await newAdmin()
    const answer = await admin.json('PATCH', `${users}/${admin.userId}`, body)
    expect([answer.status, await answer.json()]).toEqual([409, expect.objectContaining({ code })])
    expect(await auditOf(admin.userId)).toEqual([])
  })

  test('are for a token of who is an admin', async () => {
    const token = await personal(admin.userId, ['admin'])
    expect((await asked('GET', users, token)).status).toBe(200)
    const other = await signedIn()
    expect((await asked('GET', users, await personal(other.userId, ['admin']))).status).toBe(403)
    await newAdmin()
    await admin.post(`/admin/users/${admin.userId}/remove-admin`, { sure: 'remove-admin' })
    expect((await asked('GET', users, token)).status).toBe(403)
  })
})

describe('the audit log', () => {
  const audit = '/api/v1/admin/audit'
  type Entry = { number: number; admin_id: string; action: string; subject: string }

  test('is read newest first, each entry once, while others are added', async () => {
    const people = await addPeople(8, Date.now())
    for (const id of people) await admin.json('PATCH', `${users}/${id}`, { suspended: true })
    const more = async () => {
      const { userId } = await signedIn()
      await admin.json('PATCH', `${users}/${userId}`, { suspended: true })
    }
    const seen = await walk<Entry>(`${audit}?limit=3&admin_id=${admin.userId}`, more)
    expect(seen.map(({ subject }) => subject)).toEqual(people.toReversed())
    expect(seen[0]).toMatchObject({
      admin_id: admin.userId,
      admin_name: 'Robin',
      action: 'suspend',
      subject_name: 'Person 7',
      before: { suspended: false },
      after: { suspended: true },
    })
  })

  test('is filtered by who, to whom and what, in any combination', async () => {
    const [second, one, two] = [await newAdmin(), await signedIn(), await signedIn()]
    const done: [Client, Client, object][] = [
      [admin, one, { suspended: true }],
      [second, one, { suspended: false }],
      [second, two, { suspended: true }],
      [admin, two, { role: 'admin' }],
      [second, one, { role: 'admin' }],
    ]
    for (const [by, { userId }, body] of done) await by.json('PATCH', `${users}/${userId}`, body)
    const all = await walk<Entry>(`${audit}?`)
    expect(all.length).toBeGreaterThan(done.length)
    const membersOf = (entry: Entry) => new Map<string, unknown>(Object.entries(entry))
    for (const admin_id of ['', admin.userId, second.userId]) {
      for (const subject of ['', one.userId, two.userId]) {
        for (const action of ['', 'suspend', 'restore', 'role']) {
          const asks = Object.entries({ admin_id, subject, action }).filter(([, value]) => value)
          const expected = all.filter((entry) => asks.every(([name, value]) => membersOf(entry).get(name) === value))
          expect(await walk(`${audit}?limit=100&${new URLSearchParams(asks)}`)).toEqual(expected)
        }
      }
    }
  })
})

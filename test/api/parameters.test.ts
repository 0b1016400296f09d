import { beforeAll, expect, test } from 'vitest'
import { operationsOf, type Placed, readDescription } from '../support/api/description'
import { nowhere } from '../support/api/person'
import { type Client, origin, request, rows, signedIn } from '../support/client'
import { dump } from '../support/table-dump'

const unknown = 'surely_unknown'

let operations: Placed[]
let admin: Client
beforeAll(async () => {
  operations = operationsOf(await readDescription())
  admin = await signedIn()
  await rows("UPDATE users SET role = 'admin' WHERE id = ?", admin.userId)
})

/** Behind the sign-in, apart from what devices of other makers send. */
const closed = () =>
  operations.filter(
    ({ path, operation }) => path.startsWith('/api/v1/') && path !== '/api/v1/sync' && operation.security?.length !== 0,
  )

const ask = ({ method, path, operation }: Placed, query: string) => {
  const address = path.replace('{date}', '2026-12-24').replaceAll(/\{\w+\}/g, nowhere)
  const type = Object.keys(operation.requestBody?.content ?? {})[0] ?? 'application/json'
  const body = method === 'GET' ? undefined : type === 'application/json' ? '{}' : ''
  const headers = { Cookie: admin.cookie, Origin: origin, 'Content-Type': type }
  return request(`${address}?${query}`, { method, headers, body })
}

test('a parameter that a route does not know is refused on a write and named on a read', async () => {
  const before = await dump(admin.userId)
  const found: Record<string, unknown> = {}
  const wanted: Record<string, unknown> = {}
  for (const placed of closed()) {
    const name = `${placed.method} ${placed.path}`
    const answer = await ask(placed, `${unknown}=1&a%0d%0ab=2`)
    if (placed.method === 'GET') {
      found[name] = answer.headers.get('Daymark-Ignored')
      wanted[name] = `${unknown}, a%0D%0Ab`
    } else {
      const { errors = [] } = await answer.json<{ errors?: { path: string }[] }>()
      found[name] = [answer.status, ...errors.map(({ path }) => path)]
      wanted[name] = [422, unknown, 'a\r\nb']
    }
  }
  expect(Object.keys(found).length).toBeGreaterThan(100)
  expect(found).toEqual(wanted)
  expect(await dump(admin.userId)).toBe(before)
})

test('a parameter or a field that comes twice is refused, and neither value is taken', async () => {
  expect((await admin.get('/api/v1/goals?limit=1&limit=2')).status).toBe(422)
  const body = new URLSearchParams([
    ['title', 'One'],
    ['title', 'Other'],
  ])
  expect(
    (await request('/goals', { method: 'POST', headers: { Cookie: admin.cookie, Origin: origin }, body })).status,
  ).toBe(422)
  expect(await rows('SELECT title FROM goals WHERE user_id = ?', admin.userId)).toEqual([])
})

test('each parameter that is described is known', async () => {
  const wrong: string[] = []
  for (const placed of closed()) {
    const names = (placed.operation.parameters ?? []).filter((one) => one.in === 'query').map(({ name }) => name)
    for (const name of names) {
      const answer = await ask(placed, `${name}=`)
      const text = answer.status === 422 ? await answer.text() : ''
      if (answer.headers.has('Daymark-Ignored') || text.includes('Unknown parameter'))
        wrong.push(`${placed.path} ${name}`)
    }
  }
  expect(wrong).toEqual([])
})

test('sync takes what devices send', async () => {
  const client = await signedIn()
  const answer = await client.json('POST', `/api/v1/sync?_=${unknown}`, {
    plans: [],
    sessions: [],
    cards: [],
    deleted_ids: [],
  })
  expect(await answer.text()).not.toContain('Unknown parameter')
})

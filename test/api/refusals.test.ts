import { beforeAll, expect, test } from 'vitest'
import { bindings, personal, program } from '../../functions/account/auth/programs/testing'
import { scopes } from '../../functions/lib/feature'
import { operationsOf, type Placed, readDescription } from '../support/api/description'
import { nowhere } from '../support/api/person'
import { origin, request, rows, signedIn } from '../support/client'
import { share } from '../support/runs'
import { dump } from '../support/table-dump'

const isWrite = ({ method }: Placed) => method !== 'GET'
const addressOf = ({ path }: Placed) => path.replace('{date}', '2026-12-24').replaceAll(/\{\w+\}/g, nowhere)

let operations: Placed[]
beforeAll(async () => {
  operations = operationsOf(await readDescription())
})

/** Status of each write with these headers, by operation. */
const answered = async (placed: Placed[], headers: (one: Placed) => Record<string, string>, body?: string) =>
  Object.fromEntries(
    await Promise.all(
      placed.map(async (one) => {
        const answer = await request(addressOf(one), { method: one.method, headers: headers(one), body })
        const { code } = await answer.json<{ code: string }>()
        return [one.operation.operationId, `${answer.status} ${code}`]
      }),
    ),
  )

const all = (placed: Placed[], answer: string) =>
  Object.fromEntries(placed.map(({ operation }) => [operation.operationId, answer]))

const typeOf = ({ operation }: Placed) => Object.keys(operation.requestBody?.content ?? {})[0] ?? 'application/json'

test('a signed-out caller reads the description only, and writes nothing', async () => {
  const closed = operations.filter(({ operation }) => operation.security?.length !== 0)
  expect(closed.length).toBeGreaterThan(30)
  expect(await answered(closed, () => ({ Origin: origin }))).toEqual(all(closed, '401 signed_out'))
})

test.each([
  ['the JWT of a program', async (userId: string) => (await program(userId)).access_token],
  ['a personal token', (userId: string) => personal(userId, [...scopes])],
])('a write by %s needs no Origin', async (_, enter) => {
  const bearer = await enter((await signedIn()).userId)
  // Routes of the account and of admins ask for more than a bearer token.
  const writes = operations.filter((one) => isWrite(one) && !/^\/(api\/v1\/(me|admin|devices)|auth)\b/.test(one.path))
  expect(writes.length).toBeGreaterThan(12)
  const places: Record<string, string>[] = [
    {},
    { Origin: 'https://elsewhere.example' },
    { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' },
  ]
  for (const [index, one] of writes.entries()) {
    for (const from of share(places, 3, index)) {
      const headers = { Authorization: `Bearer ${bearer}`, 'Content-Type': typeOf(one), ...from }
      const answer = await request(addressOf(one), { method: one.method, headers, body: '{}' }, bindings)
      expect([one.operation.operationId, [401, 403, 415].includes(answer.status)]).toEqual([
        one.operation.operationId,
        false,
      ])
    }
  }
})

test('no write takes a form, or a body of another type or none', async () => {
  const { cookie, userId } = await signedIn()
  const before = await dump(userId)
  const writes = operations.filter(isWrite)
  for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain', '']) {
    const answers = await answered(
      writes,
      () => ({ Cookie: cookie, Origin: origin, 'Content-Type': type }),
      'title=x&name=x&description=x',
    )
    const codes: Record<string, string> = {
      'application/gzip': 'no_backup',
      'text/calendar': 'no_calendar',
      'text/csv': 'no_csv',
      'text/markdown': 'no_markdown',
      'text/plain': 'no_text',
    }
    const refusalOf = (one: Placed) => (typeOf(one) === type ? '422 invalid' : `415 ${codes[typeOf(one)] ?? 'no_json'}`)
    const expected = writes.map((one) => [one.operation.operationId, refusalOf(one)])
    expect([type, answers]).toEqual([type, Object.fromEntries(expected)])
  }
  expect(await dump(userId)).toBe(before)
})

test('every list refuses a cursor that it has not given', async () => {
  const client = await signedIn()
  await rows("UPDATE users SET role = 'admin' WHERE id = ?", client.userId)
  const goal = await (await client.json('POST', '/api/v1/goals', { title: 'Thesis' })).json<{ id: string }>()
  const lists = operations.filter(({ operation }) => operation.parameters?.some(({ name }) => name === 'cursor'))
  expect(lists.length).toBeGreaterThan(10)
  for (const { path } of lists) {
    const address = path.replace('{id}', path.includes('/admin/') ? client.userId : goal.id)
    for (const cursor of ['x', '~', '2026-02-30', '%00', '']) {
      const answer = await client.json('GET', `${address}?q=thesis&cursor=${cursor}`)
      expect([address, cursor, answer.status]).toEqual([address, cursor, 422])
      expect(JSON.stringify(await answer.json())).toContain('cursor')
    }
  }
})

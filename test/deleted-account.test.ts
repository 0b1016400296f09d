import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deleteUser } from '../functions/account/account/delete'
import { ask, pathFor } from './support/callers'
import { type Client, origin, request, rows, signedIn } from './support/client'
import { methodOf, routes } from './support/routes'
import { runs } from './support/runs'

/** A database in which the account is deleted right before the call with that number. */
const withDeletion = ({ userId }: Client, call: number) => {
  const originals = new WeakMap<object, D1PreparedStatement>()
  let count = 0
  const step = async <T>(run: () => Promise<T>) => {
    count += 1
    if (count === call) await env.DB.batch(deleteUser(env.DB, userId, `${userId}@example.com`))
    return run()
  }
  const wrap = (statement: D1PreparedStatement): object => {
    const wrapped = {
      bind: (...values: unknown[]) => wrap(statement.bind(...values)),
      all: () => step(() => statement.all()),
      run: () => step(() => statement.run()),
      first: () => step(() => statement.first()),
    }
    originals.set(wrapped, statement)
    return wrapped
  }
  const batch = (statements: object[]) =>
    step(() => env.DB.batch(statements.flatMap((statement) => originals.get(statement) ?? [])))
  return { ...env, DB: { prepare: (query: string) => wrap(env.DB.prepare(query)), batch } }
}

const writes = Object.keys(routes).filter((route) => methodOf(route) !== 'GET' && !/ \/(auth|dev)\//.test(route))

/** Bodies that get as far as a write; the others get as far as `ask` does. */
const bodies: Record<string, object> = {
  'POST /api/v1/goals': { title: 'Late' },
  'POST /api/v1/projects': { name: 'Late' },
  'POST /api/v1/timer/start': { title: 'Late' },
  'POST /api/v1/sessions': { started_at: '2026-03-03T09:00:00Z', ended_at: '2026-03-03T10:00:00Z' },
  'POST /api/sessions/start': { repo_owner: 'acme', repo_name: 'web', pr_number: 7 },
  'PUT /api/v1/days-off/:date': {},
}

const send = async (route: string, call: number) => {
  const client = await signedIn()
  await rows("UPDATE users SET role = 'admin' WHERE id = ?", client.userId)
  const path = await pathFor(route, client)
  const body = bodies[route]
  const headers = { Cookie: client.cookie }
  const bindings = withDeletion(client, call)
  if (!body) return ask(route, path, headers, bindings)
  const type = { 'Content-Type': 'application/json', Origin: origin }
  return request(
    path,
    { method: methodOf(route), headers: { ...headers, ...type }, body: JSON.stringify(body) },
    bindings,
  )
}

describe('an account deleted while a request runs', () => {
  test.each(Object.keys(bodies))('%s answers 401', async (route) => {
    expect((await send(route, 2)).status).toBe(401)
    for (const call of [3, 4]) expect([201, 200, 401, 404]).toContain((await send(route, call)).status)
  })

  test('a browser is sent to sign in', async () => {
    const answer = await send('POST /timer/start', 3)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, expect.stringMatching(/^\/sign-in/)])
  })

  test('no write fails, whenever it happens', async () => {
    const tried = fc.sample(fc.tuple(fc.constantFrom(...writes), fc.integer({ min: 2, max: 6 })), runs(600))
    const faults: string[] = []
    for (const [route, call] of tried) {
      const { status } = await send(route, call)
      if (status >= 500) faults.push(`${status} ${route}, deleted before call ${call}`)
    }
    expect(faults).toEqual([])
  })
})

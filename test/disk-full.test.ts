import { env } from 'cloudflare:workers'
import { expect, test, vi } from 'vitest'
import { request, signedIn } from './support/client'

/** The words of workerd's database on a full disk. */
const words = 'D1_ERROR: database or disk is full: SQLITE_FULL'

/** A database that reads, and whose disk is full: each batch that writes fails. */
const full = () => {
  const failing = () => Promise.reject(new Error(words))
  const isWrite = (query: string) => /^\s*(INSERT|UPDATE|DELETE)/.test(query)
  const prepare = (query: string): D1PreparedStatement => {
    const statement = env.DB.prepare(query)
    if (!isWrite(query)) return statement
    const written = { bind: () => written, run: failing, all: failing, first: failing, isFull: true }
    return written as unknown as D1PreparedStatement
  }
  return new Proxy(env.DB, {
    get: (db, name) => {
      if (name === 'prepare') return prepare
      if (name !== 'batch') return Reflect.get(db, name).bind(db)
      return (statements: D1PreparedStatement[]) =>
        statements.some((one) => 'isFull' in one) ? failing() : db.batch(statements)
    },
  })
}

const sentence = /The server’s disk is full\. Tell its operator\./

test('a write on a full disk says so as a page, as a fragment and as JSON', async () => {
  const client = await signedIn()
  const form = { Cookie: client.cookie, Origin: 'http://localhost' }
  const bindings = { ...env, DB: full() }
  const lines = vi.spyOn(console, 'log')
  const send = (headers: Record<string, string>, body: BodyInit, path = '/tasks') =>
    request(path, { method: 'POST', headers: { ...form, ...headers }, body }, bindings)
  const fields = () => {
    const data = new FormData()
    data.set('title', 'Water the plants')
    return data
  }
  for (const answer of [
    await send({}, fields()),
    await send({ 'HX-Request': 'true', 'HX-Request-Type': 'partial' }, fields()),
    await send({ 'Content-Type': 'application/json' }, JSON.stringify({ title: 'Water' }), '/api/v1/tasks'),
  ]) {
    expect(answer.status).toBe(503)
    expect(await answer.text()).toMatch(sentence)
  }
  const logged = lines.mock.calls.map(([line]) => String(line)).filter((line) => line.includes('"status":503'))
  expect(logged).toHaveLength(3)
  for (const line of logged) expect(JSON.parse(line).error).toMatchObject({ disk: 'full' })
})

test('/health writes, and names a full disk', async () => {
  await env.DB.prepare("DELETE FROM rate_limits WHERE key = 'health'").run()
  const answer = await request('/health', {}, { ...env, DB: full() })
  expect(answer.status).toBe(503)
  expect(await answer.json()).toMatchObject({
    status: 'failing',
    checks: { database: 'failed', disk: 'full' },
    problem: expect.stringMatching(sentence),
  })
  expect((await request('/health')).status).toBe(200)
  const written = await env.DB.prepare("SELECT count FROM rate_limits WHERE key = 'health'").first('count')
  await request('/health')
  expect(await env.DB.prepare("SELECT count FROM rate_limits WHERE key = 'health'").first('count')).toBe(written)
})

import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { origin, request, rows, signedIn } from './client'
import { isApi, methodOf, routes } from './routes'
import { share } from './runs'
import { validWrite } from './valid-writes'

/** Statements that the database refuses, each as a mistake in one of ours would make it. */
const mistakes = [
  "SELECT json('{')",
  "SELECT json('stale')",
  "SELECT json_extract('{', '$.a')",
  "SELECT json_extract('{}', 'stale')",
  "SELECT json_extract('{}', 'guard')",
  "SELECT json_set('{}', 'a', 1)",
  "SELECT value FROM json_each('[')",
  "SELECT value FROM json_tree('{}', 'x')",
  "SELECT json_array_length('x')",
  "SELECT json_patch('{', '{}')",
  "INSERT INTO tasks (user_id, id, title, project_id, seq, created_at, updated_at) SELECT id, 'x', 'A', 'gone', 1, 1, 1 FROM users LIMIT 1",
  "INSERT INTO goals (user_id, id, title, parent_id, seq, created_at, updated_at) SELECT id, 'x', 'A', 'gone', 1, 1, 1 FROM users LIMIT 1",
  "INSERT INTO change_heads (user_id) VALUES ('nobody')",
  "INSERT INTO goals (user_id, id) SELECT id, 'x' FROM users LIMIT 1",
  'UPDATE change_heads SET seq = NULL',
  "UPDATE users SET role = 'king'",
  "UPDATE users SET id = 'same'",
  'INSERT INTO users SELECT * FROM users LIMIT 1',
  'INSERT INTO change_heads (user_id) SELECT id FROM users LIMIT 1',
  'SELECT nothing FROM users',
  'SELECT 1 FROM nowhere',
  'SELECT 1 FORM users',
  'SELECT unknown_function(1)',
  'SELECT abs(1, 2)',
  'SELECT 1 UNION SELECT 1, 2',
  "SELECT 1 FROM users WHERE email MATCH 'a'",
  'SELECT count(*) FROM (SELECT 1, 2 UNION SELECT 1)',
  'SELECT abs(-9223372036854775808)',
  'INSERT INTO users (id) VALUES (1, 2)',
  'UPDATE users SET nothing = 1',
]

type Wrapped = D1PreparedStatement & { real: D1PreparedStatement; isWrite: boolean }

/** A database in which each batch that writes also holds the mistake. */
const withMistake = (mistake: string) => {
  let sent = 0
  const wrong = () => {
    sent += 1
    return env.DB.prepare(mistake)
  }
  const wrap = (real: D1PreparedStatement, isWrite: boolean): Wrapped => {
    const run = async () => (isWrite ? (await env.DB.batch([real, wrong()]))[0] : real.all())
    return {
      real,
      isWrite,
      bind: (...values: unknown[]) => wrap(real.bind(...values), isWrite),
      all: run,
      run,
    } as unknown as Wrapped
  }
  const db = {
    prepare: (query: string) => wrap(env.DB.prepare(query), /\b(INSERT|UPDATE|DELETE)\b/.test(query)),
    batch: (statements: Wrapped[]) =>
      env.DB.batch([
        ...statements.map(({ real }) => real),
        ...(statements.some(({ isWrite }) => isWrite) ? [wrong()] : []),
      ]),
  }
  return { db, sent: () => sent }
}

type Line = { status?: number; error?: { message?: string; statements?: string }; later?: { message?: string } }

const lines: Line[] = []

beforeEach(() => {
  lines.length = 0
  for (const method of ['log', 'error'] as const)
    vi.spyOn(console, method).mockImplementation((line: string) => lines.push(JSON.parse(line)))
})

afterEach(() => {
  vi.restoreAllMocks()
})

const writes = Object.keys(routes).filter(
  (route) => !/^(GET |POST \/dev\/|POST \/auth\/github|POST \/meetings\/calendars$)/.test(route),
)

test('no mistake in a statement is answered as a conflict, and the log names each with its statements', async () => {
  const wrong: string[] = []
  for (const [index, route] of share(writes.map((route, at) => [at, route] as const))) {
    const mistake = mistakes[index % mistakes.length] as string
    const client = await signedIn()
    if (route.includes('/admin')) await rows("UPDATE users SET role = 'admin' WHERE id = ?", client.userId)
    const { path, body, headers } = await validWrite(route, client)
    lines.length = 0
    const { db, sent } = withMistake(mistake)
    const answer = await request(
      path,
      {
        method: methodOf(route),
        body,
        headers: { Origin: origin, ...headers, ...(isApi(route) && { 'Idempotency-Key': crypto.randomUUID() }) },
      },
      { ...env, DB: db },
    )
    if (sent() === 0) continue
    // A tool answers 200 with what its request was answered.
    const { error } = lines.find(({ status }) => status === 500) ?? {}
    const isHidden = !error?.message?.startsWith('D1_ERROR') || !error.statements
    if (isHidden || (answer.status !== 500 && route !== 'POST /mcp'))
      wrong.push(`${route}: ${mistake}: ${answer.status} ${JSON.stringify(lines)}`)
  }
  expect(wrong).toEqual([])
})

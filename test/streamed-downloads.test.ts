import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { rowsPerPage } from '../functions/lib/files/download'
import { request, rows, signedIn } from './support/client'
import { seedHistory } from './support/rows/history'

/** A database that counts the rows it answers with. */
const watched = (db: D1Database) => {
  const seen = { rows: 0, largest: 0 }
  const originals = new WeakMap<object, D1PreparedStatement>()
  const note = <T>(result: D1Result<T>) => {
    seen.rows += result.results.length
    seen.largest = Math.max(seen.largest, result.results.length)
    return result
  }
  const wrap = (statement: D1PreparedStatement): object => {
    const wrapped = {
      bind: (...values: unknown[]) => wrap(statement.bind(...values)),
      all: async () => note(await statement.all()),
      run: async () => note(await statement.run()),
    }
    originals.set(wrapped, statement)
    return wrapped
  }
  const batch = async (statements: object[]) =>
    (await db.batch(statements.flatMap((statement) => originals.get(statement) ?? []))).map(note)
  return { seen, db: { prepare: (text: string) => wrap(db.prepare(text)), batch } }
}

const eventsCount = 1_300

const person = async () => {
  const client = await signedIn()
  await seedHistory(env.DB, client.userId, { years: 1 })
  await rows(
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${eventsCount})
     INSERT INTO app_usage (user_id, id, package_name, started_at, ended_at, client_id, days, created_at)
     SELECT ?, 'event ' || i, 'org.example.app', 0, 1, 'client', '[]', 1 FROM n`,
    client.userId,
  )
  await rows(
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${eventsCount})
     INSERT INTO goal_targets (user_id, goal_id, from_date, kind, target_minutes, week_start)
     SELECT ?1, (SELECT min(id) FROM goals WHERE user_id = ?1), date('2026-01-01', '+' || i || ' days'), 'weekly', 1, 1 FROM n`,
    client.userId,
  )
  return client
}

const open = async (cookie: string, path: string) => {
  const { seen, db } = watched(env.DB)
  const answer = await request(path, { headers: { Cookie: cookie } }, { ...env, DB: db })
  expect([path, answer.status]).toEqual([path, 200])
  const reader = answer.body?.getReader()
  if (!reader) throw new Error('no body')
  return { seen, reader }
}

/** The most rows of one statement. A search for words reads the ids of all it finds first. */
const downloads: [path: string, most: number][] = [
  ['/api/v1/export', rowsPerPage],
  ['/api/v1/exports/csv', rowsPerPage],
  ['/api/v1/exports/sql', rowsPerPage],
  ['/api/v1/exports/ics', rowsPerPage],
  ['/sessions.csv', rowsPerPage],
  ['/sessions.csv?q=the', 100_000],
]

test('downloads read a page of rows while the one before it is sent, and nothing after they are cancelled', async () => {
  const { cookie } = await person()
  for (const [path, most] of downloads) {
    const { seen, reader } = await open(cookie, path)
    await reader.read()
    const early = seen.rows
    while (!(await reader.read()).done);
    expect([path, seen.largest <= most]).toEqual([path, true])
    expect([path, early < seen.rows]).toEqual([path, true])

    const left = await open(cookie, path)
    await left.reader.cancel()
    const whenLeft = left.seen.rows
    // Reads that went on would be served in turn with these.
    for (let turn = 0; turn < 5; turn += 1) await rows('SELECT 1')
    expect([path, left.seen.rows <= whenLeft + rowsPerPage]).toEqual([path, true])
  }
})

test('an export of many rows of each kind has each of them once, in order', async () => {
  const client = await person()
  const { app_usage, goal_targets, sessions } = await (await client.get('/api/v1/export')).json<
    Record<string, { id: string; from_date: string }[]>
  >()
  const ids = (list: { id: string }[] = []) => list.map(({ id }) => id)
  expect([app_usage?.length, new Set(ids(app_usage)).size]).toEqual([eventsCount, eventsCount])
  for (const list of [app_usage, sessions]) expect(ids(list)).toEqual(ids(list).toSorted())
  const added = goal_targets?.filter(({ from_date }) => from_date > '2026-01-01') ?? []
  expect(added.length).toBeGreaterThanOrEqual(eventsCount)
})

import '../../functions/areas'
import { env } from 'cloudflare:workers'
import { afterAll, afterEach, beforeEach, expect, vi } from 'vitest'
import { isApart } from './apart'

const run = (queries: string[]) => env.DB.batch(queries.map((query) => env.DB.prepare(query)))

type Part = { type: string; name: string; tbl_name: string; sql: string }

/** A table's triggers in the order in which they were created, as they run in the reverse one. */
const schema = async () => {
  const { results } = await env.DB.prepare(`
    SELECT type, name, tbl_name, sql FROM sqlite_master
    WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%' AND name NOT LIKE 'search_index_%'
    ORDER BY type = 'trigger', name = 'users', rootpage DESC, iif(type = 'trigger', tbl_name, ''), rowid`).all<Part>()
  return results
}

const namesOf = (parts: Part[], type: string) => parts.filter((part) => part.type === type).map(({ name }) => name)

const queries = env.TEST_MIGRATIONS.flatMap((migration) => migration.queries)
/** Rows that a migration adds to an empty database. */
const seeds = queries.filter((query) => /^INSERT INTO \w+ .*\bVALUES\b/m.test(query))

const create = async (old: Part[]) => {
  const drops = (type: 'table' | 'view') => namesOf(old, type).map((name) => `DROP ${type} ${name}`)
  await run(['PRAGMA defer_foreign_keys = on', ...drops('view'), ...drops('table')])
  await run(queries)
  globalThis.createdSchema = JSON.stringify(await schema())
}

/** The tables that have rows. */
const filled = async (parts: Part[]) => {
  const tables = [...namesOf(parts, 'table').filter((name) => name !== 'search_index'), 'sqlite_sequence']
  const found = tables.map((name) => `iif(EXISTS (SELECT 1 FROM ${name}), '${name}', NULL)`)
  const names = await env.DB.prepare(`SELECT concat_ws(' ', ${found.join(', ')}) AS names`).first<string>('names')
  return names?.split(' ') ?? []
}

/** Leaves the tables as `create` does, in a fraction of its time, as most tables are empty already. */
const clear = async (parts: Part[]) => {
  const tables = await filled(parts)
  const triggers = parts.filter(({ type, tbl_name }) => type === 'trigger' && tables.includes(tbl_name))
  await run([
    'PRAGMA defer_foreign_keys = on',
    ...triggers.map(({ name }) => `DROP TRIGGER ${name}`),
    "INSERT INTO search_index (search_index) VALUES ('delete-all')",
    ...tables.map((name) => `DELETE FROM ${name}`),
    ...seeds,
    ...triggers.map(({ sql }) => sql),
  ])
}

const emptyStores = async () => {
  const { keys } = await env.KV.list()
  await Promise.all(keys.map(({ name }) => env.KV.delete(name)))
  const { objects } = await env.BACKUPS.list()
  await env.BACKUPS.delete(objects.map(({ key }) => key))
}

const keep = <T extends object>(object: T, name: keyof T) => {
  const value = object[name]
  Object.defineProperty(object, name, { get: () => value, set: () => undefined })
}

/** Cloudflare's plugin wraps these once more for each file: a module of the hundredth file came through a hundred requests. */
const keepWrappers = () => {
  const { transport, evaluator, options } = globalThis.__vitest_mocker__.moduleRunner
  keep(transport, 'invoke')
  keep(evaluator, 'createRequire')
  keep(options, 'createImportMeta')
}

/**
 * Test files share a worker and its storage; the first file creates the tables. Files that are apart each get
 * empty storage, and so does the file after one. Only a file that changed the tables has them created again.
 */
const path = expect.getState().testPath ?? ''
const isAfter = globalThis.wasApart
globalThis.wasApart = isApart(path)
if (globalThis.createdSchema === undefined) {
  keepWrappers()
  await create(await schema())
} else if (globalThis.wasApart || isAfter) {
  const parts = await schema()
  if (JSON.stringify(parts) === globalThis.createdSchema) await clear(parts)
  else await create(parts)
  await emptyStores()
}

// The clock of each file starts on a Wednesday at noon: today's date, or a midnight some minutes ago, changes nothing.
if (globalThis.DateOfTests === undefined) {
  const machineNow = Date.now
  const now = () => machineNow() + globalThis.clockOffset
  Date.now = now
  globalThis.DateOfTests = new Proxy(Date, {
    construct: (target, values, self) => Reflect.construct(target, values.length ? values : [now()], self),
  })
  globalThis.clockOffset = 0
}
globalThis.clockOffset += Date.parse(env.NOW) - Date.now()
globalThis.Date = globalThis.DateOfTests

// Tests have no network, except for responses that they provide: workerd would log each failure with its stack.
globalThis.fetch = async () => {
  throw new TypeError('fetch failed')
}

// Printing a log line costs a third of a request, so only lines of failed tests are printed.
const print = console.log
const lines: unknown[][] = []
console.log = (...line: unknown[]) => {
  lines.push(line)
}

/** The worker leaves out the first slash of the bundle's path, without which Vitest doesn't find its source map. */
const withSlash = (stack = '') => stack.replaceAll(/(?<=[ (])(?=[^ (/]+\/.*\/daymark-tests-\d+\.mjs:)/g, '/')

beforeEach(({ onTestFailed }) => {
  lines.length = 0
  onTestFailed(({ task }) => {
    for (const line of lines.slice(-20)) print(line.join(' '))
    for (const error of task.result?.errors ?? []) {
      for (let cause: typeof error | undefined = error; cause; cause = cause.cause) cause.stack = withSlash(cause.stack)
    }
  })
})
afterEach(() => {
  vi.useRealTimers()
  globalThis.Date = globalThis.DateOfTests
})
afterAll(() => {
  console.log = print
})

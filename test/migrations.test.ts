import { applyD1Migrations } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import { documentLists } from '../functions/export/queries'
import { kindEntries } from '../functions/lib/kinds'
import { searchTriggers } from '../scripts/search-triggers'
import { rows, signedIn } from './client'
import { filesIn } from './files'

const texts = await filesIn('migrations')

const isReversal = (path: string) => path.startsWith('migrations/down/')
const pick = (keep: (path: string) => boolean) =>
  Object.fromEntries(Object.entries(texts).filter(([path]) => path.endsWith('.sql') && keep(path)))

const text = pick((path) => !isReversal(path))
const reversals = pick(isReversal)

const schema = () =>
  rows(`
    SELECT type, name, tbl_name, sql FROM sqlite_master
    WHERE name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%' AND name <> 'd1_migrations'
    ORDER BY type, name`)

const fileName = (path: string) => path.split('/').at(-1) ?? ''

/** Takes back every migration from the newest to the one whose file begins with `until`. */
const down = async (until = '0001') => {
  const taken = Object.keys(reversals).filter((path) => fileName(path) >= until)
  for (const path of taken.sort().reverse()) {
    const statements = (reversals[path] ?? '').split(/;\s*\n/).filter((statement) => statement.trim() !== '')
    await env.DB.batch([
      ...statements.map((statement) => env.DB.prepare(statement)),
      env.DB.prepare('DELETE FROM d1_migrations WHERE name = ?').bind(fileName(path)),
    ])
  }
}

/** setup.ts creates the tables in one go: notes each migration as done. */
beforeAll(async () => {
  await applyD1Migrations(env.DB, [])
  await env.DB.batch(
    env.TEST_MIGRATIONS.map(({ name }) => env.DB.prepare('INSERT INTO d1_migrations (name) VALUES (?)').bind(name)),
  )
})

const upDownUp = async () => {
  const before = await schema()
  await down()
  expect(await schema()).toEqual([])
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS)
  expect(await schema()).toEqual(before)
}

describe('migrations', () => {
  test('each has its reversal', () => {
    expect(Object.keys(reversals).map(fileName)).toEqual(Object.keys(text).map(fileName))
  })

  test('are numbered without a gap, each number once', () => {
    const numbers = Object.keys(text).map((path) => Number(fileName(path).slice(0, 4)))
    expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, index) => index + 1))
  })

  test('go up, down and up again on an empty database', upDownUp)

  test('go up, down and up again on a filled database', async () => {
    const { userId } = await signedIn()
    await env.DB.batch([
      env.DB.prepare(
        "INSERT INTO projects (user_id, id, name, name_key, seq, created_at, updated_at) VALUES (?, 'p', 'P', 'p', 1, 0, 0)",
      ).bind(userId),
      env.DB.prepare(
        "INSERT INTO goals (user_id, id, title, parent_id, seq, created_at, updated_at) VALUES (?, 'g', 'G', NULL, 1, 0, 0)",
      ).bind(userId),
      env.DB.prepare(
        "INSERT INTO goals (user_id, id, title, parent_id, seq, created_at, updated_at) VALUES (?, 'h', 'H', 'g', 1, 0, 0)",
      ).bind(userId),
      env.DB.prepare(`
        INSERT INTO sessions (user_id, id, source, project_id, goal_id, started_at, ended_at, duration_seconds, days,
          status, time_zone, day_start_minute, seq, created_at, updated_at)
        VALUES (?, 's', 'manual', 'p', 'h', 0, 60000, 60, '[["1970-01-01",60]]', 'completed', 'UTC', 0, 1, 0, 0)`).bind(
        userId,
      ),
      env.DB.prepare(
        "INSERT INTO plans (user_id, id, title, goal_id, project_id, content, seq, created_at, updated_at) VALUES (?, 'k', 'K', 'g', 'p', '', 1, 0, 0)",
      ).bind(userId),
      env.DB.prepare(
        "INSERT INTO plan_chunks (user_id, plan_id, id, position, title, status) VALUES (?, 'k', 'c', 0, 'C', 'completed')",
      ).bind(userId),
    ])
    expect(await rows('SELECT date FROM session_days WHERE user_id = ?', userId)).toHaveLength(1)
    await upDownUp()
    expect(await rows('SELECT id FROM users')).toEqual([])
  })
})

const isComment = (line: string) => line.startsWith('--')

/** Remote D1's own parser trips over quote marks, semicolons and block keywords in comments. */
test.each(Object.entries(text))(
  '%s has comments only between statements, in a form that remote D1 accepts',
  (_, file) => {
    const lines = file.split('\n')
    for (const [index, line] of lines.entries()) {
      if (!line.includes('--')) continue
      expect(line).toMatch(/^-- [^'"`;]+$/)
      expect(line).not.toMatch(/\b(BEGIN|END|CASE)\b/i)
      expect(lines[index - 1] ?? '').toMatch(/^$|^--|;$/)
      expect(lines.slice(index).find((later) => !isComment(later))).toMatch(/^[A-Z]/)
    }
  },
)

/** Remote D1 splits a file into statements with its own parser, which accepts triggers only in this form. */
describe.each(Object.entries(text).filter(([, file]) => /CREATE\s+TRIGGER/i.test(file)))('%s', (_, file) => {
  const lines = file.split('\n').filter((line) => line !== '' && !isComment(line))

  test('holds only triggers, each on one line', () => {
    for (const line of lines) expect(line).toMatch(/^CREATE TRIGGER \w+ .* BEGIN .*; END;$/)
  })

  test('has exactly one statement in each body', () => {
    for (const line of lines) {
      const body = line.slice(line.indexOf(' BEGIN ') + 7, -' END;'.length)
      expect(body.match(/;/g)).toHaveLength(1)
    }
  })

  test('has no CASE, no other BEGIN or END, and line ends of LF', () => {
    for (const line of lines) {
      expect(line).not.toMatch(/\bCASE\b/i)
      expect(line.match(/\b(BEGIN|END)\b/gi)).toEqual(['BEGIN', 'END'])
    }
    expect(file).not.toContain('\r')
  })
})

test.each(kindEntries)('the search triggers of a %s are those that the template prints', async (kind, entry) => {
  const stored = await rows<{ sql: string }>(
    "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ? AND name LIKE '%search%' ORDER BY rowid",
    entry.table,
  )
  expect(stored.map(({ sql }) => `${sql};`)).toEqual(searchTriggers(kind, entry))
})

test.each(documentLists.filter(({ table }) => table !== 'card_files'))(
  'an export reads only columns that $table has',
  async ({ table, columns }) => {
    const stored = await rows<{ name: string }>(`SELECT name FROM pragma_table_info('${table}')`)
    const names = stored.map(({ name }) => name).filter((name) => name !== 'user_id')
    expect(names).toEqual(expect.arrayContaining([...columns]))
  },
)

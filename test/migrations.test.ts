import { applyD1Migrations } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import { makeBackup } from '../functions/data/backups/make'
import { documentLists } from '../functions/data/export/queries'
import { kindEntries } from '../functions/lib/kinds'
import { Preferences } from '../functions/lib/preferences'
import { searchTriggers } from '../scripts/search-triggers'
import { rows, signedIn } from './support/client'
import { filesIn } from './support/files'

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

/** Items of a person before they were tasks, by what they are, with the columns in which they differ. */
const oldItems = `INSERT INTO action_items (user_id, id, description, status, priority, due_date, source_type, source_id, owner,
    person_id, task_id, completed_at, completed_on, seq, created_at, updated_at, deleted_at) VALUES
  (?1, 'plain', 'Send it', 'done', 'high', '2026-03-08', 'meeting', 'm', 'person', 'ada', NULL, 5, '2026-03-07', 1, 2, 3, NULL),
  (?1, 'linked', 'Send the figures', 'todo', 'high', '2026-03-08', NULL, NULL, 'me', 'ada', 'task', NULL, NULL, 1, 2, 9, NULL),
  (?1, 'long', 'Send the figures and the words', 'todo', 'low', NULL, NULL, NULL, 'me', NULL, 'long-task', NULL, NULL, 1, 2, 3, NULL),
  (?1, 'cancelled', 'Do it otherwise', 'todo', 'low', NULL, NULL, NULL, 'me', NULL, 'dropped', NULL, NULL, 1, 2, 3, NULL),
  (?1, 'gone', 'Deleted', 'todo', 'low', NULL, NULL, NULL, 'me', NULL, 'task', NULL, NULL, 1, 2, 3, 4)`

const oldTasks = `INSERT INTO tasks (user_id, id, title, description, priority, status, date, seq, created_at, updated_at) VALUES
  (?1, 'task', 'Send all figures', 'By mail', 'medium', 'todo', '2026-03-07', 1, 2, 3),
  (?1, 'long-task', 'Send the figures', 'Send the figures and the words', 'low', 'todo', NULL, 1, 2, 3),
  (?1, 'dropped', 'Do it otherwise', '', 'low', 'cancelled', '2026-03-07', 1, 2, 3)`

describe('migrations', () => {
  test('each has its reversal', () => {
    expect(Object.keys(reversals).map(fileName)).toEqual(Object.keys(text).map(fileName))
  })

  test('are numbered without a gap, each number once', () => {
    const numbers = Object.keys(text).map((path) => Number(fileName(path).slice(0, 4)))
    expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, index) => index + 1))
  })

  test('make tasks of action items, one with the task that each became, and take that back', async () => {
    const { userId } = await signedIn()
    const write = (statement: string) => env.DB.prepare(statement).bind(userId)
    const person =
      "INSERT INTO people (user_id, id, name, seq, created_at, updated_at) VALUES (?1, 'ada', 'Ada', 1, 2, 3)"
    const read = (columns: string, table: string) =>
      rows(`SELECT ${columns} FROM ${table} WHERE user_id = ? ORDER BY id`, userId)
    const found = () =>
      rows<{ kind: string; id: string }>(
        'SELECT kind, id FROM search_documents WHERE user_id = ? ORDER BY id, kind',
        userId,
      ).then((all) => all.filter(({ kind }) => kind !== 'person'))
    await down('0021')
    await env.DB.batch([write(person), write(oldTasks), write(oldItems)])
    await applyD1Migrations(env.DB, env.TEST_MIGRATIONS)
    const columns = 'id, title, description, status, priority, date, owner, person_id, due_date, updated_at, deleted_at'
    const none = { description: '', status: 'todo', priority: 'low', date: null, person_id: null, due_date: null }
    const kept = { ...none, owner: 'me', updated_at: 3, deleted_at: null }
    expect(await read(columns, 'tasks')).toEqual([
      { ...kept, id: 'cancelled', title: 'Do it otherwise' },
      { ...kept, id: 'dropped', title: 'Do it otherwise', status: 'cancelled', date: '2026-03-07', owner: null },
      { ...kept, id: 'gone', title: 'Deleted', deleted_at: 4 },
      { ...kept, id: 'long-task', title: 'Send the figures and the words' },
      {
        ...{ ...kept, id: 'plain', title: 'Send it', status: 'done', priority: 'high' },
        ...{ owner: 'person', person_id: 'ada', due_date: '2026-03-08' },
      },
      {
        ...{ ...kept, id: 'task', title: 'Send the figures', description: 'Send all figures\n\nBy mail' },
        ...{ priority: 'medium', date: '2026-03-07', person_id: 'ada', due_date: '2026-03-08', updated_at: 9 },
      },
    ])
    expect(
      await rows("SELECT source_type, source_id, completed_at, completed_on FROM tasks WHERE id = 'plain'"),
    ).toEqual([{ source_type: 'meeting', source_id: 'm', completed_at: 5, completed_on: '2026-03-07' }])
    expect((await found()).map(({ kind, id }) => `${kind} ${id}`)).toEqual(
      ['cancelled', 'dropped', 'long-task', 'plain', 'task'].map((id) => `task ${id}`),
    )
    await down('0021')
    expect(await read('id, description, status, owner, task_id, deleted_at', 'action_items')).toEqual(
      [
        { id: 'cancelled', description: 'Do it otherwise' },
        { id: 'gone', description: 'Deleted', deleted_at: 4 },
        { id: 'long-task', description: 'Send the figures and the words' },
        { id: 'plain', description: 'Send it', status: 'done', owner: 'person' },
        { id: 'task', description: 'Send the figures', task_id: 'task' },
      ].map((item) => ({ status: 'todo', owner: 'me', task_id: null, deleted_at: null, ...item })),
    )
    expect((await read('id', 'tasks')).map(({ id }) => id)).toEqual(['dropped', 'task'])
    expect((await found()).map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      'action_item cancelled',
      'task dropped',
      'action_item long-task',
      'action_item plain',
      'action_item task',
      'task task',
    ])
    await applyD1Migrations(env.DB, env.TEST_MIGRATIONS)
  })

  test('sum the use of apps by year again, and by day once more', async () => {
    const { userId, json } = await signedIn()
    const days = () => rows('SELECT * FROM daily_usage WHERE user_id = ? ORDER BY date, package_name', userId)
    const events = [1, 40, 300].map((ago) => {
      const end = Date.now() - ago * 86_400_000
      return { id: `use-${ago}`, package_name: 'org.app', started_at: end - ago * 1000, ended_at: end }
    })
    const instant = (at: number) => new Date(at).toISOString()
    const sent = events.map((use) => ({ ...use, started_at: instant(use.started_at), ended_at: instant(use.ended_at) }))
    await json('POST', '/api/v1/usage', { events: sent })
    const before = await days()
    await down('0055')
    const years = await rows<{ total_seconds: number; days: string }>(
      'SELECT total_seconds, days FROM yearly_usage WHERE user_id = ?',
      userId,
    )
    const counts: number[] = years.flatMap((year) => JSON.parse(year.days))
    expect(counts).toHaveLength(366 * years.length)
    expect(counts.filter((seconds) => seconds > 0).sort((a, b) => a - b)).toEqual(
      before.map(({ total_seconds }) => Number(total_seconds)).sort((a, b) => a - b),
    )
    expect(years.reduce((sum, year) => sum + year.total_seconds, 0)).toBe(341)
    await applyD1Migrations(env.DB, env.TEST_MIGRATIONS)
    expect(await days()).toEqual(before)
  })

  test('give rows new ids whose own could not be exported, so that they are backed up, found and deleted', async () => {
    const client = await signedIn()
    const { userId } = client
    const write = (statement: string, ...values: string[]) => env.DB.prepare(statement).bind(userId, ...values)
    const id = await client.add('/goals', { title: 'Run' })
    const card = await (await client.json('POST', '/api/v1/cards', { question: 'Q', answer: 'A' })).json<{
      id: string
    }>()
    await client.json('POST', `/api/v1/cards/${card.id}/reviews`, { id: 'fine', rating: 3 })
    await client.json('POST', '/api/v1/sessions', {
      title: 'S',
      started_at: '2026-03-02T09:00:00Z',
      duration_seconds: 60,
    })
    await down('0066')
    const bad = ['..', 'run 1', 'ü', 'a\0b', '😀'.repeat(100)]
    const tick =
      "INSERT INTO goal_ticks (user_id, id, goal_id, date, note, seq, created_at) VALUES (?, ?, ?, '2026-03-02', ?, 1, 1)"
    const use =
      "INSERT INTO app_usage (user_id, id, package_name, started_at, ended_at, client_id, created_at) VALUES (?, ?, 'a', 1, 2, '', 1)"
    await env.DB.batch([
      ...[...bad, 'fine'].map((one) => write(tick, one, id, 'In the rain')),
      ...bad.map((one) => write(use, one)),
      write("UPDATE card_reviews SET id = 'run 1' WHERE user_id = ?"),
      write("UPDATE sessions SET plan_id = 'p', chunk_id = 'chunk 1' WHERE user_id = ?"),
    ])
    await applyD1Migrations(env.DB, env.TEST_MIGRATIONS)
    expect(
      await rows(
        'SELECT id FROM sessions WHERE user_id = ? AND chunk_id IS NULL AND seq = (SELECT seq FROM change_heads WHERE user_id = sessions.user_id)',
        userId,
      ),
    ).toHaveLength(1)
    expect(
      await makeBackup(env, { id: userId, preferences: Preferences.parse({}) }, { id: 'exports/a', kind: 'manual' }),
    ).toMatchObject({ error: null })
    const found = await rows<{ id: string }>(
      "SELECT id FROM search_documents WHERE user_id = ? AND kind = 'tick'",
      userId,
    )
    const { items } = await (await client.get(`/api/v1/goals/${id}/ticks`)).json<{ items: { id: string }[] }>()
    expect(new Set(found.map((one) => one.id))).toEqual(new Set(items.map((one) => one.id)))
    expect([items.length, items.some((one) => one.id === 'fine')]).toEqual([bad.length + 1, true])
    for (const one of items)
      expect((await client.json('DELETE', `/api/v1/goals/${id}/ticks/${one.id}`)).status).toBe(204)
  })

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
    const before = await schema()
    await down()
    expect(await schema()).toEqual([])
    await applyD1Migrations(env.DB, env.TEST_MIGRATIONS)
    expect(await schema()).toEqual(before)
    expect(await rows('SELECT id FROM users')).toEqual([])
  })
})

test('clients become the organizations of their projects', async () => {
  const { userId } = await signedIn()
  await down('0022')
  const organization = (id: string, name: string) =>
    env.DB.prepare(
      'INSERT INTO organizations (user_id, id, name, name_key, seq, created_at, updated_at) VALUES (?, ?, ?, ?, 1, 0, 0)',
    ).bind(userId, id, name, name.toLowerCase())
  const project = (id: string, name: string, client = '', of: string | null = null) =>
    env.DB.prepare(
      `INSERT INTO projects (user_id, id, name, client, name_key, organization_id, seq, created_at, updated_at)
       VALUES (?1, ?2, ?3, ?4, lower(?3) || char(31) || lower(?4), ?5, 1, 0, 0)`,
    ).bind(userId, id, name, client, of)
  const image = (client: string) => ({
    name: 'Site',
    client,
    name_key: `site\u001f${client.toLowerCase()}`,
    organization_id: null,
  })
  await env.DB.batch([
    organization('zoo', 'Zoo'),
    organization('host', 'Host'),
    project('site', 'Site', 'Acme', 'host'),
    project('shop', 'Shop', 'ACME'),
    project('zoo-site', 'Site', 'zoo'),
    project('own-site', 'site', '', 'zoo'),
    project('taken', 'Site (2)'),
    project('alone', 'Thesis', '', 'host'),
    project('gone', 'Old', 'Past'),
    env.DB.prepare("UPDATE projects SET deleted_at = 1 WHERE id = 'gone' AND user_id = ?").bind(userId),
    env.DB.prepare(
      "INSERT INTO change_parts (user_id, change_id, kind, number, rows, created_at) VALUES (?, 'c', 'project', 0, ?, 0)",
    ).bind(
      userId,
      JSON.stringify([
        { id: 'site', was: image('zoo'), is: image('Acme') },
        { id: 'none', was: null, is: null },
      ]),
    ),
  ])
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS)
  const organizations = await rows<{ id: string; name: string; type: string; notes: string; seq: number }>(
    'SELECT id, name, type, notes, seq FROM organizations WHERE user_id = ? ORDER BY name',
    userId,
  )
  expect(organizations.map(({ name, type, notes }) => [name, type, notes])).toEqual([
    ['ACME', 'client', 'Former organizations of its projects: Site (Host)'],
    ['Host', 'employer', ''],
    ['Past', 'client', ''],
    ['Zoo', 'employer', ''],
  ])
  const [acme, , past] = organizations.map(({ id }) => id)
  expect(acme).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  const projects = () =>
    rows('SELECT id, name, name_key, organization_id FROM projects WHERE user_id = ? ORDER BY id', userId)
  const filed = [
    { id: 'alone', name: 'Thesis', name_key: 'thesis', organization_id: 'host' },
    { id: 'gone', name: 'Old', name_key: 'old', organization_id: past },
    { id: 'own-site', name: 'site (3)', name_key: 'site (3)', organization_id: 'zoo' },
    { id: 'shop', name: 'Shop', name_key: 'shop', organization_id: acme },
    { id: 'site', name: 'Site', name_key: 'site', organization_id: acme },
    { id: 'taken', name: 'Site (2)', name_key: 'site (2)', organization_id: null },
    { id: 'zoo-site', name: 'Site', name_key: 'site', organization_id: 'zoo' },
  ]
  expect(await projects()).toEqual(filed)
  const [part] = await rows<{ rows: string }>('SELECT rows FROM change_parts WHERE user_id = ?', userId)
  expect(JSON.parse(part?.rows ?? '')).toMatchObject([
    { id: 'site', was: { name_key: 'site', organization_id: 'zoo' }, is: { name_key: 'site', organization_id: acme } },
    { id: 'none', was: null, is: null },
  ])
  const [head] = await rows<{ seq: number }>('SELECT seq FROM change_heads WHERE user_id = ?', userId)
  expect(organizations[0]?.seq).toBe(head?.seq)
  await down('0022')
  expect(await rows('SELECT id, client FROM projects WHERE user_id = ? ORDER BY id LIMIT 3', userId)).toEqual([
    { id: 'alone', client: 'Host' },
    { id: 'gone', client: 'Past' },
    { id: 'own-site', client: 'Zoo' },
  ])
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS)
  expect(await projects()).toEqual(filed)
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
    expect(names).toEqual(
      expect.arrayContaining(columns.filter((column) => `${table}.${column}` !== 'projects.client')),
    )
  },
)

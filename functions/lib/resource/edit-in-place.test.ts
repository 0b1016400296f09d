import { describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'

const htmx = { headers: { 'HX-Request': 'true', 'HX-Request-Type': 'partial' } }

const kinds = [
  { path: '/tasks', table: 'tasks', form: { title: 'Call', estimated_minutes: '45m', date: '2026-11-27' } },
  { path: '/goals', table: 'goals', form: { title: 'Reach it', target_date: '2027-01-04', description: 'Why' } },
  { path: '/learnings', table: 'learnings', form: { title: 'CTEs', content: 'WITH', type: 'concept' } },
  { path: '/meetings', table: 'meetings', form: { title: 'Weekly', date: '2026-11-27', time: '10:00' } },
  {
    path: '/sessions',
    table: 'sessions',
    form: { title: 'Work', date: '2026-03-03', started_at: '9:00', ended_at: '10:00', notes: 'Kept' },
  },
] as const

type Stored = { id: string; seq: number; title: string; updated_at: number }

const only = async (client: Client, table: string) => {
  const [row] = await rows<Stored>(`SELECT * FROM ${table} WHERE user_id = ? AND deleted_at IS NULL`, client.userId)
  if (!row) throw new Error(`No row in ${table}`)
  return row
}

const kept = (row: Stored) => ({ ...row, title: 0, seq: 0, updated_at: 0, details_seq: 0 })

const names = (html: string) =>
  [...html.matchAll(/<(?:input|select|textarea)[^>]* name="(\w+)"/g)].map(([, name]) => name)

describe.each(kinds)('a row of $table', ({ path, table, form }) => {
  test('is edited by its title alone, which leaves everything else', async () => {
    const client = await signedIn()
    await client.post(path, form)
    const before = await only(client, table)
    const url = `${path}/${before.id}`
    const opened = await (await client.get(`${url}/edit?field=title`, htmx)).text()
    expect(names(opened)).toEqual(['seq', 'field', 'title'])
    const whole = await (await client.get(`${url}/edit?field=user_id`, htmx)).text()
    expect(names(whole).length).toBeGreaterThan(4)

    const edit = { field: 'title', title: 'Çà & <b>là</b>', seq: before.seq }
    expect((await client.post(url, edit, htmx)).status).toBe(200)
    const after = await only(client, table)
    expect(after.title).toBe('Çà & <b>là</b>')
    expect(kept(after)).toEqual(kept(before))

    const stale = await client.post(url, { ...edit, title: 'Mine' }, htmx)
    expect(stale.status).toBe(409)
    expect(await stale.text()).toContain('Mine')
    expect(await only(client, table)).toEqual(after)
  })

  test('refuses a title beside its field, with what was typed', async () => {
    const client = await signedIn()
    await client.post(path, form)
    const before = await only(client, table)
    const url = `${path}/${before.id}`
    const long = 'x'.repeat(501)
    const refused = await client.post(url, { field: 'title', title: long, seq: before.seq }, htmx)
    const html = await refused.text()
    expect([refused.status, names(html)]).toEqual([422, ['seq', 'field', 'title']])
    expect(html).toContain('<hx-partial hx-target="#in-place"')
    expect(html).toContain('id="in-place-title-error"')
    expect(html).toContain(long)
    expect(await only(client, table)).toEqual(before)
    const other = await signedIn()
    expect((await other.get(`${url}/edit?field=title`, htmx)).status).toBe(404)
    expect((await other.post(url, { field: 'title', title: 'Theirs', seq: before.seq }, htmx)).status).toBe(404)
    expect(await only(client, table)).toEqual(before)
  })
})

test('other facts are edited alone, too, and a message of another field stands below', async () => {
  const client = await signedIn()
  for (const { path, form } of kinds) await client.post(path, form)
  const edit = async (table: string, path: string, fields: Record<string, string>) => {
    const { id, seq } = await only(client, table)
    return client.post(`${path}/${id}`, { ...fields, seq }, htmx)
  }
  expect((await edit('tasks', '/tasks', { field: 'date', date: '2026-12-01' })).status).toBe(200)
  expect((await edit('tasks', '/tasks', { field: 'estimated_minutes', estimated_minutes: '1:30' })).status).toBe(200)
  expect(await only(client, 'tasks')).toMatchObject({ title: 'Call', date: '2026-12-01', estimated_minutes: 90 })
  expect((await edit('goals', '/goals', { field: 'target_date', target_date: '' })).status).toBe(200)
  expect(await only(client, 'goals')).toMatchObject({ title: 'Reach it', target_date: null, description: 'Why' })
  const times = { field: 'times', started_at: '9:30', ended_at: '10:00' }
  expect((await edit('sessions', '/sessions', times)).status).toBe(200)
  expect(await only(client, 'sessions')).toMatchObject({ title: 'Work', notes: 'Kept', duration_seconds: 1_800 })
  expect((await edit('sessions', '/sessions', { field: 'duration', duration: '45m' })).status).toBe(200)
  expect(await only(client, 'sessions')).toMatchObject({ title: 'Work', duration_seconds: 2_700 })
  expect((await edit('sessions', '/sessions', { field: 'notes', notes: 'Read twice' })).status).toBe(200)
  expect(await only(client, 'sessions')).toMatchObject({ title: 'Work', notes: 'Read twice', duration_seconds: 2_700 })
  const refused = await edit('sessions', '/sessions', { field: 'times', started_at: 'nine', ended_at: '10:00' })
  expect([refused.status, (await refused.text()).includes('id="in-place-started_at-error"')]).toEqual([422, true])
  const missing = await edit('sessions', '/sessions', { field: 'project_id', project_id: 'not-there' })
  expect([missing.status, (await missing.text()).includes('id="in-place-project_id-error"')]).toEqual([422, true])
})

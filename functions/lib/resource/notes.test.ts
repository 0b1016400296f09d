import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PendingSave, SaveResult } from '../../../client/notes/machine'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { event, keepsEveryWord } from '../../../test/support/models/note-tabs'
import { runs } from '../../../test/support/runs'

/** Where each kind keeps its notes, and the fields of a new row of it. */
const kinds = [
  { table: 'tasks', path: '/tasks', field: 'description', form: { title: 'Call' } },
  { table: 'goals', path: '/goals', field: 'description', form: { title: 'Reach it' } },
  { table: 'learnings', path: '/learnings', field: 'content', form: { title: 'A thing', type: 'insight' } },
  { table: 'people', path: '/people', field: 'notes', form: { name: 'Ada' } },
  { table: 'organizations', path: '/organizations', field: 'notes', form: { name: 'Acme', type: 'employer' } },
  { table: 'skills', path: '/skills', field: 'notes', form: { name: 'Rust', level: '2', category: 'technical' } },
] as const

const row = async <T>(query: string, ...values: string[]) => (await rows<T>(query, ...values))[0]

const save = (client: Client, url: string, fields: Record<string, string | number>) => {
  const text = Object.entries(fields).map(([name, value]) => [name, String(value)])
  return client.post(url, Object.fromEntries(text), {
    headers: { Cookie: client.cookie, Accept: 'application/json' },
  })
}

const serverOf = (client: Client, url: string, read: () => Promise<{ version: number; text: string }>) => ({
  read,
  put: async ({ text, base, sent }: PendingSave): Promise<SaveResult> => {
    const answer = await save(client, url, { text, base, ...(sent !== undefined && { sent }) })
    const body = await answer.json<{ version: number; text: string }>()
    expect([200, 409]).toContain(answer.status)
    return answer.status === 200 ? { version: body.version } : { conflict: body }
  },
})

test('notes of each kind are saved while they are typed, upon the version that their author saw', async () => {
  const client = await signedIn()
  const other = await signedIn()
  for (const { table, path, field, form } of kinds) {
    await client.post(path, form)
    const [{ id, seq } = { id: '', seq: -1 }] = await rows<{ id: string; seq: number }>(
      `SELECT id, seq FROM ${table} WHERE user_id = ? ORDER BY created_at DESC`,
      client.userId,
    )
    const page = await (await client.get(`${path}/${id}`)).text()
    expect(page, table).toContain(`data-note="${path}/${id}/notes/${field}" data-version="${seq}"`)
    const url = `${path}/${id}/notes/${field}`
    const first = await save(client, url, { text: 'one', base: seq })
    expect(first.status, table).toBe(200)
    const { version } = await first.json<{ version: number }>()
    expect(version).toBeGreaterThan(seq)
    const stale = await save(client, url, { text: 'two', base: seq })
    expect([stale.status, await stale.json()]).toEqual([409, { version, text: 'one' }])
    expect((await save(client, url, { text: 'one two', base: seq, sent: 'one' })).status).toBe(200)
    expect((await save(client, url, { text: 'x'.repeat(10_001), base: version })).status).toBe(422)
    expect((await save(client, url, { text: 'x', base: 'y' })).status).toBe(422)
    expect((await save(other, url, { text: 'x', base: version })).status).toBe(404)
    expect((await save(client, `${path}/${id}/notes/seq`, { text: 'x', base: version })).status).toBe(404)
    const saved = await row<Record<string, string>>(`SELECT * FROM ${table} WHERE id = ?`, id)
    expect(saved?.[field]).toBe('one two')
    // Without script they are a form.
    const typed = await client.post(`${path}/${id}`, { field, [field]: 'typed', seq: String(saved?.seq) })
    expect(typed.status, table).toBe(303)
    await client.post(`${path}/${id}/delete`)
    expect((await save(client, url, { text: 'x', base: version })).status).toBe(404)
  }
})

test('the law of notes holds for a row whose other fields are edited meanwhile', async () => {
  const client = await signedIn()
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 5, maxLength: 30 }), async (events) => {
      await client.post('/tasks', { title: 'Call' })
      const task = () =>
        row<{ id: string; seq: number; description: string }>(
          'SELECT id, seq, description FROM tasks WHERE user_id = ? ORDER BY id DESC LIMIT 1',
          client.userId,
        )
      const { id = '' } = (await task()) ?? {}
      let count = 0
      const server = serverOf(client, `/tasks/${id}/notes/description`, async () => {
        const { seq = -1, description = '' } = (await task()) ?? {}
        return { version: seq, text: description }
      })
      const put = async (typed: PendingSave) => {
        count += 1
        const edit = { field: 'title', title: `Call ${count}`, seq: String((await task())?.seq) }
        if (count % 3 === 0) expect((await client.post(`/tasks/${id}`, edit)).status).toBe(303)
        return server.put(typed)
      }
      await keepsEveryWord({ ...server, put }, events)
    }),
    { numRuns: runs(20) },
  )
})

test('a review begins with its first word, and ends with its last', async () => {
  const client = await signedIn()
  const url = '/review/week/notes?date=2026-11-18'
  const words = () =>
    rows<{ words: string; date: string }>(
      'SELECT words, date FROM reviews WHERE user_id = ? AND deleted_at IS NULL',
      client.userId,
    )
  expect(await (await client.get('/review/week?date=2026-11-18')).text()).toContain('data-version="0"')
  const { version } = await (await save(client, url, { text: 'Good', base: 0 })).json<{ version: number }>()
  expect(await words()).toEqual([{ words: 'Good', date: '2026-11-16' }])
  const stale = await save(client, url, { text: 'Bad', base: 0 })
  expect([stale.status, await stale.json()]).toEqual([409, { version, text: 'Good' }])
  expect(await (await save(client, url, { text: '', base: version })).json()).toEqual({ version: 0 })
  expect(await words()).toEqual([])
  expect((await save(client, url, { text: 'Again', base: 0 })).status).toBe(200)
  expect((await save(client, '/review/week/notes?date=2026-02-30', { text: 'x', base: 0 })).status).toBe(404)
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 5, maxLength: 30 }), async (events) => {
      const client = await signedIn()
      const review = () =>
        row<{ seq: number; words: string }>(
          'SELECT seq, words FROM reviews WHERE user_id = ? AND deleted_at IS NULL',
          client.userId,
        )
      const server = serverOf(client, url, async () => {
        const { seq = 0, words = '' } = (await review()) ?? {}
        return { version: seq, text: words }
      })
      await keepsEveryWord(server, events)
    }),
    { numRuns: runs(10) },
  )
})

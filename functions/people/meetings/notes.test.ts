import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PendingSave, SaveResult } from '../../../client/notes/machine'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { event, keepsEveryWord, type Server } from '../../../test/support/models/note-tabs'
import { runs } from '../../../test/support/runs'
import { putMeeting, readMeeting } from './testing'

type Saving = { text?: string; base?: number | string; sent?: string }

const put = (client: Client, id: string, save: Saving, field = 'outcome_notes') => {
  const fields = Object.entries(save).map(([name, value]) => [name, String(value)])
  return client.post(`/meetings/${id}/notes/${field}`, Object.fromEntries(fields), {
    headers: { Cookie: client.cookie, Accept: 'application/json' },
  })
}

const stored = async (id: string) => {
  const [row] = await rows<{ outcome_notes: string; outcome_version: number; seq: number; details_seq: number }>(
    'SELECT outcome_notes, outcome_version, seq, details_seq FROM meetings WHERE id = ?',
    id,
  )
  return row ?? { outcome_notes: '', outcome_version: -1, seq: -1, details_seq: -1 }
}

test('the law of notes holds for the application', async () => {
  const client = await signedIn()
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 5, maxLength: 30 }), async (events) => {
      const { id } = await putMeeting(client, { title: 'Weekly' })
      const server: Server = {
        read: async () => {
          const { outcome_notes, outcome_version } = await stored(id)
          return { text: outcome_notes, version: outcome_version }
        },
        put: async (save: PendingSave): Promise<SaveResult> => {
          const answer = await put(client, id, save)
          const body = await answer.json<{ version: number; text: string }>()
          expect([200, 409]).toContain(answer.status)
          return answer.status === 200 ? { version: body.version } : { conflict: body }
        },
      }
      await keepsEveryWord(server, events)
    }),
    { numRuns: runs(40) },
  )
})

test('a note is saved upon the version that it was typed upon, and otherwise shows the saved one', async () => {
  const client = await signedIn()
  const { id } = await putMeeting(client, { title: 'Weekly' })
  expect(await (await put(client, id, { text: 'a', base: 0 })).json()).toEqual({ version: 1 })
  expect(await (await put(client, id, { text: 'a', base: 0 })).json()).toEqual({ version: 1 })
  const stale = await put(client, id, { text: 'b', base: 0 })
  expect([stale.status, await stale.json()]).toEqual([409, { version: 1, text: 'a' }])
  for (const sent of ['', 'z', 'aa', 'A'])
    expect((await put(client, id, { text: `${sent}b`, base: 0, sent })).status).toBe(409)
  expect(await (await put(client, id, { text: 'ab', base: 0, sent: 'a' })).json()).toEqual({ version: 2 })
  expect(await (await put(client, id, { text: 'x', base: 0 }, 'questions_asked')).json()).toEqual({ version: 1 })
  expect(await readMeeting(client, id)).toMatchObject({ outcome_notes: 'ab', questions_asked: 'x' })
})

test('a save names a note, a text and a version', async () => {
  const client = await signedIn()
  const { id } = await putMeeting(client, { title: 'Weekly' })
  const other = await signedIn()
  for (const body of [{}, { base: 0 }, { text: 'a' }, { text: 'a', base: -1 }, { text: 'a', base: 'x' }])
    expect((await put(client, id, body)).status).toBe(422)
  expect((await put(client, id, { text: 'a'.repeat(10_001), base: 0 })).status).toBe(422)
  expect((await put(client, id, { text: 'a', base: 0 }, 'title')).status).toBe(404)
  expect((await put(other, id, { text: 'a', base: 0 })).status).toBe(404)
  await client.post(`/meetings/${id}/delete`)
  expect((await put(client, id, { text: 'a', base: 0 })).status).toBe(404)
})

test('typing notes makes no open form stale, and a form keeps the notes that were typed meanwhile', async () => {
  const client = await signedIn()
  const { id, seq } = await putMeeting(client, { title: 'Weekly', date: '2026-11-24' })
  await put(client, id, { text: 'typed', base: 0 })
  const form = { title: 'Weekly with Ada', date: '2026-11-24', seq: String(seq) }
  expect((await client.post(`/meetings/${id}`, form)).status).toBe(303)
  expect(await readMeeting(client, id)).toMatchObject({ title: 'Weekly with Ada', outcome_notes: 'typed' })
  // A form from before the last one is stale.
  expect((await client.post(`/meetings/${id}`, { ...form, title: 'Other' })).status).toBe(409)
})

test('without script the notes are a form, and a stale one shows both texts', async () => {
  const client = await signedIn()
  const { id } = await putMeeting(client, { title: 'Weekly' })
  const page = await (await client.get(`/meetings/${id}`)).text()
  expect(page).toContain('name="outcome_version" value="0"')
  const saved = await client.post(`/meetings/${id}/notes`, { outcome_notes: 'first', outcome_version: '0' })
  expect(saved.status).toBe(303)
  const stale = await client.post(`/meetings/${id}/notes`, { outcome_notes: 'second', outcome_version: '0' })
  expect(stale.status).toBe(409)
  const html = await stale.text()
  expect([html.includes('first'), html.includes('second')]).toEqual([true, true])
  expect((await stored(id)).outcome_notes).toBe('first')
  const kept = await client.post(`/meetings/${id}/notes`, { outcome_notes: 'second', outcome_version: '1' })
  expect([kept.status, (await stored(id)).outcome_notes]).toEqual([303, 'second'])
})

test('a line of the notes that begins with [ ] becomes a task in one press, with its person and date', async () => {
  const client = await signedIn({ time_zone: 'UTC', day_start_minute: 0 })
  const ada = await client.add('/people', { name: 'Ada' })
  const { id } = await putMeeting(client, { title: 'Weekly' })
  const text = 'Decided\n[ ] send Ada the figures tomorrow\n- [ ] book a room\n- [x] done already\nnot [ ] this'
  await put(client, id, { text, base: 0 })
  const page = async () => (await client.get(`/meetings/${id}`)).text()
  const lines = async () => [...(await page()).matchAll(/name="line" value="([^"]+)"/g)].map(([, line]) => line)
  expect(await lines()).toEqual(['send Ada the figures tomorrow', 'book a room'])
  const fields = { source_type: 'meeting', source_id: id }
  const [first = ''] = await lines()
  const done = await client.post('/tasks/quick?owner=me', { ...fields, line: first })
  expect([done.status, done.headers.get('Location')]).toEqual([303, `/meetings/${id}`])
  const [task] = await rows('SELECT title, person_id, source_id, due_date FROM tasks WHERE user_id = ?', client.userId)
  const due_date = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
  expect(task).toEqual({ title: 'send Ada the figures', person_id: ada, source_id: id, due_date })
  expect(await lines()).toEqual(['book a room'])
})

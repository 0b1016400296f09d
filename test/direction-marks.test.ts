import { describe, expect, test } from 'vitest'
import { readDocument } from '../functions/data/export/read/document'
import { bytesOf, exportOf } from '../functions/data/restore/testing'
import { calendarOf, eventLines, importCalendar } from '../functions/people/meetings/import/testing'
import { nameOfDevice } from '../functions/programs/sync/devices/schema'
import { create, deviceOf } from '../functions/programs/sync/testing'
import { importText, togglHeader } from '../functions/time/sessions/import/testing'
import { type Client, rows, signedIn } from './support/client'

const turned = 'Robin\u202egpj.exe'
const message = 'Remove the invisible characters that change the direction of text'

type Body = Record<string, unknown>

/** Kinds with a member that is a name: path of the form, path of the API, that member, and what else a row needs. */
const named: [string, string, string, string, Body][] = [
  ['organizations', '/organizations', '/api/v1/organizations', 'name', {}],
  ['people', '/people', '/api/v1/people', 'name', {}],
  ['skills', '/skills', '/api/v1/skills', 'name', { confidence_level: 3 }],
  ['projects', '/projects', '/api/v1/projects', 'name', {}],
  ['clients of projects', '/projects', '/api/v1/projects', 'client', { name: 'Thesis' }],
  ['tags of tasks', '/tasks', '/api/v1/tasks', 'tags', { title: 'Read' }],
  ['tags of learnings', '/learnings', '/api/v1/learnings', 'tags', { title: 'A', content: 'B' }],
  ['API tokens', '/settings/tokens', '/api/v1/me/tokens', 'name', { scopes: ['read'], expiry: '90' }],
  ['calendars', '/settings/calendars', '/api/v1/me/feeds', 'name', { contains: ['goals'] }],
  ['passkeys', '/settings/sign-in/passkeys', '/api/v1/me/passkeys', 'name', { passkey: '{}' }],
]

describe('an invisible mark that turns text around', () => {
  test.each(named)('is refused beside its field in names of %s', async (_, page, api, member, rest) => {
    const client = await signedIn()
    const list = member === 'tags'
    const form = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)]))
    const shown = await client.post(page, { ...form, [member]: turned })
    expect([shown.status, await shown.text()]).toEqual([422, expect.stringContaining(message)])
    const { expiry: _expiry, passkey, ...body } = rest
    const sent = { ...body, ...(passkey !== undefined && { passkey: {} }), [member]: list ? [turned] : turned }
    const answer = await client.json('POST', api, sent)
    expect([answer.status, await answer.json()]).toEqual([
      422,
      expect.objectContaining({ errors: expect.arrayContaining([{ path: member, message }]) }),
    ])
  })

  test('is refused in the new name of a tag, and in the tags of a plan', async () => {
    const client = await signedIn()
    await client.json('POST', '/api/v1/tasks', { title: 'Read', tags: ['deep'] })
    const renamed = await client.post('/tags/~deep', { name: turned, seq: '' })
    expect([renamed.status, await renamed.text()]).toEqual([422, expect.stringContaining(message)])
    const plan = await client.json('POST', '/api/v1/plans', { title: 'Knots', tags: [turned] })
    expect([plan.status, await plan.text()]).toEqual([422, expect.stringContaining(message)])
  })

  test('is allowed in titles and notes, where those who write from right to left need it', async () => {
    const client = await signedIn()
    const title = 'اقرأ C++\u200e اليوم'
    expect((await client.json('POST', '/api/v1/tasks', { title, description: title })).status).toBe(201)
    expect(await rows('SELECT title FROM tasks WHERE user_id = ?', client.userId)).toEqual([{ title }])
  })
})

const plain = 'Robingpj.exe'
const namesOf = async ({ userId }: Client, table: string) =>
  (await rows<{ name: string }>(`SELECT name FROM ${table} WHERE user_id = ? ORDER BY name`, userId)).map(
    ({ name }) => name,
  )

describe('a name of a file, a line or a device loses the mark and comes in', () => {
  test('from a time log, also when it is imported again', async () => {
    const client = await signedIn()
    const row = `me,,Client\u200f,${turned},Read,2026-03-02,09:00:00,2026-03-02,10:00:00,01:00:00,${turned}`
    for (let times = 0; times < 2; times += 1) await importText(client, `${togglHeader}\n${row}\n`)
    expect(await namesOf(client, 'projects')).toEqual([plain])
    expect(await namesOf(client, 'organizations')).toEqual(['Client'])
    expect(await rows('SELECT tags FROM sessions WHERE user_id = ?', client.userId)).toEqual([
      { tags: JSON.stringify([plain]) },
    ])
  })

  test('from a calendar', async () => {
    const client = await signedIn()
    const event = eventLines('Review', '20150714T090000Z', `ATTENDEE;CN=${turned}:mailto:ada@example.com`)
    await importCalendar(client, calendarOf(event), { add_people: 'on' })
    expect(await namesOf(client, 'people')).toEqual([plain])
  })

  test('from a list of skills', async () => {
    const client = await signedIn()
    await client.post('/skills/import/confirm', { text: turned, level: '2', category: 'technical' })
    expect(await namesOf(client, 'skills')).toEqual([plain])
  })

  test('from a line', async () => {
    const client = await signedIn()
    const done = await client.post('/tasks/quick', { line: `Read #${turned}` })
    expect(done.status).toBeLessThan(400)
    expect(await rows('SELECT tags FROM tasks WHERE user_id = ?', client.userId)).toEqual([
      { tags: JSON.stringify([plain]) },
    ])
  })

  test('from a device', async () => {
    const client = await signedIn()
    const card = { question: 'Q', answer: 'A', tags: [turned] }
    await deviceOf(client).sync({ cards: [create('card-1', card, 1_000)] })
    expect(await rows('SELECT tags FROM cards WHERE user_id = ?', client.userId)).toEqual([
      { tags: JSON.stringify([plain]) },
    ])
    expect(nameOfDevice({ agent: `daymark/1.0.0 (${turned}; linux)`, id: 'a' })).toBe(plain)
  })

  test('from an export', async () => {
    const client = await signedIn()
    await client.json('POST', '/api/v1/people', { name: 'Ada' })
    await client.json('POST', '/api/v1/tasks', { title: 'Read', tags: ['deep'] })
    const document = await exportOf(client)
    Object.assign(document.people?.[0] ?? {}, { name: turned })
    Object.assign(document.tasks?.[0] ?? {}, { title: turned, tags: [turned, plain] })
    const read: unknown[] = []
    for await (const one of readDocument(bytesOf(JSON.stringify(document)))) read.push(one)
    expect(read).toContainEqual(
      expect.objectContaining({ table: 'people', row: expect.objectContaining({ name: plain }) }),
    )
    const tags = JSON.stringify([plain])
    expect(read).toContainEqual(
      expect.objectContaining({ table: 'tasks', row: expect.objectContaining({ title: turned, tags }) }),
    )
  })
})

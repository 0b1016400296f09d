import { beforeEach, describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { put, putProject } from './testing'

let client: Client
let project: string
beforeEach(async () => {
  client = await signedIn({ time_zone: 'UTC', day_start_minute: 0 })
  project = await putProject(client, 'Site')
})

type Row = { id: string; billable: number | null; hourly_rate: number | null; currency: string | null }
const kept = () =>
  rows<Row>(
    'SELECT id, billable, hourly_rate, currency FROM sessions WHERE user_id = ? AND deleted_at IS NULL ORDER BY started_at',
    client.userId,
  )
const billing = async () =>
  (await kept()).map(({ billable, hourly_rate, currency }) => [billable, hourly_rate, currency])
const own = { billable: 0 as const, hourly_rate: 9050, currency: 'EUR' }
const times = { date: '2026-03-02', started_at: '09:00', duration: '1h', time_zone: 'UTC' }

describe('a session', () => {
  test('is billed as its form says, and an edit of it has an Undo', async () => {
    await client.post('/sessions', { ...times, billable: '0', hourly_rate: '90,5 eur' })
    expect(await billing()).toEqual([[0, 9050, 'EUR']])
    const [session] = await kept()
    const [{ seq } = { seq: 0 }] = await rows<{ seq: number }>('SELECT seq FROM sessions WHERE id = ?', session?.id)
    await client.post(`/sessions/${session?.id}`, { seq, hourly_rate: '100' })
    expect(await billing()).toEqual([[0, 10_000, 'EUR']])
    const refused = await client.post(`/sessions/${session?.id}`, { seq, hourly_rate: '100.001' })
    expect([refused.status, await refused.text()]).toEqual([
      422,
      expect.stringContaining('Enter EUR with at most 2 decimals'),
    ])
    await client.post(`/sessions/${session?.id}`, { seq: seq + 1, hourly_rate: '', billable: '' })
    expect(await billing()).toEqual([[null, null, null]])
  })

  test('takes the currency of its project, and needs one', async () => {
    const refused = await client.post('/sessions', { ...times, hourly_rate: '80' })
    expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('Add the currency')])
    await client.post(`/projects/${project}/rates`, { from: '2026-01-01', rate: '70 CHF' })
    await client.post('/sessions', { ...times, project_id: project, hourly_rate: '80' })
    expect(await billing()).toEqual([[null, 8000, 'CHF']])
  })

  test('gives its billing to its copy, its pieces and to a timer that repeats it', async () => {
    const { id } = await put(client, '2026-03-02T09:00Z', 60, { ...own, time_zone: 'UTC' })
    await client.post(`/sessions/${id}/copy`, { started_at: '2026-03-03T09:00', ended_at: '2026-03-03T10:00' })
    const [{ seq } = { seq: 0 }] = await rows<{ seq: number }>('SELECT seq FROM sessions WHERE id = ?', id)
    await client.post(`/sessions/${id}/split`, { at: '2026-03-02T09:30', seq })
    await client.post('/timer/start', { again: id })
    await client.json('PATCH', '/api/v1/timer', { title: 'Other' })
    await client.post('/timer/stop')
    expect(await billing()).toEqual(Array.from({ length: 4 }, () => [0, 9050, 'EUR']))
  })
})

describe('the API', () => {
  const start = { started_at: '2026-03-02T09:00:00Z', duration_seconds: 3600 }

  test('adds and edits the billing of a session', async () => {
    const body = { ...start, billable: true, hourly_rate: '90.5', currency: 'EUR' }
    const added = await (await client.json('POST', '/api/v1/sessions', body)).json<{ id: string }>()
    expect(added).toMatchObject({ billable: true, hourly_rate: '90.50', currency: 'EUR' })
    const edit = async (patch: object) =>
      (await client.json('PATCH', `/api/v1/sessions/${added.id}`, patch)).json<Record<string, unknown>>()
    expect(await edit({ title: 'X' })).toMatchObject({ billable: true, hourly_rate: '90.50', currency: 'EUR' })
    expect(await edit({ hourly_rate: '80.00' })).toMatchObject({ hourly_rate: '80.00', currency: 'EUR' })
    expect(await edit({ billable: null, hourly_rate: null })).toMatchObject({
      ...{ billable: null, hourly_rate: null, currency: null },
    })
  })

  test.each([
    { hourly_rate: '80.00' },
    { hourly_rate: 80, currency: 'EUR' },
    { hourly_rate: '80.00', currency: 'ZZZ' },
    { hourly_rate: '80.00', currency: 'euro' },
    { hourly_rate: '1000000000', currency: 'EUR' },
    { currency: 'EUR' },
    { billable: 1 },
  ])('refuses %j', async (billed) => {
    expect((await client.json('POST', '/api/v1/sessions', { ...start, ...billed })).status).toBe(422)
    expect(await kept()).toEqual([])
  })
})

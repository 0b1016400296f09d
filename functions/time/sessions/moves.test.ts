import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Client, cost, rows, signedIn } from '../../../test/support/client'
import { stopClock } from '../../../test/support/clock'
import { undoIn } from '../../../test/support/html'
import { type Feature, features } from '../../lib/feature'
import { berlin, deleteProject, put, putProject, stored, words } from './testing'

const now = Date.parse('2026-11-20T15:30:00Z')

stopClock(now)

type Row = Record<string, unknown> & { id: string; seq: number; started_at: number; ended_at: number }

const rowOf = async (client: Client, id: string) => (await stored(client, id)) as Row

/** Every column but those that each write changes. */
const bytes = ({ seq: _, updated_at: __, last_heartbeat_at: ___, ...row }: Row) => row

const move = async (client: Client, id: string, fields: Record<string, string>, seq?: number) =>
  client.post(`/sessions/${id}/times`, { seq: seq ?? (await rowOf(client, id)).seq, ...fields }, { part: true })

/** Presses the Undo of an answer. */
const undo = (client: Client, html: string) => {
  const { path, fields } = undoIn(html)
  return client.post(path, fields, { part: true })
}

const toast = (html: string) =>
  words(/data-toast.*?<\/p>/s.exec(html)?.[0] ?? '')
    .replace(/^[^>]*>/, '')
    .trim()

describe('a block', () => {
  test('moves to other times of its own zone, says so, and back to its bytes', async () => {
    const client = await signedIn(berlin)
    const zone = { time_zone: 'Asia/Tokyo', day_start_minute: 240 }
    const { id } = await put(client, '2026-03-10T01:00:00Z', 90, {
      ...zone,
      title: 'Methods',
      tags: ['deep'],
      notes: 'N',
    })
    const before = await rowOf(client, id)
    const moved = await move(client, id, { started_at: '2026-03-11T01:30', ended_at: '2026-03-11T03:00' })
    const html = await moved.text()
    expect([moved.status, toast(html)]).toEqual([200, 'Moved “Methods” to Wed 11 Mar, 01:30–03:00'])
    expect(await rowOf(client, id)).toMatchObject({
      started_at: Date.parse('2026-03-10T16:30:00Z'),
      duration_seconds: 5400,
      // Its day begins at 4:00.
      days: '[["2026-03-10",5400]]',
      ...zone,
    })
    expect((await undo(client, html)).status).toBe(200)
    expect(bytes(await rowOf(client, id))).toEqual(bytes(before))
  })

  test('that moves ahead is planned, and counts again once it moves back', async () => {
    const client = await signedIn(berlin)
    const { id } = await put(client, '2026-11-20T08:00:00Z', 60, { title: 'Exam' })
    const before = await rowOf(client, id)
    const ahead = await (
      await move(client, id, { started_at: '2026-11-21T09:00', ended_at: '2026-11-21T10:00' })
    ).text()
    expect(toast(ahead)).toBe('Planned “Exam” for Sat 21 Nov, 09:00–10:00')
    expect(await rowOf(client, id)).toMatchObject({ planned_until: Date.parse('2026-11-21T09:00:00Z') })
    const planned = await rowOf(client, id)
    const back = await (await move(client, id, { started_at: '2026-11-20T10:00', ended_at: '2026-11-20T11:00' })).text()
    expect(toast(back)).toBe('Logged “Exam” for Fri 20 Nov, 10:00–11:00')
    expect(await rowOf(client, id)).toMatchObject({ planned_until: null })
    await undo(client, back)
    expect(bytes(await rowOf(client, id))).toEqual(bytes(planned))
    await move(client, id, { started_at: '2026-11-20T09:00', ended_at: '2026-11-20T10:00' })
    expect(bytes(await rowOf(client, id))).toEqual(bytes(before))
  })

  test('that stays where it is is not written', async () => {
    const client = await signedIn(berlin)
    const { id } = await put(client, '2026-03-10T08:00:20Z', 60)
    const before = await rowOf(client, id)
    const same = await move(client, id, { started_at: '2026-03-10T09:00', ended_at: '2026-03-10T10:00:20' })
    expect([same.status, await same.text()]).toEqual([200, expect.not.stringContaining('data-toast')])
    expect(await rowOf(client, id)).toEqual(before)
  })

  test('that cannot be so stays, and the answer names the time', async () => {
    const client = await signedIn(berlin)
    const { id } = await put(client, '2026-03-10T08:00:00Z', 60, { duration_seconds: 1800 })
    const before = await rowOf(client, id)
    for (const [fields, said] of [
      [{ started_at: '2026-03-10T09:00', ended_at: '2026-03-10T08:30' }, 'Ended: The end is before the start.'],
      [{ started_at: '2026-02-30T09:00' }, 'Started: There is no 2026-02-30.'],
      [{ ended_at: '2026-03-10T09:20' }, 'Duration: Enter a duration: the 30m of idle time no longer fits.'],
      [{ ended_at: '2026-03-20T09:20' }, 'Ended: A session lasts at most 72 hours'],
      [{ ended_at: 'x'.repeat(50) }, 'Ended: At most 40 characters'],
    ] as const) {
      const refused = await move(client, id, fields)
      expect([refused.status, toast(await refused.text())]).toEqual([422, expect.stringContaining(said)])
    }
    expect(await rowOf(client, id)).toEqual(before)
  })

  test('that changed since is shown in both versions, of which one can be kept', async () => {
    const client = await signedIn(berlin)
    const { id } = await put(client, '2026-03-10T08:00:00Z', 60)
    const { seq } = await rowOf(client, id)
    await move(client, id, { started_at: '2026-03-10T10:00', ended_at: '2026-03-10T11:00' })
    const late = { started_at: '2026-03-10T12:00', ended_at: '2026-03-10T13:00' }
    const stale = await move(client, id, late, seq)
    const html = await stale.text()
    expect(stale.status).toBe(409)
    expect(words(html)).toMatch(/Tue 10 Mar, 12:00–13:00.*Tue 10 Mar, 10:00–11:00/)
    expect(html).toContain(`hx-post="/sessions/${id}/times" hx-target="#block-conflict"`)
    const kept = Object.fromEntries(
      [...html.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
        name,
        value,
      ]),
    )
    expect((await client.post(`/sessions/${id}/times`, kept, { part: true })).status).toBe(200)
    expect(await rowOf(client, id)).toMatchObject({ started_at: Date.parse('2026-03-10T11:00:00Z') })
  })

  test('is no row of anybody else’s list: the answer to a drawing has no row of a list', async () => {
    const client = await signedIn(berlin)
    const { id } = await put(client, '2026-03-10T08:00:00Z', 60)
    const html = await (await move(client, id, { ended_at: '2026-03-10T10:00' })).text()
    expect(html).not.toContain('<li')
    const listed = await client.post(
      `/sessions/${id}/times`,
      { seq: (await rowOf(client, id)).seq, ended_at: '2026-03-10T10:30' },
      { part: true, page: '/sessions' },
    )
    expect(words(await listed.text())).toContain('09:00–10:30')
  })
})

describe('what a feature has on screen', () => {
  const dates: (string[] | null)[] = []
  const feature: Feature = {
    redraws: {
      '/drawn': async () => async (c, query, touched) => {
        const count = c.env.DB.prepare('SELECT count(*) AS sessions FROM sessions WHERE user_id = ?')
        const counted = count.bind(c.var.user.id).first('sessions')
        dates.push(await touched)
        return `drawn ${query.get('date')}, ${await counted} sessions`
      },
    },
  }
  beforeEach(() => {
    dates.length = 0
    features.push(feature)
  })
  afterEach(() => {
    features.splice(features.indexOf(feature), 1)
  })

  test('is drawn again with each write of time, within its trips, by the dates that it touches', async () => {
    const client = await signedIn(berlin)
    const { id } = await put(client, '2026-03-10T08:00:00Z', 60)
    const headers = { 'X-Regions': '/other /drawn?date=2026-03-09' }
    const send = async (path: string, fields: Record<string, string | number>, count: number) => {
      const answer = await client.post(path, fields, { part: true, headers })
      const html = await answer.text()
      expect([answer.status, html], path).toEqual([200, expect.stringContaining(`drawn 2026-03-09, ${count} sessions`)])
      if (!fields.split) expect(cost(answer).trips, path).toBeLessThan(4)
      return html
    }
    const seq = async () => (await rowOf(client, id)).seq
    const redo = (html: string, count: number) => {
      const { path, fields } = undoIn(html)
      return send(path, fields, count)
    }
    const at = { started_at: '2026-03-09T23:30', ended_at: '2026-03-10T00:30' }
    const moved = await send(`/sessions/${id}/times`, { seq: await seq(), ...at }, 1)
    expect(dates).toEqual([['2026-03-10', '2026-03-09', '2026-03-10']])
    await redo(moved, 1)
    await redo(await send(`/sessions/${id}/copy`, at, 2), 2)
    await redo(await send(`/sessions/${id}/split`, { seq: await seq(), at: '2026-03-10T09:30' }, 3), 2)
    await send(`/sessions/${id}`, { seq: await seq(), title: 'Other' }, 2)
    await redo(await send(`/sessions/${id}/delete`, {}, 2), 2)
    await send('/sessions/entry', { entry: '25m writing' }, 3)
    await send('/timer/start', { title: 'Runs' }, 4)
    const late = { seq: 1, started_at: '2026-03-10T07:00' }
    const conflict = await client.post(`/sessions/${id}/times`, late, { part: true, headers })
    expect(conflict.status).toBe(409)
    expect(await conflict.text()).toContain('drawn 2026-03-09, 4 sessions')
  })
})

describe('the running timer', () => {
  test('moves its start alone, within what a start may be, and back', async () => {
    const client = await signedIn(berlin)
    vi.setSystemTime(now - 3_600_000)
    await client.post('/timer/start', { title: 'Runs' })
    vi.setSystemTime(now)
    const [{ id = '' } = {}] = await rows<{ id: string }>(
      "SELECT id FROM sessions WHERE user_id = ? AND status = 'active'",
      client.userId,
    )
    const before = await rowOf(client, id)
    const answer = await move(client, id, { started_at: '2026-11-20T14:05' })
    expect(cost(answer).trips).toBeLessThan(4)
    const moved = await answer.text()
    expect(toast(moved)).toBe('Changed the start of “Runs” to 14:05')
    expect(await rowOf(client, id)).toMatchObject({ started_at: Date.parse('2026-11-20T13:05:00Z'), ended_at: null })
    expect((await undo(client, moved)).status).toBe(200)
    expect(bytes(await rowOf(client, id))).toEqual(bytes(before))
    const late = await move(client, id, { started_at: '2026-11-20T17:00' })
    expect([late.status, toast(await late.text())]).toEqual([
      422,
      expect.stringContaining('Started: That is in the future'),
    ])
    expect((await undo(client, moved)).status).toBe(409)
    expect((await move(client, id, { started_at: '2026-11-20T14:00' }, 1)).status).toBe(409)
  })
})

describe('a copy', () => {
  test('has the title, the tags and the links, but not the notes, and goes with its Undo', async () => {
    const client = await signedIn(berlin)
    const project_id = await putProject(client, 'Thesis')
    const gone = await putProject(client, 'Gone')
    const more = { title: 'Methods', tags: ['deep'], notes: 'Long', artifacts: ['a.pdf'] }
    const { id } = await put(client, '2026-03-10T08:00:00Z', 60, { ...more, project_id, duration_seconds: 3000 })
    const copied = await client.post(
      `/sessions/${id}/copy`,
      { started_at: '2026-11-23T10:00', ended_at: '2026-11-23T11:00' },
      { part: true },
    )
    const html = await copied.text()
    expect(toast(html)).toBe('Copied “Methods” to Mon 23 Nov, 10:00–11:00')
    const [copy] = await rows<Row>('SELECT * FROM sessions WHERE user_id = ? AND id <> ?', client.userId, id)
    expect(copy).toMatchObject({
      title: 'Methods',
      tags: '["deep"]',
      project_id,
      notes: '',
      artifacts: '[]',
      source: 'manual',
    })
    expect(copy).toMatchObject({ duration_seconds: 3000, planned_until: copy?.ended_at })
    await undo(client, html)
    expect(await rowOf(client, copy?.id ?? '')).toMatchObject({ deleted_at: now })
    await rows('UPDATE sessions SET project_id = ? WHERE id = ?', gone, id)
    await deleteProject(gone)
    expect(
      (await client.post(`/sessions/${id}/copy`, { started_at: '2026-03-11T10:00', ended_at: '2026-03-11T11:00' }))
        .status,
    ).toBe(303)
  })
})

describe('a split', () => {
  test('leaves the notes with the first piece and the idle time with the second, and is undone to the bytes', async () => {
    const client = await signedIn(berlin)
    const more = { title: 'Methods', tags: ['deep'], notes: 'Long', duration_seconds: 4800 }
    const { id } = await put(client, '2026-03-10T08:00:20Z', 90, more)
    const before = await rowOf(client, id)
    const split = await client.post(
      `/sessions/${id}/split`,
      { at: '2026-03-10T09:30', seq: before.seq },
      { part: true },
    )
    const html = await split.text()
    expect([split.status, toast(html)]).toEqual([200, 'Split “Methods” at 09:30'])
    const cut = Date.parse('2026-03-10T08:30:00Z')
    const [second] = await rows<Row>('SELECT * FROM sessions WHERE user_id = ? AND id <> ?', client.userId, id)
    expect(await rowOf(client, id)).toMatchObject({ ended_at: cut, duration_seconds: 1780, notes: 'Long' })
    const { ended_at } = before
    expect(second).toMatchObject({ started_at: cut, ended_at, duration_seconds: 3020, notes: '', tags: '["deep"]' })
    const { path, fields } = undoIn(html)
    const undone = await client.post(path, fields, { part: true, page: '/day/2026-03-10' })
    const drawn = await undone.text()
    expect([undone.status, toast(drawn)]).toEqual([200, 'Undone: Split “Methods” at 09:30.'])
    expect(drawn).toContain('<hx-partial hx-target="#day" hx-swap="outerMorph">')
    expect(bytes(await rowOf(client, id))).toEqual(bytes(before))
    expect(await rows('SELECT id FROM sessions WHERE user_id = ?', client.userId)).toHaveLength(1)
    expect((await undo(client, html)).status).toBe(404)
  })

  test('outside the tracked time, or of another version, is refused', async () => {
    const client = await signedIn(berlin)
    const { id } = await put(client, '2026-03-10T08:00:00Z', 90, { duration_seconds: 1800 })
    const { seq } = await rowOf(client, id)
    const post = (time: string, version = seq) =>
      client.post(`/sessions/${id}/split`, { at: `2026-03-10T${time}`, seq: version }, { part: true })
    for (const time of ['09:00', '08:59', '09:30', '10:00', '11:00', 'x'])
      expect((await post(time)).status, time).toBe(422)
    expect((await post('09:20', seq + 1)).status).toBe(409)
    expect(await rows('SELECT id FROM sessions WHERE user_id = ?', client.userId)).toHaveLength(1)
  })
})

describe('over a clock change', () => {
  // Onto the hour that is left out, and onto the one that comes twice.
  test.each([
    ['Europe/Berlin', '2026-03-28T01:30Z', 60, '2026-03-29 02:30 03:30', '2026-03-29T01:30Z'],
    ['Europe/Berlin', '2026-10-24T00:30Z', 60, '2026-10-25 02:30 03:30', '2026-10-25T01:30Z'],
    ['Australia/Lord_Howe', '2026-10-02T15:30Z', 30, '2026-10-04 02:00 02:30', '2026-10-03T15:30Z'],
    ['America/Santiago', '2026-09-05T04:15Z', 30, '2026-09-06 00:15 00:45', '2026-09-06T04:15Z'],
  ])('in %s a block of %s that takes %d minutes keeps them at %s', async (zone, start, minutes, to, is) => {
    const client = await signedIn({ time_zone: zone })
    const of = { time_zone: zone, day_start_minute: 0, title: 'A' }
    const [moved, copied, patched, dated] = [
      await put(client, start, minutes, of),
      await put(client, start, minutes, of),
      await put(client, start, minutes, of),
      await put(client, start, minutes, of),
    ]
    const [date = '', ...clocks] = to.split(' ')
    const [started_at = '', ended_at = ''] = clocks.map((clock) => `${date}T${clock}`)
    expect((await move(client, moved.id, { started_at, ended_at })).status).toBe(200)
    expect((await client.post(`/sessions/${copied.id}/copy`, { started_at, ended_at }, { part: true })).status).toBe(
      200,
    )
    await client.json('PATCH', `/api/v1/sessions/${patched.id}`, { started_at, ended_at })
    const { seq } = await rowOf(client, dated.id)
    await client.post(`/sessions/${dated.id}`, { date, seq })
    const all = await rows<Row>('SELECT * FROM sessions WHERE user_id = ? ORDER BY number', client.userId)
    const seconds = minutes * 60
    const times = { started_at: Date.parse(is), ended_at: Date.parse(is) + seconds * 1000, duration_seconds: seconds }
    expect(all.filter(({ id }) => id !== copied.id)).toMatchObject([times, times, times, times])
  })

  test('a new block in the hour that is left out has its length, and one of no length is refused in words', async () => {
    const client = await signedIn(berlin)
    const add = (ended_at: string) =>
      client.post('/sessions', { title: 'A', started_at: '2026-03-29T02:30', ended_at, time_zone: 'Europe/Berlin' })
    expect((await add('2026-03-29T03:30')).status).toBe(303)
    const none = await add('2026-03-29T02:30')
    expect([none.status, await none.text()]).toEqual([422, expect.stringContaining('an end that is after the start')])
    const [session] = await rows<Row>('SELECT * FROM sessions WHERE user_id = ?', client.userId)
    expect(session).toMatchObject({ started_at: Date.parse('2026-03-29T01:30Z'), duration_seconds: 3600 })
    const at = '2026-03-29T05:00'
    const refused = await move(client, session?.id ?? '', { started_at: at, ended_at: at })
    expect([refused.status, await refused.text()]).toEqual([
      422,
      expect.stringContaining('an end that is after the start'),
    ])
  })
})

import fc from 'fast-check'
import ICAL from 'ical.js'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { type Client, cost, request, rows, signedIn } from '../../../test/support/client'
import { runs } from '../../../test/support/runs'
import { utc } from '../../../test/support/times'
import { addDays } from '../../lib/time/days'
import { stubServer } from '../../people/meetings/calendars/testing'
import { upload } from '../../people/meetings/import/testing'
import { newSession, putAll, words } from '../../time/sessions/testing'

const today = '2026-03-11'
const on = (days: number) => addDays(today, days)

let client: Client
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(`${today}T11:00:00Z`) })
  client = await signedIn(utc)
})

const everything = ['meetings', 'tasks', 'planned', 'sessions', 'goals', 'cards']

type Made = { id: string; url: string }

const make = (contains: string[] = everything, more: object = {}) =>
  client.made<Made>('/me/feeds', { name: 'Phone', contains, ...more })

const open = (url: string, headers: Record<string, string> = {}) => request(new URL(url).pathname, { headers })

/** Events by the first library, in strict mode. */
const read = (text: string) =>
  new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((event) => {
    const value = (name: string) => event.getFirstPropertyValue(name)?.toString() ?? null
    const [start, end] = ['dtstart', 'dtend'].map(value)
    return {
      uid: value('uid') ?? '',
      summary: value('summary') ?? '',
      start,
      end,
      url: value('url'),
      transp: value('transp'),
    }
  })

const eventsOf = async (url: string) => read(await (await open(url)).text())

const titles = async (url: string) => (await eventsOf(url)).map(({ summary }) => summary).toSorted()

const at = (date: string, time: string) => Date.parse(`${date}T${time}:00Z`)

const fill = async () => {
  const meeting = { title: 'Stand-up', date: on(1), time: '09:30', duration_minutes: 15 }
  const ids = {
    meeting: await client.add('/meetings', meeting),
    task: await client.add('/tasks', { title: 'Write, abstract', date: on(2) }),
    timed: await client.add('/tasks', { title: 'Call', date: on(2), at: '14:00', estimated_minutes: 20 }),
    goal: await client.add('/goals', { title: 'Thesis', target_date: on(30) }),
    card: await client.add('/cards', { question: 'Q', answer: 'A' }),
  }
  await client.add('/tasks', { title: 'Someday', date: null })
  await putAll(client, [newSession(at(on(-3), '10:00'), 90, { title: 'Deep work' })])
  await client.json('POST', '/api/v1/sessions', {
    title: 'Tomorrow’s block',
    started_at: new Date(at(on(1), '12:00')).toISOString(),
    ended_at: new Date(at(on(1), '13:00')).toISOString(),
  })
  return ids
}

/** Tasks and meetings, some of them at the edges of what a feed has. */
const things = fc.array(
  fc
    .record({
      title: fc.constantFrom('Plan', 'Write, “draft”'),
      days: fc.oneof(fc.constantFrom(-91, -90, 0, 365, 366), fc.integer({ min: -120, max: 400 })),
      time: fc.constantFrom(null, '00:00', '09:30', '23:50'),
      minutes: fc.constantFrom(null, 15, 90),
      due: fc.option(fc.oneof(fc.constantFrom(-91, -90, 0, 365, 366), fc.integer({ min: -120, max: 400 }))),
      path: fc.constantFrom('/tasks', '/meetings'),
    })
    .map(({ days, time, minutes, due, ...thing }) => ({
      ...{ ...thing, date: on(days) },
      ...(thing.path === '/tasks'
        ? { at: time, estimated_minutes: minutes, due_date: due === null ? null : on(due) }
        : { time, duration_minutes: minutes }),
    })),
  { minLength: 4, maxLength: 8 },
)
type Thing = typeof things extends fc.Arbitrary<(infer T)[]> ? T : never

/** The events of a thing by definition. A task that is too old is on the day by which it is due. */
const naiveEvents = (thing: Thing) => {
  const isShown = (date: string) => date >= on(-90) && date <= on(365)
  const whole = (summary: string, date: string) => ({ summary, start: date, end: addDays(date, 1) })
  const { title, date } = thing
  const [time, minutes] = 'at' in thing ? [thing.at, thing.estimated_minutes] : [thing.time, thing.duration_minutes]
  const due = ('at' in thing && thing.due_date) || date
  if (date > on(365) || (!isShown(date) && !isShown(due))) return []
  if (!isShown(date)) return [whole(title, due)]
  const end = new Date(at(date, time ?? '00:00') + (minutes ?? 30) * 60_000).toISOString().replace('.000', '')
  return [
    time === null ? whole(title, date) : { summary: title, start: `${date}T${time}:00Z`, end },
    ...(due !== date && isShown(due) ? [whole(`Deadline: ${title}`, due)] : []),
  ]
}

describe('a feed', () => {
  test('has each task and meeting from 90 days ago to a year ahead, on its day or at its time', async () => {
    const { url } = await make(['meetings', 'tasks'])
    const property = fc.asyncProperty(things, async (all) => {
      await rows('DELETE FROM tasks WHERE user_id = ?', client.userId)
      await rows('DELETE FROM meetings WHERE user_id = ?', client.userId)
      for (const { path, ...thing } of all) await client.add(path, thing)
      const texts = (events: object[]) => events.map((event) => JSON.stringify(event)).toSorted()
      const shown = (await eventsOf(url)).map(({ summary, start, end }) => ({ summary, start, end }))
      expect(texts(shown)).toEqual(texts(all.flatMap(naiveEvents)))
    })
    await fc.assert(property, { numRuns: runs(200) })
  })

  test('has what was chosen as events that end before their end, in UTC', async () => {
    const ids = await fill()
    const { url } = await make()
    const answer = await open(url)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/calendar; charset=utf-8',
      'cache-control': 'private, max-age=300',
    })
    expect(answer.headers.get('Content-Disposition')).toBeNull()
    const text = await answer.text()
    expect(text).toContain('REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n')
    expect(text).not.toMatch(/VTODO|RRULE|METHOD/)
    const whole = (date: string) => ({ start: date, end: addDays(date, 1), transp: 'TRANSPARENT' })
    const busy = (date: string, from: string, to: string) => ({
      ...{ start: `${date}T${from}:00Z`, end: `${date}T${to}:00Z`, transp: 'OPAQUE' },
    })
    const origin = new URL(url).origin
    expect(read(text).toSorted((a, b) => (a.summary < b.summary ? -1 : 1))).toMatchObject([
      {
        summary: '1 card to review',
        uid: `cards-${today}-${client.userId}@daymark`,
        ...whole(today),
        url: `${origin}/review`,
      },
      { summary: 'Call', uid: `task-${ids.timed}@daymark`, ...busy(on(2), '14:00', '14:20') },
      { summary: 'Deadline: Thesis', uid: `goal-${ids.goal}@daymark`, ...whole(on(30)) },
      { summary: 'Deep work', ...busy(on(-3), '10:00', '11:30'), transp: 'TRANSPARENT' },
      {
        ...{ summary: 'Stand-up', uid: `meeting-${ids.meeting}@daymark`, ...busy(on(1), '09:30', '09:45') },
        url: `${origin}/meetings/${ids.meeting}`,
      },
      { summary: 'Tomorrow’s block', ...busy(on(1), '12:00', '13:00') },
      { summary: 'Write, abstract', uid: `task-${ids.task}@daymark`, ...whole(on(2)) },
    ])
  })

  test('is made once by a form that is sent again, as by a reload of its answer', async () => {
    const sendTo = async (page: string, path: string) => {
      const form = (await (await client.get(page)).text()).split(`action="${path}"`)[1] ?? ''
      const form_id = /name="form_id" value="([^"]+)"/.exec(form)?.[1] ?? ''
      return async (more: Record<string, string>) => {
        const answer = await client.post(path, { form_id, ...more })
        expect([answer.status, answer.headers.get('Cache-Control')]).toEqual([201, 'no-store'])
        return /http[^"]*\/feeds\/[^"]+\.ics/.exec(await answer.text())?.[0] ?? ''
      }
    }
    const feeds = () => rows<{ id: string }>('SELECT id FROM feeds WHERE user_id = ? ORDER BY id', client.userId)
    const make = await sendTo('/settings/calendars', '/settings/calendars')
    const first = await make({ name: 'Phone', shows: 'tasks' })
    expect(await make({ name: 'Phone', shows: 'tasks' })).toBe(first)
    expect((await open(first)).status).toBe(200)
    const [feed, ...others] = await feeds()
    expect(others).toEqual([])
    // A form that was filled in again makes another.
    expect(await make({ name: 'Computer', shows: 'tasks' })).not.toBe(first)
    expect(await feeds()).toHaveLength(2)

    const page = `/settings/calendars/${feed?.id}`
    const replace = await sendTo(page, `${page}/address`)
    const second = await replace({})
    expect(await replace({})).toBe(second)
    expect([(await open(first)).status, (await open(second)).status]).toEqual([404, 200])
    expect(await (await sendTo(page, `${page}/address`))({})).not.toBe(second)
    const kept = await rows('SELECT body FROM idempotency_keys WHERE user_id = ?', client.userId)
    expect(JSON.stringify(kept)).not.toContain('/feeds/')
  })

  test('is only read: other methods are answered with those that there are', async () => {
    const { pathname } = new URL((await make()).url)
    for (const path of [pathname, '/feeds/unknown.ics']) {
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'REPORT']) {
        const answer = await request(path, { method })
        expect([method, answer.status, answer.headers.get('Allow')]).toEqual([method, 405, 'GET, HEAD, OPTIONS'])
        expect(await answer.json()).toMatchObject({ code: 'wrong_method' })
      }
      const options = await request(path, { method: 'OPTIONS' })
      expect([options.status, options.headers.get('Allow')]).toEqual([204, 'GET, HEAD, OPTIONS'])
    }
    expect((await request(pathname, { method: 'HEAD' })).status).toBe(200)
  })

  test.each([
    [
      ['tasks', 'goals'],
      ['Call', 'Deadline: Thesis', 'Write, abstract'],
    ],
    [['planned'], ['Tomorrow’s block']],
    [['sessions'], ['Deep work']],
    [['meetings'], ['Stand-up']],
    [['cards'], ['1 card to review']],
  ])('of %j has nothing else', async (contains, expected) => {
    await fill()
    expect(await titles((await make(contains)).url)).toEqual(expected)
  })

  test('that hides titles says when, and neither what nor where', async () => {
    await fill()
    const [{ id: worked = '' } = {}] = await rows<{ id: string }>(
      "SELECT id FROM sessions WHERE user_id = ? AND title = 'Deep work'",
      client.userId,
    )
    const { url } = await make(everything, { busy_only: true })
    const text = await (await open(url)).text()
    for (const { uid, summary, transp } of read(text)) {
      expect(uid).not.toMatch(/task|meeting|goal|card/)
      expect(summary).toBe(transp === 'OPAQUE' || uid.startsWith(worked) ? 'Busy' : 'Something to do')
    }
    expect(text).not.toMatch(/Stand-up|Thesis|URL:/)
  })

  test('is the same until something is written: 304 from one statement, then a version that grew', async () => {
    const { meeting } = await fill()
    const { url } = await make()
    const first = await open(url)
    const text = await first.text()
    const etag = first.headers.get('ETag') ?? ''
    const again = await open(url, { 'If-None-Match': `W/${etag}` })
    expect([again.status, again.headers.get('Cache-Control'), cost(again)]).toMatchObject([
      304,
      'private, max-age=300',
      { statements: 1, written: 0 },
    ])
    const edit = await client.json('PATCH', `/api/v1/meetings/${meeting}`, { title: 'Moved' })
    expect(edit.status).toBe(200)
    const later = await open(url, { 'If-None-Match': etag })
    const changed = await later.text()
    expect(later.status).toBe(200)
    const sequence = (ics: string) =>
      Number(new RegExp(`UID:meeting-${meeting}@daymark\\r\\nSEQUENCE:(\\d+)`).exec(ics.replaceAll('\r\n ', ''))?.[1])
    expect(sequence(changed)).toBeGreaterThan(sequence(text))
    // Its year moves on.
    vi.setSystemTime(Date.now() + 86_400_000)
    expect((await open(url, { 'If-None-Match': later.headers.get('ETag') ?? '' })).status).toBe(200)
    await client.json('DELETE', `/api/v1/meetings/${meeting}`)
    expect(await titles(url)).not.toContain('Moved')
  })

  test('leaves out what is done, somebody else’s, and what another calendar has', async () => {
    const done = await client.add('/tasks', { title: 'Done', date: today })
    await client.json('PATCH', `/api/v1/tasks/${done}`, { status: 'done' })
    const person = await client.add('/people', { name: 'Ada' })
    const theirs = { description: 'Theirs', owner: 'person', person_id: person, due_date: on(1) }
    await client.add('/action-items', theirs)
    await client.add('/action-items', { description: 'Mine', owner: 'me', due_date: on(1) })
    const imported = await client.add('/meetings', { title: 'From Google', date: today })
    await rows("UPDATE meetings SET import_key = 'x' WHERE id = ?", imported)
    expect(await titles((await make()).url)).toEqual(['Mine'])
  })

  test('has each date of what repeats as an event of its own', async () => {
    const id = await client.add('/meetings', { title: 'Weekly', date: on(3), time: '10:00', repeat: 'weekly' })
    await client.add('/tasks', { title: 'Daily', date: today, repeat: 'daily' })
    const after = { every: 3, unit: 'day', from: 'completion' }
    await client.add('/tasks', { title: 'After', date: today, repeat: after })
    const events = await eventsOf((await make()).url)
    const of = (title: string) => events.filter(({ summary }) => summary === title)
    expect(of('Weekly').map(({ start }) => start)).toEqual(
      Array.from({ length: 52 }, (_, week) => `${on(3 + 7 * week)}T10:00:00Z`),
    )
    expect(
      of('Weekly')
        .map(({ uid }) => uid)
        .slice(0, 2),
    ).toEqual([`meeting-${id}@daymark`, `meeting-${id}-${on(10)}@daymark`])
    expect([of('Daily').length, of('After').length]).toEqual([366, 1])
    expect(new Set(events.map(({ uid }) => uid)).size).toBe(events.length)
  })

  test('has the dates to come of a series that nobody looked at for months', async () => {
    await client.add('/meetings', { title: 'Weekly', date: on(-98), time: '10:00', repeat: 'weekly' })
    await client.add('/tasks', { title: 'Late', date: on(-98), repeat: 'weekly' })
    await client.add('/tasks', { title: 'Late once', date: on(-98) })
    const events = await eventsOf((await make()).url)
    expect(events.slice(0, 2).map(({ summary, start }) => [summary, start])).toEqual([
      ['Weekly', `${today}T10:00:00Z`],
      ['Weekly', `${on(7)}T10:00:00Z`],
    ])
    expect(new Set(events.map(({ summary }) => summary))).toEqual(new Set(['Weekly', 'Late']))
    expect(events.every(({ start }) => (start ?? '') >= today)).toBe(true)
  })

  test('keeps past days of a repeating meeting on which nobody opened Daymark, as they were ahead', async () => {
    const days = (count: number) => vi.setSystemTime(Date.now() + count * 86_400_000)
    const id = await client.add('/meetings', { title: 'Daily', date: on(0), time: '10:00', repeat: 'daily' })
    await client.add('/meetings', { title: 'Made late', date: on(-7), repeat: 'weekly' })
    const { url } = await make(['meetings'])
    const known = async () => {
      const events = new ICAL.Component(ICAL.parse(await (await open(url)).text())).getAllSubcomponents('vevent')
      const text = (name: string) => (event: ICAL.Component) => String(event.getFirstPropertyValue(name))
      const all = events.map(
        (event) =>
          [text('uid')(event), ['summary', 'dtstart', 'dtend'].map((name) => text(name)(event)).join(' ')] as const,
      )
      expect(new Set(all.map(([uid]) => uid)).size).toBe(all.length)
      return new Map(all)
    }
    const ahead = await known()
    expect([...ahead.values()].filter((text) => text.startsWith('Made late'))[0]).toContain(on(-7))
    const first = on(0)
    const kept = async (until: number) => {
      const now = await known()
      for (const [uid, text] of ahead)
        if (text.startsWith('Daily') && text.slice(6, 16) <= on(until)) expect([uid, now.get(uid)]).toEqual([uid, text])
      return now
    }
    days(5)
    await kept(59)
    await client.get('/')
    await kept(59)
    days(1)
    await client.get('/')
    days(4)
    await kept(59)
    await client.get('/')
    await kept(59)
    // One that was there is deleted alone; its row was the sixth day's.
    const rowsOf = () =>
      rows<{ id: string; date: string }>(
        "SELECT id, date FROM meetings WHERE user_id = ? AND title = 'Daily' AND deleted_at IS NULL ORDER BY date",
        client.userId,
      )
    const dates = (await rowsOf()).map(({ date }) => date)
    expect(dates).toEqual([first, on(5), on(6), on(10)])
    await client.json('DELETE', `/api/v1/meetings/${(await rowsOf())[2]?.id}`)
    ahead.delete(`meeting-${id}-${on(6)}@daymark`)
    expect((await kept(59)).has(`meeting-${id}-${on(6)}@daymark`)).toBe(false)
    // They go once they are 90 days old.
    days(85)
    const late = await known()
    expect([late.has(`meeting-${id}-${on(4)}@daymark`), late.has(`meeting-${id}-${on(7)}@daymark`)]).toEqual([
      false,
      true,
    ])
  })

  test('knows what comes again by the same name, before and after it is there', async () => {
    const standUp = { title: 'Stand-up', date: on(-5), time: '10:00', repeat: 'daily' }
    await client.add('/meetings', standUp)
    const weekly = await client.add('/tasks', { title: 'Weekly', date: today, repeat: 'weekly' })
    const { url } = await make()
    const namesByStart = async () =>
      new Map((await eventsOf(url)).map(({ summary, start, uid }) => [`${summary} ${start}`, uid]))
    const before = await namesByStart()
    expect(before.get(`Stand-up ${today}T10:00:00Z`)).toBeDefined()
    await client.get('/')
    expect((await client.post(`/tasks/${weekly}/complete`)).status).toBe(303)
    const after = await namesByStart()
    for (const [start, uid] of before)
      if (start !== `Weekly ${today}`) expect([start, after.get(start)]).toEqual([start, uid])
    const [next] = await rows<{ id: string }>(
      'SELECT id FROM meetings WHERE user_id = ? AND date = ?',
      client.userId,
      today,
    )
    const moved = await client.json('PATCH', `/api/v1/meetings/${next?.id}`, { date: on(-1) })
    expect(moved.status).toBe(200)
    const events = await eventsOf(url)
    expect(new Set(events.map(({ uid }) => uid)).size).toBe(events.length)
    expect(events.find(({ start }) => start === `${on(-1)}T10:00:00Z`)?.uid).toBe(
      after.get(`Stand-up ${today}T10:00:00Z`),
    )
  })

  test('gives each event that is not as it was a greater version, whatever changed it, and answers 304 only if unchanged', async () => {
    const { meeting, timed, task } = await fill()
    const project = await client.add('/projects', { name: 'Thesis' })
    await client.json('POST', '/api/v1/sessions', {
      ...{ title: 'Draft', project_id: project, started_at: `${on(-2)}T10:00:00Z`, ended_at: `${on(-2)}T11:00:00Z` },
    })
    const weekly = await client.add('/tasks', { title: 'Weekly', date: on(3), at: '02:30', repeat: 'weekly' })
    await client.add('/meetings', { title: 'Daily', date: on(-3), time: '12:00', repeat: 'daily' })
    const patch = async (path: string, body: object) =>
      expect((await client.json('PATCH', `/api/v1${path}`, body)).status).toBe(200)
    const zones = ['Asia/Tokyo', 'America/New_York']
    let turn = 0
    const changes: Record<string, () => Promise<unknown>> = {
      'the zone': () => patch('/me', { preferences: { time_zone: zones[turn++ % 2] } }),
      'the start of a day': () => patch('/me', { preferences: { day_start_minute: 240 * (turn++ % 2) } }),
      'the name of a project': () => patch(`/projects/${project}`, { name: 'Book' }),
      'a meeting': () => patch(`/meetings/${meeting}`, { time: '11:00' }),
      'a task': () => patch(`/tasks/${timed}`, { at: '15:00' }),
      'a task without its time': () => patch(`/tasks/${weekly}`, { at: null }),
      'a series': () => patch(`/tasks/${weekly}`, { title: 'Each week' }),
      'a task that is done': () => client.post(`/tasks/${weekly}/complete`),
      'a task that is open again': () => client.post(`/tasks/${weekly}/reopen`),
      'a task without its date': () => patch(`/tasks/${task}`, { date: on(20) }),
      'a day that is looked at': () => client.get('/'),
      'days that pass': async () => vi.setSystemTime(Date.now() + 3 * 86_400_000),
    }
    const { url } = await make()
    let last = { etag: '', text: '' }
    const known = async () => {
      const [same, answer] = [await open(url, { 'If-None-Match': last.etag }), await open(url)]
      const text = await answer.text()
      if (same.status === 304) expect(text).toBe(last.text)
      last = { etag: answer.headers.get('ETag') ?? '', text }
      // Its reader takes a fraction for the number before it.
      for (const [, sequence] of text.matchAll(/^SEQUENCE:(.*)\r$/gm)) expect(sequence).toMatch(/^\d+$/)
      const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent')
      return new Map(
        events.map((event) => {
          const sequence = Number(event.getFirstPropertyValue('sequence'))
          for (const name of ['sequence', 'dtstamp']) event.removeAllProperties(name)
          return [String(event.getFirstPropertyValue('uid')), { sequence, text: event.toString() }]
        }),
      )
    }
    const names = Object.keys(changes)
    await fc.assert(
      fc.asyncProperty(
        things,
        fc.array(fc.constantFrom(...names), { minLength: 12, maxLength: 20 }),
        async (things, order) => {
          // The days of all runs are more than a year, after which a sign-in ends.
          await rows('UPDATE web_sessions SET created_at = ? WHERE user_id = ?', Date.now(), client.userId)
          for (const { path, ...thing } of things) await client.add(path, thing)
          let before = await known()
          for (const name of order) {
            // Settings are known by the second of their last change.
            vi.setSystemTime(Date.now() + 1000)
            await changes[name]?.()
            const after = await known()
            for (const [uid, { sequence, text }] of after) {
              const was = before.get(uid)
              if (was && was.text !== text) expect(sequence, `${name} ${was.text}`).toBeGreaterThan(was.sequence)
            }
            before = after
          }
        },
      ),
      { numRuns: runs(40) },
    )
  })

  test('says when it was read last, and writes it once an hour', async () => {
    const { id, url } = await make()
    const readAt = async () =>
      (await rows<{ last_read_at: number }>('SELECT last_read_at FROM feeds WHERE id = ?', id))[0]
    expect((await readAt())?.last_read_at).toBeNull()
    await open(url)
    const first = await readAt()
    expect(Date.now() - (first?.last_read_at ?? 0)).toBeLessThan(60_000)
    await open(url)
    expect(await readAt()).toEqual(first)
    const hourAgo = Date.now() - 3_700_000
    await rows('UPDATE feeds SET last_read_at = ? WHERE id = ?', hourAgo, id)
    await open(url)
    expect((await readAt())?.last_read_at).toBeGreaterThan(hourAgo)
    const { items } = await (await client.get('/api/v1/me/feeds')).json<{ items: object[] }>()
    expect(items).toMatchObject([{ id, name: 'Phone', contains: everything, busy_only: false, url: null }])
  })

  test('keeps its address to itself: hashed, in no list, no export, and gone with the account’s suspension', async () => {
    const { id, url } = await make()
    const secret = /feeds\/(.+)\.ics$/.exec(url)?.[1] ?? ''
    expect(JSON.stringify(await rows('SELECT * FROM feeds'))).not.toContain(secret)
    for (const path of ['/settings/calendars', `/settings/calendars/${id}`, '/api/v1/export', `/api/v1/me/feeds/${id}`])
      expect(await (await client.get(path)).text()).not.toContain(secret)
    expect((await request(`/feeds/${secret}`)).status).toBe(404)
    expect((await request(`/feeds/${secret}x.ics`)).status).toBe(404)
    await rows('UPDATE users SET suspended_at = 1 WHERE id = ?', client.userId)
    expect((await open(url)).status).toBe(404)
  })

  test('with a new address has lost the one before at once, and a deleted one its last', async () => {
    const { id, url } = await make()
    const made = await client.post(`/settings/calendars/${id}/address`)
    expect(made.status).toBe(201)
    const next = /https?:\/\/[^\s<"]+\.ics/.exec(await made.text())?.[0] ?? ''
    expect([(await open(url)).status, (await open(next)).status]).toEqual([404, 200])
    expect((await client.json('DELETE', `/api/v1/me/feeds/${id}`)).status).toBe(204)
    expect((await open(next)).status).toBe(404)
  })

  test('is made and edited by forms, which keep what was typed', async () => {
    const wrong = await client.post('/settings/calendars', { name: 'Phone', busy_only: 'yes' })
    const html = await wrong.text()
    expect(wrong.status).toBe(422)
    expect(html).toContain('Choose what it shows')
    expect(html).toMatch(/value="Phone"[^>]* id="feed-name"/)
    const made = await client.post('/settings/calendars', { name: 'Phone', shows: ['goals', 'tasks'] })
    expect(made.status).toBe(201)
    expect(words(await made.text())).toContain('Copy it now')
    const [row] = await rows<{ id: string; contains: string }>(
      'SELECT id, contains FROM feeds WHERE user_id = ?',
      client.userId,
    )
    expect(row?.contains).toBe('["tasks","goals"]')
    await client.post(`/settings/calendars/${row?.id}`, { name: 'Tablet', shows: 'cards', busy_only: 'yes' })
    expect(await rows('SELECT name, contains, busy_only FROM feeds WHERE user_id = ?', client.userId)).toEqual([
      { name: 'Tablet', contains: '["cards"]', busy_only: 1 },
    ])
  })

  test('is one of twenty', async () => {
    for (let count = 0; count < 20; count += 1) await make(['goals'])
    const more = await client.json('POST', '/api/v1/me/feeds', { name: 'More', contains: ['goals'] })
    expect(more.status).toBe(422)
    expect(await more.text()).toContain('You have 20 calendars')
  })

  test.each([
    [{ name: '', contains: ['goals'] }, 'name'],
    [{ name: 'A', contains: [] }, 'contains'],
    [{ name: 'A', contains: ['mail'] }, 'contains.0'],
    [{ name: 'A', contains: 'goals' }, 'contains'],
    [{ name: 'A', contains: ['goals'], busy_only: 'yes' }, 'busy_only'],
  ])('refuses %j', async (body, path) => {
    const answer = await client.json('POST', '/api/v1/me/feeds', body)
    expect(answer.status).toBe(422)
    expect((await answer.json<{ errors: { path: string }[] }>()).errors[0]?.path).toBe(path)
  })

  test('of a life of 40 sessions a day is bounded, and read in few statements', async () => {
    const all = Array.from({ length: 4_000 }, (_, index) =>
      newSession(at(on(-1 - Math.floor(index / 40)), '08:00') + (index % 40) * 900_000, 10, { title: `Work ${index}` }),
    )
    for (let from = 0; from < all.length; from += 500) await putAll(client, all.slice(from, from + 500))
    const answer = await open((await make()).url)
    expect(cost(answer).statements).toBeLessThan(10)
    expect(cost(answer).trips).toBeLessThan(3)
    const text = await answer.text()
    const events = read(text)
    expect(events).toHaveLength(2_000)
    expect(events.every(({ start }) => (start ?? '') > on(-52))).toBe(true)
    expect(text.length).toBeLessThan(700_000)
  })
})

const server = stubServer()

describe('Daymark that reads a calendar', () => {
  const address = 'https://calendar.example.com/all.ics'

  test('leaves its own events out, and takes the others in', async () => {
    await fill()
    const own = await (await open((await make()).url)).text()
    const other = [
      'BEGIN:VEVENT',
      'UID:other',
      `DTSTART:${on(1).replaceAll('-', '')}T100000Z`,
      'SUMMARY:Dentist',
      'END:VEVENT',
    ]
    const mixed = own.replace('END:VCALENDAR', [...other, 'END:VCALENDAR'].join('\r\n'))
    server.answers.set(address, () => new Response(mixed))
    await client.post('/meetings/calendars', { address })
    const meetings = () =>
      rows('SELECT title FROM meetings WHERE user_id = ? AND deleted_at IS NULL ORDER BY title', client.userId)
    expect(await meetings()).toEqual([{ title: 'Dentist' }, { title: 'Stand-up' }])
    expect(words(await (await client.get('/meetings/calendars')).text())).toContain('Events of Daymark')
    const { html, confirm } = await upload(client, mixed, { from: today, to: on(90) })
    expect(words(html)).toContain('They are here already (7 times)')
    await client.post(confirm)
    expect(await meetings()).toEqual([{ title: 'Dentist' }, { title: 'Stand-up' }])
  })
})

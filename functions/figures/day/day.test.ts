import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Client, cost, origin, rows, signedIn } from '../../../test/support/client'
import { wrongSums } from '../../../test/support/models/sums'
import { runs } from '../../../test/support/runs'
import { dump } from '../../../test/support/table-dump'
import { lisbon } from '../../../test/support/times'
import { flashed, state, undoLast } from '../../data/changes/testing'
import { part } from '../../lib/db/sql'
import { undoPath } from '../../lib/http/path-to'
import { removeRows } from '../../lib/resource/row-writes'
import { addDays, dayOf, dayStart } from '../../lib/time/days'
import * as q from '../../time/sessions/queries'
import type { NewSession, SessionRow } from '../../time/sessions/schema'
import { newSession, put, putAll, putGoal, putProject, rowIds, words } from '../../time/sessions/testing'
import { acceptOverlap, cutOverlap, cutPieces, cuts, findOverlaps, overlapOf } from './overlaps'
import * as day from './queries'

const person = () => signedIn(lisbon)

let client: Client
beforeEach(async () => {
  client = await person()
})

const page = async (date: string) => (await client.get(`/day/${date}`)).text()
/** Links that open the line of a gap, in order. */
const gapLinks = (html: string) =>
  [...html.matchAll(/<a [^>]*id="gap-[\d-]+-log"[^>]*>/g)].map(([tag]) => {
    const link = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll('&amp;', '&') ?? ''
    return { page: link('href'), part: link('hx-get') }
  })

const seqOf = async (id: string) =>
  (await rows<{ seq: number }>('SELECT seq FROM sessions WHERE id = ?', id))[0]?.seq ?? 0

const add = (start: string, minutes: number, more: Partial<NewSession> = {}) =>
  put(client, start, minutes, { ...lisbon, ...more })

/** Two sessions that overlap for ten minutes. */
const overlapping = async () => {
  const one = await add('2026-03-03T14:00Z', 60, { title: 'Deep' })
  return { one, other: await add('2026-03-03T14:50Z', 30) }
}

/** Two sessions with a gap from 10:00 to 11:00, and the paths of its line. */
const withGap = async () => {
  for (const hour of ['09', '11']) await add(`2026-03-03T${hour}:00Z`, 60)
  const [link = { page: '', part: '' }] = gapLinks(await page('2026-03-03'))
  return link
}

const ofGap = (link: string) => new URL(link, origin).searchParams.get('row') ?? ''

const pairOf = async (one: NewSession, other: NewSession) => ({
  one: one.id,
  other: other.id,
  one_seq: await seqOf(one.id),
  other_seq: await seqOf(other.id),
})

describe('the page of a day', () => {
  test('is that of today without a date, and of no date that does not exist', async () => {
    const today = dayOf(Date.now(), lisbon)
    const answer = await client.get('/day')
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `/day/${today}`])
    for (const date of ['2026-02-30', '1969-12-31', '2200-01-01', 'today', '2026-2-3', '%F0%9F%A6%8A']) {
      expect((await client.get(`/day/${date}`)).status, date).toBe(404)
    }
    expect(words(await page(addDays(today, 400)))).toContain('Nothing planned for this day')
  })

  test('of a day to come lists what is planned in its order, and takes a task for it', async () => {
    const date = addDays(dayOf(Date.now(), lisbon), 3)
    const added = await client.post(`/tasks/quick?date=${date}`, { line: 'Read two papers 45m' })
    expect([added.status, added.headers.get('Location')]).toEqual([303, `/day/${date}`])
    await client.post('/meetings', { title: 'Chapter 3', date, time: '13:20', duration_minutes: '45' })
    const session = { date, started_at: '09:00', ended_at: '10:00', title: 'Early reading', time_zone: 'Europe/Lisbon' }
    await client.post('/sessions', session)
    const html = await page(date)
    expect(words(html)).toMatch(/Planned 1 task, 1 meeting, 1 session · 2h 30m of 2h/)
    expect(words(html)).toMatch(/Planned.*Early reading 09:00 .*Chapter 3 13:20 .*Read two papers/s)
    expect(html).toContain(`action="/tasks/quick?date=${date}"`)
    const preview = await client.get(`/tasks/quick?date=${date}&line=Call`, { part: true, page: `/day/${date}` })
    expect(words(await preview.text())).not.toContain('for today')
    expect((await client.post('/tasks/quick?date=2026-02-30', { line: 'Now' })).headers.get('Location')).toBe('/tasks')
  })

  test('leads to the days around it, as far as there are days', async () => {
    const html = await page('2026-03-01')
    expect(html).toMatch(/href="\/day\/2026-02-28"[^>]*id="day-before"/)
    expect(html).toContain('href="/day/2026-03-02"')
    expect(await page('1970-01-01')).not.toContain('id="day-before"')
    expect(await page('2199-12-31')).not.toContain('id="day-after"')
  })

  test('tells sessions and gaps in order, with their sums', async () => {
    const early = await add('2026-03-03T09:00Z', 60)
    const late = await add('2026-03-03T10:25Z', 30)
    const html = await page('2026-03-03')
    expect(rowIds(html)).toEqual([early.id, late.id])
    const text = words(html)
    expect(text).toMatch(/Timeline.* 1h 30m .*2 sessions/)
    expect(text).toMatch(/Gap 25m ?, 10:00–10:25/)
  })

  test('has a meeting in its place, between the parts of the gap that it is in', async () => {
    await add('2026-03-05T09:00Z', 60)
    await add('2026-03-05T12:00Z', 30)
    await client.post('/meetings', { title: 'Priors', date: '2026-03-05', time: '10:30', duration_minutes: '45' })
    await client.post('/meetings', { title: 'Coffee', date: '2026-03-05', time: '11:30' })
    const gaps = /Gap 30m ?, 10:00–10:30.*Priors.*Gap 15m ?, 11:15–11:30.*Coffee 11:30 .*Gap 30m ?, 11:30–12:00/
    expect(words(await page('2026-03-05'))).toMatch(gaps)
  })

  test('opens the line of a gap in its place, with its instants, and leads back to the day', async () => {
    await add('2026-10-25T00:10Z', 10)
    await add('2026-10-25T01:20Z', 10)
    const html = await page('2026-10-25')
    expect(words(html)).toMatch(/Gap 1h ?, 01:20–01:20/)
    const [link = { page: '', part: '' }] = gapLinks(html)
    const form = await (await client.get(link.part, { part: true, page: '/day/2026-10-25' })).text()
    expect(form.startsWith(`<li class="editing" id="${ofGap(link.part)}" hx-morph-skip`)).toBe(true)
    expect(words(form)).toMatch(/25 October( 2026)? 01:20–01:20 .*Log 1h/)
    const alone = await (await client.get(link.page, { page: '/day/2026-10-25' })).text()
    expect(alone).toContain('<input type="hidden" name="back" value="/day/2026-10-25"/>')
    expect(alone).toMatch(/<button[^>]* formmethod="post"/)
    const back = '/day/2026-10-25'
    const wrong = await client.post(link.page, { entry: 'Kept @', back, ended_at: 'x' })
    expect([wrong.status, words(await wrong.text())]).toEqual([422, expect.stringContaining('Enter a time as 9:30')])
    const saved = await client.post(link.page, { entry: 'Between', back })
    expect([saved.status, saved.headers.get('Location')]).toEqual([303, back])
    expect(flashed(saved)).toContain('Logged 1h on ')
    const text = words(await page('2026-10-25'))
    expect(text).toContain('25-hour day: clocks went back')
    expect(text).not.toMatch(/Gap|Overlap/)
  })

  test('answers the line of a gap with the day, the new session in focus, an Undo, and the others that are open', async () => {
    const { part: path } = await withGap()
    await add('2026-03-03T13:00Z', 60)
    await add('2026-03-03T15:00Z', 60)
    const links = gapLinks(await page('2026-03-03')).map(({ part: link }) => link)
    const [row = '', other = ''] = links.map(ofGap)
    const wrong = await client.post(path, { entry: 'Mail !Nothing' }, { part: true, page: '/day/2026-03-03' })
    const again = await wrong.text()
    expect([wrong.status, again.startsWith(`<li class="editing" id="${row}"`)]).toEqual([422, true])
    expect(again).toContain(`data-region="/sessions/entry?row=${row}"`)
    // The other row was filled while its line stood in it.
    await add('2026-03-03T12:00Z', 60)
    const regions = ['/day?date=2026-03-03', ...[row, other].map((one) => `/sessions/entry?row=${one}`)].join(' ')
    const answer = await client.post(path, { entry: 'Mail' }, { part: true, headers: { 'X-Regions': regions } })
    const html = await answer.text()
    expect(html).toContain(`<hx-partial hx-target="#${row}" hx-swap="delete">`)
    expect(html).toMatch(/<hx-partial hx-target="#day" hx-swap="outerMorph"><div id="day"/)
    expect(html).toMatch(
      /<a class="row-title" href="\/sessions\/[\w-]+" data-edits="title" data-autofocus(="")?><bdi>Mail<\/bdi>/,
    )
    expect(html).toContain('id="lane-2026-03-03"')
    expect(words(html)).toContain(': Mail Undo')
    expect(cost(answer).trips).toBeLessThan(4)
    expect(html).not.toContain(`<li id="${row}"`)
    expect(html).toContain(`<li id="${other}">`)
    expect(await page('2026-03-03')).not.toContain(`id="${other}"`)
    const [undo = ''] = /\/sessions\/[\w-]+\/delete/.exec(html.slice(html.lastIndexOf('Logged'))) ?? []
    await client.post(undo)
    expect(gapLinks(await page('2026-03-03'))[0]?.part).toBe(path)
  })

  test('keeps the row of a line whose time was filled elsewhere, but not once it is left, nor outside the day', async () => {
    const row = ofGap((await withGap()).part)
    await add('2026-03-03T10:00Z', 60)
    const read = async (date: string, rows: string, query = '') => {
      const headers = { 'X-Regions': `/sessions/entry?row=${rows}` }
      return (await client.get(`/day/${date}${query}`, { part: true, headers })).text()
    }
    expect(await read('2026-03-03', row)).toContain(`<li id="${row}">`)
    expect(await read('2026-03-03', row, `?row=${row}`)).not.toContain(row)
    expect(await read('2026-03-04', row)).not.toContain(row)
    for (const wrong of ['', 'x', 'gap-', 'gap-x', 'gap-9e99', '%F0%9F%A6%8A', 'gap-1"']) {
      expect(await read('2026-03-03', wrong), wrong).not.toContain('<li id="gap-')
    }
  })

  test('logs a gap in the zone and with the day start of its neighbours, so that it stays on its date', async () => {
    const [tokyo, honolulu] = ['Asia/Tokyo', 'Pacific/Honolulu']
    await put(client, '2026-03-03T12:00Z', 60, { time_zone: tokyo, day_start_minute: 240 })
    await put(client, '2026-03-04T08:00Z', 60, { time_zone: honolulu, day_start_minute: 600 })
    const links = gapLinks(await page('2026-03-03'))
    expect(links).toHaveLength(2)
    for (const { part: path } of links) {
      const form = await (await client.get(path, { part: true, page: '/day/2026-03-03' })).text()
      expect(words(form)).toMatch(/Tue.* 3 March .*(Tokyo time|Honolulu time)/)
      expect((await client.post(path, { entry: '' }, { part: true, page: '/day/2026-03-03' })).status).toBe(200)
    }
    const split = await rows(
      "SELECT days, time_zone, day_start_minute FROM sessions WHERE user_id = ? AND title = '' ORDER BY started_at",
      client.userId,
    )
    expect(split).toEqual([
      { days: '[["2026-03-03",21600]]', time_zone: tokyo, day_start_minute: 240 },
      { days: '[["2026-03-03",43200]]', time_zone: honolulu, day_start_minute: 600 },
    ])
    const html = await page('2026-03-03')
    expect(gapLinks(html)).toEqual([])
    expect(words(html)).toMatch(/20h of 2h .*4 sessions/)
  })

  test('takes names and other times of its date in the line of a gap, and refuses what is wrong', async () => {
    const { page: path } = await withGap()
    const project = await putProject(client, 'Thesis')
    const before = await dump(client.userId)
    const refused: [Record<string, string>, string][] = [
      [{ entry: 'Mail @Nothing' }, 'There is no project'],
      [{ started_at: '2026-02-30T10:00' }, 'There is no 2026-02-30'],
      [{ ended_at: '2026-03-03T09:00:00Z' }, 'The end is before the start'],
    ]
    for (const [wrong, message] of refused) {
      const answer = await client.post(path, wrong)
      expect([answer.status, words(await answer.text())]).toEqual([422, expect.stringContaining(message)])
    }
    expect(await dump(client.userId)).toBe(before)
    await client.post(path, { entry: '10:05-10:20 Mail @Thesis #post' })
    const logged = "SELECT project_id, tags, days, started_at FROM sessions WHERE user_id = ? AND title = 'Mail'"
    expect(await rows(logged, client.userId)).toEqual([
      {
        ...{ project_id: project, tags: '["post"]', days: '[["2026-03-03",900]]' },
        started_at: Date.parse('2026-03-03T10:05Z'),
      },
    ])
  })

  test('comes back to pages of ours only', async () => {
    const times = { date: '2026-03-03', started_at: '09:00', duration: '1h' }
    const answer = await client.post('/sessions', { ...times, back: '//evil.example' })
    expect(answer.headers.get('Location')).toBe('/sessions')
    expect(await (await client.get('/sessions/new?back=//evil.example')).text()).not.toContain('evil')
  })

  test('marks what was carried over, what was idle, and what runs', async () => {
    const today = dayOf(Date.now(), lisbon)
    const night = new Date(dayStart(today, lisbon) - 60_000).toISOString()
    const started_at = Date.parse(night)
    await add(night, 2, { ended_at: started_at + 240_000 })
    const html = await page(today)
    expect(html).toContain('data-at="-0:01-0:03"')
    expect(words(html)).toContain('1m on this day')
    await client.post('/timer/start', { title: 'Runs' })
    await rows(
      'UPDATE sessions SET started_at = started_at - 1000 WHERE user_id = ? AND ended_at IS NULL',
      client.userId,
    )
    const running = await page(today)
    expect(running).toContain('class="block live')
    expect(words(running)).toContain('–now')
    expect(running).not.toContain(' · </p>')
    expect(words(running)).not.toContain('Start timer from here')
    // Its part of another day is not what the browser counts on.
    expect([running, await page(addDays(today, -1))].map((one) => one.includes('data-running-from'))).toEqual([
      true,
      false,
    ])
  })

  test('stays as it was after a move: a date from Tokyo to Honolulu keeps its 43 hours', async () => {
    await add('2026-03-03T00:00Z', 60, { time_zone: 'Asia/Tokyo' })
    await add('2026-03-04T06:00Z', 60, { time_zone: 'Pacific/Honolulu' })
    const text = words(await page('2026-03-03'))
    expect(text).toContain('43-hour day: Tokyo time, then Honolulu time')
    expect(text).toContain('Clocks change to Honolulu time')
    expect(text).toMatch(/Gap 14h ?, 10:00–00:00 \+1.* Gap 15h ?, 05:00–20:00/)
  })

  test('draws blocks with their titles inside, from 07:00 on, with project and length where there is room', async () => {
    const project_id = await putProject(client, 'Acme')
    await add('2026-03-03T09:00Z', 90, { title: 'Long', project_id })
    await add('2026-03-03T11:00Z', 12, { title: 'Short' })
    const [drawing = ''] = /<details id="day-clock".*?<\/details>/s.exec(await page('2026-03-03')) ?? []
    expect([...drawing.matchAll(/<span class="h\d+">(\d\d:\d\d)</g)].map(([, time]) => time)).toEqual(
      Array.from({ length: 14 }, (_, hour) => `${String(hour + 7).padStart(2, '0')}:00`),
    )
    const texts = [...drawing.matchAll(/<a class="block.*?<\/a>/gs)].map(([block]) => words(block).trim())
    expect(texts).toEqual(['09:00-10:30 Long Acme 1h 30m', '11:00-11:12 Short 12m'])
    // Links of free hours, not of those in which something is.
    const free = [...drawing.matchAll(/started_at=2026-03-03T(\d\d)%3A00/g)].map(([, hour]) => Number(hour))
    expect(free).toEqual([7, 8, 12, 13, 14, 15, 16, 17, 18, 19])
  })

  test('has the zone of its session, else of the one before or after it; a date that the zone skipped says so', async () => {
    client = await signedIn({ time_zone: 'Pacific/Apia' })
    const read = async () => words(await page('2011-12-30'))
    expect(await read()).toMatch(/This date doesn’t exist.*Apia time skipped this date/)
    await add('2012-03-01T10:00Z', 60)
    expect(await read()).toMatch(/30 Dec ember 2011 Lisbon time .*Nothing tracked on this day/)
    await add('2011-12-29T09:00Z', 60, { time_zone: 'Asia/Tokyo' })
    expect(await read()).toContain('30 Dec ember 2011 Tokyo time')
    expect(await page('2011-12-30')).toContain('/sessions/new?date=2011-12-30&amp;time_zone=Asia%2FTokyo&amp;back=')
    await add('2011-12-30T10:00Z', 60)
    expect(await read()).toContain('30 Dec ember 2011 Lisbon time')
    expect(words(await page('2026-03-29'))).toContain('23-hour day: clocks went forward')
  })
})

describe('an overlap', () => {
  test('is shown with what trimming, splitting and keeping would do', async () => {
    await add('2026-03-03T14:00Z', 65, { title: 'Typeset chapters' })
    await add('2026-03-03T14:55Z', 25, { title: 'Call' })
    const text = words(await page('2026-03-03'))
    expect(text).toContain('Overlap 10m')
    expect(text).toMatch(/“ ?Typeset chapters ?” becomes 14:00–14:55, 10m less/)
    expect(text).not.toMatch(/Split(?! here)/)
    await add('2026-03-03T15:25Z', 60, { title: 'Deep' })
    await add('2026-03-03T15:45Z', 20, { title: 'Chat' })
    const more = words(await page('2026-03-03'))
    expect(more).toMatch(/“ ?Deep ?” becomes 15:25–15:45 and 16:05–16:25, 20m less/)
    expect(more).toContain('Trim (removes 40m)')
  })

  test('is split without losing what the session was', async () => {
    const [project_id, goal_id] = [await putProject(client, 'Acme'), await putGoal(client, 'Thesis')]
    const more = { project_id, goal_id, tags: ['deep'], notes: 'Long', title: 'Deep', artifacts: ['a.pdf'] }
    const one = await add('2026-03-03T14:00Z', 60, more)
    const other = await add('2026-03-03T14:20Z', 10)
    const answer = await client.post('/day/2026-03-03/overlaps/split', await pairOf(other, one), {
      part: true,
      page: '/day/2026-03-03',
    })
    expect(answer.status).toBe(200)
    const html = await answer.text()
    expect(html).toContain('id="day"')
    expect(html).toContain('Split “Deep” to 14:00–14:20 and 14:30–15:00')
    expect(html).toContain('data-autofocus')
    const kept = await rows(
      `SELECT project_id, goal_id, tags, notes, title, artifacts, source, time_zone, started_at, duration_seconds
       FROM sessions WHERE user_id = ? AND title = 'Deep' ORDER BY started_at`,
      client.userId,
    )
    const same = { ...more, tags: '["deep"]', artifacts: '["a.pdf"]', source: 'manual', time_zone: 'Europe/Lisbon' }
    expect(kept).toEqual([
      { ...same, started_at: one.started_at, duration_seconds: 1200 },
      { ...same, started_at: Date.parse('2026-03-03T14:30Z'), duration_seconds: 1800 },
    ])
    expect(await wrongSums(client.userId)).toEqual([])
  })

  test('is kept, is not asked about again, and is when that is taken back', async () => {
    const { one, other } = await overlapping()
    const answer = await client.post('/day/2026-03-03/overlaps/keep', await pairOf(one, other))
    expect(answer.status).toBe(303)
    const html = await page('2026-03-03')
    expect(html).not.toContain('overlaps/keep')
    const undo = /formaction="([^"]*overlap\.keep~[^"]*)"/.exec(html)?.[1] ?? ''
    expect((await (await person()).post(undo)).status).toBe(404)
    expect((await client.post(undo)).status).toBe(303)
    expect(await page('2026-03-03')).toContain('overlaps/keep')
    expect((await client.post(undo)).status).toBe(404)
  })

  test('is asked about again by the Undo of a toast, beside which the day is drawn', async () => {
    const { one, other } = await overlapping()
    await client.post('/day/2026-03-03/overlaps/keep', await pairOf(one, other))
    const undo = undoPath('overlap.keep', '2026-03-03', one.id, other.id)
    const undone = await client.post(undo, {}, { part: true, page: '/day/2026-03-03' })
    const html = await undone.text()
    expect(html).toContain('Overlap reopened')
    expect(html).toContain('<hx-partial hx-target="#day"')
    expect(cost(undone).trips).toBeLessThan(4)
  })

  test('of two at the same times says why it is not cut', async () => {
    const said = 'neither can be cut'
    await add('2026-03-03T14:00Z', 60)
    await add('2026-03-03T14:00Z', 60)
    const html = await page('2026-03-03')
    expect(html).toContain(said)
    expect(html).toContain('overlaps/keep')
    await add('2026-03-04T14:00Z', 60)
    await add('2026-03-04T14:00Z', 50)
    expect(await page('2026-03-04')).not.toContain(said)
  })

  test('is left alone when one has moved on, is somebody else’s, is gone, or there is none', async () => {
    const { one, other } = await overlapping()
    const apart = await add('2026-03-03T18:00Z', 30)
    const theirs = await put(await person(), '2026-03-03T14:00Z', 30)
    const before = await dump(client.userId)
    const pair = await pairOf(one, other)
    for (const way of ['trim', 'split', 'keep']) {
      for (const [fields, status] of [
        [{ other_seq: pair.other_seq + 1 }, 409],
        [{ one_seq: pair.one_seq + 9 }, 409],
        [{ other: theirs.id }, 404],
        [{ other: 'nothing' }, 404],
        [{ other: apart.id }, 422],
        [{ other: one.id }, 422],
        [{ one: '' }, 422],
        [{ one_seq: 'x' }, 422],
      ] as const) {
        const answer = await client.post(`/day/2026-03-03/overlaps/${way}`, { ...pair, ...fields })
        expect(answer.status, JSON.stringify(fields)).toBe(status)
      }
      expect((await client.post(`/day/2026-02-30/overlaps/${way}`, pair)).status).toBe(404)
    }
    expect(await dump(client.userId)).toBe(before)
    await client.post(`/sessions/${other.id}/delete`)
    expect((await client.post('/day/2026-03-03/overlaps/trim', pair)).status).toBe(404)
  })

  test('is left alone when one moves on between reading and writing', async () => {
    const pair = [await add('2026-03-03T14:00Z', 60), await add('2026-03-03T14:20Z', 10)]
    const [one, other] = await Promise.all(pair.map(({ id }) => q.sessionById(env.DB, client.userId, id)))
    if (!one || !other) throw new Error('both are there')
    const before = await dump(client.userId)
    const newer = <S extends { seq: number }>(session: S) => ({ ...session, seq: session.seq + 1 })
    const moved: [SessionRow, SessionRow][] = [
      [newer(one), other],
      [one, newer(other)],
    ]
    for (const [first, second] of moved) {
      for (const cut of cuts) {
        expect(await cutOverlap(env.DB, client.userId, [first, second], cut, 24, 5)).toBe('moved')
      }
      expect(await acceptOverlap(env.DB, client.userId, [first, second])).toBe(false)
    }
    expect(await dump(client.userId)).toBe(before)
  })

  test('settled any way changes nothing else, takes what it says, and undone leaves no trace', async () => {
    const start = Date.parse('2026-03-28T22:00Z')
    const drawn = fc.record({
      from: fc.nat({ max: 40 }),
      minutes: fc.integer({ min: 1, max: 200 }),
      idle: fc.nat({ max: 20 }),
      uneven: fc.nat({ max: 1999 }),
    })
    await add('2026-03-29T08:00Z', 60, { title: 'Beside' })
    await fc.assert(
      fc.asyncProperty(drawn, drawn, fc.constantFrom('trim', 'split'), async (a, b, way) => {
        const [one, other] = [a, b].map(({ from, minutes, idle, uneven }) => {
          const session = newSession(start + from * 240_000 + uneven, minutes, lisbon)
          return { ...session, ended_at: session.ended_at + idle * 60_000 }
        })
        if (!one || !other) throw new Error('two are drawn')
        await putAll(client, [one, other])
        const [first, second] = await Promise.all([
          q.sessionById(env.DB, client.userId, one.id),
          q.sessionById(env.DB, client.userId, other.id),
        ])
        const overlap = first && second && overlapOf(first, second)
        const pieces = overlap && cutPieces(overlap, way)
        const before = await state(client)
        const answer = await client.post(`/day/2026-03-28/overlaps/${way}`, await pairOf(one, other))
        expect(answer.status).toBe(pieces ? 303 : 422)
        if (overlap && pieces) {
          const total = 'SELECT total(seconds) AS seconds FROM session_days WHERE user_id = ?'
          const [sum] = await rows<{ seconds: number }>(total, client.userId)
          const lost = overlap.seconds + (way === 'trim' ? (overlap.after?.duration_seconds ?? 0) : 0)
          expect(sum?.seconds).toBe(3600 + one.duration_seconds + other.duration_seconds - lost)
          expect(await wrongSums(client.userId)).toEqual([])
          for (const date of ['2026-03-28', '2026-03-29']) {
            expect(findOverlaps(await day.sessionsOfDay(env.DB, client.userId, date), date, 9)).toEqual([])
          }
          expect((await undoLast(client)).status).toBe(303)
        }
        expect(await state(client)).toBe(before)
        await env.DB.batch(removeRows(env.DB, client.userId, 'session', part`id IN (${one.id}, ${other.id})`))
      }),
      { numRuns: runs(30) },
    )
  })

  test('split and edited since stays as it was edited, and no time is lost by its undo', async () => {
    const one = await add('2026-03-03T14:00Z', 60, { title: 'Deep' })
    const other = await add('2026-03-03T14:20Z', 10)
    await client.post('/day/2026-03-03/overlaps/split', await pairOf(one, other))
    await client.post(`/sessions/${one.id}`, { seq: await seqOf(one.id), started_at: '13:00' })
    await undoLast(client)
    const left = await rows(
      "SELECT duration_seconds FROM sessions WHERE title = 'Deep' AND user_id = ? ORDER BY started_at",
      client.userId,
    )
    expect(left).toEqual([{ duration_seconds: 80 * 60 }, { duration_seconds: 30 * 60 }])
    expect(await wrongSums(client.userId)).toEqual([])
  })
})

test('a task at a time is drawn on the clock of its day, and time from its start can be logged', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const date = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
  const made = await client.json('POST', '/api/v1/tasks', {
    title: 'Dentist',
    date,
    at: '14:00',
    estimated_minutes: 45,
  })
  const { id, at } = await made.json<{ id: string; at: string }>()
  expect([made.status, at]).toEqual([201, '14:00'])
  const html = await (await client.get(`/day/${date}`)).text()
  expect(html).toContain('<i>14:00-14:45, task')
  expect(html).toContain(`href="/tasks/${id}"`)
  const [facts] = /<p class="row-meta">.*?<\/p>/.exec(html.split(`<li id="task-${id}"`)[1] ?? '') ?? []
  expect(facts).toMatch(/^<p class="row-meta"><span class="when"><span data-edits="at"><time datetime="14:00">/)
  const row = await (await client.get('/tasks/all?status=any')).text()
  expect(row).toContain('<time datetime="14:00">14:00</time>')
})

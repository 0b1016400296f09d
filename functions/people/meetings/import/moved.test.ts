import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Client, rows, signedIn, toastOf } from '../../../../test/support/client'
import { filesIn } from '../../../../test/support/files'
import { runs } from '../../../../test/support/runs'
import { words } from '../../../time/sessions/testing'
import { dump, importCalendar, upload } from './testing'

const files = await filesIn('test/data/reports')
const file = (name: string) => files[`test/data/reports/${name}.ics`] ?? ''

let client: Client
beforeEach(async () => {
  client = await signedIn({ time_zone: 'Europe/Berlin' })
})

type Answer = {
  added: number
  updated: number
  cancelled: number
  differs: number
  unchanged: number
  deleted: number
  change_id: string | null
  changed: { id: string; status: string; time: string; is_cancelled: boolean }[]
  skipped: { message: string }[]
}

const dates = { from: '2026-11-01', to: '2027-02-28' }
const send = async (text: string, more: Record<string, string> = {}, range = dates) => {
  const query = new URLSearchParams({ ...range, ...more })
  const answer = await client.json('POST', `/api/v1/meetings/import?${query}`, text, {
    'Content-Type': 'text/calendar',
  })
  return answer.json<Answer>()
}
const update = { update: 'true' }

const stored = () =>
  rows<{ id: string; title: string; date: string; time: string | null; outcome_notes: string }>(
    `SELECT id, title, date, time, outcome_notes FROM meetings WHERE user_id = ? AND deleted_at IS NULL
     ORDER BY date, time, title`,
    client.userId,
  )
const when = async () => (await stored()).map(({ title, date, time }) => `${title} ${date} ${time}`)
const note = (id: string, outcome_notes: string) => client.json('PATCH', `/api/v1/meetings/${id}`, { outcome_notes })

/** A calendar of one series in Berlin, from the lines of its events. */
const calendar = (...events: string[][]) =>
  ['BEGIN:VCALENDAR', ...events.flatMap((lines) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']), 'END:VCALENDAR'].join(
    '\r\n',
  )
const berlin = (name: string, at: string) => `${name};TZID=Europe/Berlin:${at}`
const series = (sequence: number, start: string, rule: string, ...more: string[]) => [
  ...['UID:s', `SEQUENCE:${sequence}`, berlin('DTSTART', start), 'DURATION:PT30M', 'SUMMARY:Weekly', `RRULE:${rule}`],
  ...more,
]
const weekly = 'FREQ=WEEKLY;COUNT=3'
const before = calendar(series(0, '20261207T090000', weekly))

describe('a series that was moved', () => {
  test('says that its three meetings differ, and moves them with update, with their notes', async () => {
    await send(file('series-before'))
    const [first, second] = await stored()
    await note(first?.id ?? '', 'Went well')
    const moved = file('series-moved')
    for (const trial of [[], [['dry_run', 'true']], [['preview', 'true']]]) {
      const said = await send(moved, Object.fromEntries(trial))
      expect(said).toMatchObject({ added: 0, updated: 0, differs: 3, change_id: null })
      expect(said.changed.map(({ status, time }) => [status, time])).toEqual(Array(3).fill(['differs', '11:00']))
    }
    expect((await send(moved, { ...update, dry_run: 'true' })).changed[0]?.status).toBe('changed')
    expect((await stored())[0]?.time).toBe('09:00')
    const done = await send(moved, update)
    expect(done).toMatchObject({ added: 0, updated: 3, differs: 0 })
    expect(await stored()).toMatchObject([
      { id: first?.id, date: '2026-12-07', time: '11:00', outcome_notes: 'Went well' },
      { id: second?.id, date: '2026-12-14', time: '11:00' },
      { date: '2026-12-21', time: '11:00' },
    ])
    expect(await send(moved, update)).toMatchObject({ added: 0, updated: 0, unchanged: 3, change_id: null })
    const old = await send(file('series-before'), update)
    expect(old).toMatchObject({ added: 0, updated: 0, cancelled: 0, differs: 0 })
    expect(old.skipped).toMatchObject([{ message: 'You imported a newer version of it' }])
  })

  test('is shown in the preview, and Undo takes all of it back', async () => {
    await importCalendar(client, before.replaceAll('2026', '2015'))
    const was = await dump(client)
    const moved = calendar(series(1, '20151208T110000', weekly))
    const { html, confirm } = await upload(client, moved)
    expect(words(html)).toMatch(/Changed in the calendar 3 Weekly Tue 8 Dec 2015, 11:00, 30m, here Mon 7 Dec 2015/)
    expect(words(html)).toContain('Update 3 meetings')
    const done = await client.post(confirm, { update: '1' })
    expect(await when()).toEqual(['Weekly 2015-12-08 11:00', 'Weekly 2015-12-15 11:00', 'Weekly 2015-12-22 11:00'])
    await client.post(toastOf(done).undo)
    expect(await dump(client)).toEqual(was)
    expect(words((await upload(client, moved)).html)).toContain('Update 3 meetings')
  })

  test.each<[string, string[], string[]]>([
    ['to another weekday', series(1, '20261211T090000', weekly), ['11', '18', '25']],
    ['by a week, onto dates it had', series(1, '20261214T090000', weekly), ['14', '21', '28']],
    ['back by a week', series(1, '20261130T090000', weekly), ['2026-11-30', '07', '14']],
    ['and shortened', series(1, '20261208T090000', 'FREQ=WEEKLY;COUNT=2'), ['08', '15']],
    ['and lengthened', series(1, '20261208T090000', 'FREQ=WEEKLY;COUNT=4'), ['08', '15', '22', '29']],
    ['to another rhythm', series(1, '20261208T090000', 'FREQ=DAILY;COUNT=3'), ['08', '09', '10']],
    ['to one meeting', series(1, '20261208T090000', weekly).slice(0, -1), ['08']],
    ['without a higher version', series(0, '20261208T090000', weekly), ['08', '15', '22']],
    ['with an exception', series(1, '20261208T090000', weekly, berlin('EXDATE', '20261215T090000')), ['08', '22']],
  ])('%s is as the calendar has it', async (_, lines, days) => {
    await send(before)
    const said = await send(calendar(lines), { dry_run: 'true' })
    expect(said.differs).toBeGreaterThan(0)
    await send(calendar(lines), update)
    expect(await when()).toEqual(days.map((day) => `Weekly ${day.length > 2 ? day : `2026-12-${day}`} 09:00`))
    expect(await send(calendar(lines), update)).toMatchObject({ change_id: null, differs: 0 })
  })

  test('twice, and by an import of other days, keeps each meeting', async () => {
    await send(before)
    const ids = (await stored()).map(({ id }) => id)
    await send(calendar(series(1, '20261208T100000', weekly)), update)
    await send(calendar(series(2, '20261210T080000', weekly)), update, { from: '2026-12-01', to: '2027-01-31' })
    expect((await stored()).map(({ id }) => id)).toEqual(ids)
    expect(await when()).toEqual(['Weekly 2026-12-10 08:00', 'Weekly 2026-12-17 08:00', 'Weekly 2026-12-24 08:00'])
  })

  test('over a clock change keeps its meetings in order', async () => {
    const range = { from: '2026-10-01', to: '2026-12-31' }
    await send(calendar(series(0, '20261012T090000', 'FREQ=WEEKLY;COUNT=5')), {}, range)
    const ids = (await stored()).map(({ id }) => id)
    await send(calendar(series(1, '20261016T140000', 'FREQ=WEEKLY;COUNT=5')), update, range)
    expect((await stored()).map(({ id }) => id)).toEqual(ids)
    expect((await when()).at(-1)).toBe('Weekly 2026-11-13 14:00')
  })

  test('leaves a deleted meeting deleted, and gives one that was moved by hand the calendar’s time', async () => {
    await send(before)
    const [first, second] = await stored()
    await client.json('DELETE', `/api/v1/meetings/${first?.id}`)
    await client.json('PATCH', `/api/v1/meetings/${second?.id}`, { date: '2026-12-16', time: '16:00' })
    const moved = calendar(series(1, '20261208T100000', weekly))
    expect(await send(moved, update)).toMatchObject({ added: 0, updated: 2, deleted: 1 })
    expect(await when()).toEqual(['Weekly 2026-12-15 10:00', 'Weekly 2026-12-22 10:00'])
    expect(await send(moved, update)).toMatchObject({ added: 0, updated: 0, deleted: 1 })
  })
})

describe('a series of which a date changes', () => {
  const change = (sequence: number, at: string, start: string, ...more: string[]) => [
    ...['UID:s', `SEQUENCE:${sequence}`, berlin('RECURRENCE-ID', at), berlin('DTSTART', start), 'DURATION:PT30M'],
    ...['SUMMARY:Weekly', ...more],
  ]
  const first = series(2, '20261207T090000', weekly)

  test.each([
    [
      'another time, with a version below that of its series',
      change(1, '20261214T090000', '20261215T150000'),
      '15 15:00',
    ],
    ['one with a time outside of the dates', change(3, '20261214T090000', '20270601T150000'), '2027-06-01 15:00'],
  ])('gets %s', async (_, event, expected) => {
    await send(calendar(first))
    const changed = calendar(first, event)
    expect(await send(changed)).toMatchObject({ differs: 1, added: 0 })
    expect(await send(changed, update)).toMatchObject({ updated: 1, added: 0 })
    expect(await when()).toContain(`Weekly ${expected.length > 10 ? expected : `2026-12-${expected}`}`)
    expect(await send(changed, update)).toMatchObject({ updated: 0, added: 0, change_id: null })
    expect(await send(calendar(event), update)).toMatchObject({ updated: 0, added: 0, cancelled: 0 })
  })

  test.each([
    ['excluded', calendar(series(0, '20261207T090000', weekly, berlin('EXDATE', '20261214T090000')))],
    ['cancelled alone', calendar(change(1, '20261214T090000', '20261214T090000', 'STATUS:CANCELLED'))],
    [
      'cancelled by a message',
      `${calendar(change(1, '20261214T090000', '20261214T090000')).replace('BEGIN:VEVENT', 'METHOD:CANCEL\r\nBEGIN:VEVENT')}`,
    ],
  ])('is %s', async (_, text) => {
    await send(before)
    expect(await send(text)).toMatchObject({
      differs: 1,
      cancelled: 0,
      change_id: null,
      changed: [{ status: 'differs', is_cancelled: true }],
    })
    const done = await send(text, update)
    expect(done).toMatchObject({ differs: 0, cancelled: 1, changed: [{ status: 'cancelled' }] })
    expect(await when()).toEqual(['Weekly 2026-12-07 09:00', 'Weekly 2026-12-21 09:00'])
    await client.post(`/changes/${done.change_id}/undo`)
    expect(await when()).toHaveLength(3)
  })
})

describe('a cancellation', () => {
  const cancelled = (...lines: string[]) =>
    calendar(['UID:s', 'SEQUENCE:1', ...lines, 'STATUS:CANCELLED', 'SUMMARY:Weekly'])

  test.each([
    ['of all dates', cancelled(berlin('DTSTART', '20261207T090000'), `RRULE:${weekly}`)],
    ['without its rule', cancelled(berlin('DTSTART', '20261207T090000'))],
    ['without a time', cancelled('DTSTAMP:20261120T090000Z')],
  ])('%s takes meetings away, but for those with notes or tasks', async (_, text) => {
    await send(before)
    const [first, second, third] = await stored()
    await note(first?.id ?? '', 'Agreed')
    await client.add('/action-items', {
      description: 'Send',
      owner: 'me',
      source: { type: 'meeting', id: second?.id },
    })
    expect(await send(text)).toMatchObject({ differs: 3, cancelled: 0 })
    expect(await when()).toHaveLength(3)
    expect(await send(text, update)).toMatchObject({ differs: 0, cancelled: 3 })
    expect(await stored()).toMatchObject([
      { id: first?.id, title: 'Cancelled: Weekly', date: '2026-12-07', outcome_notes: 'Agreed' },
      { id: second?.id, title: 'Cancelled: Weekly' },
    ])
    expect((await client.get(`/meetings/${third?.id}`)).status).toBe(404)
    expect(await send(text, update)).toMatchObject({ differs: 0, cancelled: 0, change_id: null })
  })

  test('is named in the preview, and one of a meeting that nobody imported brings none', async () => {
    const one = (...more: string[]) => calendar(['UID:one', 'DTSTART:20150714T090000Z', 'SUMMARY:Review', ...more])
    await importCalendar(client, one())
    const { html, confirm } = await upload(client, one('STATUS:CANCELLED'))
    expect(words(html)).toMatch(/Cancelled in the calendar 1 Review Tue 14 Jul 2015, 11:00/)
    expect(words(html)).toContain('Cancel 1 meeting')
    expect(toastOf(await client.post(confirm, { update: '1' })).message).toBe('Imported 1 cancelled meeting')
    expect(await stored()).toEqual([])
    await send(calendar(['UID:other', 'DTSTART:20261214T090000Z', 'STATUS:CANCELLED']), update)
    expect(await stored()).toEqual([])
  })

  test('older than what was imported counts for nothing', async () => {
    await send(calendar(series(3, '20261207T090000', weekly)))
    expect(await send(cancelled(berlin('DTSTART', '20261207T090000')), update)).toMatchObject({
      cancelled: 0,
      differs: 0,
    })
    expect(await stored()).toHaveLength(3)
  })
})

test('events without a UID, and UIDs with marks in them, are kept apart', async () => {
  const event = (uid: string[], day: string) => [...uid, berlin('DTSTART', `202612${day}T090000`), 'SUMMARY:A']
  await send(
    calendar(event(['UID:a'], '01'), event(['UID:a#b'], '02'), event([], '03'), [
      ...event(['UID:a$'], '04'),
      'RRULE:FREQ=DAILY;COUNT=2',
    ]),
  )
  expect(await stored()).toHaveLength(5)
  await send(calendar([...event(['UID:a'], '08'), 'RRULE:FREQ=DAILY;COUNT=2']), update)
  expect((await when()).map((text) => text.slice(10, 12))).toEqual(['02', '03', '04', '05', '08', '09'])
})

test('after any moves the meetings are those of the last file, each once', async () => {
  const file = fc.record({
    day: fc.integer({ min: 1, max: 20 }).map((day) => String(day).padStart(2, '0')),
    hour: fc.constantFrom('08', '09', '14'),
    rule: fc.constantFrom(
      'FREQ=DAILY;COUNT=4',
      weekly,
      'FREQ=WEEKLY;BYDAY=MO,WE;COUNT=5',
      'FREQ=DAILY;INTERVAL=2;COUNT=3',
    ),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(file, { minLength: 2, maxLength: 4 }), async (versions) => {
      client = await signedIn({ time_zone: 'Europe/Berlin' })
      for (const [index, { day, hour, rule }] of versions.entries())
        await send(calendar(series(index, `202612${day}T${hour}0000`, rule)), update)
      const moved = await when()
      const last = versions.at(-1)
      client = await signedIn({ time_zone: 'Europe/Berlin' })
      await send(calendar(series(0, `202612${last?.day}T${last?.hour}0000`, last?.rule ?? '')))
      expect(moved).toEqual(await when())
    }),
    { numRuns: runs(40) },
  )
})

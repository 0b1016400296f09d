import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Client, cost, rows, signedIn, toastOf } from '../../../../test/support/client'
import { runs } from '../../../../test/support/runs'
import { words } from '../../../time/sessions/testing'
import { calendarFile, calendarOf, dump, eventLines, importCalendar, upload } from './testing'

let client: Client
beforeEach(async () => {
  client = await signedIn({ time_zone: 'Europe/Lisbon' })
})

type Stored = { id: string; title: string; date: string; time: string | null; attendees: string; time_zone: string }

const meetings = () =>
  rows<Stored & { import_key: string | null; organization_id: string | null }>(
    `SELECT id, title, date, time, attendees, time_zone, import_key, organization_id FROM meetings
     WHERE user_id = ? AND deleted_at IS NULL ORDER BY date, time, title`,
    client.userId,
  )

const people = () =>
  rows<{ id: string; name: string; email: string }>(
    'SELECT id, name, email FROM people WHERE user_id = ? AND deleted_at IS NULL ORDER BY name',
    client.userId,
  )

const ada = 'ATTENDEE;CN=Ada Byron:mailto:ADA@example.com'
const grace = 'ATTENDEE;CN=Grace Hopper:mailto:grace@example.com'
const weekly = eventLines('Weekly', '20151110T090000Z', 'RRULE:FREQ=WEEKLY;COUNT=3', ada, grace)
const review = eventLines('Review', '20150714T090000Z', ada)
const calendar = calendarOf(weekly, review, ['UID:broken', 'SUMMARY:Broken'])

describe('an import', () => {
  test('is previewed, adds meetings with the people who are known, and names the others', async () => {
    const adaId = await client.add('/people', { name: 'Ada', email: 'Ada@Example.com' })
    const { answer, html, confirm } = await upload(client, calendar)
    expect(answer.status).toBe(200)
    const text = words(html)
    expect(text).toContain('Broken (line 18): It has no start (DTSTART)')
    expect(text).toMatch(
      /Weekly 3 dates · Tue 10 Nov 2015, 09:00, 30m, until Tue 24 Nov 2015 · Ada , not in your people: Grace Hopper/,
    )
    expect(text).toContain('Add 1 new person to your people')
    expect(text).toContain('Import 4 meetings')
    expect(text).toContain('You can undo this for 30 days under Recent changes')
    expect(await meetings()).toEqual([])
    const done = await client.post(confirm)
    expect([done.status, done.headers.get('Location'), toastOf(done).message]).toEqual([
      303,
      '/meetings',
      'Imported 4 meetings',
    ])
    expect(cost(done).trips).toBe(3)
    const zone = { time_zone: 'Europe/Lisbon', attendees: JSON.stringify([adaId]), organization_id: null }
    expect(await meetings()).toMatchObject([
      { title: 'Review', date: '2015-07-14', time: '10:00', ...zone },
      { title: 'Weekly', date: '2015-11-10', time: '09:00', ...zone },
      { title: 'Weekly', date: '2015-11-17', time: '09:00', ...zone },
      { title: 'Weekly', date: '2015-11-24', time: '09:00', ...zone },
    ])
    expect(await people()).toHaveLength(1)
  })

  test('tells of events that go on behind its dates', async () => {
    const text = calendarOf(
      eventLines('Weekly', '20151110T090000Z', 'RRULE:FREQ=WEEKLY;EXDATE=20151117T090000Z'),
      eventLines('Old', '20100101T090000Z'),
      eventLines('Cut', '20151110T090000Z', 'RRULE:FREQ=DAILY;UNTIL=20151109T090000Z'),
    )
    const html = words((await upload(client, text)).html)
    expect(html).toContain('Skipped: 1 event on other dates. 1 event with later dates, the next on Tue 5 Jan 2016.')
    expect(html).toContain('Cut (line 15): It stops repeating before it starts, so it has no dates')
    const path = '/api/v1/meetings/import?from=2015-01-01&to=2015-12-31&dry_run=true'
    const answer = await client.json('POST', path, text, { 'Content-Type': 'text/calendar' })
    expect(await answer.json()).toMatchObject({
      ...{ outside: 1, later: 1, next_date: '2016-01-05', refused: [] },
      skipped: [{ name: 'Cut' }],
      left_out: [{ what: 'EXDATE=20151117T090000Z' }],
    })
  })

  test('names what it leaves out, each kind once, in the preview and the answer', async () => {
    const lines = ['CATEGORIES:Work', 'RRULE:FREQ=DAILY;COUNT=2;X-MOON=FULL']
    const text = calendarOf(
      eventLines('A', '20151110T090000Z', ...lines),
      eventLines('B', '20151110T100000Z', ...lines),
    )
    expect(words((await upload(client, text)).html)).toContain('Left out')
    const path = '/api/v1/meetings/import?from=2015-01-01&to=2015-12-31&dry_run=true'
    const answer = await client.json('POST', path, text, { 'Content-Type': 'text/calendar' })
    expect(await answer.json()).toMatchObject({
      added: 4,
      left_out: [
        { line: 7, what: 'Categories (CATEGORIES)', reason: 'Meetings have no place for it (2 times)' },
        { line: 8, what: 'X-MOON=FULL', reason: 'This part of how it repeats is not understood (2 times)' },
      ],
      left_out_count: 2,
    })
  })

  test('adds new people once, where that is ticked, in the organization', async () => {
    const organization = await client.add('/organizations', { name: 'Acme' })
    const { confirm } = await upload(client, calendar, { organization_id: organization })
    expect(toastOf(await client.post(confirm, { add_people: '1' })).message).toBe('Imported 4 meetings, 2 people')
    const [first, second] = await people()
    expect([first?.name, first?.email, second?.name]).toEqual(['Ada Byron', 'ada@example.com', 'Grace Hopper'])
    const [one, two] = await meetings()
    expect([one?.attendees, two?.attendees, two?.organization_id]).toEqual([
      JSON.stringify([first?.id]),
      JSON.stringify([first?.id, second?.id]),
      organization,
    ])
  })

  test('matches somebody without an address by name, of namesakes the one edited last, and nobody by the name alone who has another address', async () => {
    for (const name of ['Ada Byron', 'Grace H.']) await client.add('/people', { name })
    await rows('UPDATE people SET updated_at = 1 WHERE user_id = ?', client.userId)
    const adaId = await client.add('/people', { name: 'ada byron' })
    await client.add('/people', { name: 'Grace Hopper', email: 'other@example.com' })
    await importCalendar(client, calendarOf(weekly))
    expect((await meetings())[0]?.attendees).toBe(JSON.stringify([adaId]))
  })

  test('sent twice adds nothing, and leaves what was edited or deleted since', async () => {
    await importCalendar(client, calendar, { add_people: '1' })
    const [first, second] = await meetings()
    await client.json('PATCH', `/api/v1/meetings/${first?.id}`, { outcome_notes: 'Went well' })
    await client.json('DELETE', `/api/v1/meetings/${second?.id}`)
    const before = await dump(client)
    const { html, confirm } = await upload(client, calendar)
    expect(words(html)).toContain('3 meetings already imported, 1 meeting imported and deleted since')
    expect([confirm, words(html).includes('nothing new')]).toEqual(['/nothing', true])
    const answer = await client.json('POST', '/api/v1/meetings/import?from=2015-01-01&to=2015-12-31', calendar, {
      'Content-Type': 'text/calendar',
    })
    expect(await answer.json()).toMatchObject({ added: 0, updated: 0, unchanged: 3, deleted: 1, change_id: null })
    expect(await dump(client)).toEqual(before)
  })

  test('shows what the calendar has changed, and changes it only where that is ticked', async () => {
    await importCalendar(client, calendarOf(review))
    const [before] = await meetings()
    const moved = calendarOf(eventLines('Review', '20150715T100000Z'), eventLines('Other', '20150716T100000Z'))
    const { html, confirm } = await upload(client, moved)
    expect(words(html)).toMatch(
      /Changed in the calendar 1 Review Wed 15 Jul 2015, 11:00, 30m, here Tue 14 Jul 2015, 10:00, 30m/,
    )
    await client.post(confirm)
    expect(await meetings()).toMatchObject([{ id: before?.id, date: '2015-07-14' }, { title: 'Other' }])
    const other = await upload(client, moved)
    const done = await client.post(other.confirm, { update: '1' })
    expect(toastOf(done).message).toBe('Imported 1 changed meeting')
    expect(await meetings()).toMatchObject([{ id: before?.id, date: '2015-07-15', time: '11:00' }, { title: 'Other' }])
    await client.post(toastOf(done).undo)
    expect((await meetings())[0]).toMatchObject({ id: before?.id, date: '2015-07-14', time: '10:00' })
  })

  test('is confirmed once', async () => {
    const { confirm } = await upload(client, calendar)
    const sent = await Promise.all([client.post(confirm), client.post(confirm)])
    expect(sent.map(({ status }) => status).toSorted()[0]).toBe(303)
    expect(await meetings()).toHaveLength(4)
  })
})

describe('Undo', () => {
  test('keeps what was edited since, and people whom others name', async () => {
    const done = await importCalendar(client, calendar, { add_people: '1' })
    const [first] = await meetings()
    await client.json('PATCH', `/api/v1/meetings/${first?.id}`, { outcome_notes: 'Went well' })
    const [, gracePerson] = await people()
    await client.json('POST', '/api/v1/feedback', { content: 'Clear', from_person_id: gracePerson?.id })
    const undone = await client.post(toastOf(done).undo)
    expect(toastOf(undone).message).toBe('Undone: Imported 4 meetings, 2 people. Kept 1 later edit.')
    expect(await meetings()).toMatchObject([{ id: first?.id }])
    expect((await people()).map(({ name }) => name)).toEqual(['Ada Byron', 'Grace Hopper'])
  })
})

describe('laws', () => {
  const day = fc.integer({ min: 1, max: 28 }).map((n) => String(n).padStart(2, '0'))
  const hour = fc.integer({ min: 0, max: 23 }).map((n) => String(n).padStart(2, '0'))
  const rule = fc.constantFrom(
    [],
    ['RRULE:FREQ=DAILY;COUNT=3'],
    ['RRULE:FREQ=WEEKLY;INTERVAL=2'],
    ['RDATE:20150805T080000Z'],
  )
  const who = fc.subarray([ada, grace, 'ATTENDEE:mailto:x@example.com'])
  const good = fc
    .record({ day, hour, rule, who })
    .map(
      (event) => (uid: string) => eventLines(uid, `201507${event.day}T${event.hour}0000Z`, ...event.rule, ...event.who),
    )
  const bad = fc.constantFrom(
    ['SUMMARY:No start'],
    ['DTSTART:soon', 'SUMMARY:Soon'],
    ['DTSTART:20150701T090000Z', 'RRULE:FREQ=NEVER'],
    ['DTSTART:20150701T090000Z', 'RRULE:FREQ=DAILY;INTERVAL=99999999'],
  )
  const dates = { from: '2015-07-01', to: '2015-08-31' }
  const send = async (someone: Client, text: string, more: Record<string, string> = {}) => {
    const query = new URLSearchParams({ ...dates, ...more })
    const headers = { 'Content-Type': 'text/calendar' }
    return (await someone.json('POST', `/api/v1/meetings/import?${query}`, text, headers)).json<{
      added: number
      change_id: string | null
      refused: unknown[]
    }>()
  }

  test('twice is once, Undo is before, and an event that cannot be read takes none with it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(good, { minLength: 1, maxLength: 6 }),
        fc.array(bad, { maxLength: 3 }),
        async (goods, bads) => {
          const [one, other] = [await signedIn(), await signedIn()]
          const events = goods.map((event, index) => event(`event-${index}`))
          const before = await dump(one)
          const mixed = [
            ...events.slice(0, 2),
            ...bads.map((lines, index) => [`UID:bad-${index}`, ...lines]),
            ...events.slice(2),
          ]
          const first = await send(one, calendarOf(...mixed), { add_people: 'true' })
          const alone = await send(other, calendarOf(...events), { add_people: 'true' })
          expect([first.added, first.refused.length]).toEqual([alone.added, bads.length])
          const after = await dump(one)
          expect(await send(one, calendarOf(...mixed), { add_people: 'true', update: 'true' })).toMatchObject({
            added: 0,
            change_id: null,
          })
          expect(await dump(one)).toEqual(after)
          expect((await one.post(`/changes/${first.change_id}/undo`)).status).toBe(303)
          expect(await dump(one)).toEqual(before)
        },
      ),
      { numRuns: runs(60) },
    )
  })
})

describe('a calendar that cannot be imported', () => {
  test.each([
    ['nothing', {}, 'Choose a calendar file or paste a calendar'],
    ['no calendar', { text: 'Name,Date\nA,B' }, 'This isn’t a calendar'],
    ['no events', { text: 'BEGIN:VCALENDAR\nEND:VCALENDAR' }, 'The calendar has no events'],
    ['an archive', { file: new File([new Uint8Array([0x50, 0x4b, 3, 4])], 'a.zip') }, 'The file is an archive'],
    ['a picture', { file: new File([new Uint8Array([0xff, 0xd8, 0xff, 0, 16])], 'a.ics') }, 'The file is not text'],
    ['dates that end first', { text: calendar, from: '2015-05-01', to: '2015-04-01' }, 'not before the first'],
    ['too many years', { text: calendar, from: '2015-05-01', to: '2029-04-01' }, 'at most 2 years after'],
    ['no date', { text: calendar, from: 'soon' }, 'Enter a date, such as'],
    ['a strange organization', { text: calendar, organization_id: 'x' }, 'Choose an organization from the list'],
    [
      'too many meetings',
      {
        text: calendarOf(...['1', '2', '3'].map((uid) => eventLines(uid, '20100101T090000Z', 'RRULE:FREQ=DAILY'))),
        from: '2013-01-01',
        to: '2014-12-31',
      },
      'The calendar has 2,190 meetings in these dates',
    ],
  ])('is refused: %s', async (_, fields, message) => {
    const answer = await client.post('/meetings/import', fields)
    expect([answer.status, words(await answer.text()).includes(message)]).toEqual([422, true])
  })

  test('of a program is refused in the words of the API', async () => {
    const headers = { 'Content-Type': 'text/calendar' }
    const answer = await client.json('POST', '/api/v1/meetings/import?from=2015-05-01&to=2015-04-01', calendar, headers)
    expect([answer.status, (await answer.json<{ errors: { path: string }[] }>()).errors[0]?.path]).toEqual([422, 'to'])
  })
})

test('a large import stays within what one batch writes', async () => {
  const names = Array.from({ length: 5 }, (_, n) => `ATTENDEE;CN=Person ${n}:mailto:p${n}@example.com`)
  const notes = `DESCRIPTION:${'Agenda and numbers of the quarter. '.repeat(10)}`
  const events = Array.from({ length: 100 }, (_, n) =>
    eventLines(`Meeting ${n}`, `20150714T${String(n % 24).padStart(2, '0')}0000Z`, notes, ...names),
  )
  const { confirm } = await upload(client, calendarOf(...events))
  const done = await client.post(confirm, { add_people: '1' })
  const undone = await client.post(toastOf(done).undo)
  const limit = 20
  expect(cost(done).written / events.length).toBeLessThan(limit)
  expect(cost(undone).written / events.length).toBeLessThan(limit)
})

test('a chosen file comes before a pasted text', async () => {
  const text = calendarOf(eventLines('Pasted', '20150714T090000Z'))
  const file = calendarFile(calendarOf(eventLines('Chosen', '20150714T090000Z')))
  const answer = await client.post('/meetings/import', { file, text, from: '2015-07-01', to: '2015-07-31' })
  expect(words(await answer.text())).toMatch(/Chosen/)
})

import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import calendars from '../../../../test/data/calendars/expected.json'
import { filesIn } from '../../../../test/support/files'
import { decodeCalendar } from './decode'
import { readCalendar } from './read'
import type { ReadMeeting, Remark } from './schema'
import { calendarOf } from './testing'

/** Meetings that an import makes of a calendar, for a person in Lisbon with the address me@example.com. */
type Expected = {
  /** Local dates, if not those of 2026. */
  from?: string
  to?: string
  /** `date time minutes title`, then the zone in brackets and who comes. */
  meetings: string[]
  notes?: string
  /** `line name: message` */
  refused?: string[]
  skipped?: string[]
  warnings?: string[]
  /** Set where the library alone reads the file otherwise, or not at all; says why. */
  alone?: string
}

const expected: Record<string, Expected> = calendars

const files = await filesIn('test/data/calendars', 'latin1')

const lisbon = 'Europe/Lisbon'

/** The text of a file of test/data/calendars, decoded as an upload is. */
const textOf = (name: string) => {
  const text = files[`test/data/calendars/${name}.ics`] ?? ''
  const decoded = decodeCalendar(Uint8Array.from(text, (character) => character.charCodeAt(0)))
  if ('problem' in decoded) throw new Error(decoded.problem)
  return decoded.text
}

const lineOf = ({ date, time, duration_minutes, title, zone, invited }: ReadMeeting) =>
  [
    `${date} ${time ?? '-'} ${duration_minutes ?? '-'} ${title}`,
    zone && `[${zone}]`,
    invited.map(({ name, email }) => `${name} <${email}>`).join(', '),
  ]
    .filter(Boolean)
    .join(' ')

const said = (remarks: Remark[]) => remarks.map(({ line, name, message }) => `${line} ${name}: ${message}`)

const read = (text: string, { from = '2026-01-01', to = '2026-12-31' } = {}) => {
  const calendar = readCalendar(text, { from, to, time_zone: lisbon, own: ['me@example.com'] })
  if ('problem' in calendar) throw new Error(calendar.problem)
  return calendar
}

/** Date and time that clocks in Lisbon show, by Intl. */
const inLisbon = (instant: number) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: lisbon, dateStyle: 'short', timeStyle: 'short' }).format(instant)

/** The instant at which clocks in a zone show a time, by Intl. */
const instantIn = (timeZone: string, wall: string) => {
  const shown = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  const guess = Date.parse(`${wall}Z`)
  const offset = (at: number) => Date.parse(`${shown.format(at).replace(' ', 'T')}Z`) - at
  const first = guess - offset(guess - 86_400_000)
  return offset(first) === offset(guess - 86_400_000) ? first : guess - offset(guess - 86_400_000)
}

const isKnown = (zone: string) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== null
  } catch {
    return false
  }
}

/** Date, time and title of the events of a file as the library reads it by itself. */
const readAlone = (text: string, { from = '2026-01-01', to = '2026-12-31' } = {}) => {
  const parsed = ICAL.parse(text)
  const calendars: ICAL.Component[] = (typeof parsed[0] === 'string' ? [parsed] : parsed).map(
    (one: unknown[]) => new ICAL.Component(one),
  )
  const meetings: string[] = []
  for (const calendar of calendars) {
    const events = calendar.getAllSubcomponents('vevent')
    const idOf = (event: ICAL.Component) => event.getFirstPropertyValue('uid')
    const isChange = (event: ICAL.Component) => event.hasProperty('recurrence-id')
    const add = (event: ICAL.Event, start: ICAL.Time) => {
      if (event.component.getFirstPropertyValue('status') === 'CANCELLED') return
      const zone = event.component.getFirstProperty('dtstart')?.getFirstParameter('tzid')
      const wall = start.toString()
      const shown = start.isDate
        ? `${wall} -`
        : zone && isKnown(zone)
          ? inLisbon(instantIn(zone, wall))
          : wall.endsWith('Z') || zone
            ? inLisbon(start.toUnixTime() * 1000)
            : wall.slice(0, 16).replace('T', ' ')
      meetings.push(`${shown} ${event.summary?.trim() || 'Untitled meeting'}`)
    }
    for (const component of events) {
      const changes = events.filter((one) => isChange(one) && idOf(one) === idOf(component))
      if (isChange(component) && changes.length < events.length) continue
      const event = new ICAL.Event(component, { exceptions: isChange(component) ? [] : changes })
      if (!event.isRecurring()) add(event, event.startDate)
      else {
        const iterator = event.iterator()
        for (let next = iterator.next(); next && next.year < 2030; next = iterator.next()) {
          const { item, startDate } = event.getOccurrenceDetails(next)
          add(item, startDate)
        }
      }
    }
  }
  return meetings.filter((line) => line.slice(0, 10) >= from && line.slice(0, 10) <= to).toSorted()
}

const withoutRest = ({ date, time, title }: ReadMeeting) => `${date} ${time ?? '-'} ${title}`

describe.each(Object.entries(expected))('%s.ics', (name, { meetings, notes, alone, ...more }) => {
  test('has these meetings', () => {
    const calendar = read(textOf(name), more)
    expect(calendar.meetings.map(lineOf)).toEqual(meetings)
    if (notes !== undefined) expect(calendar.meetings[0]?.preparation_notes).toBe(notes)
    expect(said(calendar.refused)).toEqual(more.refused ?? [])
    expect(said(calendar.skipped)).toEqual(more.skipped ?? [])
    expect(said(calendar.warnings)).toEqual(more.warnings ?? [])
  })

  test('has other keys for other meetings, and the keys of before when it is read again', () => {
    const keys = () => read(textOf(name), more).meetings.map(({ key }) => key)
    expect(new Set(keys()).size).toBe(meetings.length)
    expect(keys()).toEqual(keys())
  })

  if (alone === undefined) {
    test('is read like that by the library alone', () => {
      expect(read(textOf(name), more).meetings.map(withoutRest).toSorted()).toEqual(readAlone(textOf(name), more))
    })
  }
})

test('there is no file without an expectation', () => {
  const names = Object.keys(files).flatMap((path) => /([^/]+)\.ics$/.exec(path)?.[1] ?? [])
  expect(names.toSorted()).toEqual(Object.keys(expected).toSorted())
  expect(names.length).toBeGreaterThanOrEqual(30)
})

test('components that are no events are named as left out', () => {
  expect(read(textOf('other-components')).left_out).toEqual([
    { line: 4, what: 'A task', reason: 'It is a task (VTODO), not an event' },
    { line: 8, what: 'A journal', reason: 'It is a journal entry (VJOURNAL), not an event' },
  ])
})

test.each([
  ['Outlook’s event of whole days', '20261124T000000', '20261125T000000', 'TRUE', ['2026-11-24', null, null]],
  [
    'a meeting that lasts from midnight to midnight',
    '20261124T000000',
    '20261125T000000',
    'FALSE',
    ['2026-11-24', '00:00', 1440],
  ],
  ['a night that has an hour twice', '20261025T013000', '20261025T023000', 'FALSE', ['2026-10-25', '01:30', 120]],
])('%s keeps its length', (_, start, end, flag, wanted) => {
  for (const zone of ['', ';TZID=Europe/Lisbon']) {
    const lines = ['UID:a', `DTSTART${zone}:${start}`, `DTEND${zone}:${end}`, `X-MICROSOFT-CDO-ALLDAYEVENT:${flag}`]
    const [one] = read(calendarOf(lines)).meetings
    expect([one?.date, one?.time, one?.duration_minutes]).toEqual(wanted)
  }
})

describe('a hostile file', () => {
  const good = ['UID:good', 'DTSTART:20261124T093000Z', 'DURATION:PT30M', 'SUMMARY:Good']
  const wrapped = (...lines: string[]) => ['BEGIN:VCALENDAR', ...lines, 'END:VCALENDAR'].join('\r\n')
  const event = (...lines: string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']
  const many = <T>(count: number, one: (n: number) => T) => Array.from({ length: count }, (_, n) => one(n))

  test.each([
    ['of 10,000 nested components', wrapped(...event(...good, ...many(10_000, () => 'BEGIN:VALARM')))],
    ['of 10,000 open calendars', `${'BEGIN:VCALENDAR\r\n'.repeat(10_000)}${event(...good).join('\r\n')}`],
    ['with a line of 4 MB', wrapped(...event(...good, `X-LONG:${'x'.repeat(4_000_000)}`))],
    ['with 1 MB of parameters', wrapped(...event(...good, `ATTENDEE${';a=b'.repeat(250_000)}:mailto:a@example.com`))],
    ['with 200,000 folds', wrapped(...event(...good, `DESCRIPTION:a${'\r\n b'.repeat(200_000)}`))],
    [
      'of names that objects have',
      wrapped(...event(...good, 'CONSTRUCTOR:x', '__PROTO__:y', 'DTEND;VALUE=__proto__:z')),
    ],
    [
      'with a zone that changes each second',
      wrapped(
        ...['BEGIN:VTIMEZONE', 'TZID:Odd', 'BEGIN:STANDARD', 'DTSTART:19700101T000000', 'TZOFFSETFROM:+0100'],
        ...['TZOFFSETTO:+0000', 'RRULE:FREQ=SECONDLY', 'END:STANDARD', 'END:VTIMEZONE'],
        ...event('UID:odd', 'DTSTART;TZID=Odd:20261124T093000', 'SUMMARY:Odd'),
        ...event(...good),
      ),
    ],
  ])('%s comes to an end, and a good event in it comes in', (_, text) => {
    expect(read(text).meetings.map(({ title }) => title)).toContain('Good')
  })

  test('of 10,000 events is read, and has as many meetings', () => {
    const text = wrapped(...many(10_000, (n) => event(`UID:${n}`, ...good.slice(1))).flat())
    expect(read(text).meetings).toHaveLength(10_000)
  })

  test('of endless series stops, and names those that it did not come to', () => {
    const rule = 'RRULE:FREQ=DAILY;COUNT=90000'
    const series = many(40, (n) => event(`UID:${n}`, 'DTSTART:19710101T090000Z', rule, 'SUMMARY:Endless'))
    const { meetings, refused } = read(wrapped(...series.flat(), ...event(...good)), {
      from: '2026-11-24',
      to: '2026-11-24',
    })
    expect(meetings.length + refused.length).toBe(41)
    expect(meetings.map(({ title }) => title)).toContain('Good')
    expect(refused.map(({ message }) => message)).toContain('It repeats too often, or never')
  })
})

import fc from 'fast-check'
import ICAL from 'ical.js'
import { convertIcsCalendar } from 'ts-ics'
import { expect, test } from 'vitest'
import { runs } from '../../../test/support/runs'
import { addDays } from '../time/days'
import { type CalendarEvent, calendarFile } from './calendar-file'

const hostile = fc
  .array(
    fc.constantFrom(
      ...[
        ',',
        ';',
        ':',
        '\\',
        '\\n',
        '"',
        '\n',
        '\t',
        ' ',
        'a',
        'é',
        '漢',
        '😀',
        '👩‍👩‍👧',
        'שלום',
        '\u202e',
        '\u2028',
        '\ufeff',
      ],
      ...['\u0000', '\u0007', '\u001b', '\u0085', '\ud800', '\udc00', '=0A', '%0D', 'x'.repeat(73)],
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''))

const day = fc.integer({ min: 0, max: 400_000 }).map((hours) => hours * 3_600_000)

const event: fc.Arbitrary<CalendarEvent> = fc.record({
  uid: fc.uuid().map((id) => `${id}@daymark`),
  sequence: fc.nat(),
  changed_at: day,
  start: fc.oneof(
    day,
    day.map((at) => new Date(at).toISOString().slice(0, 10)),
  ),
  end: fc.constant(null),
  summary: hostile,
  description: hostile,
  isBusy: fc.boolean(),
})

/** A text as a calendar can have it. */
const plain = (text: string) => text.toWellFormed().replace(/[^\P{Cc}\t\n]/gu, '')

test('any text comes back from two libraries as it was, in lines of at most 75 bytes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 5 }), hostile, async (events, name) => {
      const whole = events.map((one, index) => ({
        ...one,
        uid: `${index}-${one.uid}`,
        end: typeof one.start === 'string' ? addDays(one.start, 1) : one.start + 60_000,
      }))
      let text = ''
      for await (const part of calendarFile({ name, refresh: 'PT1H' }, [whole])) text += part
      for (const line of text.split('\r\n')) {
        expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75)
        expect(line).not.toMatch(/[^\P{Cc}\t]/u)
      }
      const calendar = new ICAL.Component(ICAL.parse(text))
      const first = calendar.getAllSubcomponents('vevent').map((one) => ({
        uid: one.getFirstPropertyValue('uid'),
        summary: one.getFirstPropertyValue('summary') ?? '',
        description: one.getFirstPropertyValue('description') ?? '',
        start: one.getFirstPropertyValue('dtstart')?.toString(),
      }))
      const said = (at: number | string) =>
        typeof at === 'string' ? at : `${new Date(at).toISOString().slice(0, 19)}Z`
      expect(first).toEqual(
        whole.map(({ uid, summary, description = '', start }) => ({
          ...{ uid, summary: plain(summary), description: plain(description), start: said(start) },
        })),
      )
      const second = convertIcsCalendar(undefined, text).events ?? []
      expect(
        second.map(({ uid, summary = '', description = '', start, end, sequence = 0, stamp }) => ({
          ...{ uid, summary, description, start: start.date.getTime(), type: start.type, end: end?.date.getTime() },
          ...{ sequence, stamp: stamp.date.getTime() },
        })),
      ).toEqual(
        whole.map(({ uid, summary, description = '', start, end, sequence, changed_at }) => ({
          ...{ uid, summary: plain(summary), description: plain(description) },
          ...{ start: new Date(start).getTime(), type: typeof start === 'string' ? 'DATE' : 'DATE-TIME' },
          ...{ end: new Date(end).getTime(), sequence, stamp: changed_at },
        })),
      )
    }),
    { numRuns: runs(500) },
  )
})

test('a calendar without events is valid: it has a component, in two libraries', async () => {
  let text = ''
  for await (const part of calendarFile({ name: 'Empty' }, [[]])) text += part
  expect(new ICAL.Component(ICAL.parse(text)).getAllSubcomponents().map(({ name }) => name)).toEqual(['vtimezone'])
  expect(convertIcsCalendar(undefined, text)).toMatchObject({ timezones: [{ id: 'UTC' }] })
})

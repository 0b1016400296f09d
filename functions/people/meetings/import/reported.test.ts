import { describe, expect, test } from 'vitest'
import { adds, berlin, calendarOf, inBerlin, on, read, skips, startsOn, times, weekly } from './testing'

/**
 * Kinds of input that were reported to node-ical, ical.js, khal, vdirsyncer, Home Assistant, Nextcloud, ical.net, ics-py,
 * Thunderbird and others. The dates of those that are valid are those of Python's recurring-ical-events, too.
 */
const reported: [what: string, lines: string[], times: string[], said?: string][] = [
  [
    'an exception that names no date',
    [berlin, weekly, skips('09')],
    on('01', '08', '15'),
    'Skipped date (EXDATE) 2026-12-09 10:00',
  ],
  [
    'an exception behind the last date',
    [berlin, weekly, skips('22')],
    on('01', '08', '15'),
    'Skipped date (EXDATE) 2026-12-22 10:00',
  ],
  [
    'an exception of a day that is none',
    [berlin, weekly, 'EXDATE;VALUE=DATE:20261209'],
    on('01', '08', '15'),
    'Skipped date (EXDATE) 2026-12-09',
  ],
  [
    'an exception of an event that does not repeat',
    [berlin, skips('02')],
    on('01'),
    'Skipped date (EXDATE) 2026-12-02 10:00',
  ],
  [
    'an exception of each kind, one of which names none',
    [berlin, weekly, 'EXDATE;TZID=Europe/Berlin:20261208T100000,20261210T100000'],
    on('01', '15'),
    'Skipped date (EXDATE) 2026-12-10 10:00',
  ],
  [
    'Exchange’s exception of whole days',
    [
      'DTSTART;VALUE=DATE:20261201',
      'DTEND;VALUE=DATE:20261202',
      'RRULE:FREQ=DAILY;COUNT=3',
      'EXDATE;TZID=W. Europe Standard Time:20261202T000000',
    ],
    on('01 -', '03 -'),
  ],
  [
    'an exception with a part of a template',
    [berlin, weekly, 'EXDATE;TZID=Europe/Berlin:202612%= holiday %>T100000', skips('08')],
    on('01', '15'),
    'holiday',
  ],
  ['a comma behind the last exception', [berlin, weekly, 'EXDATE;TZID=Europe/Berlin:20261208T100000,'], on('01', '15')],
  [
    'a rule with a parameter',
    [berlin, 'RRULE;X-BUSYMAC-REGENERATE=TRASH:FREQ=WEEKLY;BYDAY=TU;COUNT=2'],
    on('01', '08'),
  ],
  [
    'an exception within a rule',
    [berlin, 'RRULE:FREQ=WEEKLY;COUNT=2;EXDATE=20261208T090000Z'],
    on('01', '08'),
    'EXDATE=20261208T090000Z',
  ],
  ['both a count and an end', [berlin, 'RRULE:FREQ=WEEKLY;COUNT=5;UNTIL=20261208T090000Z'], on('01', '08')],
  ['days in whole words', [berlin, 'RRULE:FREQ=WEEKLY;BYDAY=TUE,THURSDAY;COUNT=3'], on('01', '03', '08')],
  ['a date with an end that is a time', ['DTSTART;VALUE=DATE:20261201', 'DTEND:20261201T050001Z'], on('01 -')],
  ['a class of its own', [berlin, 'CLASSIFICATION:Test'], on('01'), 'CLASSIFICATION'],
  ['a name in mixed case', [berlin, 'X-Link:https://example.com'], on('01')],
  ['a line that goes on without a space', [berlin, 'DESCRIPTION:one', 'and two'], on('01'), 'Line'],
  [
    'a zone of a custom name without a description',
    ['DTSTART;TZID=Customized Time Zone:20261201T100000'],
    on('01'),
    'Customized Time Zone',
  ],
  ['a zone of no name', ['DTSTART;TZID=(no TZ description):20261201T100000'], on('01'), 'no TZ description'],
  ['a zone that a program left empty', ['DTSTART;TZID=:20261201T100000'], on('01')],
  ['a zone by the short name of its summer', ['DTSTART;TZID=PDT:20260701T100000'], on('2026-07-01 19:00')],
  ['a zone by the short name of its winter', ['DTSTART;TZID=PST:20261201T100000'], on('01 19:00')],
  ['CEST', ['DTSTART;TZID=CEST:20260701T100000'], on('2026-07-01')],
  ['a zone with a space', ['DTSTART;TZID=America/New York:20261201T100000'], on('01 16:00')],
  ['an old name of a zone', ['DTSTART;TZID=Asia/Calcutta:20261201T100000'], on('01 05:30')],
  ['a new name of a zone', ['DTSTART;TZID=Europe/Kyiv:20261201T100000'], on('01 09:00')],
  ['a zone of the United States', ['DTSTART;TZID=US/Eastern:20261201T100000'], on('01 16:00')],
  ['a time that clocks skip', ['DTSTART;TZID=Europe/Berlin:20270328T023000'], on('2027-03-28 03:30')],
  ['a length with zeros', [berlin, 'DURATION:P0DT1H0M0S'], on('01')],
  ['further dates in another zone', [berlin, 'RDATE;TZID=America/New_York:20261203T040000'], on('01', '03')],
  ['a rule and further dates', [berlin, weekly, adds('10')], on('01', '08', '10', '15')],
  ['a further date that is one already', [berlin, weekly, adds('08')], on('01', '08', '15')],
  [
    'skipped days, later',
    [startsOn('20261031'), 'RRULE:RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=FORWARD;COUNT=4'],
    on('2026-10-31', '01', '31', '2027-01-31'),
  ],
  [
    'skipped days, before',
    [startsOn('20261031'), 'RRULE:RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD;COUNT=5'],
    on('2026-10-31', '2026-11-30', '31', '2027-01-31', '2027-02-28'),
  ],
  [
    'a leap day, later',
    ['DTSTART;VALUE=DATE:20240229', 'RRULE:RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=FORWARD'],
    on('2027-03-01 -', '2028-02-29 -'),
  ],
  [
    'a leap day, before',
    ['DTSTART;VALUE=DATE:20240229', 'RRULE:RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=BACKWARD'],
    on('2027-02-28 -', '2028-02-29 -'),
  ],
  [
    'a leap day, left out',
    ['DTSTART;VALUE=DATE:20240229', 'RRULE:RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=OMIT'],
    on('2028-02-29 -'),
  ],
  ['another way to skip', [berlin, 'RRULE:FREQ=DAILY;COUNT=2;SKIP=NEVER'], on('01', '02'), 'SKIP=NEVER'],
  ['an end in ISO’s form', [berlin, 'RRULE:FREQ=DAILY;UNTIL=2026-12-02'], on('01', '02')],
  ['an end with an offset', [berlin, 'RRULE:FREQ=DAILY;UNTIL=20261202T100000+0100'], on('01', '02')],
  ['escapes in a title', [berlin, 'SUMMARY:A\\, B\\; C'], on('01')],
  ['a date beside a zone and a type', ['DTSTART;VALUE=DATE;TZID=Europe/Berlin:20261201'], on('01 -')],
  ['a type of time before the zone', ['DTSTART;VALUE=DATE-TIME;TZID=Europe/Berlin:20261201T100000'], on('01')],
  [
    'an address that is no person’s',
    [berlin, 'ATTENDEE;CN="":invalid:nomail'],
    on('01'),
    'It is a room or a group, or has no name',
  ],
  ['a UID that is empty', [berlin, 'UID:'], on('01')],
  ['an event that begins as it ends', [berlin, 'DTEND;TZID=Europe/Berlin:20261201T100000'], on('01')],
  ['whole days that end as they begin', ['DTSTART;VALUE=DATE:20261201', 'DTEND;VALUE=DATE:20261201'], on('01 -')],
  ['white space around a zone', ['DTSTART;TZID= Europe/Berlin :20261201T100000'], on('01')],
  ['a zone in single quotes', ["DTSTART;TZID='Europe/Berlin':20261201T100000"], on('01')],
  ['a rule in single quotes of its own', [berlin, 'RRULE:"FREQ=WEEKLY;COUNT=2"'], on('01', '08')],
  ['an end that is today', [berlin, 'RRULE:FREQ=DAILY;UNTIL=20261201T100000Z'], on('01')],
  ['an exception with a fraction', [berlin, weekly, 'EXDATE:20261208T090000.000Z'], on('01', '15')],
  ['an exception without a zone', [berlin, weekly, 'EXDATE:20261208T100000'], on('01', '15')],
  ['a percent sign in an address', [berlin, 'ORGANIZER;CN=A%20B:mailto:a%40example.com'], on('01')],
]

test.each(reported)('%s', (_, lines, wanted, said) => {
  const has = (name: string) => lines.some((line) => line.startsWith(name))
  const calendar = read(
    calendarOf([...(has('UID') ? [] : ['UID:a']), ...lines, ...(has('SUMMARY') ? [] : ['SUMMARY:A'])]),
  )
  expect([times(calendar), calendar.refused]).toEqual([wanted, []])
  const remarks = [...calendar.warnings, ...calendar.left_out].map((one) => JSON.stringify(one))
  if (said === undefined) expect(remarks).toEqual([])
  else expect(remarks.join('\n')).toContain(said)
})

describe('a change of a date', () => {
  const series = ['UID:a', berlin, weekly, 'SUMMARY:A']
  const change = (day: string, ...more: string[]) => [
    ...['UID:a', inBerlin('RECURRENCE-ID', `${day}T100000`), inBerlin('DTSTART', `${day}T120000`), 'SUMMARY:B'],
    ...more,
  ]

  test.each([
    ['that the series does not have', series],
    ['of an event that does not repeat', series.filter((line) => line !== weekly)],
  ])('%s is added, and says so', (_, first) => {
    const calendar = read(calendarOf(first, change('09')))
    expect(times(calendar)).toContain('2026-12-09 12:00')
    expect(calendar.warnings.map(({ name, message }) => `${name}: ${message}`)).toEqual([
      'B: It changes 2026-12-09 10:00, which its series does not have, and is added beside it',
    ])
  })

  test('that the series leaves out, too, replaces it without a remark', () => {
    const calendar = read(calendarOf([...series, inBerlin('EXDATE', '08T100000')], change('08')))
    expect(times(calendar)).toEqual(on('01', '08 12:00', '15'))
    expect([calendar.warnings, calendar.left_out]).toEqual([[], []])
  })

  test('that is outside of the dates of the import is no date that is missing', () => {
    const calendar = read(calendarOf([...series, inBerlin('EXDATE', '08T100000')], change('15')), {
      from: '2026-12-01',
      to: '2026-12-02',
    })
    expect([times(calendar), calendar.warnings, calendar.left_out]).toEqual([on('01'), [], []])
  })
})

test.each([
  ['RRULE:FREQ=WEEKLY;UNTIL=20261130T090000Z', 'It stops repeating before it starts, so it has no dates'],
  ['RRULE:FREQ=WEEKLY;UNTIL=20261130', 'It stops repeating before it starts, so it has no dates'],
  [inBerlin('EXDATE', '01T100000'), 'Its only date is left out (EXDATE)'],
])('an event without dates is named: %s', (line, message) => {
  const calendar = read(calendarOf(['UID:a', berlin, line, 'SUMMARY:A']))
  expect([calendar.meetings, calendar.outside, calendar.later]).toEqual([[], 0, 0])
  expect(calendar.skipped).toEqual([{ line: 2, name: 'A', message }])
})

test('events with dates behind those of the import are counted, with the first of these', () => {
  const event = (uid: string, ...lines: string[]) => [`UID:${uid}`, `SUMMARY:${uid}`, ...lines]
  const calendar = read(
    calendarOf(
      event('each week', berlin, 'RRULE:FREQ=WEEKLY'),
      event('each year', 'DTSTART;VALUE=DATE:20200101', 'RRULE:FREQ=YEARLY'),
      event('counted', 'DTSTART:20261201T100000', 'RRULE:FREQ=DAILY;COUNT=31'),
      event('over', 'DTSTART:20200101T100000', 'RRULE:FREQ=DAILY;UNTIL=20200201'),
      event('cancelled', 'DTSTART:20270102T100000', 'STATUS:CANCELLED'),
      event('once', 'DTSTART;VALUE=DATE:20300101'),
      event('long ago', 'DTSTART;VALUE=DATE:20200101'),
    ),
    { from: '2026-12-01', to: '2026-12-31' },
  )
  expect([calendar.outside, calendar.later, calendar.next_date]).toEqual([5, 3, '2027-01-01'])
})

test('events that share a UID and nothing else come in, each once', () => {
  const event = (day: string, ...more: string[]) => [
    ...['UID:1', inBerlin('DTSTART', `${day}T100000`), `SUMMARY:${day}`],
    ...more,
  ]
  const keys = (...events: string[][]) => read(calendarOf(...events)).meetings.map(({ key }) => key)
  expect(times(read(calendarOf(event('01'), event('02'), event('03'))))).toEqual(on('01', '02', '03'))
  expect(keys(event('02'), event('01'))).toEqual(keys(event('01'), event('02')))
  const versions = read(calendarOf(event('01', 'SEQUENCE:1'), event('02', 'SEQUENCE:2')))
  expect([times(versions), versions.refused.length]).toEqual([on('02'), 1])
})

test('events without an end but the last come in, as Outlook has published them', () => {
  const text = calendarOf(['UID:a', berlin, 'SUMMARY:A'], ['UID:b', berlin, 'SUMMARY:B'], ['UID:c', berlin])
  const calendar = read(text.replace('END:VEVENT\r\n', '').replace('END:VEVENT\r\n', ''))
  expect([times(calendar), calendar.left_out.map(({ line }) => line)]).toEqual([on('01', '01', '01'), [2]])
})

describe('vCalendar (1.0)', () => {
  const events = [
    ['UID:a', 'DTSTART:20260701T100000', 'SUMMARY:A'],
    ['UID:b', 'DTSTART:20260702T100000Z', 'SUMMARY:B'],
    ['UID:c', 'DTSTART:20261201T100000', 'SUMMARY:C'],
  ]

  test.each([
    ['an offset', ['TZ:+09'], ['01 03:00', '02 12:00', '01 02:00']],
    [
      'a summer time',
      ['TZ:-05:00', 'DAYLIGHT:TRUE;-04;20260308T020000;20261101T020000;EST;EDT'],
      ['01 16:00', '02 12:00', '01 16:00'],
    ],
    [
      'a summer time of each year',
      [
        'TZ:-0500',
        'DAYLIGHT:TRUE;-0400;20250309T070000Z;20251102T060000Z;EST;EDT',
        'DAYLIGHT:TRUE;-0400;20260308T070000Z;20261101T060000Z;EST;EDT',
      ],
      ['01 16:00', '02 12:00', '01 16:00'],
    ],
    ['no summer time', ['TZ:-05', 'DAYLIGHT:FALSE'], ['01 17:00', '02 12:00', '01 16:00']],
  ])('has its times by %s', (_, lines, [july = '', utc = '', december = '']) => {
    const calendar = read(calendarOf(...events).replace('BEGIN:VEVENT', [...lines, 'BEGIN:VEVENT'].join('\r\n')))
    expect(times(calendar)).toEqual([`2026-07-${july}`, `2026-07-${utc}`, `2026-12-${december}`])
    expect([calendar.warnings, calendar.left_out]).toEqual([[], []])
  })

  test('says where its offset is none', () => {
    const calendar = read(calendarOf(...events).replace('BEGIN:VEVENT', 'TZ:Somewhere\r\nBEGIN:VEVENT'))
    expect(calendar.warnings.map(({ message }) => message)).toEqual(
      ['', ''].fill('The time zone “Somewhere” is unknown, so its times are read in yours'),
    )
  })
})

/** Each is an hour before UTC in December. */
test.each([
  ['with offsets of hours', ['DTSTART:19700101T000000', 'TZOFFSETFROM:+01', 'TZOFFSETTO:+01']],
  ['with offsets without a sign', ['DTSTART:19700101T000000', 'TZOFFSETFROM:0100', 'TZOFFSETTO:0100']],
  ['with offsets of one digit', ['DTSTART:19700101T000000', 'TZOFFSETFROM:+1:00', 'TZOFFSETTO:+1:00']],
  ['without the offset before', ['DTSTART:19700101T000000', 'TZOFFSETTO:+0100']],
  ['that begins in UTC', ['DTSTART:20261025T010000Z', 'TZOFFSETFROM:+0200', 'TZOFFSETTO:+0100']],
])('a described zone %s has its times', (_, lines) => {
  const zone = ['BEGIN:VTIMEZONE', 'TZID;X-RICAL-TZSOURCE=TZINFO:1', 'BEGIN:STANDARD', ...lines]
  const text = calendarOf(['UID:a', 'DTSTART;TZID=1:20261201T100000', 'SUMMARY:A'])
  const calendar = read(
    text.replace('BEGIN:VEVENT', [...zone, 'END:STANDARD', 'END:VTIMEZONE', 'BEGIN:VEVENT'].join('\r\n')),
    { time_zone: 'UTC' },
  )
  expect([times(calendar), calendar.warnings]).toEqual([['2026-12-01 09:00'], []])
})

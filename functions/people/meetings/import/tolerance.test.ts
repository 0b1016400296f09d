import { describe, expect, test } from 'vitest'
import { filesIn } from '../../../../test/support/files'
import { decodeCalendar } from './decode'
import { berlin, calendarOf, on, read, times, weekly } from './testing'

const reports = await filesIn('test/data/reports')

describe('a report', () => {
  const report = (name: string, time_zone?: string) =>
    read(reports[`test/data/reports/${name}.ics`] ?? '', { time_zone })

  test('of Windows’ zones has each at its own time', () => {
    const calendar = report('windows-zones', 'America/Los_Angeles')
    expect(calendar.meetings.map(({ title, time, zone }) => `${time} ${title} ${zone}`)).toEqual([
      '19:30 Offset zone call UTC+05:30',
      '00:00 Display name call Europe/Amsterdam',
      '01:00 London call Europe/London',
      '01:00 TZID UTC call null',
      '04:00 Berlin call Europe/Berlin',
      '06:00 EST call EST',
      '09:00 Custom zone call null',
      '10:00 New York call America/New_York',
      '12:30 UTC call null',
    ])
    expect(calendar.warnings.map(({ name }) => name)).toEqual(['Custom zone call'])
  })

  test.each([
    [
      'until-in-utc',
      ['2026-11-02 09:30', '2026-11-30 09:30', '2026-12-28 09:30', '2027-01-11 09:30', '2027-01-25 09:30'],
    ],
    ['rule-spaces', ['2026-12-01 09:00', '2026-12-08 09:00']],
    ['rule-setpos', ['2026-11-30 09:00', '2026-12-30 09:00', '2027-01-30 09:00', '2027-02-28 09:00']],
    ['date-without-value', ['2026-12-01 10:00', '2026-12-05 -', '2026-12-15 10:00', '2026-12-22 10:00']],
    ['zone-since-year-1', ['2026-12-01 10:00']],
  ])('%s has its meetings, and nothing to check', (name, wanted) => {
    const calendar = report(name)
    expect(times(calendar)).toEqual(wanted)
    expect([calendar.refused, calendar.warnings, calendar.left_out]).toEqual([[], [], []])
  })
})

test('a day of a length is one of the calendar, and an hour an hour, where clocks change', () => {
  const calendar = read(reports['test/data/reports/a-day-over-the-clock-change.ics'] ?? '')
  expect(
    calendar.meetings.map(({ title, date, time, duration_minutes }) => [title, `${date} ${time}`, duration_minutes]),
  ).toEqual([
    ['Night shift weekly', '2026-10-17 22:00', 480],
    ['One day over the autumn change', '2026-10-24 12:00', 25 * 60],
    ['24 hours over the autumn change', '2026-10-24 13:00', 24 * 60],
    ['Night shift over the autumn change', '2026-10-24 22:00', 540],
    ['Night shift weekly', '2026-10-24 22:00', 480],
    ['Night shift weekly', '2026-10-31 22:00', 480],
    ['In the gap daily', '2027-03-27 02:30', 60],
    ['In the gap daily', '2027-03-28 03:30', 60],
    ['In the gap daily', '2027-03-29 02:30', 60],
  ])
})

test.each([
  ['P1W', 24 * 60],
  ['P1D', 25 * 60],
  ['P1DT1H', 24 * 60],
  ['P0DT1H', 60],
  ['PT25H', 25 * 60],
  ['PT1500M', 25 * 60],
])('%s from the day of a clock change has its minutes', (length, minutes) => {
  const [one] = read(calendarOf(['UID:a', 'DTSTART;TZID=Europe/Berlin:20261024T120000', `DURATION:${length}`])).meetings
  expect(one?.duration_minutes).toBe(minutes)
})

test('whole days of Outlook begin at the midnight of the writer', () => {
  const whole = reports['test/data/reports/whole-days-in-utc.ics'] ?? ''
  const days = ['2026-10-09 -', '2026-12-05 -', '2026-12-07 -', '2026-12-10 -']
  for (const time_zone of ['Europe/Berlin', 'UTC', 'America/Los_Angeles'])
    expect(times(read(whole, { time_zone }))).toEqual(days)
  expect(read(whole).warnings.map(({ message }) => message)).toEqual(['It takes 3 days and is added on the first'])
})

test.each([
  ['of New York', 'DTSTART:20261205T050000Z', 'DTEND:20261206T050000Z', '2026-12-05 -'],
  ['of Kolkata', 'DTSTART:20261204T183000Z', 'DTEND:20261205T183000Z', '2026-12-05 -'],
  ['over the change of clocks', 'DTSTART:20261024T220000Z', 'DTEND:20261025T230000Z', '2026-10-25 -'],
  [
    'of Sydney in its own zone',
    'DTSTART;TZID=Australia/Sydney:20261205T000000',
    'DTEND;TZID=Australia/Sydney:20261206T000000',
    '2026-12-05 -',
  ],
  ['that takes hours', 'DTSTART:20261205T090000Z', 'DTEND:20261205T100000Z', '2026-12-05 10:00'],
])('an event that says it is of whole days, %s', (_, start, end, when) => {
  expect(times(read(calendarOf(['UID:a', start, end, 'X-MICROSOFT-CDO-ALLDAYEVENT:TRUE'])))).toEqual([when])
})

test.each([
  ['CN="\\"Ann\\" Example"', '"Ann" Example'],
  ['CN="Ann \\"The Boss\\" Example";PARTSTAT=ACCEPTED', 'Ann "The Boss" Example'],
  ['CN="Ann ^\'The Boss^\' Example"', 'Ann "The Boss" Example'],
  ["CN=^'Ann^' Example", '"Ann" Example'],
  ['CN="Example, Ann"', 'Example, Ann'],
])('a person as ATTENDEE;%s is %s', (parameters, name) => {
  const lines = ['UID:a', 'DTSTART:20261205T090000Z', `ATTENDEE;${parameters}:mailto:ann@example.com`]
  const { meetings, refused, warnings } = read(calendarOf(lines))
  expect([meetings[0]?.invited, refused, warnings]).toEqual([[{ name, email: 'ann@example.com' }], [], []])
})

test.each(['REPLY', 'COUNTER', 'REFRESH', 'DECLINECOUNTER', 'reply'])(
  'an event of METHOD:%s is no meeting',
  (method) => {
    const event = ['UID:a', 'DTSTART:20261205T090000Z', 'SUMMARY:Lunch']
    const text = calendarOf(event).replace('BEGIN:VEVENT', `METHOD:${method}\r\nBEGIN:VEVENT`)
    const { meetings, left_out } = read(text)
    expect([meetings, left_out]).toEqual([
      [],
      [expect.objectContaining({ what: 'Lunch', reason: expect.stringContaining(method.toUpperCase()) })],
    ])
    expect(read(text.replace(method, 'REQUEST')).meetings).toHaveLength(1)
  },
)

type Row = [what: string, lines: string[], times: string[], said?: string]

const zoned = (tzid: string) => [`DTSTART;TZID=${tzid}:20261201T100000`]

const rows: Row[] = [
  // Dates
  ['a date without VALUE=DATE', ['DTSTART:20261201', 'DTEND:20261202'], on('01 -')],
  ['a date beside a zone', ['DTSTART;TZID=Europe/Berlin:20261201'], on('01 -')],
  ['a date that says it is a time', ['DTSTART;VALUE=DATE-TIME:20261201'], on('01 -')],
  ['a time that says it is a date', ['DTSTART;VALUE=DATE:20261201T100000'], on('01')],
  ['a series with an exception as a date', [berlin, weekly, 'EXDATE:20261208'], on('01', '15')],
  ['exceptions of both kinds in one list', [berlin, weekly, 'EXDATE:20261208,20261215T100000'], on('01')],
  ['an exception in another zone', [berlin, weekly, 'EXDATE;TZID=Asia/Tokyo:20261208T180000'], on('01', '15')],
  ['an exception with white space', [berlin, weekly, 'EXDATE: 20261208T090000Z , 20261215T090000Z'], on('01')],
  ['an empty exception', [berlin, weekly, 'EXDATE;TZID=Europe/Berlin:'], on('01', '08', '15')],
  ['exceptions with empty ones among them', [berlin, weekly, 'EXDATE:,20261208T090000Z,'], on('01', '15')],
  [
    'an exception of whole days at midnight',
    ['DTSTART:20261201', weekly, 'EXDATE:20261208T000000Z'],
    on('01 -', '15 -'),
  ],
  ['an exception that is no date', [berlin, weekly, 'EXDATE:never'], on('01', '08', '15'), 'EXDATE'],
  ['further dates as dates', [berlin, 'RDATE:20261203,20261204'], on('01', '03', '04')],
  ['further dates as periods', [berlin, 'RDATE;VALUE=PERIOD:20261203T090000Z/PT1H'], on('01', '03')],
  ['a time of midnight that says it is a date', ['DTSTART;VALUE=DATE:20261201T000000'], on('01 -')],
  ['an offset behind the time', ['DTSTART:2026-12-01T10:00:00+01:00'], on('01')],
  ['an offset without a colon', ['DTSTART:20261201T043000-0430'], on('01')],
  ['the end of a day', ['DTSTART:20261201T240000'], on('02 00:00')],
  [
    'an exception of whole days at midnight of here',
    ['DTSTART:20261201', weekly, 'EXDATE:20261207T230000Z'],
    on('01 -', '15 -'),
  ],
  [
    'an end of whole days at midnight of here',
    ['DTSTART:20261201', 'RRULE:FREQ=DAILY;UNTIL=20261201T230000Z'],
    on('01 -', '02 -'),
  ],
  ['a length of nothing', [berlin, 'DURATION:PT'], on('01'), 'length can’t be read'],
  ['lower case', ['dtstart;tzid=Europe/Berlin:20261201t100000', 'rrule:freq=weekly;count=2'], on('01', '08')],
  ['ISO’s form', ['DTSTART:2026-12-01T09:00:00Z'], on('01')],
  ['a time without seconds', ['DTSTART:20261201T0900Z'], on('01')],
  ['an end before the start', [berlin, 'DTEND;TZID=Europe/Berlin:20261201T090000'], on('01'), 'ends before it begins'],
  ['a length below zero', [berlin, 'DURATION:-PT1H'], on('01'), 'ends before it begins'],
  ['a second start', [berlin, 'DTSTART:20261224T100000Z'], on('01'), 'The start (DTSTART) 20261224T100000Z'],
  ['an hour of one digit', ['DTSTART:20261201T90000Z'], on('01')],
  ['white space before a colon', ['DTSTART :20261201T090000Z', 'SUMMARY : A'], on('01')],
  // Rules
  ['an end that no calendar reaches', [berlin, 'RRULE:FREQ=YEARLY;INTERVAL=2;UNTIL=99991231T235959Z'], on('01')],
  ['white space in a rule', [berlin, 'RRULE:FREQ=WEEKLY; BYDAY = TU , WE ;COUNT=3'], on('01', '02', '08')],
  ['its name again in a rule', [berlin, 'RRULE:RRULE:FREQ=WEEKLY;COUNT=2'], on('01', '08')],
  ['a rule of vCalendar', [berlin, 'RRULE:W1 TU TH #3'], on('01', '03', '08')],
  [
    'one of months',
    [berlin, 'RRULE:MP1 1+ TU 2- FR #0', 'EXRULE:FREQ=DAILY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11'],
    [...on('01', '18'), ...['07', '24'].map((day) => `2027-12-${day} 10:00`)],
  ],
  ['one of days with an end', [berlin, 'RRULE:D2 20261205T100000'], on('01', '03', '05')],
  ['one of days of months', [berlin, 'RRULE:MD1 1 LD #2'], on('01', '31')],
  ['a semicolon at the end', [berlin, 'RRULE:FREQ=WEEKLY;COUNT=2;'], on('01', '08')],
  ['an empty list in a rule', [berlin, 'RRULE:FREQ=WEEKLY;BYDAY=;COUNT=2'], on('01', '08')],
  ['a plus before a number', [berlin, 'RRULE:FREQ=MONTHLY;BYDAY=+1TU;UNTIL=20261231'], on('01')],
  [
    'a week’s first day in lower case',
    [berlin, 'RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=su;COUNT=3'],
    on('01', '13', '15'),
  ],
  [
    'a part of a program’s own',
    [berlin, 'RRULE:FREQ=WEEKLY;COUNT=2;X-EVOLUTION-ENDDATE=20270101'],
    on('01', '08'),
    'X-EVOLUTION-ENDDATE=20270101',
  ],
  ['a misspelt part', [berlin, 'RRULE:FREQ=DAILY;COUNT=2;BYDAYS=TU'], on('01', '02'), 'BYDAYS=TU'],
  ['a part without a value', [berlin, 'RRULE:FREQ=DAILY;COUNT=2;COOL'], on('01', '02'), 'COOL'],
  ['a part twice', [berlin, 'RRULE:FREQ=DAILY;COUNT=2;COUNT=5'], on('01', '02'), 'COUNT=5'],
  [
    'a month’s day that no month has',
    [berlin, 'RRULE:FREQ=MONTHLY;BYMONTHDAY=1,32;COUNT=1'],
    on('01'),
    'BYMONTHDAY=32',
  ],
  ['weekdays counted in weeks', [berlin, 'RRULE:FREQ=WEEKLY;BYDAY=1TU;COUNT=2'], on('01', '08'), 'BYDAY=1TU'],
  ['a calendar that is not ours', [berlin, 'RRULE:RSCALE=HEBREW;FREQ=DAILY;COUNT=2'], on('01'), 'RSCALE=HEBREW'],
  ['an interval of 0', [berlin, 'RRULE:FREQ=DAILY;INTERVAL=0;COUNT=2'], on('01', '02'), 'INTERVAL=0'],
  ['two rules', [berlin, 'RRULE:FREQ=WEEKLY;COUNT=2', 'RRULE:FREQ=DAILY;COUNT=2'], on('01', '02', '08')],
  ['a rule that leaves out', [berlin, 'RRULE:FREQ=DAILY;COUNT=4', 'EXRULE:FREQ=DAILY;INTERVAL=2'], on('02', '04')],
  ['an empty rule', [berlin, 'RRULE:'], on('01')],
  ['an end as a date', [berlin, 'RRULE:FREQ=DAILY;UNTIL=20261202'], on('01', '02')],
  ['an end without a zone', [berlin, 'RRULE:FREQ=DAILY;UNTIL=20261202T100000'], on('01', '02')],
  ['an end at midnight', [berlin, 'RRULE:FREQ=DAILY;UNTIL=20261203T000000'], on('01', '02')],
  ['an end in UTC', [berlin, 'RRULE:FREQ=DAILY;UNTIL=20261202T090000Z'], on('01', '02')],
  ['an end in UTC, a minute before', [berlin, 'RRULE:FREQ=DAILY;UNTIL=20261202T085959Z'], on('01')],
  [
    'an end with a time beside whole days',
    ['DTSTART:20261201', 'RRULE:FREQ=DAILY;UNTIL=20261202T225959Z'],
    on('01 -', '02 -'),
  ],
  // UTC beside a start in no zone, or in an unknown one
  ['no zone, an end in UTC', ['DTSTART:20261201T100000', 'RRULE:FREQ=DAILY;UNTIL=20261202T090000Z'], on('01', '02')],
  [
    'no zone, an end in UTC by the clock',
    ['DTSTART:20261201T100000', 'RRULE:FREQ=DAILY;UNTIL=20261202T100000Z'],
    on('01', '02'),
  ],
  ['no zone, an exception in UTC', ['DTSTART:20261201T100000', weekly, 'EXDATE:20261208T090000Z'], on('01', '15')],
  [
    'no zone, an exception by the clock',
    ['DTSTART:20261201T100000', weekly, 'EXDATE:20261208T100000Z'],
    on('01', '15'),
  ],
  [
    'unknown zone, an exception in UTC',
    [...zoned('Nowhere'), weekly, 'EXDATE:20261208T090000Z'],
    on('01', '15'),
    'Nowhere',
  ],
  [
    'unknown zone, an end in UTC',
    [...zoned('Nowhere'), 'RRULE:FREQ=DAILY;UNTIL=20261202T090000Z'],
    on('01', '02'),
    'Nowhere',
  ],
  // Zones, all of which show 10:00 at 09:00 in UTC in December unless a time is given
  ['Windows’ zone', zoned('W. Europe Standard Time'), on('01')],
  ['Windows’ zone in other case', zoned('w. europe standard time'), on('01')],
  ['Windows’ zone, a copy', zoned('W. Europe Standard Time 1'), on('01')],
  ['Windows’ zone, a numbered copy', zoned('W. Europe Standard Time (2)'), on('01')],
  ['Windows’ zone of summer', zoned('W. Europe Daylight Time'), on('01')],
  ['Windows’ zone behind its address', zoned('"tzone://Microsoft/W. Europe Standard Time"'), on('01')],
  ['Microsoft’s UTC', zoned('tzone://Microsoft/Utc'), on('01 11:00')],
  ['Microsoft’s own zone', zoned('tzone://Microsoft/Custom'), on('01'), 'tzone://Microsoft/Custom'],
  ['an IANA name in other case', zoned('europe/berlin'), on('01')],
  ['an IANA name behind a slash', zoned('/Europe/Berlin'), on('01')],
  ['Mozilla’s name', zoned('/mozilla.org/20050126_1/Europe/Berlin'), on('01')],
  ['Evolution’s name', zoned('/freeassociation.sourceforge.net/Europe/Berlin'), on('01')],
  ['Citadel’s name', zoned('/citadel.org/20210210_1/Europe/Berlin'), on('01')],
  ['a name of three parts', zoned('/example.org/America/Argentina/Buenos_Aires'), on('01 14:00')],
  ['an IANA name behind an offset', zoned('"(UTC+01:00) Europe/Berlin"'), on('01')],
  ['a display name', zoned('"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"'), on('01')],
  ['a display name without quotes', zoned('(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna'), on('01')],
  ['a display name of a region', zoned('(GMT-05:00) Eastern Time (US & Canada)'), on('01 16:00')],
  [
    'a display name with a colon',
    zoned('(GMT) Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London'),
    on('01 11:00'),
  ],
  ['a display name of nowhere', zoned('(UTC+05:45) Somewhere'), on('01 05:15')],
  ...['Z', 'z', 'utc', 'Utc', 'Etc/UTC', 'Zulu', '(UTC) Coordinated Universal Time'].map(
    (tzid): Row => [`UTC as ${tzid}`, zoned(tzid), on('01 11:00')],
  ),
  ['an offset', zoned('GMT+0530'), on('01 05:30')],
  ['an offset with a colon', zoned('UTC-05:00'), on('01 16:00')],
  ['an offset of hours', zoned('GMT+1'), on('01')],
  ['an offset alone', zoned('+0100'), on('01')],
  ['a zone and UTC', ['DTSTART;TZID=America/New_York:20261201T090000Z'], on('01')],
  ['cities without an offset', zoned('"Amsterdam, Belgrade, Berlin, Brussels"'), on('01')],
  ['a region without an offset', zoned('Eastern Time (US & Canada)'), on('01 16:00')],
  ['a quote that ends behind the time', ['DTSTART;TZID="Europe/Berlin:20261201T100000"'], on('01')],
  ['a further date in UTC without a time', [berlin, 'RDATE:20261203Z'], on('01', '03')],
  ['weeks behind a T', [berlin, 'DURATION:PT1W'], on('01'), 'longer than 24 hours'],
  // Texts and people
  ['quotes in a parameter', [berlin, 'SUMMARY;LANGUAGE="de":A'], on('01')],
  ['a quote that stays open', [berlin, 'LOCATION;ALTREP="x:Room 4'], on('01')],
  ['people with a comma in their names', [berlin, 'ATTENDEE;CN=Byron, Ada:mailto:ada@example.com'], on('01')],
  ['a separator of lines in a title', [berlin, 'SUMMARY:\u2028A'], on('01')],
  ['a room', [berlin, 'ATTENDEE;CUTYPE=ROOM;CN=Room 4:mailto:r@example.com'], on('01'), 'Room 4'],
  ['a category', [berlin, 'CATEGORIES:Work,Travel'], on('01'), 'CATEGORIES'],
  ['a picture', [berlin, 'ATTACH;FMTTYPE=image/png:https://example.com/a.png'], on('01'), 'ATTACH'],
  ['an alarm', [berlin, 'BEGIN:VALARM', 'TRIGGER:-PT5M', 'END:VALARM'], on('01'), 'VALARM'],
  [
    'an alarm without its end',
    [berlin, 'SUMMARY:A', 'BEGIN:VALARM', 'TRIGGER:-PT5M'],
    on('01'),
    'A reminder or another part before them has no end',
  ],
]

test.each(rows)('%s', (_, lines, wanted, said) => {
  const calendar = read(
    calendarOf(['UID:a', ...lines, ...(lines.some((line) => /^summary/i.test(line)) ? [] : ['SUMMARY:A'])]),
  )
  expect(calendar.refused).toEqual([])
  expect(times(calendar)).toEqual(wanted)
  expect(calendar.meetings[0]?.title).toBe('A')
  const remarks = [...calendar.warnings, ...calendar.left_out].map((one) => JSON.stringify(one))
  if (said === undefined) expect(remarks).toEqual([])
  else expect(remarks.join('\n')).toContain(said)
})

describe('changes of a series', () => {
  const series = ['UID:a', 'DTSTART:20261201T100000', weekly, 'SUMMARY:A']
  const change = (id: string, ...more: string[]) => ['UID:a', id, 'DTSTART:20261209T120000', 'SUMMARY:B', ...more]

  test.each([
    ['in UTC', 'RECURRENCE-ID:20261208T090000Z'],
    ['in UTC, by the clock', 'RECURRENCE-ID:20261208T100000Z'],
    ['as a date', 'RECURRENCE-ID:20261208'],
    ['in a zone', 'RECURRENCE-ID;TZID=America/New_York:20261208T040000'],
  ])('are found by a date %s', (_, id) => {
    const wanted = ['2026-12-01 10:00', '2026-12-09 12:00', '2026-12-15 10:00']
    expect(times(read(calendarOf(series, change(id))))).toEqual(wanted)
    expect(times(read(calendarOf(change(id), series)))).toEqual(wanted)
  })

  test('of this and all later dates move them', () => {
    const wanted = ['2026-12-01 10:00', '2026-12-09 12:00', '2026-12-16 12:00']
    expect(times(read(calendarOf(series, change('RECURRENCE-ID;RANGE=THISANDFUTURE:20261208T090000Z'))))).toEqual(
      wanted,
    )
  })
})

test('a person is known by an address alone', () => {
  const calendar = read(calendarOf(['UID:a', berlin, 'SUMMARY:A', 'ATTENDEE;CN=Ada:ada@example.com']))
  expect(calendar.meetings[0]?.invited).toEqual([{ name: 'Ada', email: 'ada@example.com' }])
})

test.each([
  [
    ['LAST-MODIFIED:20260301T000000Z', 'SUMMARY:New'],
    ['LAST-MODIFIED:20260201T000000Z', 'SUMMARY:Old'],
  ],
  [
    ['LAST-MODIFIED:20260201T000000Z', 'SUMMARY:Old'],
    ['LAST-MODIFIED:20260301T000000Z', 'SUMMARY:New'],
  ],
])('of two with a UID the later change comes in', (...events) => {
  const both = events.map((lines) => ['UID:a', berlin, 'DTSTAMP:20260101T000000Z', ...lines])
  expect(read(calendarOf(...both)).meetings.map(({ title }) => title)).toEqual(['New'])
})

test('a described zone is found in other case', () => {
  const text = calendarOf(['UID:a', 'DTSTART;TZID=my zone:20261201T100000', 'SUMMARY:A'])
  const lines = zone('My Zone', ['DTSTART:19700101T000000', 'TZOFFSETFROM:+0300', 'TZOFFSETTO:+0300'])
  expect(times(read(text.replace('BEGIN:VEVENT', [...lines, 'BEGIN:VEVENT'].join('\r\n'))))).toEqual(on('01 08:00'))
})

test('a changed date does not repeat by itself, and says so', () => {
  const series = ['UID:a', berlin, weekly, 'SUMMARY:A']
  const change = [
    'UID:a',
    'RECURRENCE-ID:20261208T090000Z',
    'DTSTART:20261209T090000Z',
    'RRULE:FREQ=DAILY',
    'SUMMARY:B',
  ]
  const calendar = read(calendarOf(series, change))
  expect(times(calendar)).toEqual(on('01', '09', '15'))
  expect(calendar.left_out).toEqual([
    { line: 8, what: 'How a changed date repeats (RRULE)', reason: 'Only the whole series can repeat' },
  ])
})

const zone = (tzid: string, ...parts: string[][]) => [
  ...['BEGIN:VTIMEZONE', `TZID:${tzid}`],
  ...parts.flatMap((lines) => ['BEGIN:STANDARD', ...lines, 'END:STANDARD']),
  'END:VTIMEZONE',
]
const winter = ['TZOFFSETFROM:+0300', 'TZOFFSETTO:+0200']
const summer = ['TZOFFSETFROM:+0200', 'TZOFFSETTO:+0300']

/** Each is two hours before UTC in December, and three in June. */
test.each([
  [
    'since the year 1',
    [
      ['DTSTART:00010325T030000', ...summer, 'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3'],
      ['DTSTART:00011028T040000', ...winter, 'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10'],
    ],
    '',
  ],
  [
    'since 1601',
    [
      ['DTSTART:16010101T030000', ...summer, 'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3'],
      ['DTSTART:16010101T040000', ...winter, 'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10'],
    ],
    '',
  ],
  [
    'with the last change in DTSTART beside RDATE',
    [
      ['DTSTART:20270328T030000', 'RDATE:20250330T030000,20260329T030000', ...summer],
      ['DTSTART:20261025T040000', 'RDATE:20251026T040000', ...winter],
    ],
    '',
  ],
  [
    'that begins later',
    [
      ['DTSTART:20270328T030000', ...summer],
      ['DTSTART:20271031T040000', ...winter],
    ],
    'nearest rule',
  ],
])('a zone %s has its times', (_, parts, said) => {
  const event = (uid: string, start: string) => [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `DTSTART;TZID="Odd: zone":${start}`,
    'SUMMARY:A',
    'END:VEVENT',
  ]
  const lines = [...event('a', '20261201T100000'), ...zone('Odd: zone', ...parts), ...event('b', '20270601T100000')]
  const calendar = read(['BEGIN:VCALENDAR', ...lines, 'END:VCALENDAR'].join('\r\n'), { time_zone: 'UTC' })
  expect(times(calendar)).toEqual(['2026-12-01 08:00', '2027-06-01 07:00'])
  expect(calendar.warnings.map(({ message }) => message).join()).toContain(said)
  if (said === '') expect(calendar.warnings).toEqual([])
})

describe('a file', () => {
  const good = calendarOf(['UID:a', berlin, 'SUMMARY:Grüße'], ['UID:b', 'DTSTART:20261202T090000Z', 'SUMMARY:B'])
  const wide = (text: string, isBig: boolean) =>
    Uint8Array.from([...text].flatMap((one) => (isBig ? [0, one.charCodeAt(0)] : [one.charCodeAt(0), 0])))
  const bytes = (text: string) => new TextEncoder().encode(text)

  test.each([
    ['with a mark of its encoding', bytes(`\uFEFF${good}`)],
    ['in UTF-16 without one', wide(good, false)],
    ['in UTF-16 the other way round', wide(good, true)],
    ['of carriage returns', bytes(good.replaceAll('\r\n', '\r'))],
    ['with doubled line ends', bytes(good.replaceAll('\r\n', '\r\r\n'))],
    ['with empty lines', bytes(good.replaceAll('\r\n', '\r\n\r\n'))],
    ['with empty lines in folds', bytes(good.replace('SUMMARY:Gr', 'SUMMARY:\r\n\r\n Gr'))],
    ['that ends in zeros', bytes(`${good}\r\n\0\0\0`)],
    ['without VERSION, and with a name', bytes(good.replace('BEGIN:VEVENT', 'X-WR-CALNAME:Mine\r\nBEGIN:VEVENT'))],
    ['of two calendars', bytes(good.replace('END:VEVENT', 'END:VEVENT\r\nEND:VCALENDAR\r\n\uFEFFBEGIN:VCALENDAR'))],
  ])('%s is read whole', (_, file) => {
    const decoded = decodeCalendar(file)
    if ('problem' in decoded) throw new Error(decoded.problem)
    const calendar = read(decoded.text)
    expect(calendar.meetings.map(({ title }) => title)).toEqual(['Grüße', 'B'])
    expect([calendar.refused, calendar.warnings, calendar.left_out]).toEqual([[], [], []])
  })

  test.each([
    ['text behind it', `${good}\r\nSent from my phone`, 'Sent from my phone'],
    ['a stray line between events', good.replace('BEGIN:VEVENT', 'oops\r\nBEGIN:VEVENT'), 'oops'],
    [
      'an unknown component',
      good.replace('BEGIN:VEVENT', 'BEGIN:VPOLL\r\nSUMMARY:Vote\r\nEND:VPOLL\r\nBEGIN:VEVENT'),
      'Vote',
    ],
    ['an event without its end', good.replace('END:VEVENT\r\n', ''), 'END:VEVENT'],
    ['an event without its beginning', good.replace('BEGIN:VEVENT\r\n', ''), ''],
  ])('with %s comes in, and names it', (_, text, said) => {
    const calendar = read(text)
    expect(calendar.meetings.map(({ title }) => title)).toEqual(['Grüße', 'B'])
    expect(JSON.stringify(calendar.left_out)).toContain(said)
  })

  test('of several calendars reads each by its own zones', () => {
    const calendar = (uid: string, offset: string) => [
      ...['BEGIN:VCALENDAR', 'BEGIN:VTIMEZONE', 'TZID:Custom', 'BEGIN:STANDARD', 'DTSTART:19700101T000000'],
      ...[`TZOFFSETFROM:${offset}`, `TZOFFSETTO:${offset}`, 'END:STANDARD', 'END:VTIMEZONE', 'BEGIN:VEVENT'],
      ...[`UID:${uid}`, 'DTSTART;TZID=Custom:20261201T100000', 'END:VEVENT', 'END:VCALENDAR'],
    ]
    const text = [...calendar('a', '+0100'), ...calendar('b', '-0500')].join('\r\n')
    expect(times(read(text))).toEqual(['2026-12-01 10:00', '2026-12-01 16:00'])
  })

  test('of vCalendar has its texts', () => {
    const lines = ['SUMMARY;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Caf=C3=A9 mit=', ' M=C3=BCller; 50=25']
    const text = calendarOf([
      'UID:a',
      berlin,
      ...lines,
      'DESCRIPTION;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:Gr=FC=DFe=0D=0A=',
      'heute',
    ])
    const { meetings, warnings } = read(text)
    expect([meetings[0]?.title, meetings[0]?.preparation_notes, warnings]).toEqual([
      'Café mitMüller; 50%',
      'Grüße\nheute',
      [],
    ])
  })

  test('has the lengths of periods, and of ends without a zone', () => {
    const hour = [berlin, 'DTEND:20261201T110000']
    const periods = 'RDATE;VALUE=PERIOD:20261203T090000Z/PT30M,20261204T090000Z/20261204T110000Z,20261205T090000Z'
    const lengths = read(calendarOf(['UID:a', ...hour, periods, 'SUMMARY:A'])).meetings.map(
      (one) => one.duration_minutes,
    )
    expect(lengths).toEqual([60, 30, 120, 60])
    const abroad = ['UID:b', 'DTSTART;TZID=America/New_York:20261201T100000', 'DTEND:20261201T110000', 'SUMMARY:B']
    expect(read(calendarOf(abroad))).toMatchObject({ meetings: [{ duration_minutes: 60 }], warnings: [] })
  })

  test.each([
    [
      'this date and those before',
      ';RANGE=THISANDPRIOR',
      ['20261209T090000Z'],
      ['01 10:00', '09 10:00', '15 10:00'],
      'THISANDPRIOR',
    ],
    [
      'this date and all later ones',
      ';RANGE=THISANDFUTURE',
      ['20261209T090000Z'],
      ['01 10:00', '09 10:00', '16 10:00'],
      '',
    ],
    ['a date that keeps its time', '', [], ['01 10:00', '08 10:00', '15 10:00'], ''],
  ])('with a change of %s', (_, range, start, wanted, said) => {
    const change = [
      'UID:a',
      `RECURRENCE-ID${range}:20261208T090000Z`,
      ...start.map((one) => `DTSTART:${one}`),
      'SUMMARY:B',
    ]
    const calendar = read(calendarOf(['UID:a', berlin, weekly, 'SUMMARY:A'], change))
    expect(times(calendar)).toEqual(wanted.map((one) => `2026-12-${one}`))
    expect([calendar.refused, calendar.meetings[1]?.title]).toEqual([[], 'B'])
    expect(JSON.stringify(calendar.left_out)).toContain(said)
  })

  test('says in which zone its times without one are', () => {
    const text = calendarOf(['UID:a', 'DTSTART:20261201T100000', 'SUMMARY:A'])
    const named = text.replace('BEGIN:VEVENT', 'X-WR-TIMEZONE:America/New_York\r\nBEGIN:VEVENT')
    const below = text.replace('END:VCALENDAR', 'X-WR-TIMEZONE:America/New_York\r\nEND:VCALENDAR')
    expect([text, named, below].flatMap((one) => times(read(one)))).toEqual([
      '2026-12-01 10:00',
      '2026-12-01 16:00',
      '2026-12-01 16:00',
    ])
    expect(read(named.replace('America/New_York', 'Nowhere')).warnings).toHaveLength(1)
  })

  test('that cancels is not the one before it', () => {
    const text = `${calendarOf(['UID:a', berlin, 'SUMMARY:A'])}\r\n${calendarOf(['UID:b', berlin, 'SUMMARY:B']).replace('BEGIN:VEVENT', 'METHOD:CANCEL\r\nBEGIN:VEVENT')}`
    const { meetings, skipped } = read(text)
    expect([meetings.map(({ title }) => title), skipped.map(({ name }) => name)]).toEqual([['A'], ['B']])
  })
})

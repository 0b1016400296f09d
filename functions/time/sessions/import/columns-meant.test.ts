import { expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { filesIn } from '../../../../test/support/files'
import { upload } from './testing'

const files = await filesIn('test/data/reports')
const fileOf = (name: string) => files[`test/data/reports/${name}`] ?? ''

type Answer = {
  imported?: number
  left_out?: { line: number; what: string; reason: string }[]
  errors?: { path: string; message: string }[]
}

/** Seconds of the sessions that a file brings, what is left out, or the question for its columns. */
const importOf = async (client: Client, text: string, query = '') => {
  const answer = await client.json('POST', `/api/v1/sessions/import?${query}`, text, { 'Content-Type': 'text/csv' })
  const { imported = 0, left_out = [], errors } = await answer.json<Answer>()
  if (errors) return { asks: errors.map(({ path, message }) => `${path}: ${message}`).join() }
  const found = await rows<{ started_at: number; duration_seconds: number; title: string; notes: string }>(
    'SELECT started_at, duration_seconds, title, notes FROM sessions WHERE user_id = ? ORDER BY number DESC LIMIT ?',
    client.userId,
    imported,
  )
  return { seconds: found.map((row) => row.duration_seconds).reverse(), found: found.reverse(), left: left_out }
}

const lines = (head: string, ...cells: string[]) => [head, ...cells].join('\n')
const times = 'Date,Start,End'

/** Files of `test/data/reports`, and variants of their kinds; `asks` is a part of the question for the columns. */
const kinds: [what: string, text: string, seconds: number[] | { asks: RegExp }, left?: RegExp[]][] = [
  ['spreadsheet-fractions.csv', fileOf('spreadsheet-fractions.csv'), [5400, 21_600]],
  ['thousands.csv', fileOf('thousands.csv'), [72_000, 5400, 64_800]],
  ['long-decimals.csv', fileOf('long-decimals.csv'), [1200, 6000, 29_268, 360]],
  ['time-of-day.csv', fileOf('time-of-day.csv'), { asks: /duration/ }],
  ['same-headers.csv', fileOf('same-headers.csv'), { asks: /“Date”/ }],
  [
    'duration-against-times.csv',
    fileOf('duration-against-times.csv'),
    [7200, 0, 86_400, 0, 27_000],
    [/“3:00”/, /“1:00”/],
  ],
  ['header-with-a-break.csv', fileOf('header-with-a-break.csv'), [5400]],
  ['invisible-marks.csv', fileOf('invisible-marks.csv'), [5400, 5400]],
  ['vertical-tab.csv', fileOf('vertical-tab.csv'), [3600]],
  ['days-in-the-header.csv', fileOf('days-in-the-header.csv'), [5400]],
  ['money-beside-hours.csv', fileOf('money-beside-hours.csv'), [900, 1440], [/“Total”/]],
  ['estimate-beside-spent.csv', fileOf('estimate-beside-spent.csv'), [5400, 7200], [/“Estimated hours”/]],
  ['two-dates.csv', fileOf('two-dates.csv'), [5400, 7200], [/“Invoice date”/]],
  // A part of a day
  ['parts of days in German', 'Datum;Beginn;Ende;Dauer\n46350;0,375;0,4375;0,0625', [5400]],
  [
    'parts of days beside times',
    lines(`${times},Duration`, '2026-09-01,09:00,10:30,0.0625', '2026-09-02,9:00,9:30,0.020833333333333332'),
    [5400, 1800],
  ],
  [
    'parts of days beside hours',
    lines('Date,Duration,Hours', '2026-09-01,0.0625,1.5', '2026-09-02,0.25,6'),
    [5400, 21_600],
    [/Duration/],
  ],
  [
    'parts of days alone',
    lines('Date,Duration,Title', '46350,0.0625,a', '46351,0.041666666666666664,b'),
    { asks: /part.* of a day/i },
  ],
  [
    'far less than the span, though no part of a day',
    lines(`${times},Duration`, '2026-09-01,09:00,17:00,0.3', '2026-09-02,9:00,16:00,0.25'),
    { asks: /Duration/ },
  ],
  ['quarters of hours', lines('Date,Duration,Title', '2026-09-01,0.25,a', '2026-09-02,0.75,b'), [900, 2700]],
  [
    'Clockify’s report from a spreadsheet',
    lines(
      'Project,Description,Start Date,Start Time,End Date,End Time,Duration (h),Duration (decimal)',
      'W,a,2026-08-21,09:00:00,2026-08-21,10:30:00,0.0625,1.5',
    ),
    [5400],
  ],
  // Numbers
  [
    'seconds with thousands',
    lines('Date,Seconds,Title', '2026-09-01,"5,400",a', '2026-09-02,"64.800",b'),
    [5400, 64_800],
  ],
  ['minutes with spaces', 'Date;Minutes\n2026-09-01;1\u00a0200', [72_000]],
  ['minutes with decimals', lines('Date,Minutes', '2026-09-01,90.125', '2026-09-02,7.5'), [5408, 450]],
  ['hours with three decimals', lines('Date,Hours', '2026-09-01,"1,125"'), [4050]],
  ['exponents', lines('Date,Hours', '2026-09-01,2.5E-01', '2026-09-02,1E0'), [900, 3600]],
  // A unit in the head
  ['(mm:ss)', lines('Date,Duration (mm:ss)', '2026-09-01,90:30', '2026-09-02,05:15'), [5430, 315]],
  ['(hh:mm)', lines('Date,Duration (hh:mm)', '2026-09-01,01:30'), [5400]],
  ['(min)', lines('Date,Duration (min)', '2026-09-01,90'), [5400]],
  ['(h)', lines('Date,Time (h)', '2026-09-01,1.5'), [5400]],
  ['(s)', lines('Date,Length (s)', '2026-09-01,5400'), [5400]],
  ['[Min.] in German', 'Datum;Dauer [Min.]\n01.09.2026;90', [5400]],
  ['in minutes', lines('Date,Duration in minutes', '2026-09-01,90'), [5400]],
  ['minutes in French', 'Date;Durée (minutes)\n13/09/2026;90', [5400]],
  ['days in Spanish', 'Fecha;Duración (días)\n13/09/2026;0,0625', [5400]],
  ['Tage', 'Datum;Dauer (Tage)\n13.09.2026;0,0625', [5400]],
  // Which column
  ['an amount of money alone', lines('Date,Total,Title', '2026-09-01,12.50,a'), { asks: /./ }],
  ['a total on a clock', lines('Date,Total,Title', '2026-09-01,1:30,a'), [5400]],
  ['Total beside Start and End', lines(`${times},Total`, '2026-09-01,09:00,10:30,75.00'), [5400], [/“Total”/]],
  ['Length beside Start and End', lines(`${times},Length`, '2026-09-01,09:00,10:30,3'), [5400], [/“Length”/]],
  [
    'planned, remaining, rounded and counted',
    lines('Date,Planned hours,Remaining hours,Rounded hours,Number of hours,Hours', '2026-09-01,8,6,2,3,1.5'),
    [5400],
    [/Planned/, /Remaining/, /Rounded/, /Number/],
  ],
  [
    'Soll, Rest und Betrag',
    'Datum;Soll-Stunden;Reststunden;Betrag;Ist-Stunden\n01.09.2026;8;6;99;1,5',
    [5400],
    [/Soll/, /Rest/, /Betrag/],
  ],
  [
    'prévu et restant',
    'Date;Heures prévues;Heures restantes;Heures\n13/09/2026;8;6;1,5',
    [5400],
    [/prévues/, /restantes/],
  ],
  ['horas estimadas', 'Fecha;Horas estimadas;Horas\n13/09/2026;8;1,5', [5400], [/estimadas/]],
  ['only estimates', lines('Date,Estimated hours,Title', '2026-09-01,8,a'), { asks: /duration/ }],
  ['two lengths that differ', lines('Date,Hours,Duration', '2026-09-01,1,2:00'), { asks: /“Hours” and “Duration”/ }],
  ['two lengths that say the same', lines('Date,Duration,Hours', '2026-09-01,1:30,1.5'), [5400], [/“Hours”/]],
  [
    'two dates that could be meant',
    lines('Work date,Entry date,Hours', '2026-09-01,2026-09-02,1'),
    { asks: /“Work date” and “Entry date”/ },
  ],
  [
    'a date of an invoice in German',
    'Rechnungsdatum;Arbeitsdatum;Stunden\n01.10.2026;13.09.2026;1,5',
    [5400],
    [/Rechnungsdatum/],
  ],
  ['In and Out twice', lines('Date,In,Out,In,Out', '2026-09-01,09:00,12:00,13:00,17:00'), { asks: /“In”/ }],
  ['Uhrzeit', 'Datum;Uhrzeit;Titel\n01.09.2026;09:00;a', { asks: /duration/ }],
  ['Heure', 'Date;Heure;Titre\n13/09/2026;09:00;a', { asks: /duration/ }],
  ['times that are lengths', lines('Date,Time,Title', '2026-09-01,1h 30m,a', '2026-09-02,45 min,b'), [5400, 2700]],
  // Times
  ['a day from midnight to midnight', lines(`${times},Hours`, '2026-09-01,00:00,00:00,24'), [86_400]],
  ['a duration in words that does not fit', lines(`${times},Duration`, '2026-09-01,09:00,10:00,2h'), [3600], [/“2h”/]],
  ['a duration that is rounded', lines(`${times},Duration`, '2026-09-01,09:00:10,10:29:50,1:30'), [5380]],
  ['a head of three lines', '"Date\r\n(local)","Start\r\nof work",End,Hours\r\n2026-09-01,09:00,10:30,1.5', [5400]],
  ['marks, dashes and digits', '\ufeffDate,Start,End\n2026\u201109\u201101,\u200f٠٩:٠٠,１０：３０', [5400]],
  ['a non-breaking space in the head', 'Date,Time\u00a0spent\n2026-09-01,1:30', [5400]],
]

test.each(kinds)('%s', async (_, text, expected, left = []) => {
  const client = await signedIn({ time_zone: 'Europe/Berlin' })
  const answer = await importOf(client, text)
  if (!Array.isArray(expected)) {
    expect(answer).toEqual({ asks: expect.stringMatching(expected.asks) })
    expect((await upload(client, text)).page).toContain('Choose columns')
    return
  }
  expect(answer).toMatchObject({ seconds: expected })
  expect(answer.left?.map(({ what }) => what)).toEqual(left.map((one) => expect.stringMatching(one)))
})

test('dates and texts of the reports are those that are written', async () => {
  const client = await signedIn({ time_zone: 'Europe/Berlin' })
  const startsOf = async (name: string) =>
    (await importOf(client, fileOf(name))).found?.map((row) => new Date(row.started_at).toISOString().slice(0, 16))
  expect(await startsOf('two-dates.csv')).toEqual(['2026-09-01T07:00', '2026-09-15T07:00'])
  expect(await startsOf('invisible-marks.csv')).toEqual(['2026-09-01T07:00', '2026-09-13T07:00'])
  expect((await importOf(client, fileOf('vertical-tab.csv'))).found).toMatchObject([
    { title: 'one two', notes: 'first second third' },
  ])
})

test('a length that the question is about can be given in days, or as minutes and seconds', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const columns = encodeURIComponent(JSON.stringify({ date: 'Date', duration: 'Duration' }))
  const days = lines('Date,Duration,Title', '46350,0.0625,a', '46351,0.041666666666666664,b')
  expect(await importOf(client, days, `columns=${columns}&duration_unit=days`)).toMatchObject({ seconds: [5400, 3600] })
  const clocks = lines('Date,Duration', '2026-09-01,90:30')
  expect(await importOf(client, clocks, `columns=${columns}&duration_unit=mm:ss`)).toMatchObject({ seconds: [5430] })
})

test.each(['User', 'Member', 'E-Mail', 'Mitarbeiter', 'Utilisateur', 'Usuario', 'Employee'])(
  'rows of several people by a column %s are nobody’s until it is said whose',
  async (head) => {
    const client = await signedIn({ time_zone: 'UTC' })
    const text = lines(`Date,Hours,Title,${head}`, '2026-09-01,1,a,Ann', '2026-09-02,2,b,Bob')
    expect(await importOf(client, text)).toEqual({ asks: 'member: Choose whose rows to import: Ann, Bob' })
    const { page } = await upload(client, text)
    for (const name of ['Ann', 'Bob']) expect(page).toContain(name)
    expect(await importOf(client, text, 'member=Bob')).toMatchObject({ seconds: [7200], left: [{ what: '1 row' }] })
  },
)

test('of a report of Toggl nothing is said to be left out that comes in', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const head =
    'User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags,Amount'
  const row = 'Ann,a@example.com,,W,,x,Yes,2026-08-21,09:00:00,2026-08-21,10:00:00,01:00:00,,80.00'
  const taken = await importOf(client, lines(`${head} (EUR)`, row))
  expect(taken.left).toEqual([])
  expect(await rows('SELECT billable, hourly_rate, currency FROM sessions WHERE user_id = ?', client.userId)).toEqual([
    { billable: 1, hourly_rate: 8000, currency: 'EUR' },
  ])
  const unknown = await importOf(client, lines(`${head} ()`, row.replace('x', 'y')))
  expect(unknown.left?.map(({ what }) => what)).toEqual(['Column “Amount ()”'])
})

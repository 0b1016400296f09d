import { describe, expect, test } from 'vitest'
import clockifyActivity from '../../../../test/data/reports/clockify-activity.csv?raw'
import timetaggerQuotes from '../../../../test/data/reports/timetagger-quotes.csv?raw'
import togglDurations from '../../../../test/data/reports/toggl-classic-durations.csv?raw'
import togglLong from '../../../../test/data/reports/toggl-long-description.csv?raw'
import { utc } from '../../../../test/support/times'
import { sha256Hex } from '../../../lib/secrets'
import { guessColumns } from './columns'
import { readTimeLog } from './read'
import { leftOutOf, readLog, sessionsOf } from './testing'

describe('files as people reported them', () => {
  test('durations of Toggl’s older reports', async () => {
    const { rows, rejected } = await readLog(togglDurations)
    expect(rejected).toEqual([])
    expect(rows.map(({ duration_seconds }) => duration_seconds)).toEqual([1105, 45, 9000, 5400])
  })

  test('Clockify’s activities are tasks, and other columns are named', async () => {
    const log = await readLog(clockifyActivity)
    expect(log.rows).toMatchObject([{ duration_seconds: 5400, task_key: expect.any(String) }])
    expect(log.tasks).toMatchObject([{ title: 'Design', project: 'Website', client: 'Acme' }])
    expect(log.leftOut).toEqual(
      ['Group', 'Approval', 'Approved by'].map((name) => ({
        ...{ line: 1, what: `Column “${name}”`, reason: 'A session has no such field.' },
      })),
    )
  })

  test('quotes of TimeTagger, which quotes nothing', async () => {
    const { rows } = await readLog(timetaggerQuotes)
    expect(rows.map(({ title, tags }) => [title, tags])).toEqual([
      ['"said "yes" to it"', ['a']],
      ['12" screen', ['a']],
      ['afterwards', ['b']],
    ])
  })

  test('a long text of Toggl is a note, and its title begins it', async () => {
    const [row] = (await readLog(togglLong)).rows
    expect(row?.notes.length).toBeGreaterThan(380)
    expect(row?.notes.startsWith(row.title)).toBe(true)
    expect(row?.title.length).toBeLessThanOrEqual(200)
    expect(row?.title).toMatch(/then$|module$|and$|the$|billing$|Refactored$/)
  })
})

const hourOfW = '2026-08-21T19:00–20:00 (3600) W: a'
const morning = '2026-03-02T09:00–10:30 (5400) Web: a'
const toggl = 'Start date,Start time,End date,End time,Duration,Project,Description'
const clockify = 'Project,Description,Start Date,Start Time,End Date,End Time,Duration (h),Duration (decimal)'
const choose = (columns: Record<string, number>) => ({
  columns: () => ({ columns, date_order: null, duration_unit: 'hours' as const }),
})

/** After public reports: OpenTickly#84, solidtime#461, kimai#4053 and #5452, timetagger#276, invoiceninja#11288 and others. */
test.each([
  [
    'a unit behind minutes',
    `${toggl}\n2026-08-21,19:21:21,2026-08-21,19:39:46,18:25 min,W,a`,
    ['2026-08-21T19:21–19:39 (1105) W: a'],
  ],
  ['a duration that is a text', `${toggl}\n2026-08-21,19:00,2026-08-21,20:00,soon,W,a`, [hourOfW]],
  [
    'an apostrophe of a spreadsheet',
    `${toggl}\n'2026-08-21,'19:00,2026-08-21,20:00,'0:30,W,a`,
    ['2026-08-21T19:00–20:00 (1800) W: a'],
  ],
  ['thin spaces', `${toggl}\n2026-08-21,7:00\u202fPM,2026-08-21,8:00\u00a0PM,1\u2009h,W,a`, [hourOfW]],
  [
    'midnight as 24:00',
    `${toggl}\n2026-08-21,23:00,2026-08-21,24:00,1:00,W,a`,
    ['2026-08-21T23:00–2026-08-22T00:00 (3600) W: a'],
  ],
  [
    'midnight as 24:00 of one date',
    'Date,Start,End,Project\n2026-08-21,23:00,24:00,W',
    ['2026-08-21T23:00–2026-08-22T00:00 (3600) W: '],
  ],
  [
    'times with a dot',
    'project;date;start;stop\ndoings;24.10.2022;08.37;11.06',
    ['2022-10-24T08:37–11:06 (8940) doings: '],
  ],
  [
    'a date with start and stop',
    'project;date;start;stop\ndoings;2022-10-24;08:37;11:06',
    ['2022-10-24T08:37–11:06 (8940) doings: '],
  ],
  [
    'Toggl’s Start and Stop',
    'Description,Tag,Start,Stop,Duration\na,deep,2026-08-21 19:00,2026-08-21 20:00,1:00:00',
    ['2026-08-21T19:00–20:00 (3600) : a'],
  ],
  [
    'the day first, as a night says',
    `${clockify}\nW,a,03/04/2026,23:00,04/04/2026,01:00,02:00:00,2`,
    ['2026-04-03T23:00–2026-04-04T01:00 (7200) W: a'],
  ],
  [
    'the month first, as a night says',
    `${clockify}\nW,a,03/04/2026,23:00,03/05/2026,01:00,02:00:00,2`,
    ['2026-03-04T23:00–2026-03-05T01:00 (7200) W: a'],
  ],
  [
    'the day first, as another row says',
    `${clockify}\nW,a,03/04/2026,9:00,03/04/2026,10:00,,1\nW,b,14/04/2026,9:00,14/04/2026,10:00,,1`,
    ['2026-04-03T09:00–10:00 (3600) W: a', '2026-04-14T09:00–10:00 (3600) W: b'],
  ],
  [
    'the day first, as days in a row say',
    `${clockify}\nW,a,03/04/2026,9:00,03/04/2026,10:00,,1\nW,b,04/04/2026,9:00,04/04/2026,10:00,,1`,
    ['2026-04-03T09:00–10:00 (3600) W: a', '2026-04-04T09:00–10:00 (3600) W: b'],
  ],
  [
    'Kimai in German',
    'Datum,Von,Bis,Dauer,Kunde,Projekt,Tätigkeit,Beschreibung\n2026-03-02,09:00,10:30,1.50,Acme,Web,Entwurf,a',
    [morning],
  ],
  [
    'Kimai in French',
    'Date;De;À;Durée;Client;Projet;Activité;Description\n02.03.2026;09:00;10:30;1:30;Acme;Web;Plan;a',
    [morning],
  ],
  [
    'Kimai in Spanish',
    'Fecha,De,Para,Duración,Cliente,Proyecto,Actividad,Descripción\n02/03/2026,09:00,10:30,1:30,Acme,Web,Plan,a',
    [morning],
  ],
  [
    'Clockify in German',
    'Projekt,Beschreibung,Startdatum,Startzeit,Enddatum,Endzeit,Dauer (h),Dauer (dezimal)\nWeb,a,02.03.2026,09:00,02.03.2026,10:30,01:30:00,"1,50"',
    [morning],
  ],
  [
    'a text in many lines',
    `${toggl}\n2026-08-21,19:00,2026-08-21,20:00,,W,"a, b\nc, d"`,
    ['2026-08-21T19:00–20:00 (3600) W: a, b'],
  ],
  [
    'a quote that never closes',
    `${toggl}\n2026-08-21,19:00,2026-08-21,20:00,,W,"a\n2026-08-22,19:00,2026-08-22,20:00,,W,b`,
    ['2026-08-22T19:00–20:00 (3600) W: b', 'line 2 rejected'],
  ],
  [
    'a quote that swallows rows',
    `${toggl}\n2026-08-21,19:00,2026-08-21,20:00,,W,"a\n2026-08-22,19:00,2026-08-22,20:00,,W,b\n2026-08-23,19:00,2026-08-23,20:00,,W,c"`,
    ['2026-08-22T19:00–20:00 (3600) W: b', '2026-08-23T19:00–20:00 (3600) W: c"', 'line 2 rejected'],
  ],
  [
    'inches',
    `${toggl}\n2026-08-21,19:00,2026-08-21,20:00,,W,12" screen`,
    ['2026-08-21T19:00–20:00 (3600) W: 12" screen'],
  ],
  ['a title above the head', `Report of Ann\n\n${toggl}\n2026-08-21,19:00,2026-08-21,20:00,,W,a`, [hourOfW]],
  [
    'sep= with another separator',
    `sep=;\n${toggl.replaceAll(',', ';')}\n2026-08-21;19:00;2026-08-21;20:00;;W;a, b`,
    ['2026-08-21T19:00–20:00 (3600) W: a, b'],
  ],
])('%s', async (_, text, sessions) => {
  const header = text.split('\n').find((line) => /date|start|datum|fecha/i.test(line)) ?? ''
  const names = header.split(/[,;]/).map((name) => name.toLowerCase())
  const column = (...some: string[]) => names.findIndex((name) => some.includes(name))
  const columns = {
    date: column('date'),
    start: column('start'),
    end: column('end', 'stop'),
    duration: column('duration'),
    project: column('project'),
    title: column('description'),
  }
  const known = Object.fromEntries(Object.entries(columns).filter(([, at]) => at >= 0))
  const isUnknown = names.includes('start') && !names.includes('start date')
  expect(await sessionsOf(text, isUnknown ? choose(known) : {})).toEqual(sessions)
})

test.each([
  [
    'lines above the head',
    `Report of Ann\nsep=,\n\n${toggl}\n2026-08-21,19:00,2026-08-21,20:00,,W,a`,
    ['1: “Report of Ann”'],
  ],
  [
    'a column without a use, by its line',
    `\n${toggl},Amount\n2026-08-21,19:00,2026-08-21,20:00,,W,a,5`,
    ['2: Column “Amount”'],
  ],
  [
    'a column without a name, unless it is empty',
    `${toggl},,\n2026-08-21,19:00,2026-08-21,20:00,,W,a,,x`,
    ['1: Column “9”'],
  ],
  ['a duration that is none', `${toggl}\n2026-08-21,19:00,2026-08-21,20:00,soon,W,a`, ['2: Duration “soon”']],
  [
    'a record deleted in TimeTagger',
    'key\tstart\tstop\ttags\tdescription\nk\t2026-09-01 09:00:00\t2026-09-01 10:00:00\t\tHIDDEN a',
    ['2: Record'],
  ],
])('%s is named', async (_, text, named) => {
  expect(await leftOutOf(text)).toEqual(named)
})

test('rows of others are named by how many they are', async () => {
  const row = (who: string) => `${who},${who}@example.com,2026-08-21,19:00,2026-08-21,20:00,,W,a`
  const text = [`User,Email,${toggl}`, row('Ann'), row('Bo'), row('Bo')].join('\n')
  const { leftOut } = await readLog(text, { member: 'ann@example.com' })
  expect(leftOut).toEqual([{ line: 0, what: '2 rows', reason: 'Of Bo, not of ann@example.com.' }])
})

test('an earlier import knows a long or many-lined text again', async () => {
  const keyOf = (...content: unknown[]) => sha256Hex(`${JSON.stringify(content)}0`)
  const times = ['2026-08-21T19:00:00', '2026-08-21T20:00:00', 3600]
  const { rows } = await readLog(`${toggl}\n2026-08-21,19:00,2026-08-21,20:00,,W,"one\r\ntwo"`)
  expect(rows[0]?.key).toBe(await keyOf(...times, 'W', '', 'one\r\ntwo', []))
  const long = 'word '.repeat(60).trim()
  const other = await readLog(`${clockify}\nW,${long},2026-08-21,19:00,2026-08-21,20:00,,`)
  expect(other.rows[0]?.key).toBe(await keyOf(...times, 'W', '', `${long.slice(0, 199)}…`, []))
})

/** Files without a known tool: their columns are guessed from the header, as the API and the page do. */
const guessed: [what: string, text: string, sessions: string[], left?: string[]][] = [
  [
    'Italian columns',
    'Data;Inizio;Fine;Progetto;Descrizione\n02/03/2026;9.00;10.30;Web;Chiamata',
    ['2026-03-02T09:00–10:30 (5400) Web: Chiamata'],
  ],
  [
    'Spanish columns',
    'Fecha;Inicio;Fin;Proyecto;Descripción\n02/03/2026;9:00;10:30;Web;Llamada',
    ['2026-03-02T09:00–10:30 (5400) Web: Llamada'],
  ],
  [
    'Dutch columns',
    'Datum;Starttijd;Eindtijd;Project;Omschrijving\n02-03-2026;9:00;10:30;Web;Bellen',
    ['2026-03-02T09:00–10:30 (5400) Web: Bellen'],
  ],
  [
    'Polish columns',
    'Data;Początek;Koniec;Projekt;Opis\n02.03.2026;9:00;10:30;Web;Tel',
    ['2026-03-02T09:00–10:30 (5400) Web: Tel'],
  ],
  [
    'French hours',
    'Date;Début;Projet;Heures\n02/03/2026;09:00;Web;1h30\n13/03/2026;09:00;Web;0,25',
    ['2026-03-02T09:00–10:30 (5400) Web: ', '2026-03-13T09:00–09:15 (900) Web: '],
  ],
  [
    'a unit in the header',
    'Date,Time Spent (seconds),Activity\n2026-03-02T09:00:00,1800,Editing',
    ['2026-03-02T09:00–09:30 (1800) : '],
  ],
  [
    'minutes in the header',
    'Date,Start,Duration (min),Title\n2026-03-02,09:00,90,A',
    ['2026-03-02T09:00–10:30 (5400) : A'],
  ],
  ...[
    '2 Mar 2026',
    '2-Mar-26',
    '"Mar 2, 2026"',
    'Mar 2 2026',
    '"Mon, 2 Mar 2026"',
    '"Monday, March 2nd, 2026"',
    '2. März 2026',
    '2 mars 2026',
    '2 de marzo de 2026',
  ].map((date): [string, string, string[]] => [
    `the date ${date}`,
    `Date,Start,End,Title\n${date},9:00,10:00,A`,
    ['2026-03-02T09:00–10:00 (3600) : A'],
  ]),
  [
    'months that begin alike',
    'Date,Start,End,Title\n2 juin 2026,9:00,10:00,A\n2 juillet 2026,9:00,10:00,B',
    ['2026-06-02T09:00–10:00 (3600) : A', '2026-07-02T09:00–10:00 (3600) : B'],
  ],
  [
    'a month of a moment',
    'Start,End,Title\n"Mar 2, 2026 9:00 AM","Mar 2, 2026 1:15 PM",A',
    ['2026-03-02T09:00–13:15 (15300) : A'],
  ],
  ['no month', 'Date,Start,End,Title\n2 Foo 2026,9:00,10:00,A', ['line 2 rejected']],
  [
    'totals',
    'Date,Start,End,Hours,Project\n2026-03-02,09:00,10:30,1.5,Web\nSubtotal Web,,,1.5,\n,,,1.5,\nGrand total,,,1.5,',
    ['2026-03-02T09:00–10:30 (5400) Web: '],
    ['3: Row', '4: Row', '5: Row'],
  ],
  [
    'a total in German',
    'Datum;Von;Bis;Projekt\n02.03.2026;9:00;10:30;Web\nSumme;;1:30;',
    ['2026-03-02T09:00–10:30 (5400) Web: '],
    ['3: Row'],
  ],
  [
    'a session that is called so',
    'Date,Start,End,Title\n2026-03-02,9:00,10:00,Total',
    ['2026-03-02T09:00–10:00 (3600) : Total'],
  ],
  [
    'more than a day',
    'Date,Start,Duration,Title\n2026-03-02,09:00,26:30,A',
    ['2026-03-02T09:00–2026-03-03T11:30 (95400) : A'],
  ],
  [
    'noon and midnight',
    'Date,Start,End,Title\n13/03/2026,12:00 AM,12:30 am,A\n14/03/2026,11:30 p.m.,12:30 a.m.,B',
    ['2026-03-13T00:00–00:30 (1800) : A', '2026-03-14T23:30–2026-03-15T00:30 (3600) : B'],
  ],
]

test.each(guessed)('a file with %s', async (_, text, sessions, left = []) => {
  const log = await readTimeLog(text, utc)
  const columns = 'problem' in log ? log.unknown?.guess : undefined
  const reading = columns && { columns: () => columns }
  expect(await sessionsOf(text, reading)).toEqual(sessions)
  expect(await leftOutOf(text, reading)).toEqual(left)
})

test.each([
  ['days and parts of a day as a spreadsheet counts them', 'Date,Start,End\n46357,0.375,0.25e\n46357,0.25,0.4375\n', 2],
  ['a comma between hours and minutes', 'Date,Start,Duration\n2026-12-01,06:00,"4 hours, 30 minutes"\n', 0],
  ['points in time as a spreadsheet counts them', 'Start,End\n46357.25,46357.4375\n', 0],
  ['a foreign head, with the day first', 'Début,Fin\n01/12/2026 06:00,01/12/2026 10:30\n', 0],
])('%s', async (_, text, rejectedLine) => {
  const columns = (header: string[]) => guessColumns(header)
  expect(await sessionsOf(text, { columns, time_zone: 'UTC' })).toEqual([
    '2026-12-01T06:00–10:30 (16200) : ',
    ...(rejectedLine ? [`line ${rejectedLine} rejected`] : []),
  ])
})

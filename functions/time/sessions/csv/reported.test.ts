import { expect, test } from 'vitest'
import { utc } from '../../../../test/support/times'
import { readTimeLog } from './read'
import { leftOutOf, readLog, sessionsOf } from './testing'

/** The session that most of the files have, by its title or by its project. */
const [a, web] = ['2026-03-02T09:00–10:30 (5400) : A', '2026-03-02T09:00–10:30 (5400) Web: ']

/**
 * Kinds of files that were reported to Kimai, solidtime, OpenTickly, Timewarrior, Hamster, Furtherance, Zeiterfassung,
 * SimpleTimeTracker and importers of tables, with their sessions as `date start–end (seconds) project: title`.
 */
const reported: [what: string, text: string, sessions: string[], left?: string[]][] = [
  ['a range in one cell', 'Date,Time,Project\n2026-03-02,09:00-10:30,Web', [web]],
  ['a range with a dash of words', 'Date,Time,Project\n2026-03-02,09:00 – 10:30,Web', [web]],
  ['a range with to', 'Date,Time,Title\n2026-03-02,9:00 to 10:30,A', [a]],
  ['a range in German', 'Datum;Uhrzeit;Projekt\n02.03.2026;9:00 bis 10:30 Uhr;Web', [web]],
  [
    'a range over midnight',
    'Date,Time,Title\n2026-03-02,23:00 - 01:00,A',
    ['2026-03-02T23:00–2026-03-03T01:00 (7200) : A'],
  ],
  [
    'a range of twelve hours',
    'Date,Time,Title\n2026-03-02,9:00 AM - 1:30 PM,A',
    ['2026-03-02T09:00–13:30 (16200) : A'],
  ],
  [
    'a range with one mark for both',
    'Date,Time,Title\n2026-03-02,1:00 - 2:30 PM,A',
    ['2026-03-02T13:00–14:30 (5400) : A'],
  ],
  [
    'a range with a mark for its end',
    'Date,Time,Title\n2026-03-02,11:00 - 1:30 PM,A',
    ['2026-03-02T11:00–13:30 (9000) : A'],
  ],
  [
    'a range beside hours',
    'Date,Time,Hours,Title\n2026-03-02,09:00-10:30,1.25,A',
    ['2026-03-02T09:00–10:30 (4500) : A'],
  ],
  [
    'a range of moments',
    'Time,Title\n2026-03-02 09:20:18 - 2026-03-02 09:27:56,A',
    ['2026-03-02T09:20–09:27 (458) : A'],
  ],
  ['a range that is none', 'Date,Time,Title\n2026-03-02,09:00-tea,A', ['line 2 rejected']],
  ['a column of ranges by its name', 'Date,Time range,Title\n2026-03-02,09:00-10:30,A', [a]],
  ['from – to in one column', 'Date,From - To,Title\n2026-03-02,09:00-10:30,A', [a]],
  ['a time before a duration', 'Date,Time,Duration,Title\n2026-03-02,09:00,1:30,A', [a]],
  ['a time that is a length', 'Date,Time,Title\n2026-03-02,1:30,A', [a]],
  [
    'pipes',
    'Date|Start|End|Project|Title\n2026-03-02|09:00|10:30|Web|a, b; c',
    ['2026-03-02T09:00–10:30 (5400) Web: a, b; c'],
  ],
  ['a sep line of pipes', 'sep=|\nDate|Start|End|Title\n2026-03-02|09:00|10:30|A', [a]],
  [
    'a table of pipes in Markdown',
    '| Date | Start | End | Title |\n|---|---|---|---|\n| 2026-03-02 | 09:00 | 10:30 | A |',
    [a, 'line 2 rejected'],
  ],
  [
    'Toggl with pipes',
    'Start date|Start time|End date|End time|Duration|Project|Description\n2026-08-21|19:00|2026-08-21|20:00||W|a',
    ['2026-08-21T19:00–20:00 (3600) W: a'],
  ],
  [
    'quotes between pipes',
    'Date|Start|End|Title\n2026-03-02|09:00|10:30|"a|b"',
    ['2026-03-02T09:00–10:30 (5400) : a|b'],
  ],
  ['names in one word', 'Date,TimeFrom,TimeTo,IssueName,Note\n2026-03-02,09:00,10:30,A,n', [a]],
  [
    'names of a program',
    'startTime,endTime,projectName,description\n2026-03-02T09:00:00Z,2026-03-02T10:30:00Z,Web,A',
    ['2026-03-02T09:00–10:30 (5400) Web: A'],
  ],
  [
    'names with underscores',
    'start_time,stop_time,project,description\n2026-03-02 09:00,2026-03-02 10:30,Web,A',
    ['2026-03-02T09:00–10:30 (5400) Web: A'],
  ],
  [
    'hamster’s table',
    'activity\tstart time\tend time\tduration minutes\tcategory\tdescription\ttags\nMail\t2026-03-02 09:00:00\t2026-03-02 10:30:00\t90\tOffice\tA\tx',
    [a],
    ['1: Column “category”'],
  ],
  [
    'Furtherance’s table',
    'Name,Start Time,Stop Time,Tags,Seconds\nA,2026-03-02T09:00:00+00:00,2026-03-02T10:30:00+00:00,x,5400',
    [a],
  ],
  [
    'Harvest’s report',
    'Date,Client,Project,Project Code,Task,Notes,Hours,Billable?,Invoiced?,First Name,Last Name\n2026-03-02,Acme,Web,W,Design,n,1.5,Yes,No,Ann,B',
    [web],
    [
      '1: Column “Project Code”',
      '1: Column “Billable?”',
      '1: Column “Invoiced?”',
      '1: Column “First Name”',
      '1: Column “Last Name”',
    ],
  ],
  ['a column with spaces around its name', ' Date , Start , End ,Title\n2026-03-02,09:00,10:30,A', [a]],
  ['names in capitals', 'DATE,START,END,TITLE\n2026-03-02,09:00,10:30,A', [a]],
  ['hours alone with a mark', 'Date,Start,End,Title\n2026-03-02,9am,10 PM,A', ['2026-03-02T09:00–22:00 (46800) : A']],
  ['a German clock', 'Datum;Von;Bis;Projekt\n02.03.2026;09:00 Uhr;10.30 Uhr;Web', [web]],
  ['a French clock', 'Date;Début;Fin;Projet\n02/03/2026;9h00;10h30;Web', [web]],
  ['dates without dashes', 'Date,Start,End,Title\n20260302,09:00,10:30,A', [a]],
  ['moments of ISO’s basic form', 'Start,End,Title\n20260302T090000Z,20260302T103000Z,A', [a]],
  ['a T and no seconds', 'Start,End,Title\n2026-03-02T09:00,2026-03-02T10:30,A', [a]],
  ['a zone in words', 'Start,End,Title\n2026-03-02 09:00:00 UTC,2026-03-02 10:30:00 UTC,A', [a]],
  ['microseconds', 'Start,End,Title\n2026-03-02 09:00:00.123456,2026-03-02 10:30:00.654321,A', [a]],
  ['an offset of hours', 'Start,End,Title\n2026-03-02T10:00:00+01,2026-03-02T11:30:00+01,A', [a]],
  [
    'a weekday before the date',
    'Date,Start,End,Title\nMon 02/03/2026,09:00,10:30,A\nTue 17/03/2026,09:00,10:30,B',
    [a, '2026-03-17T09:00–10:30 (5400) : B'],
  ],
  ['a year of two digits', 'Date,Start,End,Title\n13.03.26,09:00,10:30,A', ['2026-03-13T09:00–10:30 (5400) : A']],
  ['milliseconds since 1970', 'Start,End,Title\n1772442000000,1772447400000,A', [a]],
  [
    'an end of 24:00',
    'Date,Start,End,Title\n2026-03-02,23:00,24:00,A',
    ['2026-03-02T23:00–2026-03-03T00:00 (3600) : A'],
  ],
  ['seconds with a comma', 'Date,Start,End,Title\n2026-03-02,"09:00:00,0","10:30:00,0",A', [a]],
  ['hours with a unit', 'Date,Hours,Title\n2026-03-02,1.5h,A', [a]],
  ['a comma in hours', 'Datum;Stunden;Projekt\n02.03.2026;1,5;Web', [web]],
  ['hours and minutes in words', 'Date,Duration,Title\n2026-03-02,1 hour 30 minutes,A', [a]],
  ['a length of ISO', 'Date,Duration,Title\n2026-03-02,PT1H30M,A', [a]],
  ['seconds alone', 'Start,Seconds,Title\n2026-03-02 09:00,5400,A', [a]],
  ['a length below zero', 'Date,Start,Duration,Title\n2026-03-02,09:00,-1:30,A', ['line 2 rejected']],
  [
    'a row with fewer cells',
    'Date,Start,End,Title\n2026-03-02,09:00,10:30,A\n2026-03-03,09:00',
    [a, 'line 3 rejected'],
  ],
  ['a comma behind each row', 'Date,Start,End,Title,\n2026-03-02,09:00,10:30,A,', [a]],
  ['no line end at the end', 'Date,Start,End,Title\r\n2026-03-02,09:00,10:30,A', [a]],
  [
    'blank rows between',
    'Date,Start,End,Title\n\n2026-03-02,09:00,10:30,A\n,,,\n2026-03-03,09:00,10:30,B\n',
    [a, '2026-03-03T09:00–10:30 (5400) : B'],
  ],
  [
    'the head again',
    'Date,Start,End,Title\n2026-03-02,09:00,10:30,A\nDate,Start,End,Title\n2026-03-03,09:00,10:30,B',
    [a, '2026-03-03T09:00–10:30 (5400) : B', 'line 3 rejected'],
  ],
  [
    'Timewarrior',
    '[{"id":2,"start":"20260302T090000Z","end":"20260302T103000Z","tags":["Web","deep work"],"annotation":"A"},{"id":1,"start":"20260303T090000Z","end":"20260303T093000Z"}]',
    [a, '2026-03-03T09:00–09:30 (1800) : '],
    ['0: Column “id”'],
  ],
  [
    'Timewarrior, still running',
    '[{"id":2,"start":"20260302T090000Z","end":"20260302T103000Z","annotation":"A"},{"id":1,"start":"20260303T090000Z","tags":["Web"]}]',
    [a, 'line 2 rejected'],
    ['0: Column “id”'],
  ],
  [
    'Toggl’s API',
    '[{"id":1,"workspace_id":2,"project_id":null,"start":"2026-03-02T09:00:00+00:00","stop":"2026-03-02T10:30:00Z","duration":5400,"description":"A","tags":["x"]}]',
    [a],
    ['0: Column “id”', '0: Column “workspace_id”', '0: Column “project_id”'],
  ],
  [
    'records in lines of JSON',
    '{"start":"2026-03-02T09:00:00Z","end":"2026-03-02T10:30:00Z","title":"A"}\n{"start":"2026-03-03T09:00:00Z","end":"2026-03-03T10:30:00Z","title":"B"}',
    [a, '2026-03-03T09:00–10:30 (5400) : B'],
  ],
]

test.each(reported)('%s', async (_, text, sessions, left = []) => {
  const log = await readTimeLog(text, utc)
  const guess = 'problem' in log ? log.unknown?.guess : undefined
  const reading = guess && { columns: () => guess }
  expect(await sessionsOf(text, reading)).toEqual(sessions)
  expect(await leftOutOf(text, reading)).toEqual(left)
})

test('objects within records of JSON are known by their names', async () => {
  const record = { start: '2026-03-02T09:00:00Z', stop: '2026-03-02T10:30:00Z', tags: [{ name: 'x' }, { name: 'y' }] }
  const { rows } = await readLog(JSON.stringify([{ ...record, project: { id: 1, name: 'Web' } }]), {
    columns: () => ({ columns: { start: 0, end: 1, tags: 2, project: 3 }, date_order: null, duration_unit: 'hours' }),
  })
  expect(rows).toMatchObject([{ project: 'Web', tags: ['x', 'y'] }])
})

test.each([
  ['one record', '{"start":"2026-03-02T09:00:00Z"}', /JSON that Daymark doesn’t know/],
  ['records without a time', '[{"a":1},{"b":2}]', /JSON that Daymark doesn’t know/],
  [
    'records with too many members',
    JSON.stringify(Array.from({ length: 600 }, (_, n) => ({ [`m${n}`]: 1, start: '20260302T090000Z' }))),
    /JSON that Daymark doesn’t know/,
  ],
  [
    'deep lists in a record',
    `[{"start":"20260303T090000Z","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}]`,
    /Choose the column with the duration/,
  ],
  ['records that only began', '[{"id":1,"start":"20260303T090000Z"}]', /Choose the column with the duration/],
])('%s in JSON are refused', async (_, text, problem) => {
  const log = await readTimeLog(text, utc)
  const guess = 'problem' in log ? log.unknown?.guess : undefined
  expect(guess ? await readTimeLog(text, { ...utc, columns: () => guess }) : log).toMatchObject({
    problem: expect.stringMatching(problem),
  })
})

test('records of JSON have their tags and all of a long text', async () => {
  const note = 'word '.repeat(400).trim()
  const records = [{ id: 1, start: '20260302T090000Z', end: '20260302T103000Z', tags: ['a', 'b c'], annotation: note }]
  const { rows } = await readLog(JSON.stringify(records), {
    columns: () => ({ columns: { start: 1, end: 2, tags: 3, title: 4 }, date_order: null, duration_unit: 'hours' }),
  })
  expect(rows).toMatchObject([{ tags: ['a', 'b c'], notes: note }])
})

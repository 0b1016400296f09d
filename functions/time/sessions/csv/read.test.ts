import { describe, expect, test } from 'vitest'
import august from '../../../../test/data/toggl-2017-08.csv?raw'
import { lisbon } from '../../../../test/support/times'
import { chooseFormat } from './entry'
import { type LogRow, readTimeLog } from './read'
import { readLog, reasonsIn } from './testing'

const newYork = { time_zone: 'America/New_York', day_start_minute: 0 }

const read = (text: string, options: Parameters<typeof readLog>[1] = lisbon) => readLog(text, options)

const problem = async (text: string) => {
  const log = await readTimeLog(text, lisbon)
  return 'problem' in log ? log.problem : null
}

const header = 'Start date,Start time,End date,End time,Duration,Project,Client,Description,Tags'
const older = (...lines: string[]) => [header, ...lines, ''].join('\n')
const content = ({ line, key, ...rest }: LogRow) => rest

describe('a real month of Toggl Track', () => {
  test.each(['America/New_York', 'Asia/Kolkata'])('is read whole in %s, under the same keys', async (time_zone) => {
    const log = await read(august, { time_zone })
    const members = [{ name: 'A User', email: 'user@example.com', rows: 217 }]
    expect(log).toMatchObject({ format: 'toggl-older', rejected: [], members })
    expect(log.rows.reduce((sum, row) => sum + row.duration_seconds, 0)).toBe(672_994)
    const first = { project: 'Project A', client: 'Client 1', title: 'Recurring activity 201708' }
    expect(log.rows[0]).toMatchObject({ line: 2, ...first })
    const keys = log.rows.map(({ key }) => key)
    expect([keys.length, new Set(keys).size]).toEqual([217, 217])
    expect((await read(august)).rows.map(({ key }) => key)).toEqual(keys)
  })
})

describe('the layouts of Toggl Track', () => {
  const row = '2026-05-04,09:00:00,2026-05-04,10:00:00,01:00:00,Thesis,University,Writing,"deep, draft"'
  const newer = [
    '"Description","Member","Email","Project","Client","Tags","Start date","Start time","Stop date","Stop time","Duration"',
    '"Writing","Ana","ana@example.com","Thesis","University","deep, draft","2026-05-04","9:00:00 AM","2026-05-04","10:00","01:00:00"',
    '"-","Ana","ana@example.com","-","-","-","2026-05-05","09:00:00","2026-05-05","10:00:00","-"',
  ].join('\r\n')

  test('tell the same sessions, under the same keys', async () => {
    const [first] = (await read(older(row))).rows
    expect(await read(newer)).toMatchObject({ format: 'toggl-newer', rows: [first, {}] })
    expect(first?.tags).toEqual(['deep', 'draft'])
  })

  test('have a dash for nothing in the newer one, and keep it in the older one', async () => {
    const nothing = { title: '', project: null, client: '', tags: [], duration_seconds: 3600 }
    expect((await read(newer)).rows[1]).toMatchObject(nothing)
    const { rows } = await read(older('2026-05-04,09:00,2026-05-04,10:00,,-,,-,'))
    expect(rows[0]).toMatchObject({ title: '-', project: '-' })
  })

  test('are known by the names of columns, in any order and case, and need no more than the times', async () => {
    const { rows } = await read('END TIME,end date,start time,START DATE\n10:00,2026-05-04,09:00,2026-05-04\n')
    expect(rows[0]).toMatchObject({ duration_seconds: 3600, title: '', project: null, client: '', tags: [] })
  })

  test('may have a byte-order mark, quoted commas, quotes and line breaks', async () => {
    const { rows } = await read(
      `\uFEFF${older(
        '2026-05-04,09:00,2026-05-04,10:00,,"A, B","C ""D""","one\r\ntwo\nthree\rfour",',
        '2026-05-04,11:00,2026-05-04,12:00,,,,after,',
      )}`,
    )
    const texts = { title: 'one', notes: 'one\ntwo\nthree\nfour' }
    expect(rows[0]).toMatchObject({ line: 2, project: 'A, B', client: 'C "D"', ...texts })
    expect(rows[1]).toMatchObject({ line: 6, title: 'after' })
  })

  test.each(['\n', '\r\n', '\r'])('may end lines with %j, and have blank ones', async (end) => {
    const row = (title: string) => `2026-05-04,09:00,2026-05-04,10:00,,,,${title}`
    const { rows, rejected } = await read([header, '', row('one,x'), '', '', row('two,"y"')].join(end))
    expect(rejected).toEqual([])
    expect(rows.map(({ line, title, tags }) => [line, title, ...tags])).toEqual([
      [3, 'one', 'x'],
      [6, 'two', 'y'],
    ])
  })

  test('may end lines in several ways in one file', async () => {
    const line = (title: string, tag: string) => `2026-05-04,09:00,2026-05-04,10:00,,,,${title},${tag}`
    const { rows, rejected } = await read(
      `${header}\r\n${line('one', '"a"')}\n${line('"t\r\nwo"', 'b')}\r\n${line('three', '"c"')}\r\n${line('four', 'd')}\n`,
    )
    expect(rejected).toEqual([])
    expect(rows.map(({ line, title, tags }) => [line, title, ...tags])).toEqual([
      [2, 'one', 'a'],
      [3, 't', 'b'],
      [5, 'three', 'c'],
      [6, 'four', 'd'],
    ])
  })
})

test.each([
  ['shorter than the interval counts', '00:59:00', 3540],
  ['longer than it does not', '01:00:01', 3600],
  ['missing is the interval', '', 3600],
])('tracked time %s', async (_, duration, seconds) => {
  const { rows } = await read(older(`2026-05-04,09:00:00,2026-05-04,10:00:00,${duration},,,,`))
  expect(rows[0]?.duration_seconds).toBe(seconds)
})

describe('a repeated hour', () => {
  test.each([
    ['01:10:00', '01:40:00', '00:30:00', '05:10', '05:40'],
    ['01:10:00', '01:40:00', '01:30:00', '05:10', '06:40'],
    ['01:10:00', '01:40:00', '01:20:00', '05:10', '06:40'],
    ['01:40:00', '01:10:00', '00:30:00', '05:40', '06:10'],
    ['01:40:00', '01:10:00', '', '05:40', '06:10'],
    ['01:40:00', '02:10:00', '00:29:59', '06:40', '07:10'],
    ['01:40:00', '02:10:00', '', '05:40', '07:10'],
    ['00:30:00', '01:15:00', '01:45:00', '04:30', '06:15'],
    ['00:30:00', '01:15:00', '', '04:30', '05:15'],
    ['01:10:00', '01:40:00', '05:00:00', '05:10', '05:40'],
  ])('from %s to %s with the duration %s is %s to %s UTC', async (from, to, duration, start, end) => {
    const { rows } = await read(older(`2026-11-01,${from},2026-11-01,${to},${duration},,,,`), newYork)
    expect(rows[0]).toMatchObject({
      started_at: Date.parse(`2026-11-01T${start}:00Z`),
      ended_at: Date.parse(`2026-11-01T${end}:00Z`),
    })
  })

  test('that is skipped in spring is moved on, as Temporal does', async () => {
    const { rows } = await read(older('2026-03-08,02:10:00,2026-03-08,02:40:00,00:30:00,,,,'), newYork)
    expect(rows[0]).toMatchObject({ started_at: Date.parse('2026-03-08T07:10:00Z'), duration_seconds: 1800 })
  })
})

describe('keys', () => {
  const row = '2026-05-04,09:00:00,2026-05-04,10:00:00,01:00:00,Thesis,,Writing,"b, a"'

  const keys = async (...lines: string[]) => (await read(older(...lines))).rows.map(({ key }) => key)

  test('of 64 hexadecimal digits tell equal rows apart by how many came before', async () => {
    const thrice = await keys(row, row, row)
    expect(new Set(thrice).size).toBe(3)
    expect(await keys(row)).toEqual([thrice[0]])
    expect(thrice[0]).toMatch(/^[0-9a-f]{64}$/)
  })

  test('do not depend on the order of tags, nor of rows', async () => {
    const other = row.replace('Writing', 'Reading')
    expect((await keys(row, other)).reverse()).toEqual(await keys(other, row.replace('"b, a"', '"a,b"')))
  })

  test.each([
    ['start', '09:00:00', '09:00:01'],
    ['duration', '01:00:00,T', '00:59:59,T'],
    ['project', 'Thesis,', 'Exams,'],
    ['client', 'Thesis,', 'Thesis,University'],
    ['title', 'Writing', 'Reading'],
    ['tags', 'b, a', 'b'],
  ])('change with the %s', async (_, from, to) => {
    expect(await keys(row)).not.toEqual(await keys(row.replace(from, to)))
  })
})

describe('a report of several people', () => {
  const team = [
    `User,Email,${header}`,
    ...['Ana,ana@example.com', 'Bo,bo@example.com', 'Ana,Ana@example.com'].map(
      (person) => `${person},2026-05-04,09:00,2026-05-04,10:00,,,,Standup,`,
    ),
    'Bo,bo@example.com,never,09:00,2026-05-04,10:00,,,,,',
  ].join('\n')

  test.each(['BO@example.com', 'bo'])(
    'gives the rows of %s alone, under the keys of their own report',
    async (member) => {
      const log = await read(team, { ...lisbon, member })
      expect(log.rows.map(({ line }) => line)).toEqual([3])
      expect(log.rejected.map(({ line }) => line)).toEqual([5])
      expect(log.rows[0]?.key).toBe((await read(older('2026-05-04,09:00,2026-05-04,10:00,,,,Standup,'))).rows[0]?.key)
      expect(log.members).toEqual([
        { name: 'Ana', email: 'ana@example.com', rows: 2 },
        { name: 'Bo', email: 'bo@example.com', rows: 2 },
      ])
    },
  )
})

describe('a row is rejected', () => {
  const long = 'x'.repeat(201)
  const numbers = (count: number) => Array.from({ length: count }, (_, i) => i).join(',')
  test.each([
    ['2026-02-30,09:00,2026-05-04,10:00,,,,,', 'Start date: “2026-02-30” is not a date such as 2017-08-01.'],
    [',09:00,2026-05-04,10:00,,,,,', 'Start date is missing.'],
    ['2026-05-04,09:75,2026-05-04,10:00,,,,,', 'Start time: “09:75” is not a time such as 15:10:43.'],
    ['2026-05-04,13:00 PM,2026-05-04,14:00,,,,,', 'Start time: “13:00 PM” is not a time such as 15:10:43.'],
    ['2026-05-04,09:00,2026-05-04,,,,,,', 'End time is missing.'],
    ['2026-05-04,09:00,2026-05-04,08:00,,,,,', 'End date: the end is before the start.'],
    ['2026-05-04,09:00,2026-05-07,09:00:01,,,,,', 'End date: more than 72 hours after the start.'],
    [
      '2026-05-04,09:00,2026-05-04,08:00,soon,,,,',
      'End date: the end is before the start. Duration: “soon” is not a duration such as 00:25:20.',
    ],
    [`2026-05-04,09:00,2026-05-04,10:00,,${long},,,`, 'Project is longer than 100 characters.'],
    [`2026-05-04,09:00,2026-05-04,10:00,,,,,${'x'.repeat(51)}`, 'Tags: a tag has at most 50 characters.'],
    [`2026-05-04,09:00,2026-05-04,10:00,,,,,"${numbers(21)}"`, 'Tags: a session has at most 20 tags.'],
    ['2099-12-31,09:00,2100-01-01,10:00,,,,,', 'End date: Use a year from 1970 to 2099.'],
    ['2026-05-04,09:00', 'The row has 2 columns, the header 9.'],
    ['2026-05-04,09:00,2026-05-04,10:00,,,,,,', 'The row has 10 columns, the header 9.'],
    [
      '2026-05-04,09:00,2026-05-04,10:00,,,,"a"b,',
      'There is text after a closing quote. Double any quote inside a quoted field.',
    ],
    [
      '2026-05-04,09:00,2026-05-04,10:00,,,,"a,',
      'A quote opens here and never closes. Double any quote that belongs to the text.',
    ],
    ['never,,2026-05-04,10:00,,,,,', 'Start date: “never” is not a date such as 2017-08-01. Start time is missing.'],
  ])('%s', async (row, reason) => {
    expect(await reasonsIn(older('2026-05-04,09:00,2026-05-04,10:00,,,,"two\nlines",', row))).toEqual([[4, reason]])
  })

  test('by the name its column has in the file', async () => {
    const text =
      'START DATE,Start time,Stop date,Stop time\n2026-05-04,09:00,2026-05-04,8:00\nx,09:00,2026-05-04,10:00\n'
    expect(await reasonsIn(text)).toEqual([
      [2, 'Stop date: the end is before the start.'],
      [3, 'START DATE: “x” is not a date such as 2017-08-01.'],
    ])
  })
})

describe('a file is refused', () => {
  test.each([
    ['', 'The file is empty.'],
    [' \n', 'The file is empty.'],
    ['PK\u0003\u0004\0\0', 'The file is not text. Export the report as CSV.'],
    ['<!DOCTYPE html><html>', 'The file is a web page or XML, not CSV.'],
    ['{"sessions": []}', expect.stringMatching(/^The file is JSON that Daymark doesn’t know\./)],
    ['{"sessions": [', 'The file is cut off or damaged: it stops being valid JSON. Export it again.'],
    ['{\n"a": 1,,\n}', 'The file is cut off or damaged: it stops being valid JSON at line 2. Export it again.'],
    ['Start date,Start time,End date\nx,x,x\n', `The file has no column End time. ${chooseFormat}`],
    ['Member,Start time\nx,x\n', `The file has no columns Start date, Stop date and Stop time. ${chooseFormat}`],
    ['id,started_at\nx,x\n', 'The file has no column ended_at.'],
    ['Date,Hours,Task\n', 'The file has no rows.'],
  ])('%j', async (text, reason) => {
    expect(await problem(text)).toEqual(reason)
  })

  test('but not for having a header only', async () => {
    expect((await read(header)).rows).toEqual([])
  })
})

test('the order and the names of other columns change no row', async () => {
  const plain = (await read(august)).rows.map(content)
  const lines = august
    .trim()
    .split('\n')
    .map((line) => line.split(',').toReversed().join(','))
  expect((await read(lines.join('\r\n'))).rows.map(content)).toEqual(plain)
})

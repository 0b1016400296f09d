import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, test } from 'vitest'
import { anyCharacter } from '../../../../test/support/characters'
import { runs } from '../../../../test/support/runs'
import { lisbon } from '../../../../test/support/times'
import { cleanLine } from '../../../lib/text/text'
import type { LogEntry } from './entry'
import type { LogRow } from './read'
import { readLog, reasonsIn } from './testing'
import { rejectedLines, timeLogHeader, timeLogLines } from './write'

const writeTimeLog = (rows: LogEntry[]) => timeLogHeader() + timeLogLines(rows)

/** Text of any characters, often of those that CSV and spreadsheets give a meaning. */
const text = (maxLength: number) => {
  const awkward = fc.constantFrom("'", '"', ',', '=', '+', '-', '@', '\t', '\r', '\n', '\r\n', ';', ' ', '\uFEFF', 'é')
  return fc
    .oneof(
      fc.string({ unit: anyCharacter, maxLength }),
      fc.array(fc.oneof(awkward, fc.string({ maxLength: 3 })), { maxLength: 12 }).map((parts) => parts.join('')),
    )
    .map((value) => value.replaceAll('\0', '').slice(0, maxLength))
}
const some = (maxLength: number) => fc.option(text(maxLength).filter((value) => value !== ''))
const tag = text(30)
  .map((value) => value.replaceAll(',', '').trim())
  .filter((value) => value !== '')

const entries: fc.Arbitrary<LogEntry> = fc
  .record({
    started_at: fc.integer({ min: 0, max: 4_000_000_000_000 }),
    length: fc.nat(72 * 3_600_000),
    idle: fc.nat(5_000),
    time_zone: fc.constantFrom('Asia/Kolkata', 'America/St_Johns', 'UTC'),
    id: some(40),
    project: some(100),
    client: text(100),
    goal: some(200),
    goal_id: some(40),
    title: text(200),
    notes: text(500),
    tags: fc.uniqueArray(tag, { maxLength: 4 }),
    plan: some(100),
    chunk: some(100),
    plan_title: some(100),
    task: some(200),
    task_id: some(40),
    artifacts: fc.array(text(80).map(cleanLine), { maxLength: 3 }).map((lines) => lines.filter(Boolean)),
    day_start_minute: fc.option(fc.nat(1439)),
    billable: fc.constantFrom(null, 0 as const, 1 as const),
    rate: fc.option(fc.tuple(fc.nat(10 ** 9 - 1), fc.constantFrom('EUR', 'JPY', 'KWD'))),
  })
  .map(({ started_at, length, idle, chunk, rate, ...rest }) => ({
    ...rest,
    hourly_rate: rate?.[0] ?? null,
    currency: rate?.[1] ?? null,
    chunk: rest.plan && chunk,
    started_at,
    ended_at: started_at + length,
    duration_seconds: Math.max(0, Math.floor(length / 1000) - idle),
  }))

const entryOf = ({ line, key, ...entry }: LogRow): LogEntry => entry

const withDayStart = (minute: string) =>
  `started_at,ended_at,day_start_minute\n2026-03-02T01:00Z,2026-03-02T02:00Z,${minute}\n`

describe("Daymark's own CSV", () => {
  test('gives back every row that was written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(entries, { maxLength: 5 }), async (rows) => {
        const log = await readLog(writeTimeLog(rows))
        expect(log.rejected).toEqual([])
        expect(log.rows.map(entryOf)).toEqual(rows)
      }),
      { numRuns: runs(1_000) },
    )
  })

  test.each(['', '0', '1439'])('takes %j as the start of the day, in minutes', async (minute) => {
    const { rows } = await readLog(withDayStart(minute))
    expect(rows[0]?.day_start_minute).toBe(minute === '' ? null : Number(minute))
  })

  test.each(['1440', '-1', '4:00', '2e2', '1.5', '00000'])('refuses %j as one', async (minute) => {
    const reason = `day_start_minute: “${minute}” is not a number of minutes from 0 to 1439.`
    expect(await reasonsIn(withDayStart(minute))).toEqual([[2, reason]])
  })

  test('names the physical line that each record starts on', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(entries, { maxLength: 5 }), async (rows) => {
        const written = writeTimeLog(rows)
        for (const [i, { line }] of (await readLog(written)).rows.entries()) {
          const before = writeTimeLog(rows.slice(0, i))
          expect(written.startsWith(before)).toBe(true)
          expect(line).toBe(before.split(/\r\n|\r|\n/).length)
        }
      }),
      { numRuns: runs(300) },
    )
  })

  test('has no cell that a spreadsheet would run', () => {
    fc.assert(
      fc.property(entries, (row) => {
        const cells = Papa.parse<string[]>(writeTimeLog([row]), { delimiter: ',', newline: '\r\n' }).data.flat()
        expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([])
      }),
      { numRuns: runs(1_000) },
    )
  })

  test('reads rows without a zone, a duration or other columns', async () => {
    const text = 'ended_at,started_at\n2026-05-04T12:00+02:00,2026-05-04T09:00:00.250Z\n'
    const given = { duration_seconds: 3599, time_zone: 'Europe/Lisbon', id: null, project: null }
    expect(await readLog(text, lisbon)).toMatchObject({
      format: 'daymark',
      rows: [{ ...given, day_start_minute: null }],
    })
  })

  test.each([
    [
      '2026-05-04T09:00:00Z,2026-02-30T09:00:00Z,1,UTC',
      'ended_at: “2026-02-30T09:00:00Z” is not an instant such as 2017-08-01T15:10:43.000Z.',
    ],
    [
      '2026-05-04,2026-05-04T09:00:00Z,1,UTC',
      'started_at: “2026-05-04” is not an instant such as 2017-08-01T15:10:43.000Z.',
    ],
    ['2026-05-04T09:00:00Z,2026-05-04T09:00:00Z,1.5,UTC', 'duration_seconds: “1.5” is not a whole number of seconds.'],
    ['2026-05-04T09:00:00Z,2026-05-04T09:00:00Z,0,Mars', 'time_zone: “Mars” is not a time zone such as Europe/Lisbon.'],
    ['2026-05-04T09:00:00Z,2026-05-04T08:00:00Z,0,UTC', 'ended_at: the end is before the start.'],
  ])('rejects %s', async (row, reason) => {
    expect(await reasonsIn(`started_at,ended_at,duration_seconds,time_zone\n${row}\n`)).toEqual([[2, reason]])
  })

  test.each([
    [',c1,', 'chunk: “c1” is missing its plan.'],
    [`,,${'x'.repeat(501)}`, 'artifacts: an artifact has at most 500 characters.'],
    [`,,"${Array.from({ length: 51 }, (_, n) => n).join('\n')}"`, 'artifacts: a session has at most 50 artifacts.'],
  ])('rejects the plan, chunk and artifacts %.20s', async (cells, reason) => {
    const row = `2026-05-04T09:00:00Z,2026-05-04T10:00:00Z,${cells}`
    expect(await reasonsIn(`started_at,ended_at,plan,chunk,artifacts\n${row}\n`)).toEqual([[2, reason]])
  })

  test('has the keys that the same sessions had as they came from Toggl Track', async () => {
    const toggl = [
      'Start date,Start time,End date,End time,Duration,Project,Client,Description,Tags',
      '2026-10-25,01:10:00,2026-10-25,01:40:00,00:30:00,Thesis,University,Writing,"b, a"',
      '2026-10-25,01:10:00,2026-10-25,01:40:00,01:30:00,Thesis,University,Writing,"b, a"',
      '2026-05-04,09:00:00,2026-05-04,10:00:00,00:30:00,,,-,',
    ]
    const { rows } = await readLog(toggl.join('\n'), lisbon)
    expect((await readLog(writeTimeLog(rows), lisbon)).rows).toEqual(rows)
  })
})

describe('the list of rejected rows', () => {
  test('has line and reason in front', async () => {
    const log = await readLog('Start date,Start time,End date,End time\nx,09:00,2026-05-04,10:00\n2026-05-04\n')
    expect([...rejectedLines(log)].join('')).toBe(
      'line,reason,Start date,Start time,End date,End time\r\n' +
        '2,Start date: “x” is not a date such as 2017-08-01.,x,09:00,2026-05-04,10:00\r\n' +
        '3,"The row has 1 column, the header 4.",2026-05-04\r\n',
    )
  })

  test('can be put right and imported, with what each row said', async () => {
    const header = 'Member,Start date,Start time,Stop date,Stop time,Project,Description'
    const row = '-,2026-05-04,09:00,2026-05-04,10:00,-,=1+1'
    const log = await readLog(`${header}\n${row.replace('09:00', '9 am?')}\n`)
    const put = [...rejectedLines(log)].join('').replaceAll('9 am?', '09:00')
    const again = await readLog(put)
    expect(again.rows.map(({ key }) => key)).toEqual((await readLog(`${header}\n${row}\n`)).rows.map(({ key }) => key))
    expect(again.rows[0]).toMatchObject({ title: '=1+1', project: null })
  })
})

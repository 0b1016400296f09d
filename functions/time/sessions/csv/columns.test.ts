import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../../test/support/runs'
import { lisbon } from '../../../../test/support/times'
import { dateOf } from '../../../lib/time/days'
import { type ColumnChoice, guessColumns } from './columns'
import { type DateOrder, detectOrder, readDate, readDuration, readMoment, readTime } from './dates'
import { readTimeLog } from './read'
import { readLog } from './testing'

const day = fc.integer({ min: 0, max: 80_000 }).map(dateOf)
const order = fc.constantFrom<DateOrder>('dmy', 'mdy')
const sign = fc.constantFrom('-', '/', '.')

const written = (date: string, how: DateOrder, between: string, isShort: boolean) => {
  const parts = date.split('-').map((part) => (isShort ? String(Number(part)) : part))
  const [year, month, dayOfMonth] = parts
  return (how === 'dmy' ? [dayOfMonth, month, year] : [month, dayOfMonth, year]).join(between)
}

describe('dates', () => {
  test('are read as they are written, in either order', () => {
    fc.assert(
      fc.property(day, order, sign, fc.boolean(), (date, how, between, isShort) => {
        expect(readDate(written(date, how, between, isShort), how)).toBe(date)
        expect(readDate(date.replaceAll('-', between), how)).toBe(date)
      }),
      { numRuns: runs(300) },
    )
  })

  test('are never read as a date that does not exist', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.nat(40), fc.integer({ min: 1970, max: 2199 }), order, (a, b, year, how) => {
        const read = readDate(`${a}/${b}/${year}`, how)
        const [dayOfMonth, month] = how === 'dmy' ? [a, b] : [b, a]
        const real = new Date(Date.UTC(year, month - 1, dayOfMonth))
        const exists = real.getUTCMonth() === month - 1 && real.getUTCDate() === dayOfMonth
        expect(read).toBe(exists ? real.toISOString().slice(0, 10) : null)
      }),
      { numRuns: runs(300) },
    )
  })

  test('of a file say their order as soon as one of them can be no other', () => {
    fc.assert(
      fc.property(fc.array(day, { minLength: 1, maxLength: 20 }), order, (dates, how) => {
        const found = detectOrder(dates.map((date) => written(date, how, '/', true)))
        const isClear = dates.some((date) => Number(date.slice(8)) > 12)
        expect(found?.isSure).toBe(isClear)
        if (isClear) expect(found?.order).toBe(how)
      }),
      { numRuns: runs(300) },
    )
  })

  test.each(['', '2026', '1/2/3/4', '2026-02-30', '1/2.2026', '__proto__'])('%j is none', (text) => {
    expect([readDate(text, 'dmy'), readDate(text, 'mdy')]).toEqual([null, null])
  })
})

describe('durations', () => {
  test('in decimal hours, with a point or a comma, are whole seconds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 7_200 }), fc.constantFrom('.', ','), (hundredths, point) => {
        const text = `${Math.floor(hundredths / 100)}${point}${String(hundredths % 100).padStart(2, '0')}`
        expect(readDuration(text, 'hours')).toBe(hundredths * 36)
      }),
      { numRuns: runs(300) },
    )
  })

  test('on a clock and in words are the same in any unit', () => {
    fc.assert(
      fc.property(fc.nat(9_999), fc.nat(59), fc.nat(59), (hours, minutes, seconds) => {
        const two = (part: number) => String(part).padStart(2, '0')
        const sum = hours * 3600 + minutes * 60 + seconds
        for (const unit of ['hours', 'minutes', 'seconds'] as const) {
          expect(readDuration(`${hours}:${two(minutes)}:${two(seconds)}`, unit)).toBe(sum)
          expect(readDuration(`${hours}:${two(minutes)}`, unit)).toBe(sum - seconds)
          expect(readDuration(`${hours}h ${minutes}m ${seconds}s`, unit)).toBe(sum)
        }
      }),
      { numRuns: runs(300) },
    )
  })

  test.each([
    ['90', 'minutes', 5400],
    ['5400', 'seconds', 5400],
    ['1h', 'minutes', 3600],
    ['1.5 hours', 'seconds', 5400],
    ['45 min', 'hours', 2700],
    ['2h30', 'hours', 9000],
    ['1h45', 'minutes', 6300],
    ['1 h 05', 'hours', 3900],
    ['18:25 min', 'hours', 1105],
    ['1:30 h', 'minutes', 5400],
    ['0:45:10', 'hours', 2710],
    ['34 sec', 'hours', 34],
    ['45 Sek.', 'hours', 45],
    ['1.50 h', 'seconds', 5400],
    ['2,5h', 'hours', 9000],
    ['1 hr', 'hours', 3600],
    ['1 hour and 30 minutes', 'hours', 5400],
    ['2 Std. 15 Min.', 'hours', 8100],
    ['1h 5m 3s', 'hours', 3903],
    ['PT1H30M', 'hours', 5400],
    ['P1DT2H', 'hours', 93_600],
    ['PT45S', 'hours', 45],
    ['1 day 2:00:00', 'hours', 93_600],
    ['1 day, 2:00:00', 'hours', 93_600],
    ['2 days', 'hours', 172_800],
    [':30', 'hours', 1800],
    [',5', 'hours', 1800],
    ['.25', 'hours', 900],
    ['24:00', 'hours', 86_400],
    ["'1:30", 'hours', 5400],
    ['1\u00a0h\u202f30\u2009min', 'hours', 5400],
    ['1:30 hello', 'hours', null],
    ['5 3s', 'hours', null],
    ['h', 'hours', null],
    ['PT', 'hours', null],
    ["'", 'hours', null],
    ['-1:00', 'hours', null],
    ['1:60', 'hours', null],
    ['', 'hours', null],
    ['1e9', 'hours', null],
  ] as const)('%j in %s is %j seconds', (text, unit, seconds) => {
    expect(readDuration(text, unit)).toBe(seconds)
  })
})

describe('times', () => {
  test('of a clock of twelve hours are those of one of 24', () => {
    fc.assert(
      fc.property(
        fc.nat(23),
        fc.nat(59),
        fc.constantFrom(' AM', ' PM', 'am', 'pm', ' a.m.', ' p.m.'),
        (hour, minute, half) => {
          const isAfternoon = /p/i.test(half)
          const shown = hour % 12 === 0 ? 12 : hour % 12
          const inDay = (hour % 12) + (isAfternoon ? 12 : 0)
          const two = (part: number) => String(part).padStart(2, '0')
          expect(readTime(`${shown}:${two(minute)}${half}`)).toBe(`${two(inDay)}:${two(minute)}:00`)
          expect(readTime(`${hour}:${two(minute)}`)).toBe(`${two(hour)}:${two(minute)}:00`)
        },
      ),
      { numRuns: runs(300) },
    )
  })

  test.each([
    ['2026-03-25T09:30:00Z', { kind: 'instant', at: Date.UTC(2026, 2, 25, 9, 30) }],
    ['2026-03-25 09:30:00.123456 +0100', { kind: 'instant', at: Date.UTC(2026, 2, 25, 8, 30, 0, 123) }],
    ['1774431000', { kind: 'instant', at: 1_774_431_000_000 }],
    ['1774431000123', { kind: 'instant', at: 1_774_431_000_123 }],
    ['25/03/2026 9:30 PM', { kind: 'wall', date: '2026-03-25', time: '21:30:00' }],
    ['2026-03-25T09:30', { kind: 'wall', date: '2026-03-25', time: '09:30:00' }],
    ['25.03.2026, 09:30', { kind: 'wall', date: '2026-03-25', time: '09:30:00' }],
    ['25/03/2026', { kind: 'date', date: '2026-03-25' }],
    ['9:30', { kind: 'time', time: '09:30:00' }],
    ['2026-03-25T25:00', null],
    ['2026-02-30T09:00:00Z', null],
    ['tomorrow', null],
  ])('%j', (text, moment) => {
    expect(readMoment(text, 'dmy')).toEqual(moment)
  })
})

const choice = (columns: ColumnChoice['columns']) => ({
  columns: () => ({ columns, date_order: null, duration_unit: 'hours' as const }),
})

const read = (text: string, columns: ColumnChoice['columns']) => readLog(text, { ...lisbon, ...choice(columns) })

const spans = ({ rows }: { rows: { started_at: number; duration_seconds: number }[] }) =>
  rows.map(({ started_at, duration_seconds }) => [new Date(started_at).toISOString(), duration_seconds])

describe('a CSV by its columns', () => {
  test('with a date and a duration is laid out on its days', async () => {
    const text = 'Day;Hours;What\n25.03.2026;1,5;Plan\n25.03.2026;0:30;Review\n26.03.2026;23;Long\n'
    const log = await read(text, { date: 0, duration: 1, title: 2 })
    expect(log).toMatchObject({
      format: 'csv',
      isLaidOut: true,
      rejected_count: 0,
      dates: { order: 'dmy', isSure: true },
    })
    expect(spans(log)).toEqual([
      ['2026-03-25T09:00:00.000Z', 5400],
      ['2026-03-25T10:30:00.000Z', 1800],
      ['2026-03-26T01:00:00.000Z', 23 * 3600],
    ])
  })

  test('has the same keys when the file grows, and others for equal rows', async () => {
    const rows = ['25.03.2026;1;Plan', '25.03.2026;1;Plan']
    const keys = async (lines: string[]) =>
      (await read(['Day;Hours;What', ...lines].join('\n'), { date: 0, duration: 1, title: 2 })).rows.map(
        ({ key }) => key,
      )
    const before = await keys(rows)
    expect(new Set(before).size).toBe(2)
    expect((await keys(['25.03.2026;2;Other', ...rows])).slice(1)).toEqual(before)
  })

  test('with times of day follows the zone, over midnight and where the clock changes', async () => {
    const text = [
      'date,from,to,hours',
      '2026-03-28,23:00,01:00,',
      '2026-03-29,00:30,02:30,',
      '2026-03-29,00:30,,2',
      '2026-10-25,01:30,01:45,1.25',
      '2026-10-25,01:50,01:10,',
      '2026-10-25,01:50,01:10,0.25',
      '2026-10-25,01:50,01:10,24.25',
    ].join('\n')
    expect(spans(await read(text, { date: 0, start: 1, end: 2, duration: 3 }))).toEqual([
      ['2026-03-28T23:00:00.000Z', 7200],
      ['2026-03-29T00:30:00.000Z', 3600],
      ['2026-03-29T00:30:00.000Z', 7200],
      ['2026-10-25T00:30:00.000Z', 4500],
      ['2026-10-25T00:50:00.000Z', 1200],
      ['2026-10-25T00:50:00.000Z', 900],
      ['2026-10-25T00:50:00.000Z', 24.25 * 3600],
    ])
  })

  test.each([
    ['22:00', '06:00', '', 8],
    ['17:00', '09:00', '', 16],
    ['09:00', '08:30', '23.5', 23.5],
    ['09:00', '09:00', '', 0],
  ])(
    'from %s to %s with %j hours is read, on the next day only if the end is earlier',
    async (from, to, hours, long) => {
      const text = `date,from,to,hours\n2026-03-02,${from},${to},${hours}\n`
      const { rows } = await read(text, { date: 0, start: 1, end: 2, duration: 3 })
      expect(rows).toMatchObject([{ duration_seconds: long * 3600, ...(long > 0 && { isOvernight: true }) }])
    },
  )

  test.each([
    ['09:00', '08:30', '', '23h 30m'],
    ['16:59', '09:00', '', '16h 01m'],
    ['09:00', '08:30', '8', '23h 30m'],
  ])('from %s to %s with %j hours asks which time is wrong', async (from, to, hours, long) => {
    const text = `date,in,out,hours\n2026-03-02,${from},${to},${hours}\n`
    const { rows, rejected } = await read(text, { date: 0, start: 1, end: 2, duration: 3 })
    expect(rows).toEqual([])
    expect(rejected).toMatchObject([
      {
        line: 2,
        reason:
          `out: “${to}” is before in “${from}”, so it would end ${long} later, on the next day. ` +
          'Correct one of them, or write the date of out too.',
      },
    ])
  })

  test('with instants needs neither a date nor a zone', async () => {
    const text = 'a,b\n2026-03-25T09:00:00+05:30,2026-03-25T10:00:00+05:30\n1774431000,1774434600\n'
    expect(spans(await read(text, { start: 0, end: 1 }))).toEqual([
      ['2026-03-25T03:30:00.000Z', 3600],
      ['2026-03-25T09:30:00.000Z', 3600],
    ])
  })

  test.each([
    ['yesterday,9:00,10:00,1', /day: “yesterday” is not a date/],
    [',9:00,10:00,1', /day is missing/],
    ['2026-03-25,nine,10:00,1', /in: “nine” is not a time/],
    ['2026-03-25,9:00,ten,1', /out: “ten” is not a time/],
    ['2026-03-25,9:00,,-1', /length: “-1” is not a duration/],
    ['2026-03-25,9:00,,', /out is missing/],
    ['2026-03-25,9:00,,73', /out: more than 72 hours after the start/],
    ['2026-03-25,,,25', /Duration: longer than 2026-03-25/],
    ['2026-03-25,9:00', /The row has 2 columns, the header 4/],
  ])('rejects %s at its field', async (row, reason) => {
    const { rejected, rows } = await read(`day,in,out,length\n${row}\n`, { date: 0, start: 1, end: 2, duration: 3 })
    expect(rows).toEqual([])
    expect(rejected).toMatchObject([{ line: 2, reason: expect.stringMatching(reason) }])
  })

  test.each([
    [{}, 'Choose the column with the date or with the start'],
    [{ date: 0 }, 'Choose the column with the duration, or those with the start and the end'],
    [{ start: 0, project: 1 }, 'Choose the column with the duration, or those with the start and the end'],
    [{ date: 0, duration: 7 }, 'Choose the columns again: the file has fewer'],
  ])('needs to know when and how long: %j', async (columns, problem) => {
    const log = await readTimeLog('a,b\n1,2\n', { time_zone: 'UTC', day_start_minute: 0, ...choice(columns) })
    expect(log).toMatchObject({ problem, unknown: { header: ['a', 'b'] } })
  })

  test('keeps texts as texts, whatever they are', async () => {
    const text = 'Date,Hours,Project,Title\n2026-03-25,1,__proto__,"=HYPERLINK(""x"")"\n'
    const { rows } = await read(text, { date: 0, duration: 1, project: 2, title: 3 })
    expect(rows).toMatchObject([{ project: '__proto__', title: '=HYPERLINK("x")' }])
  })
})

test('columns are guessed from usual names', () => {
  expect(guessColumns(['Work Date', 'Client', 'Project', 'Notes', 'Hours', 'constructor'])).toEqual({
    columns: { date: 0, client: 1, project: 2, notes: 3, duration: 4 },
    date_order: null,
    duration_unit: 'hours',
  })
  expect(guessColumns(['started_at', 'minutes']).duration_unit).toBe('minutes')
})

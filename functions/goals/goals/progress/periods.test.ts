import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { v7 as uuid } from 'uuid'
import { describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { runs } from '../../../../test/support/runs'
import { addDays, datesBetween, monthEnd, monthOf } from '../../../lib/time/days'
import { newGoalValues } from '../schema'
import { currentRun, type Outcome, type PeriodRule, periodOutcome, periodsOf, tally } from './periods'
import { parseGoalRule, plainRule, type StoredRule } from './rule'
import { noon } from './testing'
import { saveFirstTarget, saveTarget, saveWeekStart } from './writes'

const { DB } = env
const origin = '2026-08-05'
const day = (n: number) => addDays(origin, n)

type Edit =
  | { at: number; kind: 'weekly' | 'monthly' | 'open'; minutes: number | null; ended: boolean }
  | { at: number; weekStart: number }

const edits = fc
  .array(
    fc.oneof(
      {
        weight: 3,
        arbitrary: fc.record({
          at: fc.nat(100),
          kind: fc.constantFrom('weekly' as const, 'weekly' as const, 'monthly' as const, 'open' as const),
          minutes: fc.option(fc.constantFrom(30, 60, 120), { freq: 5 }),
          ended: fc.constantFrom(false, false, false, true),
        }),
      },
      { weight: 1, arbitrary: fc.record({ at: fc.nat(100), weekStart: fc.constantFrom(1, 3, 7) }) },
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((list): Edit[] => list.toSorted((a, b) => a.at - b.at))

/** Writes the edits one after the other, as the routes do; the first makes the goal. */
const writeAll = async (client: Client, list: Edit[], start: string) => {
  const id = uuid()
  await DB.prepare("INSERT INTO goals (user_id, id, title, seq, created_at, updated_at) VALUES (?, ?, 'G', 1, 0, 0)")
    .bind(client.userId, id)
    .run()
  let goal = { kind: 'open' as 'weekly' | 'monthly' | 'open', target_minutes: null as number | null, ended: false }
  let weekStart = 1
  for (const [index, edit] of list.entries()) {
    if ('weekStart' in edit) {
      weekStart = edit.weekStart
      await saveWeekStart(DB, client.userId, noon(day(edit.at), { week_start: weekStart })).run()
      continue
    }
    goal = { kind: edit.kind, target_minutes: edit.minutes, ended: edit.ended }
    const status = edit.ended ? ('cancelled' as const) : ('in_progress' as const)
    const now = noon(day(edit.at), { week_start: weekStart })
    const { kind, target_minutes } = goal
    const values = { ...newGoalValues, kind, target_minutes, status, start_date: start }
    await DB.batch([
      DB.prepare('UPDATE goals SET kind = ?, target_minutes = ?, status = ? WHERE user_id = ? AND id = ?').bind(
        values.kind,
        values.target_minutes,
        status,
        client.userId,
        id,
      ),
      ...(index === 0
        ? saveFirstTarget(DB, client.userId, id, values, now)
        : saveTarget(DB, client.userId, id, values, now)),
    ])
  }
  const written = await rows<StoredRule & Pick<PeriodRule, 'from_date' | 'week_start'>>(
    'SELECT from_date, kind, target_minutes, week_start, rule FROM goal_targets WHERE user_id = ? AND goal_id = ? ORDER BY from_date',
    client.userId,
    id,
  )
  await DB.prepare("UPDATE goals SET status = 'completed' WHERE user_id = ? AND id = ?").bind(client.userId, id).run()
  return written.map(
    ({ from_date, week_start, ...rule }): PeriodRule => ({ from_date, week_start, rule: parseGoalRule(rule) }),
  )
}

describe('the periods of a goal', () => {
  test('follow one another by their ends, and leave out no date with a target', async () => {
    const client = await signedIn()
    await fc.assert(
      fc.asyncProperty(edits, fc.integer({ min: -30, max: 20 }), fc.nat(60), async (list, startsAt, later) => {
        const start = day(startsAt)
        const today = day((list.at(-1)?.at ?? 0) + later)
        const rules = await writeAll(client, list, start)
        const periods = periodsOf(rules, { start, today, since: '' })
        const ends = periods.map(({ to }) => to)
        expect(ends).toEqual([...new Set(ends)].toSorted())
        for (const { from, to, rule, whole } of periods) {
          const calendar = rule.period === 'month' ? monthEnd(monthOf(from)) : addDays(from, 6)
          expect(whole).toBe(to === calendar && start <= from)
        }
        for (const date of start <= today ? datesBetween(start, today) : []) {
          const rule = rules.findLast(({ from_date }) => from_date <= date)
          if (!rule?.rule) continue
          expect(
            periods.some(({ from, to }) => from <= date && date <= to),
            date,
          ).toBe(true)
        }
      }),
      { numRuns: runs(40), examples: [[[{ at: 0, kind: 'weekly', minutes: 30, ended: false }], 1, 0]] },
    )
  })

  test('are those without an edit, when it is taken back before the period is over', async () => {
    const client = await signedIn()
    const values = { at: 30, kind: 'weekly' as const, minutes: 60, ended: false }
    const change = fc.constantFrom<Edit>(
      { ...values, kind: 'monthly' },
      { ...values, kind: 'open' },
      { ...values, minutes: 120 },
      { ...values, ended: true },
      { at: 30, weekStart: 7 },
      { at: 30, weekStart: 3 },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const list = [{ ...values, at: 0 }, ...changes, { at: 30, weekStart: 1 }, values]
        const periods = async (list: Edit[]) =>
          periodsOf(await writeAll(client, list, day(0)), { start: day(0), today: day(60), since: '' })
        expect(await periods(list)).toEqual(await periods([{ ...values, at: 0 }]))
      }),
      { numRuns: runs(40) },
    )
  })

  test('since a date are the last of all', () => {
    const rules = [
      { from_date: '2026-08-03', rule: plainRule('week', 60), week_start: 1 },
      { from_date: '2026-10-04', rule: plainRule('week', 90), week_start: 7 },
    ]
    fc.assert(
      fc.property(fc.nat(100), (n) => {
        const all = periodsOf(rules, { start: '2026-08-05', today: '2026-11-20', since: '' })
        const some = periodsOf(rules, { start: '2026-08-05', today: '2026-11-20', since: day(n) })
        expect(some).toEqual(all.filter(({ to }) => to >= day(n)))
      }),
    )
  })
})

describe('the record', () => {
  const today = '2026-11-20'
  const free = { restDays: [], daysOff: new Set<string>(), skips: new Map<string, string>() }
  const week = (n: number, seconds: number, whole = true): Outcome => {
    const from = addDays('2026-11-16', -7 * n)
    return periodOutcome({ from, to: addDays(from, 6), rule: plainRule('week', 60), whole }, seconds, today, free)
  }

  test('counts what was met and what was missed; what was cut short only when it was met', () => {
    const weeks = [week(4, 0, false), week(3, 4000), week(2, 3599), week(1, 3600, false), week(0, 10)]
    expect(weeks.map(({ state }) => state)).toEqual(['uncounted', 'met', 'missed', 'met', 'open'])
    expect(tally(weeks, today, 6)).toMatchObject({ met: 2 })
    expect(tally(weeks, today, 6)?.counted).toHaveLength(3)
    expect(tally(weeks, today, 2)).toMatchObject({ met: 1 })
    expect(tally([week(0, 4000)], today, 6)).toBe(null)
  })

  test('has a streak that the present period makes longer, and never ends', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 3600), { maxLength: 12 }), fc.constantFrom(0, 3600), (past, now) => {
        const weeks = [...past.map((seconds, index) => week(past.length - index, seconds)), week(0, now)]
        let inARow = now > 0 ? 1 : 0
        for (const seconds of past.toReversed()) {
          if (seconds === 0) break
          inARow += 1
        }
        expect(currentRun(weeks)).toBe(inARow)
      }),
    )
  })
})

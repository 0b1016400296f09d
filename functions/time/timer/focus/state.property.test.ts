import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../../../test/support/runs'
import { isFinishedRound } from './queries'
import {
  beginFocus,
  breakEnd,
  carryFocusOver,
  clearFocusEnd,
  type FocusColumns,
  type FocusPlan,
  firstRound,
  focusState,
  lengthenFocus,
  nextFocusChange,
  nextRound,
  nextStep,
  noFocus,
  pauseColumns,
  resumeRound,
} from './state'
import { added, type Choices, choices, countingModel, type Seen, type Step, steps } from './testing'

type Row = FocusColumns & { start: number; ended_at: number; break_ends_at: number | null } & {
  end: number | null
  isGone: boolean
}

/** Rows as the server keeps them, and its acts on them. */
const rowsWorld = (chosen: Choices) => {
  const rows: Row[] = []
  let now = 1_800_000_000_000
  const active = () => rows.find(({ end, isGone }) => end === null && !isGone) ?? null
  const rest = () => {
    const last = rows.findLast(({ isGone }) => !isGone)
    return last?.break_ends_at ? last : null
  }
  const add = (columns: FocusColumns, start = now) =>
    rows.push({ ...columns, start, end: null, ended_at: 0, break_ends_at: null, isGone: false })
  const plan = (columns: FocusColumns | null) => Object.assign(active() ?? {}, columns)
  const end = (at = now, breakEndsAt: number | null = null) =>
    Object.assign(active() ?? {}, { end: at, ended_at: at, break_ends_at: breakEndsAt })
  const begin = (columns: FocusColumns, at: number) => {
    Object.assign(rest() ?? {}, { break_ends_at: null })
    add(columns, at)
  }
  /** A break that comes back later than its end, as a start was discarded, begins no round. */
  let settled = now
  const settle = () => {
    const next = () => nextStep(active(), rest())
    for (let due = next(); due && due.at <= now; due = next()) {
      if (due.at <= settled) break
      if (due.is === 'ended') end(due.at, due.break_ends_at)
      else begin(beginFocus(due.focus, due.at), due.at)
    }
    settled = now
  }
  const press = (step: Exclude<Step, { is: 'pass' }>) => {
    const runs = active()
    const focus: FocusPlan | null = runs?.focus ?? null
    if (step.is === 'start') {
      const columns = step.pattern ? beginFocus(firstRound(step.pattern, chosen), now) : carryFocusOver(runs, now)
      end()
      add(columns)
    } else if (step.is === 'focus') {
      const columns = beginFocus(firstRound(step.pattern, chosen), now)
      if (runs) plan(columns)
      else add(columns)
    } else if (step.is === 'more') plan(runs && lengthenFocus(runs, added, now))
    else if (step.is === 'goOn') plan(runs && clearFocusEnd(runs))
    else if (step.is === 'break') {
      if (focus) end(now, breakEnd(focus, now))
    } else if (step.is === 'pause') {
      const pause = runs && pauseColumns(runs, now)
      if (!runs || !pause) return
      end()
      Object.assign(runs, pause)
    } else if (step.is === 'resume') {
      const behind = rest()
      if (!runs && behind && focusState(null, behind, now)?.phase === 'paused') add(resumeRound(behind, now))
    } else if (step.is === 'next') {
      const behind = rest()
      const phase = runs ? null : (focusState(null, behind, now)?.phase ?? null)
      if (phase !== null && phase !== 'paused' && behind?.focus) begin(beginFocus(nextRound(behind.focus), now), now)
    } else if (step.is === 'endBreak') {
      if (!runs) Object.assign(rest() ?? {}, { break_ends_at: null })
    } else if (step.is === 'discard') Object.assign(runs ?? {}, { end: now, isGone: true })
    else if (step.is === 'move') {
      if (runs) runs.start = Math.min(now, runs.start - step.seconds * 1000)
    } else end()
  }
  return {
    look: settle,
    take: (step: Step) => {
      if (step.is === 'pass') now += step.seconds * 1000
      else {
        settle()
        press(step)
      }
    },
    now: () => now,
    state: () => focusState(active(), rest(), now),
    seen: (): Seen => {
      const state = focusState(active(), rest(), now)
      const finished = rows.filter(({ isGone, end, start, focus_ends_at }) => {
        const duration_seconds = ((end ?? start) - start) / 1000
        return end !== null && !isGone && isFinishedRound({ started_at: start, duration_seconds, focus_ends_at })
      }).length
      const tracked = rows.filter(({ isGone }) => !isGone).reduce((sum, row) => sum + ((row.end ?? now) - row.start), 0)
      return {
        ...{ runs: active() !== null, phase: state?.phase ?? null, round: state?.round ?? 0, tracked: tracked / 1000 },
        left: state && (state.phase === 'paused' ? state.seconds : (state.endsAt - now) / 1000),
        finished,
      }
    },
  }
}

test('instants say what counted seconds say, whatever is pressed and whenever somebody looks', () => {
  fc.assert(
    fc.property(choices, steps(24), (chosen, walk) => {
      const [rows, counted] = [rowsWorld(chosen), countingModel(chosen)]
      for (const step of walk) {
        rows.take(step)
        counted.take(step)
        if (step.is === 'pass') continue
        rows.look()
        expect(rows.seen()).toEqual(counted.seen())
      }
      rows.look()
      expect(rows.seen()).toEqual(counted.seen())
    }),
    { numRuns: runs(10_000) },
  )
})

test('a state stays as it is until the instant at which it says that it changes', () => {
  fc.assert(
    fc.property(choices, steps(12), fc.double({ min: 0, max: 1, noNaN: true }), (chosen, walk, part) => {
      const rows = rowsWorld(chosen)
      for (const step of walk) rows.take(step)
      rows.look()
      const state = rows.state()
      const next = state && nextFocusChange(state)
      if (!state || next === null) return
      const before = Math.floor(((next - rows.now()) / 1000 - 1) * part)
      if (before > 0) rows.take({ is: 'pass', seconds: before })
      expect(rows.state()).toEqual(state)
    }),
    { numRuns: runs(2_000) },
  )
})

test('a block that is over goes on in no other session', () => {
  const focus = firstRound(
    { work: 1500, short_break: 300, long_break: 900, rounds: 4 },
    { stops: false, starts: false },
  )
  const block = beginFocus(focus, 0)
  expect(carryFocusOver(block, 1_499_000)).toEqual(block)
  expect(carryFocusOver(block, 1_500_000)).toEqual(noFocus)
  expect(carryFocusOver(clearFocusEnd(block), 0)).toEqual(noFocus)
  expect(carryFocusOver(null, 0)).toEqual(noFocus)
})

import fc from 'fast-check'
import type { RoundPattern } from './state'

/** Seconds of a press that adds time. */
export const added = 300

export type Choices = { stops: boolean; starts: boolean }

/** A press, or time that passes. `pattern` has no rounds for a countdown; null starts without a plan. */
export type Step =
  | { is: 'start'; pattern: RoundPattern | null }
  | { is: 'focus'; pattern: RoundPattern }
  | { is: 'more' | 'goOn' | 'break' | 'pause' | 'resume' | 'next' | 'endBreak' | 'stop' | 'discard' | 'elsewhere' }
  | { is: 'move'; seconds: number }
  | { is: 'pass'; seconds: number }

/** All that can be seen of a state, and what was tracked, in seconds. */
export type Seen = { runs: boolean; phase: string | null; left: number | null; round: number } & {
  tracked: number
  /** Finished rounds and countdowns. */
  finished: number
}

type Block = RoundPattern & Choices & { round: number }
/** `left` counts down, and is null for a session that has no end; `planned` does without what was added. */
type Running = { ran: number; block: Block | null; left: number | null; planned: number }
/** `pauseColumns` are the seconds that are left of a paused round. */
type Rest = { block: Block; left: number; planned: number; paused: number | null }

/** Seconds for which a paused round waits. */
const waits = 12 * 3600

const breakSeconds = ({ rounds, round, long_break, short_break }: Block) =>
  rounds > 0 && round === rounds ? long_break : short_break

const following = (block: Block) => ({ ...block, round: block.rounds === 0 ? 0 : (block.round % block.rounds) + 1 })

/** A second model, which counts seconds one by one where the first one computes with instants. */
export const countingModel = (choices: Choices) => {
  let running: Running | null = null
  let rest: Rest | null = null
  /** A break that a start ended. It is back where the start is discarded. */
  let held: Rest | null = null
  let tracked = 0
  let finished = 0

  const begin = (pattern: RoundPattern): Block => ({ ...pattern, ...choices, round: pattern.rounds === 0 ? 0 : 1 })
  const end = (takesBreak: boolean, byItself = false) => {
    if (!running) return
    const { block, planned, ran } = running
    tracked += ran
    if (block && planned <= 0 && ran > -planned) finished += 1
    held = null
    rest =
      takesBreak && block
        ? { block, left: byItself && block.rounds === 0 ? 0 : breakSeconds(block), planned: 0, paused: null }
        : null
    running = null
  }
  const begins = (block: Block) => {
    running = { ran: 0, block, left: block.work, planned: block.work }
    rest = null
  }
  const isGone = ({ left, paused }: Rest) => left === (paused === null ? -3600 : 0)
  const second = () => {
    if (held) held.left -= 1
    if (held && isGone(held)) held = null
    if (running) {
      running.ran += 1
      running.planned -= 1
      if (running.left !== null) running.left -= 1
      if (running.left === 0 && running.block?.stops) end(true, true)
    } else if (rest) {
      rest.left -= 1
      const { block, left, paused } = rest
      const isLong = block.rounds > 0 && block.round === block.rounds
      if (left === 0 && block.starts && paused === null && !isLong) begins(following(block))
      else if (isGone(rest)) rest = null
    }
  }
  const acts = {
    start: (pattern: RoundPattern | null) => {
      const before: Running | null = running
      end(false)
      const goesOn = before?.left !== null && before !== null && before.left > 0
      const block = pattern ? begin(pattern) : goesOn ? before.block : null
      const planned = pattern?.work ?? before?.planned ?? 0
      running = { ran: 0, block, left: pattern ? pattern.work : goesOn ? before.left : null, planned }
      if (!before) held = rest
      rest = null
    },
    focus: (pattern: RoundPattern) => {
      if (!running) return acts.start(pattern)
      running = { ran: running.ran, block: begin(pattern), left: pattern.work, planned: pattern.work }
    },
    more: () => {
      if (running && running.left !== null) running.left = Math.max(0, running.left) + added
    },
    goOn: () => {
      if (running?.block) running.left = null
    },
    break: () => {
      if (running?.block) end(true)
    },
    pause: () => {
      if (!running?.block || running.left === null || running.left <= 0) return
      const { block, left, planned } = running
      end(false)
      rest = { block, left: waits, planned, paused: left }
    },
    resume: () => {
      if (running || !rest || rest.paused === null) return
      running = { ran: 0, block: rest.block, left: rest.paused, planned: rest.planned }
      held = rest
      rest = null
    },
    next: () => {
      if (running || !rest || rest.paused !== null) return
      begins(following(rest.block))
    },
    endBreak: () => {
      if (!running) rest = null
    },
    stop: () => end(false),
    elsewhere: () => end(false),
    discard: () => {
      if (!running) return
      running = null
      rest = held
      held = null
    },
    move: (seconds: number) => {
      if (running) running.ran = Math.max(0, running.ran + seconds)
    },
  }
  const seen = (): Seen => {
    const shown = { runs: running !== null, tracked: tracked + (running?.ran ?? 0), finished }
    if (running) {
      const { left, block } = running
      const isPlanned = left !== null && block !== null
      return { ...shown, phase: isPlanned ? 'work' : null, left, round: isPlanned ? block.round : 0 }
    }
    if (!rest) return { ...shown, phase: null, left: null, round: 0 }
    const { block, left, paused } = rest
    if (paused !== null) return { ...shown, phase: 'paused', left: paused, round: block.round }
    const isLong = block.rounds > 0 && block.round === block.rounds
    return { ...shown, phase: isLong ? 'long_break' : 'short_break', left, round: block.round }
  }
  return {
    seen,
    /** How far the start of what runs can be moved back without meeting other time. */
    ran: () => running?.ran ?? 0,
    take: (step: Step) => {
      if (step.is === 'pass') for (let passed = 0; passed < step.seconds; passed += 1) second()
      else if (step.is === 'start') acts.start(step.pattern)
      else if (step.is === 'focus') acts.focus(step.pattern)
      else if (step.is === 'move') acts.move(step.seconds)
      else acts[step.is]()
    },
  }
}

const length = fc.integer({ min: 1, max: 40 }).map((minutes) => minutes * 60)
const rounds = fc.record({
  work: length,
  short_break: length,
  long_break: length,
  rounds: fc.integer({ min: 1, max: 3 }),
})
const countdowns = length.map((work) => ({ work, short_break: 300, long_break: 900, rounds: 0 }))

/** Lengths of the settings of a new account, in seconds. */
export const usual = { work: 1500, short_break: 300, long_break: 900, rounds: 4 }

export const choices = fc.record({ stops: fc.boolean(), starts: fc.boolean() })

/** @param countdown the breaks of a countdown are those of the settings */
export const steps = (most: number) => {
  const step: fc.Arbitrary<Step> = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        is: fc.constant('start' as const),
        pattern: fc.oneof(rounds, countdowns, fc.constant(null)),
      }),
    },
    {
      weight: 6,
      arbitrary: fc.record({
        is: fc.constant('pass' as const),
        seconds: fc.oneof(
          fc.integer({ min: 1, max: 90 }),
          fc.integer({ min: 60, max: 3000 }),
          fc.constantFrom(60, 300, 900, 1500),
        ),
      }),
    },
    {
      weight: 5,
      arbitrary: fc.constantFrom<Step>(
        ...([{ is: 'break' }, { is: 'next' }, { is: 'more' }, { is: 'goOn' }, { is: 'stop' }] as const),
        ...([{ is: 'pause' }, { is: 'pause' }, { is: 'resume' }, { is: 'resume' }] as const),
      ),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom<Step>(
        { is: 'focus', pattern: usual },
        { is: 'endBreak' },
        { is: 'discard' },
        { is: 'elsewhere' },
      ),
    },
    {
      weight: 1,
      arbitrary: fc.record({ is: fc.constant('move' as const), seconds: fc.integer({ min: -900, max: 900 }) }),
    },
  )
  /** Presses in the order in which a round has them, which few walks find by chance. */
  const course = fc
    .tuple(rounds, fc.subarray(['more', 'pause', 'resume', 'goOn', 'break', 'next'] as const, { minLength: 1 }))
    .map(([pattern, all]): Step[] => [{ is: 'start', pattern }, ...all.map((is): Step => ({ is }))])
  const part = fc.oneof({ weight: 12, arbitrary: step.map((one) => [one]) }, { weight: 1, arbitrary: course })
  return fc.array(part, { minLength: 1, maxLength: most }).map((parts) => parts.flat().slice(0, most))
}

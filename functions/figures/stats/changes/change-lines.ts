import { contribution } from '../../../ledger/contribution'
import type { LedgerFilter } from '../../../ledger/resolve-subject'
import type { Range } from '../../../lib/time/days'
import type { Edit } from './queries'

/** A session began to count, no longer counts, or counts differently. */
type EditKind = 'added' | 'gone' | 'changed'

/** `effect` on the figure in seconds; `wasGone` if an earlier edit had removed the session. */
export type EditEffect = Edit & { kind: EditKind; effect: number; wasGone: boolean }

/** An edit or a batch of edits, and the figure after it. `at`: time of the last edit (epoch ms). */
export type ChangeLine = { at: number; kind: EditKind; edits: EditEffect[]; effect: number; figure: number }

const changeKind = ({ before, after }: Edit): EditKind =>
  before === null ? 'added' : after === null ? 'gone' : 'changed'

const effectsOf = (edits: Edit[], ledger: LedgerFilter, range: Range | null) => {
  const gone = new Set<string>()
  return edits
    .toReversed()
    .map((edit): EditEffect => {
      const wasGone = gone.has(edit.session_id)
      if (edit.after === null) gone.add(edit.session_id)
      const effect = contribution(edit.after, ledger, range) - contribution(edit.before, ledger, range)
      return { ...edit, kind: changeKind(edit), effect, wasGone }
    })
    .toReversed()
}

const sum = (effects: EditEffect[]) => effects.reduce((total, { effect }) => total + effect, 0)

/** Maximum time in ms between edits of one kind that count as made together. */
const batchGapMs = 1_000

/** Fewer edits than this are listed one by one, even if they were made together. */
const minBatchSize = 6

/** Groups consecutive edits of one kind that were made together. */
const runsOf = (effects: EditEffect[]) => {
  const runs: EditEffect[][] = []
  for (const effect of effects) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    if (run && last && last.kind === effect.kind && last.at - effect.at <= batchGapMs) run.push(effect)
    else runs.push([effect])
  }
  return runs
}

/** True for many edits made together, and for sessions that one statement added or removed at the same instant. */
const isBatch = (run: EditEffect[]) =>
  run.length >= minBatchSize || (run[0]?.kind !== 'changed' && run.every(({ at }) => at === run[0]?.at))

type ChangeLines = { before: number; lines: ChangeLine[] }

/**
 * Lines of edits with an effect on the figure. The effects sum to the difference of the figure. @param edits all edits
 * since a moment, latest first @param now current value of the figure, in seconds
 */
export const changeLines = (edits: Edit[], now: number, ledger: LedgerFilter, range: Range | null): ChangeLines => {
  const effects = effectsOf(edits, ledger, range).filter(({ effect }) => effect !== 0)
  let figure = now
  const lines = runsOf(effects)
    .flatMap((run) => (isBatch(run) ? [run] : run.map((effect) => [effect])))
    .map((run): ChangeLine => {
      const effect = sum(run)
      const line = { at: run[0]?.at ?? 0, kind: run[0]?.kind ?? 'changed', edits: run, effect, figure }
      figure -= effect
      return line
    })
  return { before: figure, lines }
}

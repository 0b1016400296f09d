import { contribution } from '../../../ledger/contribution'
import type { LedgerFilter } from '../../../ledger/resolve-subject'
import type { Range } from '../../../lib/time/days'
import type { Edit } from './queries'

/** A session began to count, no longer counts, or counts differently. */
type EditKind = 'added' | 'gone' | 'changed'

/** `effect` on the figure in seconds; `wasGone` if an earlier edit had removed the session. */
export type EditEffect = Edit & { kind: EditKind; effect: number; wasGone: boolean }

/** One edit or a batch, and the figure after it. `at` is that of the last edit (epoch ms). */
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

/** Edits of one kind that are further apart were not made at once. */
const batchGapMs = 1_000

/** Fewer edits are shown one by one even if they were made at once. */
const minBatchSize = 6

/** Groups consecutive edits of one kind without a gap. */
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

/** Sessions added or removed by one statement have the same instant. */
const isBatch = (run: EditEffect[]) =>
  run.length >= minBatchSize || (run[0]?.kind !== 'changed' && run.every(({ at }) => at === run[0]?.at))

type ChangeLines = { before: number; lines: ChangeLine[] }

/**
 * The effects of the lines sum to the difference of the figure; edits without effect are left out.
 * @param edits all since the moment, latest first
 * @param now current value of the figure, in seconds
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

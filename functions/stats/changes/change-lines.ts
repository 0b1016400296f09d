import type { LedgerFilter } from '../../ledger/resolve-subject'
import type { Range } from '../../lib/days'
import { contribution } from './contribution'
import type { Edit, Moments } from './schema'

/** What became of a session: it is counted since, or not any more, or otherwise. */
export type EditKind = 'added' | 'gone' | 'changed'

/** An edit with what it did to a figure (seconds), and whether an edit before it took the session away. */
export type EditEffect = Edit & { kind: EditKind; effect: number; wasGone: boolean }

/** One or many edits told at once, and the figure after them. `at` is that of the last (epoch ms). */
export type ChangeLine = { at: number; kind: EditKind; edits: EditEffect[]; effect: number; figure: number }

const kindOf = ({ before, after }: Edit): EditKind => (before === null ? 'added' : after === null ? 'gone' : 'changed')

const effectsOf = (edits: Edit[], ledger: LedgerFilter, range: Range | null) => {
  const gone = new Set<string>()
  return edits
    .toReversed()
    .map((edit): EditEffect => {
      const wasGone = gone.has(edit.session_id)
      if (edit.after === null) gone.add(edit.session_id)
      const effect = contribution(edit.after, ledger, range) - contribution(edit.before, ledger, range)
      return { ...edit, kind: kindOf(edit), effect, wasGone }
    })
    .toReversed()
}

const sum = (effects: EditEffect[]) => effects.reduce((total, { effect }) => total + effect, 0)

/** Edits of one kind no further apart than this, in ms, can have been made at once. */
const batchGapMs = 1_000

/** From how many on edits that may have been made at once are told as one. */
const batchSize = 6

/** Edits of one kind that follow one another closely, in order. */
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

/** Many at once are one line, and so are sessions that came or went by the same statement. */
const isBatch = (run: EditEffect[]) =>
  run.length >= batchSize || (run[0]?.kind !== 'changed' && run.every(({ at }) => at === run[0]?.at))

/** What happened to a figure: as it was, as it became, and the lines between, the latest first. */
export type ChangeLines = { before: number; after: number; lines: ChangeLine[] }

/**
 * Tells a figure's difference between two moments by the edits that made it: the lines' effects sum to it. What did not
 * change the figure is left out.
 * @param edits all since the first moment, the latest first
 * @param now the figure as it is now, in seconds
 */
export const changeLines = (
  edits: Edit[],
  now: number,
  { until }: Pick<Moments, 'until'>,
  ledger: LedgerFilter,
  range: Range | null,
): ChangeLines => {
  const effects = effectsOf(edits, ledger, range).filter(({ effect }) => effect !== 0)
  const later = effects.filter(({ at }) => until !== null && at > until)
  const told = effects.slice(later.length)
  const after = now - sum(later)
  let figure = after
  const lines = runsOf(told)
    .flatMap((run) => (isBatch(run) ? [run] : run.map((effect) => [effect])))
    .map((run): ChangeLine => {
      const effect = sum(run)
      const line = { at: run[0]?.at ?? 0, kind: run[0]?.kind ?? 'changed', edits: run, effect, figure }
      figure -= effect
      return line
    })
  return { before: figure, after, lines }
}

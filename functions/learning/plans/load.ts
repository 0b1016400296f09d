import { commitGuarded, conflict } from '../../lib/db/retry'
import type { Outdates } from '../../lib/db/sql'
import { type Loaded, rowLoader } from '../../lib/env'
import { readDerivedPlan } from './document'
import { editChunk, editHead } from './markdown/edit'
import type { Fault } from './markdown/lines'
import { type ReadPlan, readPlan } from './markdown/read'
import { derivedColumns, type PlanSettings, savePlan } from './put'
import * as q from './queries'
import { plan as findPlan } from './queries'
import { mayEdit, type PlanRow, type PlanWithContent } from './schema'
import { isShared, readOnlyProblem, shareWrites } from './shared/propagate'

export type PlanEnv = Loaded<'plan', PlanWithContent>

export const loadPlan = rowLoader('plan', q.plan)

/** `loadPlan` for edits of the plan’s text. Refuses people who may only read it. */
export const loadDocument = rowLoader('plan', async (db, userId, id) => {
  const row = await q.plan(db, userId, id)
  if (row && !mayEdit(row)) throw readOnlyProblem(row)
  return row
})

/** A plan with its parsed markdown. */
export type ParsedPlan = { row: PlanWithContent; read: ReadPlan }

/** Parses the markdown of a stored plan, which was valid when it was stored. */
export const parseStoredPlan = (row: PlanWithContent): ParsedPlan => {
  const read = readPlan(row.content)
  if ('errors' in read) throw new Error('a stored plan is unreadable')
  return { row, read }
}

/** Result of editing a plan: new markdown, new links, or both. With faults, nothing is written. */
type PlanEdit = { content?: string; links?: Partial<PlanSettings> } | { errors: Fault[] }

type EditOutcome =
  | { saved: true }
  /** Another write came first: the current row, or null if the plan is deleted. */
  | { stale: PlanWithContent | null }
  | { errors: Fault[] }

const changesId: Fault = { line: 1, message: 'The id of a plan can’t change. Import it as another plan instead.' }

/**
 * Edits a plan based on the version that was read: its markdown, and the chunks parsed from it, in one batch.
 * @param also further statements for the same batch
 * @param now epoch ms
 */
export const editPlan = async (
  db: D1Database,
  userId: string,
  { row, read }: ParsedPlan,
  edit: PlanEdit,
  now: number,
  also: D1PreparedStatement[] = [],
): Promise<EditOutcome> => {
  if ('errors' in edit) return edit
  const after = edit.content === undefined ? read : readDerivedPlan(edit.content)
  if ('errors' in after) return after
  if (after.head.id !== row.id) return { errors: [changesId] }
  const { goal_id, project_id, scheduler, retention } = row
  const links = { goal_id, project_id, scheduler, retention, ...edit.links }
  const writes = savePlan(db, userId, row.id, after, links, row.seq, now)
  // Figures contain names of plans and chunks; the dashboard shows progress and starts the timer with the links.
  const shown = (plan: ReadPlan) => JSON.stringify(derivedColumns(plan))
  const outdates: Outdates[] = edit.links === undefined && shown(read) === shown(after) ? [] : ['stats']
  return commitGuarded<EditOutcome>(db, userId, outdates, async () => {
    const shared = isShared(row) ? await shareWrites(db, userId, row, [read, after], now) : []
    return {
      result: { saved: true },
      writes: [...writes, ...also, ...shared],
      otherwise: async () => {
        const stored = await findPlan(db, userId, row.id)
        // The row of another person who shares the plan has changed.
        return stored?.seq === row.seq && shared.length > 0 ? conflict : { stale: stored }
      },
    }
  })
}

export type StoredPlan = Pick<
  PlanRow,
  'id' | 'goal_id' | 'project_id' | 'scheduler' | 'retention' | 'seq' | 'status'
> & {
  content: string
}

/** Marks a chunk that is not started, and its plan, as in progress. A newer version rolls the batch back. */
export const beginChunk = (db: D1Database, userId: string, plan: StoredPlan, chunkId: string, now: number) => {
  const before = readPlan(plan.content)
  const content = 'errors' in before ? null : editChunk(before, chunkId, { status: 'in_progress' }, now)
  const begun = content === null || content === 'garbled' ? null : readPlan(content)
  if (begun === null || 'errors' in begun) return []
  const text = editHead(begun, { status: 'in_progress' }, now)
  const after = text === 'garbled' ? begun : readPlan(text)
  return 'errors' in after ? [] : savePlan(db, userId, plan.id, after, plan, plan.seq, now)
}

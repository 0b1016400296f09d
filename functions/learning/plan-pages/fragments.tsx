import type { Context } from 'hono'
import { PlanHead } from '../../../views/learning/plan-pages/actions'
import { Outline } from '../../../views/learning/plan-pages/outline'
import { PlanList } from '../../../views/learning/plan-pages/page'
import type { ToastProps } from '../../../views/ui/toast'
import { prefetchResponse } from '../../lib/db/reads'
import { conflict, retryEdit } from '../../lib/db/retry'
import { newSeq, part, type SqlPart, sql } from '../../lib/db/sql'
import { type App, localNow } from '../../lib/env'
import { ProblemError } from '../../lib/http/problem'
import { pageOnScreen, pathUnlessBelow, regionOnScreen, respond } from '../../lib/http/respond'
import { activeTimer } from '../../time/timer/queries'
import { editPlan, parseStoredPlan } from '../plans/load'
import type { ReadPlan } from '../plans/markdown/read'
import type { PlanSettings } from '../plans/put'
import * as q from '../plans/queries'
import type { PlanWithContent } from '../plans/schema'
import { isDone, isOpenPlan, planPath, planUndoPath } from '../plans/schema'
import { listedPlans, type PlanOutline, planOutline, recentDays } from './page-data'

export type ChunkPair = { from: string; into: string }

/** Sessions and cards of the chunk `from` as JSON, except deleted ones. */
export const selectChunkRows = (userId: string, planId: string, { from, into }: ChunkPair) => part`
  json_object('from', ${from}, 'into', ${into},
    'sessions', (
      SELECT json_group_array(id) FROM (
        SELECT id FROM sessions
        WHERE user_id = ${userId} AND deleted_at IS NULL AND plan_id = ${planId} AND chunk_id = ${from})),
    'cards', (
      SELECT json_group_array(id) FROM cards
      WHERE user_id = ${userId} AND plan_id = ${planId} AND deleted_at IS NULL AND chunk_id = ${from}))`

const moved = (userId: string, planId: string, seq: SqlPart, kind: 'sessions' | 'cards') => part`
  SELECT value FROM plan_texts JOIN json_each(moved, ${`$.${kind}`})
  WHERE plan_texts.user_id = ${userId} AND plan_id = ${planId} AND plan_texts.seq = ${seq}`

/**
 * Moves the sessions and cards that `saveMovedRows` stored to another chunk.
 * @param seq version that the merge created
 * @param now epoch ms
 */
export const moveToChunk = (
  db: D1Database,
  userId: string,
  planId: string,
  { from, into }: ChunkPair,
  seq: SqlPart,
  now: number,
) => [
  sql(db)`
    UPDATE sessions
    SET chunk_id = ${into}, updated_at = ${now}, seq = ${newSeq(userId)}
    WHERE user_id = ${userId} AND id IN (${moved(userId, planId, seq, 'sessions')}) AND plan_id = ${planId}
      AND chunk_id = ${from}`,
  sql(db)`
    UPDATE cards
    SET chunk_id = ${into}, updated_at = ${now}, seq = ${newSeq(userId)}
    WHERE user_id = ${userId} AND id IN (${moved(userId, planId, seq, 'cards')}) AND plan_id = ${planId}
      AND chunk_id = ${from}`,
  // The timer displays its chunk.
  sql(db)`
    UPDATE change_heads SET timer_seq = seq
    WHERE user_id = ${userId} AND EXISTS (
      SELECT 1 FROM sessions
      WHERE user_id = ${userId} AND status = 'active' AND deleted_at IS NULL AND plan_id = ${planId}
        AND chunk_id = ${into})`,
]

/** Edits a plan's markdown; null if the chunk does not exist. */
export type PlanTextEdit = (read: ReadPlan, now: number, row: PlanWithContent) => string | null

type Options<T> = {
  edit: PlanTextEdit
  /** New values of the plan's links, if the edit changes them. */
  links?: PlanSettings
  /** Reads the response data, in the batch of the write. */
  after: () => Promise<T | null>
  /** Further statements for the same batch. */
  also?: (row: PlanWithContent, now: number) => D1PreparedStatement[]
}

/** `refused`: why the edited markdown is not a valid plan. */
type Edited<T> = { saved: T } | { refused: string }

const garbled = 'The text has a chunk heading, a field or an open code block. Edit the markdown instead.'

/**
 * Edits the current markdown of a plan, so that concurrent edits are both applied. Null if the plan or the chunk does
 * not exist.
 */
export const editLatest = async <E extends App, T>(
  c: Context<E>,
  id: string,
  { edit, links, after, also }: Options<T>,
): Promise<Edited<T> | null> => {
  const { DB } = c.env
  const { user } = c.var
  const read = () => q.plan(DB, user.id, id)
  return retryEdit(await read(), read, async (row) => {
    const opened = parseStoredPlan(row)
    const now = Date.now()
    const content = edit(opened.read, now, row)
    if (content === null) return null
    if (content === 'garbled') return { refused: garbled }
    // Reads the response in the batch of the write, which saves a round trip.
    const prepared = prefetchResponse(c.env.DB, after)
    const more = also?.(row, now) ?? []
    const outcome = await editPlan(DB, user.id, opened, { content, links }, now, more)
    if ('saved' in outcome) {
      const saved = await prepared()
      return saved && { saved }
    }
    if ('stale' in outcome) return conflict
    const [fault] = outcome.errors
    return { refused: fault ? `Line ${fault.line}: ${fault.message}` : 'The plan can’t be read.' }
  })
}

/** The list of plans, if the request came from a page that displays it. */
const listOnScreen = async <E extends App>(c: Context<E>) => {
  const search = regionOnScreen(c, '/plans')
  return search && listedPlans(c, Object.fromEntries(search))
}

/** Id of the chunk that is written or asked for, else of the part on the page that the request came from. */
export const shownChunk = <E extends App>(c: Context<E>) =>
  c.req.param('chunk') ?? c.req.query('chunk') ?? pageOnScreen(c)?.searchParams.get('chunk') ?? undefined

/** Reads the plan after a write; null if it was deleted. */
export const readOutline = async <E extends App>(c: Context<E>, id: string) => {
  const { DB } = c.env
  const { user } = c.var
  const now = localNow(user)
  const [row, days, timer] = await Promise.all([
    q.plan(DB, user.id, id),
    recentDays(DB, user.id, id, now),
    activeTimer(DB, user.id),
    listOnScreen(c),
  ])
  return row && planOutline(row, { days, timer }, now, shownChunk(c))
}

type Answer = Pick<ToastProps, 'message' | 'action'> & {
  /** True if the message offers to undo the edit. */
  canUndo?: boolean
}

/** Offers to complete a plan when its last chunk has just been completed. */
export const completionToast = ({ plan }: PlanOutline): Pick<ToastProps, 'message' | 'action'> | null =>
  isOpenPlan(plan) && isDone(plan)
    ? {
        message: 'Every chunk is done',
        action: { url: planPath(plan.id, 'status'), values: { status: 'completed' }, text: 'Complete plan' },
      }
    : null

/** All parts of a plan's page that an edit may have changed. */
export const PlanRegions = <E extends App>({ c, outline }: { c: Context<E>; outline: PlanOutline }) => (
  <>
    <hx-partial hx-target="#plan" hx-swap="outerMorph">
      <Outline {...outline} now={localNow(c.var.user)} />
    </hx-partial>
    <hx-partial hx-target="#plan-head" hx-swap="outerMorph">
      <PlanHead {...outline} reader={c.var.user.preferences} />
    </hx-partial>
  </>
)

/** Responds to an edit with the plan's page or the list, whichever the person sees. */
export const respondWithPlan = <E extends App>(c: Context<E>, outline: PlanOutline, answer: Answer) => {
  const { plan } = outline
  const { message, action, canUndo } = answer
  return respond(c, {
    toast: { message, action, undo: canUndo ? planUndoPath(plan) : undefined },
    page: pathUnlessBelow(c, '/plans', planPath(plan.id)),
    fragments: async () => {
      const list = await listOnScreen(c)
      return list ? <PlanList {...list} oob /> : <PlanRegions c={c} outline={outline} />
    },
  })
}

/** Result of an edit. @throws ProblemError 422 if its markdown was refused */
export const savedOrThrow = <T,>(outcome: Edited<T> | null): T | null => {
  if (outcome === null) return null
  if ('saved' in outcome) return outcome.saved
  throw new ProblemError({ status: 422, code: 'invalid', title: 'Plan not changed', detail: outcome.refused })
}

/** Edits a plan and reads its page. Null if the plan or the chunk does not exist. @throws ProblemError 422 */
export const editOutline = async <E extends App>(
  c: Context<E>,
  id: string,
  edit: PlanTextEdit,
): Promise<PlanOutline | null> => savedOrThrow(await editLatest(c, id, { edit, after: () => readOutline(c, id) }))

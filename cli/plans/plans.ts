import { type Fault, formatLines } from '../../functions/learning/plans/markdown/lines'
import { type ReadPlan, readPlan } from '../../functions/learning/plans/markdown/read'
import { tagsOf } from '../../functions/learning/plans/markdown/tags'
import { foldText } from '../../functions/lib/text/text'
import { findPlanByName, type NamedPlan } from '../../functions/line/names'
import type { PlanData } from '../../functions/programs/sync/core/protocol'
import { Failure } from '../failure'
import type { Database } from '../store/database'
import { planRow, planTitles, trackedByChunk, type VisibleRow } from '../store/queries'

/** A plan stored on this device, with its parsed document. */
export type OpenPlan = VisibleRow<PlanData> & { read: ReadPlan }

type Kept = Pick<PlanData, 'created_at'> & Partial<Pick<PlanData, 'owner' | 'permission'>>

/** Members of a plan's row: those computed from its document, and the stored ones. */
export const planData = (read: ReadPlan, kept: Kept): PlanData => ({
  title: read.head.title,
  status: read.head.status.replaceAll('_', '-'),
  tags: tagsOf(read),
  total_hours: read.head.total_hours,
  content: formatLines(read.lines),
  created_at: kept.created_at,
  owner: kept.owner ?? null,
  permission: kept.permission ?? null,
})

export const faultLines = (faults: Fault[], name: string) =>
  faults.map(({ line, message }) => `${name}:${line}: ${message}`)

const open = ({ id, data }: VisibleRow<PlanData>): OpenPlan => {
  const read = readPlan(data.content)
  if ('errors' in read)
    throw new Failure('error', `The plan ${id} can’t be read: ${faultLines(read.errors, id).join(' ')}`)
  return { id, data, read }
}

const chunksOf = (row: VisibleRow<PlanData> | null) => {
  const read = row && readPlan(row.data.content)
  return read === null || 'errors' in read ? [] : read.chunks.map(({ id, title }) => ({ id, title }))
}

/**
 * Plans with the names that a person may type. Reads chunks only of plans that begin with one of the `initials`.
 * @param initials first letters of plans whose chunks are needed
 */
export const namedPlans = (db: Database, initials: string[], hasArchived = true): NamedPlan[] =>
  planTitles(db)
    .filter(({ status }) => hasArchived || status !== 'archived')
    .map(({ id, title }) => {
      const isMeant = initials.some((one) => [id, title].some((name) => foldText(name).startsWith(foldText(one))))
      return { id, title, chunks: isMeant ? chunksOf(planRow(db, id)) : [] }
    })

/** Finds `plan` or `plan/chunk` by ids or the beginnings of titles. @throws Failure */
export const resolvePlan = (db: Database, typed: string): { plan: OpenPlan; chunkId: string | null } => {
  const plans = namedPlans(db, typed.includes('/') ? [typed.trim().slice(0, 1)] : [])
  const named = findPlanByName(typed.trim(), plans)
  const row = named.plan_id === null || named.error !== undefined ? null : planRow(db, named.plan_id)
  if (row) return { plan: open(row), chunkId: named.chunk_id }
  const hint = plans.length > 0 ? 'See daymark plans.' : 'Import one with daymark import, or sync.'
  throw new Failure('usage', named.error ?? `No plan is called “${typed}”.`, hint)
}

/** Progress of a plan: completed chunks as a share of the chunks that are not skipped. */
export const progressOf = ({ chunks }: ReadPlan) => {
  const counted = chunks.filter(({ status }) => status !== 'skipped')
  const completed = counted.filter(({ status }) => status === 'completed').length
  return { completed, counted: counted.length, share: counted.length === 0 ? 0 : completed / counted.length }
}

/** Tracked seconds, keyed by `plan` and by `plan/chunk`. */
export const trackedSeconds = (db: Database, planId: string | null = null) => {
  const sums = new Map<string, number>()
  for (const { plan_id, chunk_id, seconds } of trackedByChunk(db, planId)) {
    sums.set(plan_id, (sums.get(plan_id) ?? 0) + seconds)
    if (chunk_id !== null) sums.set(`${plan_id}/${chunk_id}`, seconds)
  }
  return sums
}

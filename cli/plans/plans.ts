import { planNamed } from '../../functions/entry/plan-names'
import type { Fault } from '../../functions/plans/markdown/fault'
import { type ReadPlan, readPlan } from '../../functions/plans/markdown/read'
import { tagsOf } from '../../functions/plans/markdown/tags'
import type { PlanData } from '../../functions/sync/core/protocol'
import { Failure } from '../failure'
import type { Database } from '../store/database'
import { planRows, type Shown, trackedByChunk } from '../store/queries'

/** A plan of this device with its document as it was read. */
export type OpenPlan = Shown<PlanData> & { read: ReadPlan }

/** The members of a plan that follow from its document. */
export const planData = (read: ReadPlan, content: string, created_at: number): PlanData => ({
  title: read.head.title,
  status: read.head.status.replaceAll('_', '-'),
  tags: tagsOf(read),
  total_hours: read.head.total_hours,
  content,
  created_at,
})

export const faultLines = (faults: Fault[], name: string) =>
  faults.map(({ line, message }) => `${name}:${line}: ${message}`)

const open = ({ id, data }: Shown<PlanData>): OpenPlan => {
  const read = readPlan(data.content)
  if ('errors' in read)
    throw new Failure('error', `The plan ${id} can’t be read: ${faultLines(read.errors, id).join(' ')}`)
  return { id, data, read }
}

const chunksOf = ({ data }: Shown<PlanData>) => {
  const read = readPlan(data.content)
  return 'errors' in read ? [] : read.chunks.map(({ id, title }) => ({ id, title }))
}

/** Finds `plan` or `plan/chunk` by ids or the beginnings of titles. @throws Failure */
export const planFor = (db: Database, typed: string): { plan: OpenPlan; chunkId: string | null } => {
  const rows = planRows(db)
  const named = planNamed(
    typed.trim(),
    rows.map((row) => ({ id: row.id, title: row.data.title, chunks: typed.includes('/') ? chunksOf(row) : [] })),
  )
  const row = rows.find(({ id }) => id === named.plan_id)
  if (row && named.error === undefined) return { plan: open(row), chunkId: named.chunk_id }
  throw new Failure(
    'usage',
    named.error ?? `No plan is called “${typed}”.`,
    rows.length > 0 ? 'See daymark plans.' : 'Import one with daymark import, or sync.',
  )
}

/** Progress of a plan: chunks that are completed, of those that are not skipped. */
export const progressOf = ({ chunks }: ReadPlan) => {
  const counted = chunks.filter(({ status }) => status !== 'skipped')
  const completed = counted.filter(({ status }) => status === 'completed').length
  return { completed, counted: counted.length, share: counted.length === 0 ? 0 : completed / counted.length }
}

/** Tracked seconds of plans and of their chunks, by `plan` and `plan/chunk`. */
export const trackedSeconds = (db: Database, planId: string | null = null) => {
  const sums = new Map<string, number>()
  for (const { plan_id, chunk_id, seconds } of trackedByChunk(db, planId)) {
    sums.set(plan_id, (sums.get(plan_id) ?? 0) + seconds)
    if (chunk_id !== null) sums.set(`${plan_id}/${chunk_id}`, seconds)
  }
  return sums
}

import { z } from 'zod'
import { jsonColumn, textsColumn } from '../../lib/db/sql'
import { pathTo, undoPath } from '../../lib/http/path-to'
import { plural } from '../../lib/text/format'

/** Names in SQL and JSON; markdown has hyphens instead of underscores. */
export const planStatus = z.enum(
  ['not_started', 'in_progress', 'completed', 'archived'],
  'Choose a status from the list',
)
export const planStatuses = planStatus.options
export type PlanStatus = z.infer<typeof planStatus>

export const chunkStatus = z.enum(
  ['not_started', 'in_progress', 'completed', 'skipped'],
  'Choose a status from the list',
)
export const chunkStatuses = chunkStatus.options
export type ChunkStatus = z.infer<typeof chunkStatus>

export const scheduler = z.enum(['sm2', 'fsrs'], 'Choose a scheduler from the list')

const noRetention = 'Enter a retention from 0.70 to 0.97'

/** Share of cards that should be remembered when due. FSRS derives its intervals from it. */
export const retention = z
  .number(noRetention)
  .min(0.7, noRetention)
  .max(0.97, noRetention)
  .meta({ description: 'Share of cards to remember when they come back, by which FSRS takes its intervals.' })

export const usualRetention = 0.9

/** A plan without its markdown. */
export const PlanRow = z.object({
  id: z.string(),
  title: z.string(),
  status: planStatus,
  tags: textsColumn,
  total_hours: z.number().nullable(),
  goal_id: z.string().nullable(),
  project_id: z.string().nullable(),
  scheduler,
  retention,
  chunk_count: z.int(),
  completed_count: z.int(),
  skipped_count: z.int(),
  /** Sum over the chunks that are not skipped. */
  planned_minutes: z.int(),
  /** The first chunk in progress, else the first one not started; null if all are done. */
  next_chunk: z.string().nullable(),
  next_title: z.string().nullable(),
  seq: z.int(),
  /** Epoch ms. */
  created_at: z.int(),
  updated_at: z.int(),
})
export type PlanRow = z.infer<typeof PlanRow>

export const permission = z.enum(['read', 'edit'], 'Choose read or edit')
export type Permission = z.infer<typeof permission>

/** Sharing of a plan. For own plans, the members about a copy are null. */
export const Sharing = z.object({
  owner_id: z.string().nullable(),
  owner_plan_id: z.string().nullable(),
  share_id: z.string().nullable(),
  permission: permission.nullable(),
  /** When it was shared (epoch ms); null if it is not shared. */
  shared_at: z.int().nullable(),
  /** True if the others may see which chunks the person has completed. */
  shows_progress: z.int().transform((flag) => flag === 1),
})

/** A plan with its tracked seconds and number of sessions. */
export const ListedPlan = PlanRow.extend({
  ...Sharing.shape,
  /** Name of the person who shares it; null for an own plan. */
  owner: z.string().nullable(),
  tracked_seconds: z.int(),
  session_count: z.int(),
})
export type ListedPlan = z.infer<typeof ListedPlan>

export const ChunkRow = z.object({
  id: z.string(),
  /** 0 for the first chunk. */
  position: z.int(),
  title: z.string(),
  status: chunkStatus,
  duration_minutes: z.int().nullable(),
  objectives: z.array(z.string()),
  resources: z.array(z.string()),
  deliverable: z.string(),
})
export type ChunkRow = z.infer<typeof ChunkRow>

/** The chunks of a plan in order, stored in its row. */
const ChunkList = jsonColumn(z.array(ChunkRow))

/** Tracked seconds by chunk id. Chunks without tracked time are missing. */
const ChunkSeconds = jsonColumn(z.array(z.tuple([z.string(), z.int()]))).transform((seconds) => new Map(seconds))

export const PlanWithChunks = ListedPlan.extend({ chunks: ChunkList, chunk_seconds: ChunkSeconds })
export type PlanWithChunks = z.infer<typeof PlanWithChunks>

export const PlanWithContent = PlanWithChunks.extend({
  content: z.string(),
  /** True for a copy whose original is deleted or no longer shared with the person. */
  is_ended: z.int().transform((flag) => flag === 1),
})
export type PlanWithContent = z.infer<typeof PlanWithContent>

export const planStatusNames: Record<PlanStatus, string> = {
  not_started: 'Not started',
  in_progress: 'In progress',
  completed: 'Completed',
  archived: 'Archived',
}

type Begun = Pick<ListedPlan, 'status' | 'completed_count' | 'tracked_seconds'>

/** The displayed status: with a completed chunk or tracked time, a plan is in progress, whatever its text says. */
export const displayedStatus = ({ status, completed_count, tracked_seconds }: Begun): PlanStatus =>
  status === 'not_started' && completed_count + tracked_seconds > 0 ? 'in_progress' : status

export const chunkStatusNames: Record<ChunkStatus, string> = {
  not_started: 'Not started',
  in_progress: 'In progress',
  completed: 'Completed',
  skipped: 'Skipped',
}

/** Planned seconds of a plan: its chunks' durations, else the hours in its front matter; 0 if unknown. */
export const plannedSeconds = ({
  planned_minutes,
  total_hours,
}: Pick<ListedPlan, 'planned_minutes' | 'total_hours'>) =>
  planned_minutes > 0 ? planned_minutes * 60 : Math.round((total_hours ?? 0) * 3600)

/** False for a shared plan with read permission, or one whose sharing has ended. */
export const mayEdit = ({ permission: given, is_ended }: Pick<PlanWithContent, 'permission' | 'is_ended'>) =>
  given !== 'read' && !is_ended

/** Message that explains why a text was not changed. */
export const readOnlyText = ({ owner }: Pick<ListedPlan, 'owner'>) => `${owner} shared this plan with you to read`

type Counts = Pick<ListedPlan, 'chunk_count' | 'completed_count' | 'skipped_count'>

export const isOpenPlan = ({ status }: Pick<ListedPlan, 'status'>) =>
  status === 'not_started' || status === 'in_progress'

/** True if no chunk is left to do and at least one is completed. */
export const isDone = ({ chunk_count, completed_count, skipped_count }: Counts) =>
  completed_count > 0 && completed_count + skipped_count === chunk_count

/** Formats progress: `2 of 5 chunks done, 1 skipped`. */
export const chunksText = ({ chunk_count, completed_count, skipped_count }: Counts) => {
  if (chunk_count === 0) return 'No chunks'
  const counted = chunk_count - skipped_count
  const done = `${completed_count} of ${counted} ${counted === 1 ? 'chunk' : 'chunks'} done`
  return skipped_count > 0 ? `${done}, ${skipped_count} skipped` : done
}

/** `3 cards due` */
export const dueText = (count: number) => `${plural(count, 'card')} due`

/** Path of a plan. Ids contain only URL-safe characters. */
export const planPath = (id: string, action?: string) =>
  pathTo`/plans/${id}` + (action === undefined ? '' : `/${action}`)

/** Path of the form that makes a card from a chunk. */
export const chunkCardPath = (plan: string, chunk: string) => `/cards/new?${new URLSearchParams({ plan, chunk })}`

/** Path of the review of a plan's cards. */
export const reviewOf = (planId: string) => pathTo`/review?plan=${planId}`

export const chunkPath = (planId: string, chunkId: string, action: string) =>
  planPath(planId, `chunks/${chunkId}/${action}`)

/** Path of the page that edits a plan chunk by chunk. */
export const chunksPath = (id: string, chunkId?: string) =>
  planPath(id, chunkId === undefined ? 'chunks' : `chunks${partQuery(chunkId)}#chunk-${chunkId}`)

/** Maximum number of chunks on a page. */
const chunksShown = 100

/** Query of the page with the part of the chunks that has this one. */
export const partQuery = (chunkId: string) => `?${new URLSearchParams({ chunk: chunkId })}`

/** The part of a plan's chunks that has one of the ids, else the first, and an id of the parts beside it. */
export const partOfChunks = <C extends { id: string }>(chunks: C[], ...ids: (string | null | undefined)[]) => {
  const places = ids.map((id) => chunks.findIndex((chunk) => chunk.id === id))
  const place = places.find((one) => one >= 0) ?? 0
  const start = place - (place % chunksShown)
  return {
    chunks: chunks.slice(start, start + chunksShown),
    start,
    total: chunks.length,
    earlier: chunks[start - chunksShown]?.id,
    later: chunks[start + chunksShown]?.id,
  }
}
export type PartOfChunks<C extends { id: string }> = ReturnType<typeof partOfChunks<C>>

/**
 * Path that undoes the edit which created the plan's version, unless the plan was edited since. With `chunks` the
 * response is the list of chunks instead of the plan.
 */
export const planUndoPath = ({ id, seq }: Pick<ListedPlan, 'id' | 'seq'>, list?: 'chunks') =>
  undoPath('plan.edit', id, seq, list)

/** Path of the plans that other people share. */
export const sharedPath = '/shared'

export const sharePath = (planId: string, action?: string) =>
  planPath(planId, action === undefined ? 'share' : `share/${action}`)

export const historyPath = (planId: string) => planPath(planId, 'history')

export const NextChunk = ListedPlan.extend({
  /** Estimated minutes of the next chunk, and its tracked seconds. */
  next_minutes: z.int().nullable(),
  next_seconds: z.int(),
  project_name: z.string().nullable(),
  project_color: z.string().nullable(),
})

export type NextChunk = z.infer<typeof NextChunk>

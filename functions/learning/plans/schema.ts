import { z } from 'zod'
import { jsonColumn, textsColumn } from '../../lib/sql'

/** As in SQL and JSON; in markdown with hyphens. */
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
  chunk_count: z.int(),
  completed_count: z.int(),
  skipped_count: z.int(),
  /** Sum of the chunks that are not skipped. */
  planned_minutes: z.int(),
  /** The first chunk in progress, else the first that is not started. */
  next_chunk: z.string().nullable(),
  next_title: z.string().nullable(),
  seq: z.int(),
  /** Epoch ms. */
  created_at: z.int(),
  updated_at: z.int(),
})
export type PlanRow = z.infer<typeof PlanRow>

/** A plan with the seconds and sessions of its ledger. */
export const ListedPlan = PlanRow.extend({ tracked_seconds: z.int(), session_count: z.int() })
export type ListedPlan = z.infer<typeof ListedPlan>

export const ChunkRow = z.object({
  id: z.string(),
  /** 0 for the first. */
  position: z.int(),
  title: z.string(),
  status: chunkStatus,
  duration_minutes: z.int().nullable(),
  objectives: z.array(z.string()),
  resources: z.array(z.string()),
  deliverable: z.string(),
})
export type ChunkRow = z.infer<typeof ChunkRow>

/** The chunks of a plan as its row has them, in their order. */
export const ChunkList = jsonColumn(z.array(ChunkRow))

/** Tracked seconds by the id of a chunk; one without time is missing. */
const ChunkSeconds = jsonColumn(z.array(z.tuple([z.string(), z.int()]))).transform((seconds) => new Map(seconds))

export const PlanWithChunks = ListedPlan.extend({ chunks: ChunkList, chunk_seconds: ChunkSeconds })
export type PlanWithChunks = z.infer<typeof PlanWithChunks>

export const PlanWithContent = PlanWithChunks.extend({ content: z.string() })
export type PlanWithContent = z.infer<typeof PlanWithContent>

/** Percent of completed chunks among those that are not skipped, rounded down; 0 without any. */
export const progressOf = ({
  chunk_count,
  completed_count,
  skipped_count,
}: Pick<PlanRow, 'chunk_count' | 'completed_count' | 'skipped_count'>) => {
  const counted = chunk_count - skipped_count
  return counted === 0 ? 0 : Math.floor((100 * completed_count) / counted)
}

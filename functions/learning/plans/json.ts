import { z } from 'zod'
import { progressOf } from '../../ledger/plans'
import { idInput, jsonOf, rowMembers, seqInput } from '../../lib/api/values'
import { lineMember, requiredLine } from '../../lib/resource/members'
import { cleanTags } from '../../lib/tags'
import { contentLimit, directionMarkError, hasNoDirectionMark } from '../../lib/text/text'
import { parseStoredPlan } from './load'
import { idPattern, titleLength } from './markdown/front-matter'
import { formatLines } from './markdown/lines'
import { derivedColumns, type PutPlan } from './put'
import {
  ChunkRow,
  chunkStatus,
  PlanRow,
  type PlanWithChunks,
  type PlanWithContent,
  permission,
  planStatus,
  retention,
  scheduler,
} from './schema'

const merged = z
  .literal(true)
  .optional()
  .meta({ description: 'Present where an edit of an earlier version was merged with what was changed since.' })

export const ChunkJson = ChunkRow.extend({
  position: z.int().meta({ description: 'From 0.' }),
  duration_minutes: z.int().nullable().meta({ description: 'Planned; null where the markdown has none.' }),
  tracked_seconds: z.int().meta({ description: 'All time tracked on it.' }),
  merged,
}).meta({ id: 'Chunk' })

const ListedPlanJson = z.object({
  ...PlanRow.pick({ id: true, title: true, status: true }).shape,
  tags: z.array(z.string()),
  ...PlanRow.pick({ total_hours: true, goal_id: true, project_id: true, scheduler: true, retention: true }).shape,
  owner: z.string().nullable().meta({ description: 'Who shares it with you; null for your own plan.' }),
  permission: permission.nullable().meta({ description: 'What you may do with the text of a plan of somebody else.' }),
  progress_percentage: z
    .int()
    .meta({ description: 'Completed chunks among those that are not skipped; 100 only when all are.' }),
  tracked_seconds: z.int().meta({ description: 'All time tracked on it.' }),
  chunks: z.array(ChunkJson),
  cards_due: z.int().meta({ description: 'Its cards that can be reviewed today, new ones included.' }),
  ...rowMembers,
})

export const PlanListItemJson = ListedPlanJson.meta({ id: 'ListedPlan' })

export const PlanJson = ListedPlanJson.extend({
  content: z.string().meta({ description: 'Its markdown.' }),
  warnings: z.array(z.object({ line: z.int(), message: z.string() })).meta({
    description: 'What Daymark can’t read in its markdown, and what it put in just now. The first line is 1.',
  }),
  merged,
}).meta({ id: 'Plan' })

export const chunksJson = ({ chunks, chunk_seconds }: Pick<PlanWithChunks, 'chunks' | 'chunk_seconds'>) =>
  chunks.map((chunk) => ({ ...chunk, tracked_seconds: chunk_seconds.get(chunk.id) ?? 0 }))

const listedMembers = (row: PlanWithChunks, cardsDue: number) => ({
  ...row,
  chunks: chunksJson(row),
  progress_percentage: progressOf(row),
  cards_due: cardsDue,
})

export const listedPlanJson = (row: PlanWithChunks, cardsDue: number) =>
  jsonOf(ListedPlanJson, listedMembers(row, cardsDue))

export const planJson = (row: PlanWithContent, cardsDue: number) =>
  jsonOf(PlanJson, {
    ...row,
    ...listedMembers(row, cardsDue),
    warnings: parseStoredPlan(row).read.warnings,
    merged: undefined,
  })

/** JSON of a plan that is not stored, with version 0. */
export const unsavedJson = ({ plan, links }: Pick<PutPlan, 'plan' | 'links'>, cardsDue: number) => {
  const { plan: columns, chunks } = derivedColumns(plan)
  const now = Date.now()
  const row = { ...columns, ...links, chunks, chunk_seconds: new Map(), tracked_seconds: 0 }
  const members = { ...row, id: plan.head.id, owner: null, permission: null, seq: 0, created_at: now, updated_at: now }
  const counts = { progress_percentage: progressOf(row), chunks: chunksJson(row), cards_due: cardsDue }
  return jsonOf(PlanJson, {
    ...members,
    ...counts,
    content: formatLines(plan.lines),
    warnings: plan.warnings,
    merged: undefined,
  })
}

export const lineSchema = (maxLength: number, what: string) =>
  lineMember(maxLength, { none: `Enter ${what} as text`, long: `Use at most ${maxLength} characters for ${what}` })

export const titleSchema = requiredLine(titleLength, {
  none: 'Enter a title',
  long: `Use at most ${titleLength} characters for the title`,
})

export const planTagsMember = z
  .array(
    lineSchema(50, 'each tag').refine(hasNoDirectionMark, directionMarkError),
    'Enter the tags as a list of strings',
  )
  .max(20, 'At most 20 tags')
  .transform(cleanTags)
  .meta({ maxItems: 20 })

const links = {
  goal_id: idInput.nullable().optional(),
  project_id: idInput.nullable().optional(),
  scheduler: scheduler.optional(),
  retention: retention.optional(),
}

export const NewPlanBody = z
  .strictObject({
    id: z
      .string('Enter the id as text')
      .regex(idPattern, 'Use 1 to 100 letters, digits, dots, dashes and underscores for the id')
      .meta({ pattern: '^[A-Za-z0-9._-]{1,100}$' })
      .optional()
      .meta({ description: 'Without it, the one in `content`, else one made from the title.' }),
    title: titleSchema,
    content: z
      .string('Enter the markdown as text')
      .max(contentLimit, 'Use at most 512 KB for the markdown')
      .optional()
      .meta({
        description:
          'Markdown. It may begin with front matter, whose title and tags are edited where they differ from those here.',
      }),
    tags: planTagsMember.optional(),
    ...links,
  })
  .meta({ id: 'NewPlan', example: { title: 'Learn knots' } })
export type NewPlan = z.output<typeof NewPlanBody>

export const PlanPatch = z
  .strictObject({
    title: titleSchema.optional(),
    status: planStatus.optional(),
    tags: planTagsMember.optional(),
    total_hours: z
      .number('Enter the hours as a number')
      .min(0, 'Enter 0 to 99999 hours')
      .max(99_999, 'Enter 0 to 99999 hours')
      .multipleOf(0.01, 'Use at most two decimals for the hours')
      .nullable()
      .optional(),
    ...links,
    seq: seqInput,
  })
  .meta({ id: 'PlanPatch', example: { status: 'in_progress' } })
export type PlanPatch = z.output<typeof PlanPatch>

export const linesSchema = (what: string) =>
  z
    .array(lineSchema(1000, what), `Enter the ${what}s as a list of strings`)
    .max(100, `At most 100 ${what}s`)
    .transform((texts) => texts.filter(Boolean))

const durationMessage = 'Enter 1 to 10000 minutes'

export const ChunkPatch = z
  .strictObject({
    status: chunkStatus.optional(),
    title: titleSchema.optional(),
    duration_minutes: z.int(durationMessage).min(1, durationMessage).max(10_000, durationMessage).nullable().optional(),
    objectives: linesSchema('objective').optional(),
    resources: linesSchema('resource').optional(),
    deliverable: lineSchema(2000, 'the deliverable').optional(),
    seq: seqInput.meta({ description: 'The version of the plan that you read: 409 if it has changed since.' }),
  })
  .meta({ id: 'ChunkPatch', example: { status: 'completed' } })
export type ChunkPatch = z.output<typeof ChunkPatch>

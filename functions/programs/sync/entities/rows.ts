import { z } from 'zod'
import { ownerName } from '../../../learning/plans/queries'
import { permission } from '../../../learning/plans/schema'
import { isInUse, SharedPlan } from '../../../learning/plans/shared/propagate'
import { constant, flagColumn, jsonColumn } from '../../../lib/db/sql'
import { sessionSource } from '../../../time/sessions/schema'

/** Members of each type as the server reads them from its rows. Instants are epoch ms. */
export const storedData = {
  plan: z.object({
    title: z.string(),
    /** With hyphens, as in the front matter. */
    status: z.string(),
    tags: z.array(z.string()),
    total_hours: z.number().nullable(),
    /** The whole document, with its front matter. */
    content: z.string(),
    created_at: z.number(),
    /** Owner who shares the plan with the person, and the permission; null for an own plan. */
    owner: z.string().nullable().default(null),
    permission: permission.nullable().default(null),
  }),
  session: z.object({
    plan_id: z.string().nullable(),
    chunk_id: z.string().nullable(),
    start_time: z.number(),
    /** Null while a timer runs. */
    end_time: z.number().nullable(),
    duration_minutes: z.number().nullable(),
    notes: z.string(),
    artifacts: z.array(z.string()),
    created_at: z.number(),
    title: z.string(),
    duration_seconds: z.number().nullable(),
    time_zone: z.string(),
    project_id: z.string().nullable(),
    goal_id: z.string().nullable(),
  }),
  /** A card with its SM-2 schedule. */
  card: z.object({
    plan_id: z.string().nullable(),
    chunk_id: z.string().nullable(),
    question: z.string(),
    answer: z.string(),
    tags: z.array(z.string()),
    ease_factor: z.number(),
    interval_days: z.number(),
    repetitions: z.number(),
    /** A local date. */
    next_review: z.string(),
    last_review: z.number().nullable(),
    created_at: z.number(),
  }),
}
export type StoredData = { [Type in keyof typeof storedData]: z.output<(typeof storedData)[Type]> }

const scheduler = z.enum(['sm2', 'fsrs'])

/** Columns that devices do not know. */
export const PlanExtra = z.object({
  goal_id: z.string().nullable(),
  project_id: z.string().nullable(),
  scheduler,
  retention: z.number(),
  /** Null for a plan that is not shared. A copy that is shared no longer can be read. */
  sharing: SharedPlan.omit({ id: true }).nullable(),
})
export const SessionExtra = z.object({ day_start_minute: z.int(), tags: z.array(z.string()), source: sessionSource })
/** `is_waiting` where the plan that it names is not there. */
export const CardExtra = z.object({ is_waiting: flagColumn })

const columns = { id: z.string(), seq: z.int(), updated_at: z.int(), deleted_at: z.int().nullable() }

const stored = <Type extends keyof StoredData, Data, Extra>(
  type: Type,
  data: z.ZodType<Data>,
  extra: z.ZodType<Extra>,
) =>
  z
    .object({ type: z.literal(type), ...columns, data: jsonColumn(data), extra: jsonColumn(extra) })
    .transform(({ id, seq, updated_at: updatedAt, deleted_at: deletedAt, ...row }) => ({
      type,
      id,
      /** 0 for a row that is not stored yet. */
      seq,
      updatedAt,
      /** Epoch ms; null while it is there. */
      deletedAt,
      data: row.data,
      extra: row.extra,
    }))

/** A stored version of a row, or one to be stored. */
export const PlanVersion = stored('plan', storedData.plan, PlanExtra)
export const SessionVersion = stored('session', storedData.session, SessionExtra)
export const CardVersion = stored('card', storedData.card, CardExtra)
export const versions = { plan: PlanVersion, session: SessionVersion, card: CardVersion }
export type PlanVersion = z.output<typeof PlanVersion>
export type SessionVersion = z.output<typeof SessionVersion>
export type CardVersion = z.output<typeof CardVersion>
export type RowVersion = PlanVersion | SessionVersion | CardVersion

/** Why a delta cannot be stored, with the member. */
export type RowRefusal = { reason: string }

/** JSON of a schema from the columns of a table. @param computed SQL of members that are no columns, or others there */
const jsonFrom = (table: string, { shape }: z.ZodObject, computed: Record<string, string> = {}) => {
  const members = Object.entries(shape).map(([name, type]) => {
    const column = `${table}.${name}`
    return `'${name}', ${computed[name] ?? (type instanceof z.ZodArray ? `json(${column})` : column)}`
  })
  return constant(`json_object(${members.join(', ')})`)
}

/** JSON of `PlanData` from `plans`. */
export const planJson = jsonFrom('plans', storedData.plan, {
  status: "replace(plans.status, '_', '-')",
  owner: ownerName.text,
})

const sharingJson = `json(iif(plans.owner_id IS NULL AND plans.shared_at IS NULL, NULL, json_object(
      'owner', ${ownerName.text}, 'owner_id', plans.owner_id, 'owner_plan_id', plans.owner_plan_id,
      'permission', iif(plans.permission = 'edit' AND NOT ${isInUse.text}, 'read', plans.permission),
      'shared_at', plans.shared_at)))`

/** JSON of `SessionData` from `sessions`. */
export const sessionJson = jsonFrom('sessions', storedData.session, {
  start_time: 'sessions.started_at',
  end_time: 'sessions.ended_at',
  duration_minutes: 'CAST(round(sessions.duration_seconds / 60.0) AS INTEGER)',
})

/** JSON of `CardData` from `cards` joined by `withWaiting`: a card names its plan also before that is there. */
export const cardJson = jsonFrom('cards', storedData.card, {
  plan_id: 'coalesce(cards.plan_id, waiting.plan_id)',
  chunk_id: 'iif(cards.plan_id IS NULL, coalesce(waiting.chunk_id, cards.chunk_id), cards.chunk_id)',
  last_review: 'cards.last_reviewed_at',
})

export const withWaiting = constant(`
      LEFT JOIN sync_waiting AS waiting ON waiting.user_id = cards.user_id AND waiting.card_id = cards.id`)

/** A session that was abandoned looks deleted to devices. */
export const sessionDeletedAt = constant("iif(sessions.status = 'abandoned', sessions.updated_at, sessions.deleted_at)")

/** SQL of the rows of each type: their tables, and the values of a `RowVersion`. */
export const wire = {
  plan: {
    table: constant('plans'),
    from: constant('plans'),
    deletedAt: constant('plans.deleted_at'),
    data: planJson,
    extra: jsonFrom('plans', PlanExtra, { sharing: sharingJson }),
  },
  session: {
    table: constant('sessions'),
    from: constant('sessions'),
    deletedAt: sessionDeletedAt,
    data: sessionJson,
    extra: jsonFrom('sessions', SessionExtra),
  },
  card: {
    table: constant('cards'),
    from: constant(`cards ${withWaiting.text}`),
    deletedAt: constant('cards.deleted_at'),
    data: cardJson,
    extra: jsonFrom('cards', CardExtra, { is_waiting: 'waiting.plan_id IS NOT NULL' }),
  },
}

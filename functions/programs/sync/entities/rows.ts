import { z } from 'zod'
import { ownerName } from '../../../learning/plans/queries'
import { permission } from '../../../learning/plans/schema'
import { isInUse, SharedPlan } from '../../../learning/plans/shared/propagate'
import { constant, flagColumn, jsonColumn } from '../../../lib/db/sql'
import { sessionSource } from '../../../time/sessions/schema'

/** Members of each type, as read from the server's rows. Instants are epoch ms. */
export const storedData = {
  plan: z.object({
    title: z.string(),
    /** With hyphens, as in front matter. */
    status: z.string(),
    tags: z.array(z.string()),
    total_hours: z.number().nullable(),
    /** The whole document, including its front matter. */
    content: z.string(),
    created_at: z.number(),
    /** Owner of a plan shared with the person, with the permission; null for the person's own plan. */
    owner: z.string().nullable().default(null),
    permission: permission.nullable().default(null),
  }),
  session: z.object({
    plan_id: z.string().nullable(),
    chunk_id: z.string().nullable(),
    start_time: z.number(),
    /** Null for a running timer. */
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
    /** Local date. */
    next_review: z.string(),
    last_review: z.number().nullable(),
    created_at: z.number(),
  }),
}
export type StoredData = { [Type in keyof typeof storedData]: z.output<(typeof storedData)[Type]> }

const scheduler = z.enum(['sm2', 'fsrs'])

/** Columns that are not part of the protocol. */
export const PlanExtra = z.object({
  goal_id: z.string().nullable(),
  project_id: z.string().nullable(),
  scheduler,
  retention: z.number(),
  /** Null for a plan that is not shared. If sharing has ended, the permission of a copy is `read`. */
  sharing: SharedPlan.omit({ id: true }).nullable(),
})
export const SessionExtra = z.object({ day_start_minute: z.int(), tags: z.array(z.string()), source: sessionSource })
/** `is_waiting` is 1 if the card's plan has not arrived yet. */
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
      /** Version; 0 for a row that is not stored yet. */
      seq,
      updatedAt,
      /** Epoch ms; null if it is not deleted. */
      deletedAt,
      data: row.data,
      extra: row.extra,
    }))

/** Version of a row, stored or to be stored. */
export const PlanVersion = stored('plan', storedData.plan, PlanExtra)
export const SessionVersion = stored('session', storedData.session, SessionExtra)
export const CardVersion = stored('card', storedData.card, CardExtra)
export const versions = { plan: PlanVersion, session: SessionVersion, card: CardVersion }
export type PlanVersion = z.output<typeof PlanVersion>
export type SessionVersion = z.output<typeof SessionVersion>
export type CardVersion = z.output<typeof CardVersion>
export type RowVersion = PlanVersion | SessionVersion | CardVersion

/** Why a delta cannot be stored, beginning with the member. */
export type RowRefusal = { reason: string }

/** SQL of a schema's JSON from the columns of a table. @param computed SQL of members that differ from their column */
const jsonFrom = (table: string, { shape }: z.ZodObject, computed: Record<string, string> = {}) => {
  const members = Object.entries(shape).map(([name, type]) => {
    const column = `${table}.${name}`
    return `'${name}', ${computed[name] ?? (type instanceof z.ZodArray ? `json(${column})` : column)}`
  })
  return constant(`json_object(${members.join(', ')})`)
}

/** SQL of `PlanData` as JSON, from `plans`. */
export const planJson = jsonFrom('plans', storedData.plan, {
  status: "replace(plans.status, '_', '-')",
  owner: ownerName.text,
})

const sharingJson = `json(iif(plans.owner_id IS NULL AND plans.shared_at IS NULL, NULL, json_object(
      'owner', ${ownerName.text}, 'owner_id', plans.owner_id, 'owner_plan_id', plans.owner_plan_id,
      'permission', iif(plans.permission = 'edit' AND NOT ${isInUse.text}, 'read', plans.permission),
      'shared_at', plans.shared_at)))`

/** SQL of `SessionData` as JSON, from `sessions`. */
export const sessionJson = jsonFrom('sessions', storedData.session, {
  start_time: 'sessions.started_at',
  end_time: 'sessions.ended_at',
  duration_minutes: 'CAST(round(sessions.duration_seconds / 60.0) AS INTEGER)',
})

/** SQL of `CardData` as JSON, from `cards` and `joinWaiting`: a card may name a plan that has not arrived yet. */
export const cardJson = jsonFrom('cards', storedData.card, {
  plan_id: 'coalesce(cards.plan_id, waiting.plan_id)',
  chunk_id: 'iif(cards.plan_id IS NULL, coalesce(waiting.chunk_id, cards.chunk_id), cards.chunk_id)',
  last_review: 'cards.last_reviewed_at',
})

export const joinWaiting = constant(`
      LEFT JOIN sync_waiting AS waiting ON waiting.user_id = cards.user_id AND waiting.card_id = cards.id`)

/** SQL of a session's deletion. For devices, an abandoned session looks deleted. */
export const sessionDeletedAt = constant("iif(sessions.status = 'abandoned', sessions.updated_at, sessions.deleted_at)")

/** For each type, SQL of its tables, and of the values of a `RowVersion`. */
export const syncSources = {
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
    from: constant(`cards ${joinWaiting.text}`),
    deletedAt: constant('cards.deleted_at'),
    data: cardJson,
    extra: jsonFrom('cards', CardExtra, { is_waiting: 'waiting.plan_id IS NOT NULL' }),
  },
}

import { z } from 'zod'
import { constant } from '../../lib/sql'
import { CardExtra, PlanExtra, SessionExtra, storedData } from './rows'

/** JSON of a schema from the columns of a table. @param computed SQL of members that are no columns, or others there */
const jsonFrom = (table: string, { shape }: z.ZodObject, computed: Record<string, string> = {}) => {
  const members = Object.entries(shape).map(([name, type]) => {
    const column = `${table}.${name}`
    return `'${name}', ${computed[name] ?? (type instanceof z.ZodArray ? `json(${column})` : column)}`
  })
  return constant(`json_object(${members.join(', ')})`)
}

/** JSON of `PlanData` from `plans`. */
export const planJson = jsonFrom('plans', storedData.plan, { status: "replace(plans.status, '_', '-')" })

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
    ...{ table: constant('plans'), from: constant('plans'), deletedAt: constant('plans.deleted_at') },
    ...{ data: planJson, extra: jsonFrom('plans', PlanExtra) },
  },
  session: {
    ...{ table: constant('sessions'), from: constant('sessions'), deletedAt: sessionDeletedAt },
    ...{ data: sessionJson, extra: jsonFrom('sessions', SessionExtra) },
  },
  card: {
    ...{
      table: constant('cards'),
      from: constant(`cards ${withWaiting.text}`),
      deletedAt: constant('cards.deleted_at'),
    },
    ...{ data: cardJson, extra: jsonFrom('cards', CardExtra, { is_waiting: 'waiting.plan_id IS NOT NULL' }) },
  },
}

/** Equal for the same members in the same order. */
export const isSameJson = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

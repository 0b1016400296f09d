import { constant } from '../lib/sql'

/** JSON of `PlanData` from `plans`. */
export const planJson = constant(`json_object(
        'title', plans.title, 'status', replace(plans.status, '_', '-'), 'tags', json(plans.tags),
        'total_hours', plans.total_hours, 'content', plans.content, 'created_at', plans.created_at)`)

/** JSON of what devices do not know of a plan. */
export const planExtra = constant(`json_object(
        'goal_id', plans.goal_id, 'project_id', plans.project_id, 'scheduler', plans.scheduler)`)

/** JSON of `SessionData` from `sessions`. */
export const sessionJson = constant(`json_object(
        'plan_id', sessions.plan_id, 'chunk_id', sessions.chunk_id, 'start_time', sessions.started_at,
        'end_time', sessions.ended_at, 'duration_minutes', CAST(round(sessions.duration_seconds / 60.0) AS INTEGER),
        'notes', sessions.notes, 'artifacts', json(sessions.artifacts), 'created_at', sessions.created_at,
        'title', sessions.title, 'duration_seconds', sessions.duration_seconds, 'time_zone', sessions.time_zone,
        'project_id', sessions.project_id, 'goal_id', sessions.goal_id)`)

export const sessionExtra = constant(`json_object(
        'day_start_minute', sessions.day_start_minute, 'tags', json(sessions.tags), 'source', sessions.source)`)

/** JSON of `CardData` from `cards` joined by `withWaiting`: a card names its plan also before that is there. */
export const cardJson = constant(`json_object(
        'plan_id', coalesce(cards.plan_id, waiting.plan_id),
        'chunk_id', iif(cards.plan_id IS NULL, coalesce(waiting.chunk_id, cards.chunk_id), cards.chunk_id),
        'question', cards.question, 'answer', cards.answer, 'tags', json(cards.tags), 'ease_factor', cards.ease_factor,
        'interval_days', cards.interval_days, 'repetitions', cards.repetitions, 'next_review', cards.next_review,
        'last_review', cards.last_reviewed_at, 'created_at', cards.created_at)`)

export const cardExtra = constant("json_object('is_waiting', waiting.plan_id IS NOT NULL)")

export const withWaiting = constant(`
      LEFT JOIN sync_waiting AS waiting ON waiting.user_id = cards.user_id AND waiting.card_id = cards.id`)

/** A session that was abandoned looks deleted to devices. */
export const sessionDeletedAt = constant("iif(sessions.status = 'abandoned', sessions.updated_at, sessions.deleted_at)")

/** Equal for the same members in the same order. */
export const isSameJson = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

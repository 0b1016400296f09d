import { z } from 'zod'
import { level } from '../../learning/skills/schema'
import type { Range } from '../../lib/days'
import { andInOrg } from '../../lib/kinds'
import type { Org } from '../../lib/org'
import { constant, part, rowsAs, type SqlPart, sql } from '../../lib/sql'

/** A person, a context, and a range of local dates to read about. */
export type Asked = { db: D1Database; userId: string; org: Org; range: Range }

/** The most rows of one kind that are read. */
export const readLimit = 2_000

export const first = constant(`LIMIT ${readLimit}`)

const Dated = z.object({ id: z.string(), title: z.string(), date: z.string() })
export type Dated = z.infer<typeof Dated>

const Milestone = Dated.extend({ goal_id: z.string(), goal_title: z.string() })
export type Milestone = z.infer<typeof Milestone>

const EnergyDay = z.object({ date: z.string(), checkins: z.int(), energy: z.int(), engagement: z.int() })

/** A skill with its level before a range, null without one, the first one in it, and the last one up to its end. */
const SkillMove = z.object({ id: z.string(), name: z.string(), before: level.nullable(), first: level, after: level })
export type SkillMove = z.infer<typeof SkillMove>

/** Goals that were reached. */
export const reachedGoals = ({ db, userId, org, range: { from, to } }: Asked) =>
  rowsAs(
    Dated,
    sql(db)`
      SELECT id, title, completed_on AS date
      FROM goals
      WHERE user_id = ${userId} AND completed_on BETWEEN ${from} AND ${to} AND deleted_at IS NULL
        ${andInOrg(userId, org, 'goal')}
      ORDER BY completed_on, id ${first}`,
  )

/** Goals whose target date passed without them. @param latestDay today, which is not over */
export const missedGoals = ({ db, userId, org, range: { from, to } }: Asked, latestDay: string) =>
  rowsAs(
    Dated,
    sql(db)`
      SELECT id, title, target_date AS date
      FROM goals
      WHERE user_id = ${userId} AND target_date BETWEEN ${from} AND ${to} AND target_date < ${latestDay}
        AND deleted_at IS NULL AND status <> 'cancelled' AND coalesce(completed_on > target_date, 1)
        ${andInOrg(userId, org, 'goal')}
      ORDER BY target_date, id ${first}`,
  )

export const reachedMilestones = ({ db, userId, org, range: { from, to } }: Asked, more: SqlPart = part``) =>
  rowsAs(
    Milestone,
    sql(db)`
      SELECT goal_milestones.id, goal_milestones.description AS title, goal_milestones.completed_on AS date, goal_id,
        goals.title AS goal_title
      FROM goal_milestones
        JOIN goals ON goals.user_id = ${userId} AND goals.id = goal_milestones.goal_id
      WHERE goal_milestones.user_id = ${userId} AND goal_milestones.completed_on BETWEEN ${from} AND ${to}
        AND goal_milestones.deleted_at IS NULL AND goals.deleted_at IS NULL ${andInOrg(userId, org, 'goal')} ${more}
      ORDER BY goal_milestones.completed_on, goal_milestones.id ${first}`,
  )

const FeedbackLine = z.object({
  id: z.string(),
  content: z.string(),
  date: z.string(),
  sentiment: z.enum(['positive', 'constructive', 'neutral']),
  /** Null without one, and while that is deleted. */
  person: z.string().nullable(),
})
export type FeedbackLine = z.infer<typeof FeedbackLine>

export const feedback = ({ db, userId, org, range: { from, to } }: Asked) =>
  rowsAs(
    FeedbackLine,
    sql(db)`
      SELECT feedback.id, content, date, sentiment, (
        SELECT name FROM people
        WHERE people.user_id = ${userId} AND people.id = from_person_id AND people.deleted_at IS NULL) AS person
      FROM feedback
      WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to} AND deleted_at IS NULL
        ${andInOrg(userId, org, 'feedback')}
      ORDER BY date, feedback.id ${first}`,
  )

export const learnings = ({ db, userId, org, range: { from, to } }: Asked) =>
  rowsAs(
    Dated,
    sql(db)`
      SELECT id, title, date
      FROM learnings
      WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to} AND deleted_at IS NULL
        ${andInOrg(userId, org, 'learning')}
      ORDER BY date, id ${first}`,
  )

/** Levels of the skills that have an entry in a range. */
export const skillMoves = ({ db, userId, org, range: { from, to } }: Asked, more: SqlPart = part``) => {
  const levelOf = (when: SqlPart, order: SqlPart) => part`(
    SELECT level FROM skill_progress AS entry
    WHERE entry.user_id = ${userId} AND entry.skill_id = skills.id AND ${when}
    ORDER BY ${order} LIMIT 1)`
  const latest = part`date DESC, created_at DESC, id DESC`
  return rowsAs(
    SkillMove,
    sql(db)`
      SELECT skills.id, name, ${levelOf(part`date < ${from}`, latest)} AS "before",
        ${levelOf(part`date BETWEEN ${from} AND ${to}`, part`date, created_at, id`)} AS first,
        ${levelOf(part`date <= ${to}`, latest)} AS after
      FROM skills
      WHERE skills.user_id = ${userId} AND skills.deleted_at IS NULL AND skills.id IN (
        SELECT skill_id FROM skill_progress WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to})
        ${andInOrg(userId, org, 'skill')} ${more}
      ORDER BY name COLLATE NOCASE, skills.id ${first}`,
  )
}

/** Sums of the levels of check-ins by day. */
export const energyDays = ({ db, userId, org, range: { from, to } }: Asked) =>
  rowsAs(
    EnergyDay,
    sql(db)`
      SELECT date, count(*) AS checkins, sum(energy_level) AS energy, sum(engagement_level) AS engagement
      FROM energy_checkins
      WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to} AND deleted_at IS NULL
        ${andInOrg(userId, org, 'checkin')}
      GROUP BY date
      ORDER BY date ${first}`,
  )

import { z } from 'zod'
import type { Range } from '../lib/days'
import { andInOrg } from '../lib/kinds'
import type { Org } from '../lib/org'
import { allRows, parseAll, part, type SqlPart, sql } from '../lib/sql'
import { level } from '../skills/schema'

/** A person, a context, and a range of local dates to read about. */
export type Asked = { userId: string; org: Org; range: Range }

/** The most rows of one kind that are read. */
export const readLimit = 2_000

const Dated = z.object({ id: z.string(), title: z.string(), date: z.string() })
export type Dated = z.infer<typeof Dated>

const Milestone = Dated.extend({ goal_id: z.string(), goal_title: z.string() })
export type Milestone = z.infer<typeof Milestone>

const EnergyDay = z.object({ date: z.string(), checkins: z.int(), energy: z.int(), engagement: z.int() })
type EnergyDay = z.infer<typeof EnergyDay>

/** A skill with its level before a range, null without one, the first one in it, and the last one up to its end. */
const SkillMove = z.object({ id: z.string(), name: z.string(), before: level.nullable(), first: level, after: level })
export type SkillMove = z.infer<typeof SkillMove>

/** SELECT of JSON rows of one kind. */
type Reading = { name: string; rows: SqlPart }

/** D1 takes five parts of one UNION, so it is nested. */
export const readTogether = async (db: D1Database, readings: Reading[]) => {
  const parts = readings.map(({ name, rows }) => part`SELECT ${name} AS name, data FROM (${rows} LIMIT ${readLimit})`)
  const union = parts.reduce((all, one) => part`SELECT * FROM (${all}) UNION ALL SELECT * FROM (${one})`)
  const found = await allRows<{ name: string; data: string }>(sql(db)`${union}`)
  return (wanted: string): unknown[] => found.flatMap(({ name, data }) => (name === wanted ? [JSON.parse(data)] : []))
}

/** Goals that were reached. */
export const reachedGoals = ({ userId, org, range: { from, to } }: Asked, more: SqlPart = part``) => part`
  SELECT json_object('id', id, 'title', title, 'date', completed_on) AS data
  FROM goals
  WHERE user_id = ${userId} AND completed_on BETWEEN ${from} AND ${to} AND deleted_at IS NULL
    ${andInOrg(userId, org, 'goal')} ${more}
  ORDER BY completed_on, id`

/** Goals whose target date passed without them. @param latestDay today, which is not over */
export const missedGoals = ({ userId, org, range: { from, to } }: Asked, latestDay: string) => part`
  SELECT json_object('id', id, 'title', title, 'date', target_date) AS data
  FROM goals
  WHERE user_id = ${userId} AND target_date BETWEEN ${from} AND ${to} AND target_date < ${latestDay}
    AND deleted_at IS NULL AND status <> 'cancelled' AND coalesce(completed_on > target_date, 1)
    ${andInOrg(userId, org, 'goal')}
  ORDER BY target_date, id`

export const reachedMilestones = ({ userId, org, range: { from, to } }: Asked, more: SqlPart = part``) => part`
  SELECT json_object('id', goal_milestones.id, 'title', goal_milestones.description, 'date', goal_milestones.completed_on,
    'goal_id', goals.id, 'goal_title', goals.title) AS data
  FROM goal_milestones
    JOIN goals ON goals.user_id = ${userId} AND goals.id = goal_milestones.goal_id
  WHERE goal_milestones.user_id = ${userId} AND goal_milestones.completed_on BETWEEN ${from} AND ${to}
    AND goal_milestones.deleted_at IS NULL AND goals.deleted_at IS NULL ${andInOrg(userId, org, 'goal')} ${more}
  ORDER BY goal_milestones.completed_on, goal_milestones.id`

const FeedbackLine = z.object({
  id: z.string(),
  content: z.string(),
  date: z.string(),
  sentiment: z.enum(['positive', 'constructive', 'neutral']),
  /** Null without one, and while that is deleted. */
  person: z.string().nullable(),
})
export type FeedbackLine = z.infer<typeof FeedbackLine>

export const feedback = ({ userId, org, range: { from, to } }: Asked) => part`
  SELECT json_object('id', feedback.id, 'content', content, 'date', date, 'sentiment', sentiment,
    'person', (SELECT name FROM people WHERE people.user_id = ${userId} AND people.id = from_person_id
      AND people.deleted_at IS NULL)) AS data
  FROM feedback
  WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to} AND deleted_at IS NULL
    ${andInOrg(userId, org, 'feedback')}
  ORDER BY date, feedback.id`

export const learnings = ({ userId, org, range: { from, to } }: Asked) => part`
  SELECT json_object('id', id, 'title', title, 'date', date) AS data
  FROM learnings
  WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to} AND deleted_at IS NULL
    ${andInOrg(userId, org, 'learning')}
  ORDER BY date, id`

/** Levels of the skills that have an entry in a range. */
export const skillMoves = ({ userId, org, range: { from, to } }: Asked, more: SqlPart = part``) => {
  const levelOf = (when: SqlPart, order: SqlPart) => part`(
    SELECT level FROM skill_progress AS entry
    WHERE entry.user_id = ${userId} AND entry.skill_id = skills.id AND ${when}
    ORDER BY ${order} LIMIT 1)`
  const latest = part`date DESC, created_at DESC, id DESC`
  return part`
  SELECT json_object('id', skills.id, 'name', name, 'before', ${levelOf(part`date < ${from}`, latest)},
    'first', ${levelOf(part`date BETWEEN ${from} AND ${to}`, part`date, created_at, id`)},
    'after', ${levelOf(part`date <= ${to}`, latest)}) AS data
  FROM skills
  WHERE skills.user_id = ${userId} AND skills.deleted_at IS NULL AND skills.id IN (
    SELECT skill_id FROM skill_progress WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to}) ${andInOrg(userId, org, 'skill')} ${more}
  ORDER BY name COLLATE NOCASE, skills.id`
}

/** Sums of the levels of check-ins by day. */
export const energyDays = ({ userId, org, range: { from, to } }: Asked) => part`
  SELECT json_object('date', date, 'checkins', count(*), 'energy', sum(energy_level),
    'engagement', sum(engagement_level)) AS data
  FROM energy_checkins
  WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to} AND deleted_at IS NULL
    ${andInOrg(userId, org, 'checkin')}
  GROUP BY date
  ORDER BY date`

export const parseEnergy = (rows: unknown[]): EnergyDay[] => parseAll(EnergyDay, rows)
export const parseDated = (rows: unknown[]) => parseAll(Dated, rows)
export const parseFeedback = (rows: unknown[]) => parseAll(FeedbackLine, rows)
export const parseMilestones = (rows: unknown[]) => parseAll(Milestone, rows)
export const parseSkillMoves = (rows: unknown[]) => parseAll(SkillMove, rows)

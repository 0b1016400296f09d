import { z } from 'zod'
import { skillKind } from '../../learning/skills/schema'
import { subjectSums } from '../../ledger/facts'
import type { NamedSubject } from '../../ledger/schema'
import { noneLabels } from '../../ledger/subject'
import { part, rowsAs, sql } from '../../lib/db/sql'
import { andInOrg } from '../../lib/kinds'
import { allOrgs, type OrgTime } from '../../lib/org'
import type { Range } from '../../lib/time/days'
import * as q from '../period-reviews/reads'

/** Query of a document of accomplishments. `category` limits goals and skills; empty for all. */
type EvidenceQuery = { range: Range; context: OrgTime | null; category: string }

export const packetParts = ['goals', 'projects', 'skills', 'feedback', 'learnings'] as const

export const partTitles: Record<(typeof packetParts)[number], string> = {
  goals: 'Goals',
  projects: 'Hours by project',
  skills: 'Skills grown',
  feedback: 'Feedback',
  learnings: 'Learnings',
}

/** Maximum number of lines of each part. Together they stay within the limit of a form. */
const lineLimits = { goals: 100, milestones: 150, ticks: 500, projects: 50, skills: 100, feedback: 150, learnings: 350 }

const Goal = z.object({ id: z.string(), title: z.string(), date: z.string().nullable(), open: z.int() })
type ListedGoal = Omit<z.infer<typeof Goal>, 'open'> & { open?: number }

/** Goals of a category. `date` is null unless the goal was reached in the range. */
const goalsOfCategory = ({ db, userId, org, range: { from, to } }: q.ReviewScope, category: string) =>
  rowsAs(
    Goal,
    sql(db)`
      SELECT id, title, iif(completed_on BETWEEN ${from} AND ${to}, completed_on, NULL) AS date,
        status IN ('not_started', 'in_progress') AS open
      FROM goals
      WHERE user_id = ${userId} AND category = ${category} AND deleted_at IS NULL ${andInOrg(userId, org, 'goal')}
      ORDER BY coalesce(completed_on, '9999'), id ${q.readLimitSql}`,
  )

/** A reached goal, or one with reached milestones or ticks. `date`: null if the goal itself was not reached in the range. */
type EvidenceGoal = {
  id: string
  title: string
  date: string | null
  /** Tracked time of the goal, even outside the document's context. */
  seconds: number
  milestones: q.Milestone[]
  ticks: q.GoalTick[]
}

/** Date when the goal was reached, else the latest date of its milestones and ticks. */
const latestOf = ({ date, milestones, ticks }: EvidenceGoal) =>
  date ?? [milestones, ticks].map((own) => own.at(-1)?.date ?? '').sort()[1] ?? ''

type EvidenceProject = { key: string; label: string; client: string; color: string | null; seconds: number }

const cut = <T>(rows: T[], limit: number, hasMore = rows.length > limit) => ({ lines: rows.slice(0, limit), hasMore })

const projectLine = (subject: string, seconds: number, name: NamedSubject | null | undefined): EvidenceProject => ({
  key: subject.slice('project:'.length),
  label: name?.label ?? noneLabels.get(subject) ?? 'Deleted project',
  client: name?.client ?? '',
  color: name?.color ?? null,
  seconds,
})

const isSkillCategory = (category: string) => skillKind.Row.shape.category.safeParse(category).success

export const readPacket = async (db: D1Database, userId: string, { range, context, category }: EvidenceQuery) => {
  const asked = { db, userId, org: context?.org ?? allOrgs, range }
  const ofGoals = category === '' ? part`` : part`AND goals.category = ${category}`
  const ofSkills = isSkillCategory(category) ? part`AND skills.category = ${category}` : part``
  const [listed, reached, ticked, skills, feedback, learnings, sums] = await Promise.all([
    category === '' ? q.reachedGoals(asked) : goalsOfCategory(asked, category),
    q.reachedMilestones(asked, ofGoals),
    q.countedTicks(asked, ofGoals),
    q.skillChanges(asked, ofSkills),
    q.feedbackInRange(asked),
    q.learningsInRange(asked),
    subjectSums(db, userId, [], range, ['project', 'goal']),
  ])
  const seconds = new Map(sums.map(({ subject, total_seconds }) => [subject, total_seconds]))
  const milestones = reached.slice(0, lineLimits.milestones)
  const byGoal = Map.groupBy(milestones, ({ goal_id }) => goal_id)
  const known = new Set(listed.map(({ id }) => id))
  const ticks = ticked.slice(0, lineLimits.ticks)
  const ticksOf = Map.groupBy(ticks, ({ goal_id }) => goal_id)
  const named = new Map([...milestones, ...ticks].map(({ goal_id, goal_title }) => [goal_id, goal_title]))
  const others = [...named].flatMap(([id, title]) => (known.has(id) ? [] : [{ id, title, date: null, open: 0 }]))
  const all = [...listed, ...others]
    .map((goal: ListedGoal) => ({
      ...goal,
      seconds: seconds.get(`goal:${goal.id}`) ?? 0,
      milestones: byGoal.get(goal.id) ?? [],
      ticks: ticksOf.get(goal.id) ?? [],
    }))
    .sort((a, b) => latestOf(b).localeCompare(latestOf(a)))
  const isEvidence = ({ date, milestones, ticks, seconds }: EvidenceGoal) =>
    date !== null || milestones.length + ticks.length + seconds > 0
  const isInContext = (subject: string) => context === null || context.subjects.includes(subject)
  return {
    range,
    category,
    goals: cut(
      all.filter(isEvidence),
      lineLimits.goals,
      reached.length > milestones.length || ticked.length > ticks.length,
    ),
    /** Open goals of the category without evidence. */
    without: all.filter((goal) => goal.open === 1 && !isEvidence(goal)).slice(0, lineLimits.goals),
    projects: cut(
      sums
        .filter(
          ({ subject, total_seconds }) => subject.startsWith('project:') && total_seconds > 0 && isInContext(subject),
        )
        .map(({ subject, total_seconds, name }) => projectLine(subject, total_seconds, name)),
      lineLimits.projects,
    ),
    skills: cut(
      skills
        .map(({ id, name, before, first, after }) => ({ id, name, first: before ?? first, last: after }))
        .filter(({ first, last }) => last > first),
      lineLimits.skills,
    ),
    feedback: cut(feedback.toReversed(), lineLimits.feedback),
    learnings: cut(learnings.toReversed(), lineLimits.learnings),
  }
}
export type Packet = Awaited<ReturnType<typeof readPacket>>

/** Ids of the included lines, whose part and goal are included, too. */
export const includedIds = ({ goals, projects, skills, feedback, learnings }: Packet, leftOut: Set<string>) => {
  const ids = {
    goals: goals.lines.flatMap(({ id, milestones, ticks }) => {
      const below = [...milestones.map((one) => `milestone:${one.id}`), ...(ticks.length > 0 ? [`ticks:${id}`] : [])]
      return leftOut.has(`goal:${id}`) ? [] : [`goal:${id}`, ...below]
    }),
    projects: projects.lines.map(({ key }) => `project:${key}`),
    skills: skills.lines.map(({ id }) => `skill:${id}`),
    feedback: feedback.lines.map(({ id }) => `feedback:${id}`),
    learnings: learnings.lines.map(({ id }) => `learning:${id}`),
  }
  const parts = packetParts.filter((name) => !leftOut.has(`part:${name}`))
  return parts.flatMap((name) => ids[name]).filter((id) => !leftOut.has(id))
}

export const lineIds = (packet: Packet) => includedIds(packet, new Set())

/** Ids of all lines and parts of a document. */
export const packetIds = (packet: Packet) => [
  ...packetParts.filter((name) => packet[name].lines.length > 0).map((name) => `part:${name}`),
  ...lineIds(packet),
]

/** Minimum share of a document's hours for a project to be included by default. */
const suggestedShare = 0.05

/** Lines that a new document excludes: all except reached goals without ticks, main projects, grown skills and praise. */
export const defaultExclusions = ({ goals, projects, feedback, learnings }: Packet) => {
  const hours = projects.lines.reduce((sum, { seconds }) => sum + seconds, 0)
  return [
    ...goals.lines
      .filter(({ date, milestones }) => date === null && milestones.length === 0)
      .map(({ id }) => `goal:${id}`),
    ...goals.lines.filter(({ ticks }) => ticks.length > 0).map(({ id }) => `ticks:${id}`),
    ...projects.lines
      .filter(({ key, seconds }) => key === 'none' || seconds < suggestedShare * hours)
      .map(({ key }) => `project:${key}`),
    ...feedback.lines.filter(({ sentiment }) => sentiment !== 'positive').map(({ id }) => `feedback:${id}`),
    ...learnings.lines.map(({ id }) => `learning:${id}`),
  ]
}

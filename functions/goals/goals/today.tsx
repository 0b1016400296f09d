import type { Context } from 'hono'
import { GoalsToday } from '../../../views/goals/goals/today'
import { type App, type LocalNow, localNow } from '../../lib/env'
import type { TodayFacts } from '../../lib/feature'
import { allOrgs, type Org, rowFilterOf } from '../../lib/org'
import { addDays } from '../../lib/time/days'
import { dueSoonDays } from './labels'
import { rateFrom } from './progress/pace'
import { readRules } from './progress/periods'
import { type GoalWithProgress, measureGoals, progressFrom } from './progress/status'
import { isOpen, isRecurring } from './schema'

const goalLimit = 5

/** How soon a goal needs something: overdue, behind, due soon, then each day; null for one that needs nothing today. */
const urgency = (goal: GoalWithProgress, today: string) => {
  const { target_date, progress } = goal
  if (progress.lateness?.state === 'overdue') return 0
  if (progress.lateness?.state === 'behind') return 1
  if (target_date !== null && target_date <= addDays(today, dueSoonDays)) return 2
  return isRecurring(goal) && progress.pace?.needs ? 3 : null
}

/** The goals that need something today, the most urgent first. */
const needsToday = (goals: GoalWithProgress[], today: string) =>
  goals
    .flatMap((goal) => {
      const rank = urgency(goal, today)
      return rank === null ? [] : [{ goal, key: `${rank} ${goal.target_date ?? '~'} ${goal.id}` }]
    })
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .slice(0, goalLimit)
    .map(({ goal }) => goal)

/** The open goals of a context with their progress. */
const openGoals = async (db: D1Database, userId: string, org: Org, now: LocalNow) => {
  const [measured, rules, isShown] = await Promise.all([
    measureGoals(db, userId, now, { isEndedToo: false, since: rateFrom('', now.today) }),
    readRules(db, userId),
    rowFilterOf(db, userId, org),
  ])
  const open = [...measured.family.byId.values()].filter((goal) => isOpen(goal.status) && isShown(goal))
  return open
    .map((goal) => ({ ...goal, parent_title: null, organization_name: null }))
    .map(progressFrom({ ...measured, ...rules, rules: new Map() }, now))
}

/** Open goals that are overdue, or will be missed at this pace. */
export const lateGoals = async (db: D1Database, userId: string, now: LocalNow) =>
  (await openGoals(db, userId, allOrgs, now)).filter(({ progress: { lateness } }) =>
    ['overdue', 'behind'].includes(lateness?.state ?? ''),
  )

/** The open goals of the context that need something today, and how many are open. @param instant epoch ms */
export const readNeeds = async (c: Context<App>, instant: number) => {
  const { user, org } = c.var
  const now = localNow(user, instant)
  const goals = await openGoals(c.env.DB, user.id, org, now)
  return { needs: needsToday(goals, now.today), openGoals: goals.length, today: now.today }
}

/** Draws the goals that need something today; nothing without open ones. */
export const goalsToday = async (c: Context<App>, facts: TodayFacts) => {
  const read = await readNeeds(c, facts.now)
  return read.openGoals === 0 ? null : <GoalsToday {...read} />
}

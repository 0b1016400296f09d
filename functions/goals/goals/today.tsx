import type { Context } from 'hono'
import { GoalsToday } from '../../../views/goals/goals/today'
import { type App, type LocalNow, localNow } from '../../lib/env'
import type { TodayFacts } from '../../lib/feature'
import { allOrgs, type Org, rowFilterOf } from '../../lib/org'
import { addDays } from '../../lib/time/days'
import { dueSoonDays } from './labels'
import { rateStart } from './progress/pace'
import { readRules } from './progress/periods'
import { type GoalWithProgress, measureGoals, progressCalculator } from './progress/status'
import { isOpenGoal, isRecurring } from './schema'

const goalLimit = 5

/** Rank of a goal that needs something today: 0 overdue, 1 behind, 2 due soon, 3 repeating. Null for other goals. */
const urgency = (goal: GoalWithProgress, today: string) => {
  const { target_date, progress } = goal
  if (progress.lateness?.state === 'overdue') return 0
  if (progress.lateness?.state === 'behind') return 1
  if (target_date !== null && target_date <= addDays(today, dueSoonDays)) return 2
  return isRecurring(goal) && progress.pace?.needs ? 3 : null
}

/** Goals that need something today, most urgent first. */
const needsToday = (goals: GoalWithProgress[], today: string) =>
  goals
    .flatMap((goal) => {
      const rank = urgency(goal, today)
      return rank === null ? [] : [{ goal, key: `${rank} ${goal.target_date ?? '~'} ${goal.id}` }]
    })
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .slice(0, goalLimit)
    .map(({ goal }) => goal)

/** Open goals of a context with their progress. */
const openGoals = async (db: D1Database, userId: string, org: Org, now: LocalNow) => {
  const [measured, rules, isShown] = await Promise.all([
    measureGoals(db, userId, now, { isEndedToo: false, since: rateStart('', now.today) }),
    readRules(db, userId),
    rowFilterOf(db, userId, org),
  ])
  const open = [...measured.family.byId.values()].filter((goal) => isOpenGoal(goal.status) && isShown(goal))
  return open
    .map((goal) => ({ ...goal, parent_title: null, organization_name: null }))
    .map(progressCalculator({ ...measured, ...rules, rules: new Map() }, now))
}

/** Open goals that are overdue or behind. */
export const lateGoals = async (db: D1Database, userId: string, now: LocalNow) =>
  (await openGoals(db, userId, allOrgs, now)).filter(({ progress: { lateness } }) =>
    ['overdue', 'behind'].includes(lateness?.state ?? ''),
  )

/** The context's open goals that need something today, and the number of open goals. @param instant epoch ms */
export const readNeeds = async (c: Context<App>, instant: number) => {
  const { user, org } = c.var
  const now = localNow(user, instant)
  const goals = await openGoals(c.env.DB, user.id, org, now)
  return { needs: needsToday(goals, now.today), openGoals: goals.length, today: now.today }
}

/** Renders the goals that need something today; null without open goals. */
export const goalsToday = async (c: Context<App>, facts: TodayFacts) => {
  const read = await readNeeds(c, facts.now)
  return read.openGoals === 0 ? null : <GoalsToday {...read} />
}

import { type Context, Hono } from 'hono'
import { GoalsToday, HabitsPage, HabitsToday } from '../../../views/goals/goals/today'
import { type App, type LocalNow, localNow } from '../../lib/env'
import type { TodayFacts } from '../../lib/feature'
import { allOrgs, type Org, rowFilterOf } from '../../lib/org'
import { addDays } from '../../lib/time/days'
import { dueSoonDays } from './labels'
import { habitToday } from './progress/habit'
import { rateStart } from './progress/pace'
import { readRules } from './progress/periods'
import { type GoalWithProgress, measureGoals, progressCalculator } from './progress/status'
import { isHabit, isOpenGoal, isRecurring } from './schema'
import { readTicksOfRows } from './ticks/queries'

const goalLimit = 5
const habitLimit = 5

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

/** Data of the open goals of a context. */
const readOpenGoals = async (db: D1Database, userId: string, org: Org, now: LocalNow) => {
  const since = rateStart('', now.today)
  const [measured, rules, early, isShown] = await Promise.all([
    measureGoals(db, userId, now, { isEndedToo: false, since }),
    readRules(db, userId),
    readTicksOfRows(db, userId, now),
    rowFilterOf(db, userId, org),
  ])
  const open = [...measured.family.byId.values()].filter((goal) => isOpenGoal(goal.status) && isShown(goal))
  const goals = open
    .map((goal) => ({ ...goal, parent_title: null, organization_name: null }))
    .map(progressCalculator({ ...measured, ...rules, rules: new Map() }, now))
  return { goals, measured, rules, early, now }
}
type OpenGoals = Awaited<ReturnType<typeof readOpenGoals>>

/** Open goals that are overdue or behind. */
export const lateGoals = async (db: D1Database, userId: string, now: LocalNow) =>
  (await readOpenGoals(db, userId, allOrgs, now)).goals.filter(({ progress: { lateness } }) =>
    ['overdue', 'behind'].includes(lateness?.state ?? ''),
  )

/** Habits as Today shows them, the oldest first. */
const habitsOf = ({ goals, measured, rules, early, now }: OpenGoals) =>
  goals
    .filter(isHabit)
    .toSorted((a, b) => a.created_at - b.created_at)
    .map((goal) => habitToday(goal, now, { ...measured, ...rules, early }))

/** Habits whose present day counts and is not met, or whose week is not. */
export const openHabits = async (db: D1Database, userId: string, now: LocalNow) =>
  habitsOf(await readOpenGoals(db, userId, allOrgs, now)).flatMap(({ goal, days }) => {
    const { basis } = goal.progress
    const isMet = basis.from === 'period' && basis.period.reached >= basis.period.rule.target
    return !isMet && days.some(({ date, verdict }) => date === now.today && verdict === 'open') ? [goal] : []
  })

/** The context's open goals that need something today, and the number of open goals. @param instant epoch ms */
export const readNeeds = async (c: Context<App>, instant: number) => {
  const { user, org } = c.var
  const now = localNow(user, instant)
  const { goals } = await readOpenGoals(c.env.DB, user.id, org, now)
  return { needs: needsToday(goals, now.today), openGoals: goals.length, today: now.today }
}

/** The open goals, which both blocks of Today share. */
const reads = new WeakMap<TodayFacts, Promise<OpenGoals>>()

const openGoalsOf = (c: Context<App>, facts: TodayFacts) => {
  const { user, org } = c.var
  const read = reads.get(facts) ?? readOpenGoals(c.env.DB, user.id, org, localNow(user, facts.now))
  reads.set(facts, read)
  return read
}

/** Renders the goals that need something today, without habits; null without open goals. */
export const goalsToday = async (c: Context<App>, facts: TodayFacts) => {
  const { goals, now } = await openGoalsOf(c, facts)
  if (goals.length === 0) return null
  const needs = needsToday(
    goals.filter((goal) => !isHabit(goal)),
    now.today,
  )
  return <GoalsToday needs={needs} openGoals={goals.length} today={now.today} />
}

/** Renders the habits of the day; null without any. */
export const habitsToday = async (c: Context<App>, facts: TodayFacts) => {
  const open = await openGoalsOf(c, facts)
  const habits = habitsOf(open)
  return habits.length === 0 ? null : <HabitsToday habits={habits} now={open.now} most={habitLimit} />
}

/** `/today/habits`: only the habits, for a phone's home screen. */
export const habitsPage = new Hono<App>().get('/', async (c) => {
  const { user, org } = c.var
  const open = await readOpenGoals(c.env.DB, user.id, org, localNow(user))
  return c.render(<HabitsPage habits={habitsOf(open)} now={open.now} />, { title: 'Habits' })
})

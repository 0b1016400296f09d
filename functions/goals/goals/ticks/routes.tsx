import { type Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { v7 as uuid } from 'uuid'
import { HabitDay, HabitDayPage } from '../../../../views/goals/goals/day'
import { TickForm } from '../../../../views/goals/goals/ticks'
import { linkedMessage, type ToastProps } from '../../../../views/ui/toast'
import { commit } from '../../../lib/db/sql'
import { type App, localNow, nowOf, rowUndo, todayOf } from '../../../lib/env'
import type { Undo } from '../../../lib/feature'
import { type AnyDraft, form, submittedText } from '../../../lib/http/form'
import { pathTo, undoPath } from '../../../lib/http/path-to'
import { pathUnlessBelow, prefetchFragments, wantsFragment } from '../../../lib/http/respond'
import { weekdayDay, weekdayNameOf } from '../../../lib/text/format'
import { calendarPeriod, isDate } from '../../../lib/time/days'
import type { PeriodUnit } from '../fields'
import { respondGoalChanged } from '../pages'
import { habitDayData } from '../progress/page'
import { isCountedDay } from '../progress/periods'
import { amountText } from '../progress/text'
import { type GoalEnv, goal as goalById, loadGoal } from '../queries'
import { type EditedGoal, isHabit, periodOf } from '../schema'
import { addSkip, addTick, findTick, readTicksOn, removeSkips, removeTick, skipsAround } from './queries'
import { SkipForm, type Tick, TickFormFields, tickErrors } from './schema'

const pathOf = <E extends GoalEnv>(c: Context<E>) => pathUnlessBelow(c, '/goals', pathTo`/goals/${c.var.goal.id}`)

/** Commits writes of ticks or skips. False if the goal or the row is gone. */
export const commitTicks = <E extends GoalEnv>(c: Context<E>, statements: D1PreparedStatement[]) =>
  commit(c.env.DB, c.var.user.id, ['stats'], statements)

/** Writes that add a tick to a goal. A tick whose id exists already changes nothing. */
export const tickWrites = <E extends GoalEnv>(c: Context<E>, tick: Omit<Tick, 'goal_id' | 'created_at'>) =>
  addTick(c.env.DB, c.var.user.id, { ...tick, goal_id: c.var.goal.id, created_at: nowOf(c) })

/** Writes that remove a tick. */
export const untickWrites = <E extends GoalEnv>(c: Context<E>, id: string) =>
  removeTick(c.env.DB, c.var.user.id, { goal_id: c.var.goal.id, id })

/** Runs a write and responds with the updated goal; 404 if the goal is gone. */
const changed = async <E extends GoalEnv>(
  c: Context<E>,
  write: () => Promise<boolean>,
  message: string,
  undo?: Pick<ToastProps, 'undo' | 'sends'>,
) => {
  const { id, title } = c.var.goal
  const toast = { ...linkedMessage(message, pathTo`/goals/${id}`, title), ...undo }
  const answer = prefetchFragments(c, () => respondGoalChanged(c, { toast, page: pathOf(c) }))
  return (await write()) ? answer() : c.notFound()
}

/** Loads a tick and its goal in parallel. */
const loadTicked = createMiddleware<GoalEnv & { Variables: { ticked: Tick } }>(async (c, next) => {
  const { id = '', tick = '' }: { id?: string; tick?: string } = c.req.param()
  const { DB } = c.env
  const [found, ticked] = await Promise.all([goalById(DB, c.var.user.id, id), findTick(DB, c.var.user.id, id, tick)])
  if (found === null || ticked === null) return c.notFound()
  c.set('goal', found)
  c.set('ticked', ticked)
  await next()
})

/** `Ticked`, `Ticked for Mon 30 Nov`, `3 pages`, or that a tick of a weekday that the goal does not count is kept as extra. */
const tickMessage = (goal: EditedGoal, { amount, date }: Pick<Tick, 'amount' | 'date'>, today: string) => {
  const day = date === today ? '' : ` for ${weekdayDay(date)}`
  if (!isCountedDay(goal, date)) return `Kept as extra, as ${weekdayNameOf(date)} doesn’t count`
  return goal.progress_source === 'value' || goal.unit !== null
    ? `${amountText(amount, { measure: 'times', times_of: null, unit: goal.unit ?? '' })}${day}`
    : `Ticked${day}`
}

const tickForm = (c: Context<GoalEnv>, draft: AnyDraft) => (
  <TickForm goal={c.var.goal} now={localNow(c.var.user)} draft={draft} />
)

/** `This week`, `The week of Mon 23`, `Mon 23`; the present period without a date. */
const periodWords = (unit: PeriodUnit, date: string) => {
  if (!isDate(date)) return `This ${unit}`
  return unit === 'day' ? weekdayDay(date) : `The ${unit} of ${weekdayDay(date)}`
}

/** Removes a tick. Its Undo restores it with its day and note. */
const removed = <E extends GoalEnv>(c: Context<E>, { id, amount, date, note }: Tick) => {
  const again = new URLSearchParams({ amount: String(amount), date, note })
  return changed(c, () => commitTicks(c, untickWrites(c, id)), 'Tick removed', {
    undo: pathTo`/goals/${c.var.goal.id}/ticks/${id}/restore?${again}`,
  })
}

/** `/goals/:id/day`, `/goals/:id/ticks` and `/goals/:id/skips` */
export const ticks = new Hono<App>()
  .get('/:id/day', loadGoal, async (c) => {
    const { goal, user } = c.var
    if (!isHabit(goal)) return c.notFound()
    const now = localNow(user)
    const { date = '' } = c.req.query()
    const day = await habitDayData(c.env.DB, user.id, goal, isDate(date) ? date : now.today, now)
    if (wantsFragment(c)) return c.render(<HabitDay {...day} now={now} />)
    return c.render(<HabitDayPage {...day} now={now} />, { title: goal.title })
  })

  .post('/:id/ticks', loadGoal, form(TickFormFields, 'Tick', tickForm), async (c) => {
    const { goal, user } = c.var
    const { amount, date, note, untick } = c.req.valid('form')
    if (untick) {
      const [latest] = await readTicksOn(c.env.DB, user.id, goal.id, untick)
      return latest ? removed(c, latest) : c.notFound()
    }
    const id = uuid()
    const tick = { id, amount: amount ?? 1, date: date || todayOf(c), note }
    const errors = tickErrors(goal, tick, localNow(user).latestDay)
    if (Object.keys(errors).length > 0) {
      c.status(422)
      return c.render(tickForm(c, { values: submittedText(c), errors }), { title: 'Tick', heading: true })
    }
    const write = () => commitTicks(c, tickWrites(c, tick))
    const undo = pathTo`/goals/${goal.id}/ticks/${id}/delete`
    return changed(c, write, tickMessage(goal, tick, todayOf(c)), { undo })
  })

  .post('/:id/ticks/:tick/delete', loadTicked, (c) => removed(c, c.var.ticked))

  .post('/:id/ticks/:tick/restore', loadGoal, async (c) => {
    const { data } = TickFormFields.safeParse(c.req.query())
    if (!data?.date) return c.notFound()
    const { amount, date, note } = data
    const tick = { id: c.req.param('tick'), amount: amount ?? 1, date, note }
    return changed(c, () => commitTicks(c, tickWrites(c, tick)), 'Tick restored')
  })

  .post(
    '/:id/skips',
    loadGoal,
    form(SkipForm, 'Skip', () => null),
    async (c) => {
      const { goal, user } = c.var
      const unit = periodOf(goal)
      if (unit === null) return c.notFound()
      const { reason, date } = c.req.valid('form')
      const day = date || localNow(user).latestDay
      const write = () => commitTicks(c, addSkip(c.env.DB, user.id, goal.id, day, reason))
      return changed(c, write, `${periodWords(unit, date)} is skipped`, { undo: undoPath('goal.skip', goal.id, date) })
    },
  )

/** Makes a skipped period count again. Its own Undo skips the period for the same reason. */
export const undoGoalSkip: Undo<Context<GoalEnv>> = (context, id = '', given = '') => {
  const { DB } = context.env
  const { user } = context.var
  const { latestDay, weekStart } = localNow(user)
  const date = isDate(given) ? given : latestDay
  // Shares a batch with the read of the goal.
  const skips = skipsAround(DB, user.id, id, date)
  skips.catch(() => undefined)
  return rowUndo<GoalEnv>(loadGoal, async (c) => {
    const { goal } = c.var
    const unit = periodOf(goal)
    if (unit === null) return c.notFound()
    const period = calendarPeriod(unit, date, weekStart)
    const skip = (await skips).find((one) => one.date >= period.from && one.date <= period.to)
    const again = skip && { undo: pathTo`/goals/${goal.id}/skips`, sends: skip }
    const write = () => commitTicks(c, [removeSkips(DB, user.id, goal.id, period)])
    return changed(c, write, `${periodWords(unit, given)} counts again`, again)
  })(context, id, given)
}

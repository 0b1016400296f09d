import { type Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { v7 as uuid } from 'uuid'
import { TickForm } from '../../../../views/goals/goals/ticks'
import { commit } from '../../../lib/db/sql'
import { type App, localNow } from '../../../lib/env'
import { form } from '../../../lib/http/form'
import { pathTo } from '../../../lib/http/path-to'
import { backUnlessBelow, fragmentsWith } from '../../../lib/http/respond'
import { goalChanged } from '../pages'
import { calendarPeriod } from '../progress/periods'
import { amountText } from '../progress/text'
import { type GoalEnv, goal as goalById, loadGoal } from '../queries'
import { type EditedGoal, periodOf } from '../schema'
import { addSkip, addTick, findTick, removeSkips, removeTick } from './queries'
import { SkipForm, type Tick, TickFormFields } from './schema'

const pathOf = <E extends GoalEnv>(c: Context<E>) => backUnlessBelow(c, '/goals', pathTo`/goals/${c.var.goal.id}`)

/** Saves a tick of a goal; false where the goal is gone. A second one with its id changes nothing. */
export const saveTick = <E extends GoalEnv>(
  c: Context<E>,
  tick: Omit<Tick, 'goal_id' | 'created_at'>,
  also: D1PreparedStatement[] = [],
) =>
  commit(
    c.env.DB,
    c.var.user.id,
    ['stats'],
    [...addTick(c.env.DB, c.var.user.id, { ...tick, goal_id: c.var.goal.id, created_at: Date.now() }), ...also],
  )

/** Removes a tick; false where it is gone. */
export const dropTick = <E extends GoalEnv>(c: Context<E>, id: string) =>
  commit(c.env.DB, c.var.user.id, ['stats'], removeTick(c.env.DB, c.var.user.id, { goal_id: c.var.goal.id, id }))

/** Skips the present period of a goal, or that of a date. */
export const saveSkip = <E extends GoalEnv>(
  c: Context<E>,
  date: string,
  reason: string,
  also: D1PreparedStatement[] = [],
) =>
  commit(
    c.env.DB,
    c.var.user.id,
    ['stats'],
    [...addSkip(c.env.DB, c.var.user.id, c.var.goal.id, date, reason), ...also],
  )

/** Does a write, and answers with the goal as it is then; 404 where the goal is gone. */
const changed = async <E extends GoalEnv>(
  c: Context<E>,
  write: () => Promise<boolean>,
  message: string,
  undo?: string,
) => {
  const answer = fragmentsWith(c, () => goalChanged(c, { toast: { message, undo }, page: pathOf(c) }))
  return (await write()) ? answer() : c.notFound()
}

/** Loads a tick with its goal, in one turn. */
const loadTicked = createMiddleware<GoalEnv & { Variables: { ticked: Tick } }>(async (c, next) => {
  const { id = '', tick = '' }: { id?: string; tick?: string } = c.req.param()
  const { DB } = c.env
  const [found, ticked] = await Promise.all([goalById(DB, c.var.user.id, id), findTick(DB, c.var.user.id, id, tick)])
  if (found === null || ticked === null) return c.notFound()
  c.set('goal', found)
  c.set('ticked', ticked)
  await next()
})

const wordsOf = (goal: EditedGoal, amount: number) =>
  goal.progress_source === 'value' || goal.unit !== null
    ? amountText(amount, { measure: 'times', times_of: null, unit: goal.unit ?? '' })
    : 'Ticked'

/** `/goals/:id/ticks` and `/goals/:id/skips` */
export const ticks = new Hono<App>()
  .post(
    '/:id/ticks',
    loadGoal,
    form(TickFormFields, 'Tick', (c: Context<GoalEnv>, draft) => (
      <TickForm goal={c.var.goal} now={localNow(c.var.user)} draft={draft} />
    )),
    async (c) => {
      const { goal, user } = c.var
      const { amount, date, note } = c.req.valid('form')
      const id = uuid()
      const done = amount ?? 1
      const write = () => saveTick(c, { id, amount: done, date: date || localNow(user).today, note })
      return changed(c, write, wordsOf(goal, done), pathTo`/goals/${goal.id}/ticks/${id}/delete`)
    },
  )

  .post('/:id/ticks/:tick/delete', loadTicked, (c) => {
    const { goal, ticked } = c.var
    const { id, amount, date, note } = ticked
    const again = new URLSearchParams({ amount: String(amount), date, note })
    return changed(c, () => dropTick(c, id), 'Tick removed', pathTo`/goals/${goal.id}/ticks/${id}/restore?${again}`)
  })

  .post('/:id/ticks/:tick/restore', loadGoal, async (c) => {
    const { data } = TickFormFields.safeParse(c.req.query())
    if (!data?.date) return c.notFound()
    const { amount, date, note } = data
    const tick = { id: c.req.param('tick'), amount: amount ?? 1, date, note }
    return changed(c, () => saveTick(c, tick), 'Tick restored')
  })

  .post(
    '/:id/skips',
    loadGoal,
    form(SkipForm, 'Skip', () => null),
    async (c) => {
      const { goal, user } = c.var
      const unit = periodOf(goal)
      if (unit === null) return c.notFound()
      const write = () => saveSkip(c, localNow(user).latestDay, c.req.valid('form').reason)
      return changed(c, write, `This ${unit} is skipped`, pathTo`/goals/${goal.id}/skips/undo`)
    },
  )

  .post('/:id/skips/undo', loadGoal, async (c) => {
    const { goal, user } = c.var
    const { latestDay, weekStart } = localNow(user)
    const unit = periodOf(goal)
    if (unit === null) return c.notFound()
    const skips = removeSkips(c.env.DB, user.id, goal.id, calendarPeriod(unit, latestDay, weekStart))
    return changed(c, () => commit(c.env.DB, user.id, ['stats'], [skips]), `This ${unit} counts again`)
  })

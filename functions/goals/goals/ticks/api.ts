import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { addAct } from '../../../lib/api/act'
import { describeOperation } from '../../../lib/api/describe'
import { fieldsProblem, param, query } from '../../../lib/api/request'
import { dateInput, Instant, idInput, instantInput, iso } from '../../../lib/api/values'
import { type App, localNow } from '../../../lib/env'
import { addDays, dayOf, daysBetween } from '../../../lib/time/days'
import { dayVerdicts } from '../progress/habit'
import { goalDays, goalPeriods } from '../progress/page'
import { type GoalEnv, loadGoal } from '../queries'
import { isHabit } from '../schema'
import { addSkip, readTicks, removeSkip } from './queries'
import { commitTicks, tickWrites, untickWrites } from './routes'
import { type Tick, tickAmount, tickErrors, tickNote } from './schema'

const tag = 'Goals'

const TickJson = z
  .object({
    id: z.string(),
    goal_id: z.string(),
    date: z.iso.date().meta({ description: 'The local day that it counts on.' }),
    amount: z.number(),
    note: z.string(),
    created_at: Instant,
  })
  .meta({ id: 'Tick' })

const tickJson = ({ created_at, ...tick }: Tick) => ({ ...tick, created_at: iso(created_at) })

export const NewTick = z
  .strictObject({
    id: idInput.optional().meta({ description: 'A repeat with the same id adds nothing.' }),
    at: instantInput.optional().meta({ description: 'When it was done; defaults to now.' }),
    date: dateInput.optional().meta({ description: 'The local day, instead of `at`.' }),
    amount: tickAmount
      .optional()
      .meta({ description: 'How many, or the value for a goal that measures one; defaults to 1.' }),
    note: tickNote.optional(),
  })
  .meta({ id: 'NewTick', example: { note: 'In the rain' } })

const PeriodJson = z
  .object({
    from: z.iso.date(),
    to: z.iso.date(),
    target: z.number(),
    reached: z.number(),
    verdict: z.enum(['met', 'missed', 'open', 'skipped', 'off']),
  })
  .meta({ id: 'GoalPeriod' })

const DayJson = z
  .object({
    date: z.iso.date(),
    verdict: z.enum(dayVerdicts).meta({
      description:
        '`open`: today, or a day to come. `off`: it doesn’t count, or it needs nothing, as a day without a tick of a habit by the week. `extra`: done on a day that doesn’t count.',
    }),
    amount: z.number().meta({ description: 'Seconds or number of times.' }),
    target: z.number().meta({ description: 'Of the day or of its period, in the same unit.' }),
  })
  .meta({ id: 'HabitDay' })

/** Number of days listed without a range, and at most. */
const [usualDays, mostDays] = [28, 400]

const DaysQuery = z.object({
  from: dateInput.optional().meta({ description: `By default ${usualDays} days before \`to\`.` }),
  to: dateInput.optional().meta({ description: 'By default today.' }),
})

const NewSkip = z
  .strictObject({ date: dateInput, reason: tickNote.optional() })
  .meta({ id: 'NewSkip', example: { date: '2026-11-23', reason: 'On holiday' } })

/** Maximum number of ticks listed. */
const listedTicks = 1_000

const ofTick = param(z.object({ tick: z.string() }))
const ofDate = param(z.object({ date: dateInput }))

/** `/api/v1/goals/:id`: `periods`, `days`, `ticks`, `skips` */
export const ticksApi = new Hono<App>()
  .get(
    '/:id/periods',
    describeOperation({
      summary: 'List the periods of a goal',
      description: 'Periods with a target, the latest last.',
      tag,
      item: true,
      answers: { schema: z.object({ items: z.array(PeriodJson) }) },
    }),
    loadGoal,
    async (c) => {
      const { user, goal } = c.var
      const outcomes = await goalPeriods(c.env.DB, user.id, goal, localNow(user))
      return c.json({
        items: outcomes.map(({ from, to, rule, reached, state }) => ({
          from,
          to,
          target: rule.target,
          reached,
          verdict: state === 'uncounted' ? 'open' : state,
        })),
      })
    },
  )

  .get(
    '/:id/days',
    describeOperation({
      summary: 'List the days of a habit',
      description: `The oldest first, at most ${mostDays}. Days before its start are left out. Empty for a goal that is no habit.`,
      tag,
      item: true,
      answers: { schema: z.object({ items: z.array(DayJson) }) },
    }),
    loadGoal,
    query(DaysQuery),
    async (c) => {
      const { user, goal } = c.var
      const now = localNow(user)
      const { to = now.today, from = addDays(to, 1 - usualDays) } = c.req.valid('query')
      if (from > to) throw fieldsProblem({ to: ['Choose a day that is not before the first one'] })
      if (daysBetween(from, to) >= mostDays) throw fieldsProblem({ to: [`Choose at most ${mostDays} days`] })
      return c.json({ items: isHabit(goal) ? await goalDays(c.env.DB, user.id, goal, { from, to }, now) : [] })
    },
  )

  .get(
    '/:id/ticks',
    describeOperation({
      summary: 'List the ticks of a goal',
      description: `The latest ${listedTicks}, the latest first.`,
      tag,
      item: true,
      answers: { schema: z.object({ items: z.array(TickJson) }) },
    }),
    loadGoal,
    async (c) => {
      const all = await readTicks(c.env.DB, c.var.user.id, c.var.goal.id, listedTicks)
      return c.json({ items: all.map(tickJson) })
    },
  )

  .delete(
    '/:id/ticks/:tick',
    describeOperation({ summary: 'Remove a tick', tag, item: true }),
    loadGoal,
    ofTick,
    async (c) =>
      (await commitTicks(c, untickWrites(c, c.req.valid('param').tick))) ? c.body(null, 204) : c.notFound(),
  )

  .delete(
    '/:id/skips/:date',
    describeOperation({ summary: 'Undo a skip', tag, item: true }),
    loadGoal,
    ofDate,
    async (c) => {
      const { user, goal } = c.var
      const isGone = await commitTicks(c, removeSkip(c.env.DB, user.id, goal.id, c.req.valid('param').date))
      return isGone ? c.body(null, 204) : c.notFound()
    },
  )

addAct(ticksApi, '/:id/ticks', {
  summary: 'Tick a goal',
  tag,
  item: true,
  before: [loadGoal],
  input: NewTick,
  schema: TickJson,
  status: 201,
  json: tickJson,
  run: async (c: Context<GoalEnv>, { input, claim }) => {
    const { user, goal } = c.var
    const { id = uuid(), at, date, amount = 1, note = '' } = input
    if (at !== undefined && date !== undefined) return { errors: { date: ['Send either at or date'] } }
    const now = localNow(user)
    const tick = { id, amount, note, date: date ?? dayOf(at ?? now.instant, now.zone) }
    const errors = tickErrors(goal, tick, now.latestDay, date === undefined ? 'at' : 'date')
    if (Object.keys(errors).length > 0) return { errors }
    const made = { ...tick, goal_id: goal.id, created_at: now.instant }
    return (await commitTicks(c, [...tickWrites(c, tick), ...claim(id, made)])) ? made : null
  },
})

addAct(ticksApi, '/:id/skips', {
  summary: 'Skip a period of a goal',
  description: 'Skips the period that contains the date: it neither breaks a streak nor counts as missed.',
  tag,
  item: true,
  before: [loadGoal],
  input: NewSkip,
  schema: z.object({ date: z.iso.date(), reason: z.string() }),
  status: 201,
  run: async (c: Context<GoalEnv>, { input: { date, reason = '' }, claim }) => {
    const skipping = addSkip(c.env.DB, c.var.user.id, c.var.goal.id, date, reason)
    return (await commitTicks(c, [...skipping, ...claim(date, { date, reason })])) ? { date, reason } : null
  },
})

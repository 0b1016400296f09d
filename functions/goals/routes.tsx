import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { GoalPage } from '../../views/goals/goal'
import { GoalsPage } from '../../views/goals/page'
import type { App } from '../lib/env'
import { form } from '../lib/form'
import { cameFrom, flash, wantsFragment } from '../lib/page'
import { commit } from '../lib/sql'
import { goalActions } from './actions'
import { changedParts, placedParts, rowPart } from './answers'
import { capture } from './capture/routes'
import { draftOf, lineOf, understand } from './capture/understand'
import { editDifferences, editForm, editTitle, newForm, newTitle, refuseEdit, refuseNew, stale } from './forms'
import { type Found, found } from './found'
import { countsBeside, goalGroups, nowOf } from './list'
import { milestones } from './milestones/routes'
import { goalView } from './progress/page'
import * as q from './queries'
import { GoalForm, type GoalValues, GoalView, type ListedGoal, NewGoalForm, newGoalValues } from './schema'
import * as w from './writes'
import { wrongWith } from './wrong'

/** Whether an edit changes more than what only the goal's own page shows: the dashboard has the rest of it. */
const changesFigures = (goal: ListedGoal, { description, category, seq, ...shown }: GoalValues & { seq: number }) => {
  const before = new Map<string, unknown>(Object.entries(goal))
  return Object.entries(shown).some(([field, value]) => before.get(field) !== value)
}

export const goals = new Hono<App>()
  .get('/', async (c) => {
    const { user } = c.var
    const now = nowOf(user)
    const view = GoalView.parse(c.req.query())
    const groups = await goalGroups(c.env.DB, user, view, now)
    const counts = await countsBeside(c.env.DB, user.id, view, groups, now.today)
    return c.render(<GoalsPage groups={groups} counts={counts} view={view} now={now} />, {
      title: 'Goals',
      openGoals: counts.open,
    })
  })

  .get('/new', async (c) => {
    const line = lineOf(c.req.query('entry'))
    const parent_id = c.req.query('parent_id')
    const asked = parent_id ? { values: { parent_id }, errors: {} } : undefined
    const draft = line ? draftOf(understand(line, nowOf(c.var.user).today)) : asked
    return c.render(await newForm(c, draft), { title: newTitle, heading: true })
  })

  .route('/capture', capture)

  .post('/', form(NewGoalForm, newTitle, newForm), async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const values = { ...newGoalValues, ...c.req.valid('form') }
    const errors = await wrongWith(DB, user.id, '', values)
    const id = uuid()
    if (errors) return refuseNew(c, errors)
    const isDone = await commit(DB, user.id, ['stats'], w.addGoal(DB, user.id, id, values, nowOf(user)))
    if (!isDone) return refuseNew(c, { parent_id: ['Choose a goal from the list'] })
    const added = await q.goal(DB, user.id, id)
    if (wantsFragment(c) && added) return placedParts(c, added, { more: <div id="new-goal" hx-swap-oob="true" /> })
    flash(c, { message: 'Goal added' })
    const isPart = values.parent_id !== null && cameFrom(c, '').startsWith('/goals/new?parent_id=')
    return c.redirect(isPart ? `/goals/${values.parent_id}` : '/goals', 303)
  })

  .get('/:id', found, async (c) => {
    const { goal, user } = c.var
    if (wantsFragment(c) && c.req.query('whole') === undefined) return rowPart(c, goal)
    const now = nowOf(user)
    const view = await goalView(c.env.DB, user, goal, now)
    return c.render(<GoalPage {...view} now={now} preferences={user.preferences} />, { title: goal.title })
  })

  .get('/:id/edit', found, async (c) =>
    c.render(await editForm(c, c.var.goal), { title: `Edit ${c.var.goal.title}`, heading: true }),
  )

  .post(
    '/:id',
    found,
    form(GoalForm, editTitle, (c: Context<Found>, draft) => editForm(c, c.var.goal, draft)),
    async (c) => {
      const { DB } = c.env
      const { user, goal } = c.var
      const values = { ...goal, ...c.req.valid('form') }
      const errors = await wrongWith(DB, user.id, goal.id, values, goal.parent_id)
      if (errors) return refuseEdit(c, goal, errors)
      const outdates = changesFigures(goal, values) ? ['stats' as const] : []
      if (!(await commit(DB, user.id, outdates, w.updateGoal(DB, user.id, goal.id, values, nowOf(user))))) {
        const saved = await q.goal(DB, user.id, goal.id)
        if (!saved) return c.notFound()
        if (saved.seq === values.seq) return refuseEdit(c, goal, { parent_id: ['Choose a goal from the list'] })
        const fields = await editDifferences(c, values, saved)
        if (fields.length > 0) return stale(c, saved, fields, `/goals/${goal.id}`)
      }
      return wantsFragment(c) ? changedParts(c, goal) : c.redirect(`/goals/${goal.id}`, 303)
    },
  )

  .route('/:id/milestones', milestones)

  .route('/', goalActions)

import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { GoalPage } from '../../views/goals/goal'
import { GoalsPage } from '../../views/goals/page'
import type { App } from '../lib/env'
import { form } from '../lib/form'
import { localNow } from '../lib/now'
import { cameFrom, wantsFragment } from '../lib/page'
import { commit } from '../lib/sql'
import { goalActions } from './actions'
import { draftOf, interpret, lineOf } from './capture/interpret'
import { capture } from './capture/routes'
import { editDifferences, editForm, editTitle, goalConflict, newForm, newTitle, rejectEdit, rejectNew } from './forms'
import { goalChanged, goalFragments } from './fragments'
import { readGoalList } from './list'
import { type GoalEnv, loadGoal } from './load'
import { milestones } from './milestones/routes'
import { goalPageData } from './progress/page'
import * as q from './queries'
import { GoalForm, GoalsQuery, type GoalValues, type ListedGoal, NewGoalForm, newGoalValues } from './schema'
import { validateGoal } from './validate'
import * as w from './writes'

const noParent = { parent_id: ['Choose a goal from the list'] }

/** True when an edit changes a field that the dashboard shows too. */
const changesFigures = (goal: ListedGoal, { description, category, seq, ...shown }: GoalValues & { seq: number }) => {
  const before = new Map<string, unknown>(Object.entries(goal))
  return Object.entries(shown).some(([field, value]) => before.get(field) !== value)
}

export const goals = new Hono<App>()
  .get('/', async (c) => {
    const { user } = c.var
    const list = await readGoalList(c.env.DB, user.id, GoalsQuery.parse(c.req.query()), localNow(user))
    return c.render(<GoalsPage {...list} />, { title: 'Goals', openGoals: list.counts.open })
  })

  .get('/new', async (c) => {
    const line = lineOf(c.req.query('entry'))
    const parent_id = c.req.query('parent_id')
    const part = parent_id ? { values: { parent_id }, errors: {} } : undefined
    const draft = line ? draftOf(interpret(line, localNow(c.var.user).today)) : part
    return c.render(await newForm(c, draft), { title: newTitle, heading: true })
  })

  .route('/capture', capture)

  .post('/', form(NewGoalForm, newTitle, newForm), async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const values = { ...newGoalValues, ...c.req.valid('form') }
    const errors = await validateGoal(DB, user.id, '', values)
    if (errors) return rejectNew(c, errors)
    const id = uuid()
    const isDone = await commit(DB, user.id, ['stats'], w.addGoal(DB, user.id, id, values, localNow(user)))
    if (!isDone) return rejectNew(c, noParent)
    const isPart = values.parent_id !== null && cameFrom(c, '').startsWith('/goals/new?parent_id=')
    return goalChanged(c, {
      toast: wantsFragment(c) ? undefined : { message: 'Goal added' },
      page: isPart ? `/goals/${values.parent_id}` : '/goals',
      focused: id,
      more: <div id="new-goal" hx-swap-oob="true" />,
    })
  })

  .get('/:id', loadGoal, async (c) => {
    const { goal, user } = c.var
    if (wantsFragment(c) && c.req.query('whole') === undefined) return c.render(await goalFragments(c))
    const now = localNow(user)
    const data = await goalPageData(c.env.DB, user, goal, now)
    return c.render(<GoalPage {...data} now={now} preferences={user.preferences} />, { title: goal.title })
  })

  .get('/:id/edit', loadGoal, async (c) =>
    c.render(await editForm(c, c.var.goal), { title: `Edit ${c.var.goal.title}`, heading: true }),
  )

  .post(
    '/:id',
    loadGoal,
    form(GoalForm, editTitle, (c: Context<GoalEnv>, draft) => editForm(c, c.var.goal, draft)),
    async (c) => {
      const { DB } = c.env
      const { user, goal } = c.var
      const values = { ...goal, ...c.req.valid('form') }
      const errors = await validateGoal(DB, user.id, goal.id, values, goal.parent_id)
      if (errors) return rejectEdit(c, goal, errors)
      const outdates = changesFigures(goal, values) ? ['stats' as const] : []
      if (!(await commit(DB, user.id, outdates, w.updateGoal(DB, user.id, goal.id, values, localNow(user))))) {
        const saved = await q.goal(DB, user.id, goal.id)
        if (!saved) return c.notFound()
        if (saved.seq === values.seq) return rejectEdit(c, goal, noParent)
        const fields = await editDifferences(c, values, saved)
        if (fields.length > 0) return goalConflict(c, saved, fields, `/goals/${goal.id}`)
      }
      return goalChanged(c, { page: `/goals/${goal.id}` })
    },
  )

  .route('/:id/milestones', milestones)

  .route('/', goalActions)

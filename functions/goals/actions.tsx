import { type Context, Hono } from 'hono'
import { differences } from '../lib/conflict'
import { type App, type Loaded, loads, localNow } from '../lib/env'
import { answerStale, form, submittedText } from '../lib/form'
import { ProblemError } from '../lib/problem'
import { backUnlessBelow, fragmentsWith } from '../lib/respond'
import { commit } from '../lib/sql'
import { goalChanged } from './fragments'
import { describeGoal, editingRow, goalPage } from './pages'
import * as q from './queries'
import { type GoalStatus, isOpen, type ListedGoal, ProgressForm, ReopenForm, StatusForm } from './schema'
import * as w from './writes'

export type GoalEnv = Loaded<'goal', ListedGoal>

export const loadGoal = loads('goal', (c, id) => q.goal(c.env.DB, c.var.user.id, id))

const statusMessages: Record<GoalStatus, string> = {
  completed: 'Goal completed',
  cancelled: 'Goal cancelled',
  in_progress: 'Goal in progress',
  not_started: 'Goal not started',
}

/** Sets status and progress unless they have these values. False when the goal has been deleted. */
const setStatus = async (c: Context<GoalEnv>, status: GoalStatus, progress: number | null = null) => {
  const { goal, user } = c.var
  if (status === goal.status && (progress === null || progress === goal.progress_percentage)) return true
  return commit(c.env.DB, user.id, ['stats'], w.setStatus(c.env.DB, user.id, goal, status, progress, localNow(user)))
}

const reopenPath = ({ id, status, progress_percentage }: ListedGoal) =>
  `/goals/${id}/reopen?${new URLSearchParams({ status, progress_percentage: String(progress_percentage) })}`

const changeStatus = async (c: Context<GoalEnv>, status: GoalStatus) => {
  const { goal } = c.var
  const undo = isOpen(goal.status) && !isOpen(status) ? reopenPath(goal) : undefined
  const toast = { message: statusMessages[status], undo }
  const answer = fragmentsWith(c, () =>
    goalChanged(c, { toast, page: backUnlessBelow(c, '/goals', `/goals/${goal.id}`) }),
  )
  return (await setStatus(c, status)) ? answer() : c.notFound()
}

export const goalActions = new Hono<App>()
  .post('/:id/complete', loadGoal, (c) => changeStatus(c, 'completed'))

  .post('/:id/cancel', loadGoal, (c) => changeStatus(c, 'cancelled'))

  .post('/:id/status', loadGoal, async (c) => {
    const input = StatusForm.safeParse(submittedText(c))
    if (input.success) return changeStatus(c, input.data.status)
    throw new ProblemError({
      status: 422,
      code: 'invalid',
      title: 'Invalid status',
      detail: 'Choose not started, in progress, completed or cancelled.',
    })
  })

  .post('/:id/reopen', loadGoal, async (c) => {
    const { goal } = c.var
    const { status, progress_percentage } = ReopenForm.parse({ ...submittedText(c), ...c.req.query() })
    const answer = fragmentsWith(c, () =>
      goalChanged(c, {
        toast: { message: 'Goal reopened' },
        page: backUnlessBelow(c, '/goals', `/goals/${goal.id}`),
      }),
    )
    return (await setStatus(c, status, progress_percentage)) ? answer() : c.notFound()
  })

  .post(
    '/:id/progress',
    loadGoal,
    form(
      ProgressForm,
      'Progress',
      (c: Context<GoalEnv>, { values, errors }) =>
        goalPage(c, c.var.goal, {
          typed: values.progress_percentage,
          errors: errors.progress_percentage ?? errors.seq,
        }),
      { heading: false },
    ),
    async (c) => {
      const { DB } = c.env
      const { goal, user } = c.var
      const values = c.req.valid('form')
      const answer = fragmentsWith(c, () => goalChanged(c, { page: backUnlessBelow(c, '/goals', `/goals/${goal.id}`) }))
      if (!(await commit(DB, user.id, ['stats'], w.setProgress(DB, user.id, goal.id, values, Date.now())))) {
        const saved = await q.goal(DB, user.id, goal.id)
        if (!saved) return c.notFound()
        const fields = differences<ListedGoal>({ ...saved, ...values }, saved, await describeGoal(c, saved))
        const page = `/goals/${goal.id}`
        if (fields.length > 0) {
          return answerStale(c, {
            what: 'goal',
            title: `Edit ${saved.title}`,
            page,
            action: `${page}/progress`,
            saved,
            fields,
            row: (conflict) => editingRow(saved, conflict),
          })
        }
      }
      return answer()
    },
  )

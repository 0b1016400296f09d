import { type Context, Hono } from 'hono'
import type { ToastProps } from '../../../views/ui/toast'
import { type App, appContext } from '../../lib/env'
import { form, submittedText } from '../../lib/http/form'
import { pathTo } from '../../lib/http/path-to'
import { ProblemError } from '../../lib/http/problem'
import { pathUnlessBelow, prefetchFragments } from '../../lib/http/respond'
import { setLatest } from '../../lib/resource/resource'
import { answerEdit } from '../../lib/resource/resource-pages'
import { goalPage, goalPages, respondGoalChanged } from './pages'
import { type GoalEnv, loadGoal } from './queries'
import { goal } from './resource'
import { type GoalStatus, isOpenGoal, type ListedGoal, ProgressForm, ReopenForm, StatusForm } from './schema'

/** Saves a new status in the latest version of a goal, and responds with `toast`. */
const changeStatus = async (
  c: Context<GoalEnv>,
  values: Pick<ListedGoal, 'status'> & Partial<ListedGoal>,
  toast: ToastProps,
) => {
  const page = pathUnlessBelow(c, '/goals', pathTo`/goals/${c.var.goal.id}`)
  const answer = prefetchFragments(c, () => respondGoalChanged(c, { toast, page }))
  return (await setLatest(c, goal, c.var.goal, values)) ? answer() : c.notFound()
}

const statusMessages: Record<GoalStatus, string> = {
  completed: 'Goal completed',
  cancelled: 'Goal cancelled',
  in_progress: 'Goal in progress',
  not_started: 'Goal not started',
}

/** Sets the status of a goal. A closed goal can be reopened with its former values. */
const setStatus = (c: Context<GoalEnv>, status: GoalStatus) => {
  const { id, status: before, progress_percentage } = c.var.goal
  const query = new URLSearchParams({ status: before, progress_percentage: String(progress_percentage) })
  const undo = isOpenGoal(before) && !isOpenGoal(status) ? pathTo`/goals/${id}/reopen?${query}` : undefined
  return changeStatus(c, { status }, { message: statusMessages[status], undo })
}

export const goalActions = new Hono<App>()
  .post('/:id/complete', loadGoal, (c) => setStatus(c, 'completed'))

  .post('/:id/cancel', loadGoal, (c) => setStatus(c, 'cancelled'))

  .post('/:id/status', loadGoal, async (c) => {
    const input = StatusForm.safeParse(submittedText(c))
    if (input.success) return setStatus(c, input.data.status)
    throw new ProblemError({
      status: 422,
      code: 'invalid',
      title: 'Invalid status',
      detail: 'Choose not started, in progress, completed or cancelled.',
    })
  })

  .post('/:id/reopen', loadGoal, (c) => {
    const { status, progress_percentage } = ReopenForm.parse({ ...submittedText(c), ...c.req.query() })
    const progress = progress_percentage === null ? {} : { progress_percentage }
    return changeStatus(c, { status, ...progress }, { message: 'Goal reopened' })
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
    (c) => {
      const before = c.var.goal
      const edit = c.req.valid('form')
      return answerEdit(appContext(c), goal, goalPages, before, edit, pathTo`/goals/${before.id}/progress`)
    },
  )

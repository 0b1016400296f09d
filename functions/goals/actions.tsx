import { type Context, Hono } from 'hono'
import { GoalPage } from '../../views/goals/goal'
import type { App } from '../lib/env'
import { form, submittedText } from '../lib/form'
import { cameFrom, flash, wantsFragment } from '../lib/page'
import { ProblemError } from '../lib/problem'
import { recoverableSince } from '../lib/recoverable'
import { commit } from '../lib/sql'
import { changedParts, deletedParts, placedParts } from './answers'
import { editDifferences, stale } from './forms'
import { type Found, found } from './found'
import { nowOf } from './list'
import { goalView } from './progress/page'
import * as q from './queries'
import { type GoalStatus, isOpen, type ListedGoal, ProgressForm, ReopenForm, StatusForm } from './schema'
import * as w from './writes'

/** The page to go back to: the one that the form was on, or the goal's own where that one leads nowhere. */
const back = (c: Context, goalPage: string) => {
  const page = cameFrom(c, goalPage)
  return /^\/goals\/./.test(page) ? goalPage : page
}

const done: Record<GoalStatus, string> = {
  completed: 'Goal completed',
  cancelled: 'Goal cancelled',
  in_progress: 'Goal in progress',
  not_started: 'Goal not started',
}

type Change = { status: GoalStatus; progress?: number | null }

/** Gives the goal another status, whatever it has now. False when it was deleted meanwhile. */
const change = async (c: Context<Found>, { status, progress = null }: Change) => {
  const { goal, user } = c.var
  if (status === goal.status && (progress === null || progress === goal.progress_percentage)) return true
  return commit(c.env.DB, user.id, ['stats'], w.setStatus(c.env.DB, user.id, goal, status, progress, nowOf(user)))
}

/** The path whose POST takes the end of a goal back. */
const undoEnd = ({ id, status, progress_percentage }: ListedGoal) =>
  `/goals/${id}/reopen?${new URLSearchParams({ status, progress_percentage: String(progress_percentage) })}`

/** Gives the goal another status and says so; an end can be undone. */
const changeStatus = async (c: Context<Found>, status: GoalStatus) => {
  const { goal } = c.var
  if (!(await change(c, { status }))) return c.notFound()
  const toast = { message: done[status], undo: isOpen(goal.status) && !isOpen(status) ? undoEnd(goal) : undefined }
  if (wantsFragment(c)) return changedParts(c, goal, { toast })
  flash(c, toast)
  return c.redirect(back(c, `/goals/${goal.id}`), 303)
}

/** The goal's page with what was typed for its progress, and what is wrong with it. */
const progressAgain = async (c: Context<Found>, progress: { errors?: string[]; typed?: string }) => {
  const { goal, user } = c.var
  const now = nowOf(user)
  const view = await goalView(c.env.DB, user, goal, now)
  return <GoalPage {...view} now={now} preferences={user.preferences} progress={progress} />
}

export const goalActions = new Hono<App>()
  .post('/:id/complete', found, (c) => changeStatus(c, 'completed'))

  .post('/:id/cancel', found, (c) => changeStatus(c, 'cancelled'))

  .post('/:id/status', found, async (c) => {
    const asked = StatusForm.safeParse(await submittedText(c))
    if (asked.success) return changeStatus(c, asked.data.status)
    throw new ProblemError({
      status: 422,
      code: 'invalid',
      title: 'There is no such status',
      detail: 'A goal is not started, in progress, completed or cancelled.',
    })
  })

  .post('/:id/reopen', found, async (c) => {
    const { goal, user } = c.var
    const { status, progress_percentage } = ReopenForm.parse({ ...(await submittedText(c)), ...c.req.query() })
    if (!(await change(c, { status, progress: progress_percentage }))) return c.notFound()
    const toast = { message: 'Goal reopened' }
    if (wantsFragment(c)) {
      const isUndo = c.req.query('status') !== undefined
      const reopened = isUndo && (await q.goal(c.env.DB, user.id, goal.id))
      if (reopened) return placedParts(c, reopened, { before: goal, toast })
      return changedParts(c, goal, { toast })
    }
    flash(c, toast)
    return c.redirect(back(c, `/goals/${goal.id}`), 303)
  })

  .post(
    '/:id/progress',
    found,
    form(
      ProgressForm,
      'Progress',
      (c: Context<Found>, { values, errors }) =>
        progressAgain(c, { typed: values.progress_percentage, errors: errors.progress_percentage ?? errors.seq }),
      { heading: false },
    ),
    async (c) => {
      const { DB } = c.env
      const { goal, user } = c.var
      const values = c.req.valid('form')
      if (!(await commit(DB, user.id, ['stats'], w.setProgress(DB, user.id, goal.id, values, Date.now())))) {
        const saved = await q.goal(DB, user.id, goal.id)
        if (!saved) return c.notFound()
        const fields = await editDifferences(c, { ...saved, ...values }, saved)
        if (fields.length > 0) return stale(c, saved, fields, `/goals/${goal.id}/progress`)
      }
      return wantsFragment(c) ? changedParts(c, goal) : c.redirect(back(c, `/goals/${goal.id}`), 303)
    },
  )

  .post('/:id/delete', found, async (c) => {
    const { goal, user } = c.var
    const isDone = await commit(c.env.DB, user.id, ['stats'], w.deleteGoal(c.env.DB, user.id, goal.id, Date.now()))
    if (!isDone) return c.notFound()
    const toast = { message: 'Goal deleted', undo: `/goals/${goal.id}/restore` }
    if (wantsFragment(c)) return deletedParts(c, goal, { toast })
    flash(c, toast)
    return c.redirect(back(c, '/goals'), 303)
  })

  .post('/:id/restore', async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const id = c.req.param('id')
    if (await q.deletedGoal(DB, user.id, id, recoverableSince(Date.now()))) {
      await commit(DB, user.id, ['stats'], w.restoreGoal(DB, user.id, id))
    }
    const goal = await q.goal(DB, user.id, id)
    if (!goal) return c.notFound()
    const toast = { message: 'Goal restored' }
    if (wantsFragment(c)) return placedParts(c, goal, { toast })
    flash(c, toast)
    return c.redirect(back(c, `/goals/${goal.id}`), 303)
  })

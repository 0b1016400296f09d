import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { ToastPart } from '../../../views/ui/toast'
import type { App } from '../../lib/env'
import { form, submittedText } from '../../lib/form'
import { cameFrom, wantsFragment } from '../../lib/page'
import { ProblemError } from '../../lib/problem'
import { recoverableSince } from '../../lib/recoverable'
import { conflict, retry } from '../../lib/retry'
import { commit } from '../../lib/sql'
import { type GoalEnv, loadGoal } from '../load'
import { editDifferences, editForm, editTitle, milestoneConflict, newForm, rejectNew } from './forms'
import { milestoneFragments, milestonesChanged, milestonesPage, readMilestones } from './fragments'
import { loadMilestone, type MilestoneEnv } from './load'
import { inOrder, moved, newPositions } from './order'
import * as q from './queries'
import { MilestoneForm, type MilestoneRow, Move, milestoneLimit, NewMilestoneForm } from './schema'
import * as w from './writes'

const noMove = {
  status: 422,
  code: 'invalid',
  title: 'There is no such move',
  detail: 'A milestone moves up, down, to the first place or to the last.',
} as const

const full = {
  status: 409,
  code: 'milestones_full',
  title: 'The goal has no room for it',
  detail: `A goal has at most ${milestoneLimit} milestones. Delete one, then restore this one again.`,
} as const

/** Gives the new order of the current milestones, or null when it does not fit them. */
type Arrange = (current: MilestoneRow[]) => MilestoneRow[] | null

/** Reorders the goal's milestones. Null when the order does not fit them. */
const reorder = <E extends GoalEnv>(c: Context<E>, arrange: Arrange) => {
  const { DB } = c.env
  const { goal, user } = c.var
  return retry(async () => {
    const current = await readMilestones(c)
    const order = arrange(current)
    const positions = order && newPositions(order)
    if (!positions || positions.length === 0) return order
    const writes = [w.ifUnchanged(DB, user.id, goal.id, current), w.setPositions(DB, user.id, positions, Date.now())]
    return (await commit(DB, user.id, [], writes)) ? readMilestones(c) : conflict
  })
}

/** Answers an order that does not fit the current milestones with the list as it is: 409. */
const rejectOrder = async <E extends GoalEnv>(c: Context<E>) => {
  const message = 'The milestones changed meanwhile. This is how they stand now: move it again.'
  c.status(409)
  if (wantsFragment(c)) return milestonesChanged(c, { toast: { message } })
  return c.render(await milestonesPage(c, { errors: [message] }), { title: c.var.goal.title, heading: true })
}

const setReached = async (c: Context<MilestoneEnv>, reached: boolean) => {
  const { DB } = c.env
  const { goal, milestone, user } = c.var
  if ((milestone.completed_at !== null) !== reached) {
    const now = Date.now()
    const writes = w.setReached(DB, user.id, milestone.id, reached ? now : null, now)
    const isDone = await commit(DB, user.id, w.outdates(goal), writes)
    if (!isDone && !(await q.milestone(DB, user.id, goal.id, milestone.id))) return c.notFound()
  }
  return milestonesChanged(c, {})
}

export const milestones = new Hono<App>()
  .get('/', loadGoal, (c) => c.redirect(`/goals/${c.var.goal.id}#milestones`, 303))

  .post('/', loadGoal, form(NewMilestoneForm, 'New milestone', newForm), async (c) => {
    const { DB } = c.env
    const { goal, user } = c.var
    const { description, target_date = null } = c.req.valid('form')
    const values = { description, target_date, completed_at: null }
    const writes = w.addMilestone(DB, user.id, goal.id, uuid(), values, Date.now())
    if (!(await commit(DB, user.id, w.outdates(goal), writes))) return rejectNew(c)
    return milestonesChanged(c, { added: true })
  })

  .post('/order', loadGoal, async (c) => {
    const { ids = [] } = await c.req.parseBody({ all: true })
    const order = [ids].flat().flatMap((text) => (typeof text === 'string' ? text.split(',') : []))
    const milestones = await reorder(c, (current) => inOrder(current, order))
    if (!milestones) return rejectOrder(c)
    return milestonesChanged(c, { milestones, message: 'The milestones are in their new order' })
  })

  .get('/:milestone', loadGoal, loadMilestone, async (c) => {
    const { goal, milestone } = c.var
    if (!wantsFragment(c)) return c.redirect(`/goals/${goal.id}#milestone-${milestone.id}`, 303)
    return c.render(milestoneFragments(c, await readMilestones(c)))
  })

  .get('/:milestone/edit', loadGoal, loadMilestone, (c) => c.render(editForm(c), { title: editTitle, heading: true }))

  .post('/:milestone', loadGoal, loadMilestone, form(MilestoneForm, editTitle, editForm), async (c) => {
    const { DB } = c.env
    const { goal, milestone, user } = c.var
    const edit = { target_date: milestone.target_date, ...c.req.valid('form') }
    if (!(await commit(DB, user.id, [], w.updateMilestone(DB, user.id, milestone.id, edit, Date.now())))) {
      const saved = await q.milestone(DB, user.id, goal.id, milestone.id)
      if (!saved) return c.notFound()
      const fields = editDifferences(c, edit, saved)
      if (fields.length > 0) return milestoneConflict(c, saved, fields)
    }
    return milestonesChanged(c, {})
  })

  .post('/:milestone/reach', loadGoal, loadMilestone, (c) => setReached(c, true))

  .post('/:milestone/reopen', loadGoal, loadMilestone, (c) => setReached(c, false))

  .post('/:milestone/move', loadGoal, loadMilestone, async (c) => {
    const { id, description } = c.var.milestone
    const to = Move.safeParse((await submittedText(c)).to)
    if (!to.success) throw new ProblemError(noMove)
    const milestones = await reorder(c, (current) => {
      const milestone = current.find((one) => one.id === id)
      return milestone ? moved(current, milestone, to.data) : null
    })
    if (!milestones) return rejectOrder(c)
    const place = milestones.findIndex((one) => one.id === id) + 1
    // A move from the menu: its button is gone at the end of the list.
    const isFar = to.data === 'first' || to.data === 'last'
    const message = `${description}: ${place} of ${milestones.length}`
    return milestonesChanged(c, { milestones, message, focused: isFar ? id : undefined })
  })

  .post('/:milestone/delete', loadGoal, loadMilestone, async (c) => {
    const { DB } = c.env
    const { goal, milestone, user } = c.var
    const before = await readMilestones(c)
    const isDone = await commit(DB, user.id, w.outdates(goal), w.deleteMilestone(DB, user.id, milestone.id, Date.now()))
    if (!isDone) return c.notFound()
    const index = before.findIndex(({ id }) => id === milestone.id)
    const next = before[index + 1] ?? before[index - 1]
    const toast = { message: 'Milestone deleted', undo: `/goals/${goal.id}/milestones/${milestone.id}/restore` }
    return milestonesChanged(c, { toast, focused: next?.id })
  })

  .post('/:milestone/restore', loadGoal, async (c) => {
    const { DB } = c.env
    const { goal, user } = c.var
    const id = c.req.param('milestone')
    if (await q.isRecoverable(DB, user.id, goal.id, id, recoverableSince(Date.now()))) {
      const writes = w.restoreMilestone(DB, user.id, goal.id, id)
      const isDone = await commit(DB, user.id, w.outdates(goal), writes)
      if (!isDone && !(await q.milestone(DB, user.id, goal.id, id))) {
        if (!wantsFragment(c)) throw new ProblemError(full)
        c.status(409)
        return c.render(<ToastPart message={`${full.title}. ${full.detail}`} />)
      }
    }
    if (!(await q.milestone(DB, user.id, goal.id, id))) return c.notFound()
    return milestonesChanged(c, { toast: { message: 'Milestone restored' }, page: cameFrom(c, `/goals/${goal.id}`) })
  })

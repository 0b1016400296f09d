import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import type { App } from '../../lib/env'
import { form, submittedText } from '../../lib/form'
import { cameFrom, wantsFragment } from '../../lib/page'
import { ProblemError } from '../../lib/problem'
import { recoverableSince } from '../../lib/recoverable'
import { conflict, retry } from '../../lib/retry'
import { commit } from '../../lib/sql'
import { found as foundGoal } from '../found'
import { tellPage } from '../tell'
import {
  addedParts,
  backTo,
  listParts,
  milestonesNow,
  type OfGoal,
  refuseFull,
  refuseOrder,
  restoredParts,
  rowParts,
} from './answers'
import { editDifferences, editForm, editTitle, newForm, refuseNew, stale } from './forms'
import { type Found, found } from './found'
import { arranged, moved, renumbered } from './order'
import * as q from './queries'
import { MilestoneForm, type MilestoneRow, Move, NewMilestoneForm } from './schema'
import * as w from './writes'

const noMove = {
  status: 422,
  code: 'invalid',
  title: 'There is no such move',
  detail: 'A milestone moves up, down, to the first place or to the last.',
} as const

type Arrange = (present: MilestoneRow[]) => MilestoneRow[] | null

/** Puts the goal's milestones into the order that `arrange` gives of the present ones; null when it gives none. */
const putInOrder = <E extends OfGoal>(c: Context<E>, arrange: Arrange) => {
  const { DB } = c.env
  const { goal, user } = c.var
  return retry(async () => {
    const present = await milestonesNow(c)
    const order = arrange(present)
    const positions = order && renumbered(order)
    if (!positions || positions.length === 0) return order
    const writes = [w.asSeen(DB, user.id, goal.id, present), w.place(DB, user.id, positions, Date.now())]
    return (await commit(DB, user.id, [], writes)) ? milestonesNow(c) : conflict
  })
}

const setReached = async (c: Context<Found>, reached: boolean) => {
  const { DB } = c.env
  const { goal, milestone, user } = c.var
  if ((milestone.completed_at !== null) !== reached) {
    const now = Date.now()
    const writes = w.setReached(DB, user.id, milestone.id, reached ? now : null, now)
    const isDone = await commit(DB, user.id, w.outdates(goal), writes)
    if (!isDone && !(await q.milestone(DB, user.id, goal.id, milestone.id))) return c.notFound()
  }
  if (!wantsFragment(c)) return backTo(c)
  tellPage(c)
  return rowParts(c, milestone.id)
}

export const milestones = new Hono<App>()
  .get('/', foundGoal, (c) => c.redirect(`/goals/${c.var.goal.id}#milestones`, 303))

  .post('/', foundGoal, form(NewMilestoneForm, 'New milestone', newForm), async (c) => {
    const { DB } = c.env
    const { goal, user } = c.var
    const { description, target_date = null } = c.req.valid('form')
    const values = { description, target_date, completed_at: null }
    const writes = w.addMilestone(DB, user.id, goal.id, uuid(), values, Date.now())
    if (!(await commit(DB, user.id, w.outdates(goal), writes))) return refuseNew(c)
    return wantsFragment(c) ? addedParts(c, await milestonesNow(c)) : backTo(c)
  })

  .post('/order', foundGoal, async (c) => {
    const { ids = [] } = await c.req.parseBody({ all: true })
    const order = [ids].flat().flatMap((text) => (typeof text === 'string' ? text.split(',') : []))
    const milestones = await putInOrder(c, (present) => arranged(present, order))
    if (!milestones) return refuseOrder(c)
    return wantsFragment(c) ? listParts(c, { milestones, said: 'The milestones are in their new order' }) : backTo(c)
  })

  .get('/:milestone', foundGoal, found, async (c) => {
    const { goal, milestone } = c.var
    return wantsFragment(c) ? rowParts(c, milestone.id) : c.redirect(`/goals/${goal.id}#milestone-${milestone.id}`, 303)
  })

  .get('/:milestone/edit', foundGoal, found, (c) => c.render(editForm(c), { title: editTitle, heading: true }))

  .post('/:milestone', foundGoal, found, form(MilestoneForm, editTitle, editForm), async (c) => {
    const { DB } = c.env
    const { goal, milestone, user } = c.var
    const edit = { target_date: milestone.target_date, ...c.req.valid('form') }
    if (!(await commit(DB, user.id, [], w.updateMilestone(DB, user.id, milestone.id, edit, Date.now())))) {
      const saved = await q.milestone(DB, user.id, goal.id, milestone.id)
      if (!saved) return c.notFound()
      const fields = editDifferences(c, edit, saved)
      if (fields.length > 0) return stale(c, saved, fields)
    }
    return wantsFragment(c) ? rowParts(c, milestone.id) : backTo(c)
  })

  .post('/:milestone/reach', foundGoal, found, (c) => setReached(c, true))

  .post('/:milestone/reopen', foundGoal, found, (c) => setReached(c, false))

  .post('/:milestone/move', foundGoal, found, async (c) => {
    const { id, description } = c.var.milestone
    const to = Move.safeParse((await submittedText(c)).to)
    if (!to.success) throw new ProblemError(noMove)
    const milestones = await putInOrder(c, (present) => {
      const milestone = present.find((one) => one.id === id)
      return milestone ? moved(present, milestone, to.data) : null
    })
    if (!milestones) return refuseOrder(c)
    if (!wantsFragment(c)) return backTo(c)
    const place = milestones.findIndex((one) => one.id === id) + 1
    const far = to.data === 'first' || to.data === 'last'
    const said = `${description}: ${place} of ${milestones.length}`
    return listParts(c, { milestones, said, focused: far ? id : undefined })
  })

  .post('/:milestone/delete', foundGoal, found, async (c) => {
    const { DB } = c.env
    const { goal, milestone, user } = c.var
    const before = await milestonesNow(c)
    const isDone = await commit(DB, user.id, w.outdates(goal), w.deleteMilestone(DB, user.id, milestone.id, Date.now()))
    if (!isDone) return c.notFound()
    const toast = { message: 'Milestone deleted', undo: `/goals/${goal.id}/milestones/${milestone.id}/restore` }
    if (!wantsFragment(c)) return backTo(c, toast)
    const place = before.findIndex(({ id }) => id === milestone.id)
    const next = before[place + 1] ?? before[place - 1]
    return listParts(c, { milestones: await milestonesNow(c), focused: next?.id, toast })
  })

  .post('/:milestone/restore', foundGoal, async (c) => {
    const { DB } = c.env
    const { goal, user } = c.var
    const id = c.req.param('milestone')
    if (await q.isRecoverable(DB, user.id, goal.id, id, recoverableSince(Date.now()))) {
      const writes = w.restoreMilestone(DB, user.id, goal.id, id)
      const isDone = await commit(DB, user.id, w.outdates(goal), writes)
      if (!isDone && !(await q.milestone(DB, user.id, goal.id, id))) return refuseFull(c)
    }
    if (!(await q.milestone(DB, user.id, goal.id, id))) return c.notFound()
    const toast = { message: 'Milestone restored' }
    if (!wantsFragment(c)) return backTo(c, toast, cameFrom(c, `/goals/${goal.id}`))
    return restoredParts(c, await milestonesNow(c), toast)
  })

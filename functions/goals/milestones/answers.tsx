import type { Context } from 'hono'
import { AddMilestone, type MilestoneDraft } from '../../../views/goals/milestone-form'
import { MilestoneCount, MilestoneItem, MilestoneList, Milestones } from '../../../views/goals/milestones'
import { ToastPart, type ToastProps } from '../../../views/ui/toast'
import type { App } from '../../lib/env'
import { flash, wantsFragment } from '../../lib/page'
import { ProblemError } from '../../lib/problem'
import { nowOf } from '../list'
import type { ListedGoal } from '../schema'
import { tellPage } from '../tell'
import * as q from './queries'
import { type MilestoneRow, milestoneLimit } from './schema'

/** A handler's context behind the goal's `found`. */
export type OfGoal = App & { Variables: { goal: ListedGoal } }

/** The goal's milestones as they are now. */
export const milestonesNow = <E extends OfGoal>(c: Context<E>) => q.milestonesOf(c.env.DB, c.var.user.id, c.var.goal.id)

type Told = {
  milestones: MilestoneRow[]
  /** Of the milestone that takes the focus. */
  focused?: string
  toast?: ToastProps
  said?: string
}

/** What stands around the list: how many there are, whether one more fits, what is said of the change. */
const Around = ({ goal, milestones, toast, said }: Omit<Told, 'focused'> & { goal: ListedGoal }) => (
  <>
    <MilestoneCount milestones={milestones} oob />
    {Math.abs(milestones.length - milestoneLimit) <= 1 && (
      <hx-partial hx-target="#milestone-add" hx-swap="outerHTML">
        <AddMilestone goal={goal} full={milestones.length >= milestoneLimit} />
      </hx-partial>
    )}
    {said && (
      <hx-partial hx-target="#milestone-said" hx-swap="textContent">
        {said}
      </hx-partial>
    )}
    {toast && <ToastPart {...toast} />}
  </>
)

/** The list for an answer whose main part is another. */
const ListPart = ({ goal, milestones, now }: Parameters<typeof MilestoneList>[0]) => (
  <hx-partial hx-target="#milestone-rows" hx-swap="outerMorph">
    <MilestoneList goal={goal} milestones={milestones} now={now} />
  </hx-partial>
)

/** The whole list, for htmx to put in the place of the one it has. */
export const listParts = <E extends OfGoal>(c: Context<E>, { focused, ...told }: Told) => {
  const { goal, user } = c.var
  tellPage(c)
  return c.render(
    <>
      <MilestoneList goal={goal} milestones={told.milestones} now={nowOf(user)} focused={focused} />
      <Around goal={goal} {...told} />
    </>,
  )
}

/** After one was added: the empty form for the next, and the list. */
export const addedParts = <E extends OfGoal>(c: Context<E>, milestones: MilestoneRow[]) => {
  const { goal, user } = c.var
  tellPage(c)
  return c.render(
    <>
      <AddMilestone goal={goal} full={milestones.length >= milestoneLimit} />
      <ListPart goal={goal} milestones={milestones} now={nowOf(user)} />
      <MilestoneCount milestones={milestones} oob />
    </>,
  )
}

/** After an Undo, whose toast goes: the list. */
export const restoredParts = <E extends OfGoal>(c: Context<E>, milestones: MilestoneRow[], toast: ToastProps) => {
  const { goal, user } = c.var
  tellPage(c)
  return c.render(
    <>
      <ListPart goal={goal} milestones={milestones} now={nowOf(user)} />
      <Around goal={goal} milestones={milestones} toast={toast} />
    </>,
  )
}

type Page = { draft?: MilestoneDraft; errors?: string[] }

/** The goal's milestones with what was typed for a new one, and what is wrong: a page of its own without script. */
export const milestonesPage = async <E extends OfGoal>(c: Context<E>, shown: Page) => (
  <Milestones goal={c.var.goal} milestones={await milestonesNow(c)} now={nowOf(c.var.user)} {...shown} />
)

/** Answers a change of the order that does not fit the present milestones with what stands now: 409. */
export const refuseOrder = async <E extends OfGoal>(c: Context<E>) => {
  const message = 'The milestones changed meanwhile. This is how they stand now: move it again.'
  c.status(409)
  if (wantsFragment(c)) return listParts(c, { milestones: await milestonesNow(c), toast: { message } })
  return c.render(await milestonesPage(c, { errors: [message] }), { title: c.var.goal.title, heading: true })
}

const full = {
  status: 409,
  code: 'milestones_full',
  title: 'The goal has no room for it',
  detail: `A goal has at most ${milestoneLimit} milestones. Delete one, then restore this one again.`,
} as const

/** Answers that a milestone cannot come back, because the goal has as many as it can have: 409. */
export const refuseFull = (c: Context) => {
  if (!wantsFragment(c)) throw new ProblemError(full)
  c.status(409)
  return c.render(<ToastPart message={`${full.title}. ${full.detail}`} />)
}

/** After a write without script: back to the goal's milestones, or to the page that the form was on. */
export const backTo = <E extends OfGoal>(c: Context<E>, toast?: ToastProps, page?: string) => {
  if (toast) flash(c, toast)
  return c.redirect(page ?? `/goals/${c.var.goal.id}#milestones`, 303)
}

/** The milestone's row, and how many are reached. */
export const rowParts = async <E extends OfGoal>(c: Context<E>, id: string) => {
  const { goal, user } = c.var
  const milestones = await milestonesNow(c)
  const index = milestones.findIndex((milestone) => milestone.id === id)
  const milestone = milestones[index]
  if (!milestone) return c.notFound()
  return c.render(
    <>
      <MilestoneItem
        goal={goal}
        milestone={milestone}
        now={nowOf(user)}
        first={index === 0}
        last={index === milestones.length - 1}
      />
      <MilestoneCount milestones={milestones} oob />
    </>,
  )
}

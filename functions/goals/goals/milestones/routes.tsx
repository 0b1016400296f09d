import { type Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { v7 as uuid } from 'uuid'
import {
  AddMilestone,
  EditMilestone,
  type MilestoneDraft,
  Milestones,
  milestonesPath,
} from '../../../../views/goals/goals/milestones'
import { EditingRow } from '../../../../views/ui/form'
import type { ToastProps } from '../../../../views/ui/toast'
import { commitGuarded } from '../../../lib/db/retry'
import { type Loaded, localNow, rowLoader } from '../../../lib/env'
import { form, submittedText } from '../../../lib/http/form'
import { pathTo } from '../../../lib/http/path-to'
import { notify, prefetchFragments, previousPath, respond, wantsFragment } from '../../../lib/http/respond'
import { moveItem, moveOf, orderOf, outdatedOrder, sortByIds } from '../../../lib/http/selection'
import { conflictFields } from '../../../lib/resource/kind'
import { addRow, setLatest } from '../../../lib/resource/resource'
import { type RowPages, rowPages } from '../../../lib/resource/resource-pages'
import { type GoalEnv, loadGoal } from '../queries'
import * as w from './resource'
import { milestone } from './resource'
import * as q from './schema'
import { type EditedMilestone, type MilestoneRow, milestoneKind, milestoneLimit } from './schema'

const readMilestones = <E extends GoalEnv>(c: Context<E>) => q.milestonesOf(c.env.DB, c.var.user.id, c.var.goal.id)

type Invalid = { draft?: MilestoneDraft; errors?: string[] }

/** The section of milestones on a goal's page. Without script it is also the page of an invalid form. */
const section = async <E extends GoalEnv>(c: Context<E>, invalid: Invalid = {}) => (
  <Milestones goal={c.var.goal} milestones={await readMilestones(c)} now={localNow(c.var.user)} {...invalid} />
)

/** Replaces the section on screen by a morph, which keeps open edits and the input for a new milestone. */
const fragments = async <E extends GoalEnv>(c: Context<E>) => (
  <hx-partial hx-target="#milestones" hx-swap="outerMorph">
    {await section(c)}
  </hx-partial>
)

type Change = {
  toast?: ToastProps
  page?: string
  /** Text announced to screen readers. */
  said?: string
  /** The empty form for the next milestone. */
  more?: Child
}

/** Responds to a write of milestones. The page then reloads the goal's figures. */
const changed = <E extends GoalEnv>(c: Context<E>, { toast, page, said, more }: Change = {}) =>
  respond(c, {
    toast,
    page: page ?? pathTo`/goals/${c.var.goal.id}#milestones`,
    fragments: async () => {
      notify(c, 'goal-changed')
      return [
        more,
        await fragments(c),
        said && (
          <hx-partial hx-target="#milestone-said" hx-swap="textContent">
            {said}
          </hx-partial>
        ),
      ]
    },
  })

const milestonePages: RowPages<EditedMilestone, GoalEnv> = {
  edit: milestoneKind.EditForm,
  titleOf: () => 'milestone',
  hrefOf: ({ goal_id, id }) => milestonesPath(goal_id, id),
  described: (c, saved) => conflictFields(c, milestoneKind, saved),
  editForm: (c, row, draft) => <EditMilestone milestone={row} draft={draft} inPlace={wantsFragment(c)} />,
  editingRow: ({ id }, content) => (
    <EditingRow id={`milestone-${id}`} data-id={id}>
      {content}
    </EditingRow>
  ),
  show: async (c, { goal_id, id }) =>
    wantsFragment(c) ? c.render(await fragments(c)) : c.redirect(pathTo`/goals/${goal_id}#milestone-${id}`, 303),
  answer: async (c, { action, id }) => {
    const { goal } = c.var
    if (action === 'restore')
      return changed(c, { toast: { message: 'Milestone restored' }, page: previousPath(c, pathTo`/goals/${goal.id}`) })
    const undo = `${milestonesPath(goal.id, id)}/restore`
    return changed(c, { toast: action === 'delete' ? { message: 'Milestone deleted', undo } : undefined })
  },
  restoreRefused: {
    status: 409,
    code: 'milestones_full',
    title: 'Milestone limit reached',
    detail: `A goal can have at most ${milestoneLimit} milestones. Delete one, then restore this one again.`,
  },
}

type MilestoneEnv = Loaded<'milestone', MilestoneRow> & GoalEnv

const loadMilestone = rowLoader('milestone', milestone.find, 'milestone')

const newForm = (c: Context<GoalEnv>, draft: MilestoneDraft) =>
  wantsFragment(c) ? <AddMilestone goal={c.var.goal} draft={draft} /> : section(c, { draft })

/** Reorders the goal's milestones by `reorderTasks`. The result is null if `reorderTasks` refuses. */
const reorder = <E extends GoalEnv>(c: Context<E>, arrange: (current: MilestoneRow[]) => MilestoneRow[] | null) => {
  const { DB } = c.env
  const { goal, user } = c.var
  return commitGuarded(DB, user.id, [], async () => {
    const current = await readMilestones(c)
    const order = arrange(current)
    if (!order || order.every((milestone, index) => milestone === current[index])) return { result: order }
    prefetchFragments(c, () => readMilestones(c))
    return { result: order, writes: w.arrangeMilestones(DB, user.id, goal.id, current, order) }
  })
}

/** Responds with 409 and the current list to an outdated order of milestones. */
const rejectOrder = async <E extends GoalEnv>(c: Context<E>) => {
  const message = outdatedOrder('milestones')
  c.status(409)
  if (wantsFragment(c)) return changed(c, { toast: { message } })
  return c.render(await section(c, { errors: [message] }), { title: c.var.goal.title, heading: true })
}

const setReached = async (c: Context<MilestoneEnv>, reached: boolean) => {
  const before: EditedMilestone = c.var.milestone
  const answer = prefetchFragments(c, async () => changed(c))
  const isSo = (before.completed_at !== null) === reached
  return isSo || (await setLatest(c, milestone, before, { completed: reached })) ? answer() : c.notFound()
}

/** `/goals/:id/milestones` */
export const milestones = new Hono<GoalEnv>()
  .use(loadGoal)

  .get('/', (c) => c.redirect(pathTo`/goals/${c.var.goal.id}#milestones`, 303))

  .post('/', form(milestoneKind.NewForm, 'New milestone', newForm), async (c) => {
    const answer = prefetchFragments(c, async () => changed(c, { more: <AddMilestone goal={c.var.goal} /> }))
    const errors = await addRow(c, milestone, uuid(), c.req.valid('form'))
    if (!errors) return answer()
    c.status(422)
    const again = await newForm(c, { values: submittedText(c), errors })
    return c.render(again, { title: c.var.goal.title, heading: true })
  })

  .post('/order', async (c) => {
    const order = await orderOf(c)
    return (await reorder(c, (current) => sortByIds(current, order)))
      ? changed(c, { said: 'Milestones reordered' })
      : rejectOrder(c)
  })

  .post('/:milestone/reach', loadMilestone, (c) => setReached(c, true))

  .post('/:milestone/reopen', loadMilestone, (c) => setReached(c, false))

  .post('/:milestone/move', loadMilestone, async (c) => {
    const { id, description } = c.var.milestone
    const to = moveOf(c, 'a milestone')
    const milestones = await reorder(c, (current) => {
      const milestone = current.find((other) => other.id === id)
      return milestone ? moveItem(current, milestone, to) : null
    })
    if (!milestones) return rejectOrder(c)
    const place = milestones.findIndex((other) => other.id === id) + 1
    return changed(c, { said: `${description}: ${place} of ${milestones.length}` })
  })

  .route('/', rowPages(milestone, milestonePages))

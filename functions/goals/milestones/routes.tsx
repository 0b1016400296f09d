import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { EditMilestone } from '../../../views/goals/milestone-form'
import { EditingRow } from '../../../views/ui/form'
import { declares, type Loaded, loads, localNow } from '../../lib/env'
import { form, submittedText } from '../../lib/form'
import { dayMonth } from '../../lib/format'
import { ProblemError } from '../../lib/problem'
import { declareAnswer } from '../../lib/reads'
import { type RowPages, rowPages } from '../../lib/resource/pages'
import { addRow } from '../../lib/resource/resource'
import { cameFrom, fragmentsWith, wantsFragment } from '../../lib/respond'
import { conflict, retry } from '../../lib/retry'
import { inOrder, Move, moved, orderOf } from '../../lib/selection'
import { commit } from '../../lib/sql'
import { type GoalEnv, loadGoal } from '../actions'
import { milestoneFragments, milestonesChanged, milestonesPage, newForm, readMilestones, rejectNew } from './fragments'
import { newPositions } from './order'
import { milestone } from './resource'
import * as q from './schema'
import { type EditedMilestone, MilestoneForm, type MilestoneRow, milestoneLimit, NewMilestoneForm } from './schema'
import * as w from './writes'

const hrefOf = ({ goal_id, id }: MilestoneRow) => `/goals/${goal_id}/milestones/${id}`

const milestonePages: RowPages<EditedMilestone, GoalEnv> = {
  edit: MilestoneForm,
  titleOf: () => 'milestone',
  hrefOf,
  described: (c) => {
    const { today } = localNow(c.var.user)
    return {
      description: ['Milestone', (description) => description],
      target_date: ['Target date', (date) => (date ? dayMonth(date, today) : '')],
    }
  },
  editForm: (c, row, draft) => <EditMilestone milestone={row} draft={draft} inPlace={wantsFragment(c)} />,
  editingRow: ({ id }, content) => (
    <EditingRow id={`milestone-${id}`} class="milestone" data-id={id}>
      {content}
    </EditingRow>
  ),
  show: async (c, { goal_id, id }) =>
    wantsFragment(c)
      ? c.render(milestoneFragments(c, await readMilestones(c)))
      : c.redirect(`/goals/${goal_id}#milestone-${id}`, 303),
  answer: async (c, { action, before }) => {
    if (action === 'restore') {
      const page = cameFrom(c, `/goals/${c.var.goal.id}`)
      return milestonesChanged(c, { toast: { message: 'Milestone restored' }, page })
    }
    if (action !== 'delete' || !before) return milestonesChanged(c, {})
    const toast = { message: 'Milestone deleted', undo: `${hrefOf(before)}/restore` }
    return milestonesChanged(c, { toast })
  },
  restoreRefused: {
    status: 409,
    code: 'milestones_full',
    title: 'Milestone limit reached',
    detail: `A goal can have at most ${milestoneLimit} milestones. Delete one, then restore this one again.`,
  },
}

type MilestoneEnv = Loaded<'milestone', MilestoneRow> & GoalEnv

const loadMilestone = loads(
  'milestone',
  (c, id) => q.milestone(c.env.DB, c.var.user.id, c.req.param('id') ?? '', id),
  'milestone',
)

const noMove = {
  status: 422,
  code: 'invalid',
  title: 'Invalid move',
  detail: 'Move a milestone up, down, to the top or to the end.',
} as const

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
    const writes = [w.ifUnchanged(DB, user.id, goal.id, current), ...w.setPositions(DB, user.id, positions, Date.now())]
    const saved = declareAnswer(c.env.DB, () => readMilestones(c))
    return (await commit(DB, user.id, [], writes)) ? saved() : conflict
  })
}

/** Answers an order that does not fit the current milestones with the list as it is: 409. */
const rejectOrder = async <E extends GoalEnv>(c: Context<E>) => {
  const message = 'The milestones changed in the meantime. This is the current order; move it again.'
  c.status(409)
  if (wantsFragment(c)) return milestonesChanged(c, { toast: { message } })
  return c.render(await milestonesPage(c, { errors: [message] }), { title: c.var.goal.title, heading: true })
}

const setReached = async (c: Context<MilestoneEnv>, reached: boolean) => {
  const { DB } = c.env
  const { goal, milestone, user } = c.var
  if ((milestone.completed_at !== null) !== reached) {
    const now = Date.now()
    const writes = w.setReached(DB, user.id, milestone.id, w.completion(reached, user, now), now)
    const answer = fragmentsWith(c, async () => milestonesChanged(c, {}))
    const isDone = await commit(DB, user.id, w.outdates(goal), writes)
    if (isDone) return answer()
    if (!(await q.milestone(DB, user.id, goal.id, milestone.id))) return c.notFound()
  }
  return milestonesChanged(c, {})
}

/** Starts the reads of a milestone, which need not wait for its goal. */
const withMilestone = declares<GoalEnv>(async (c) => {
  const [, goalId = '', id] = /^\/goals\/([^/]+)\/milestones\/([^/]+)/.exec(c.req.path) ?? []
  const { DB } = c.env
  const { user } = c.var
  await Promise.all([q.milestonesOf(DB, user.id, goalId), id && q.milestone(DB, user.id, goalId, id)])
})

/** `/goals/:id/milestones` */
export const milestones = new Hono<GoalEnv>()
  .use(withMilestone)
  .use(loadGoal)

  .get('/', (c) => c.redirect(`/goals/${c.var.goal.id}#milestones`, 303))

  .post('/', form(NewMilestoneForm, 'New milestone', newForm), async (c) => {
    const answer = fragmentsWith(c, async () => milestonesChanged(c, { added: true }))
    const errors = await addRow(c, milestone, uuid(), c.req.valid('form'))
    return errors ? rejectNew(c, errors) : answer()
  })

  .post('/order', async (c) => {
    const order = await orderOf(c)
    const milestones = await reorder(c, (current) => inOrder(current, order))
    if (!milestones) return rejectOrder(c)
    return milestonesChanged(c, { milestones, message: 'Milestones reordered' })
  })

  .post('/:milestone/reach', loadMilestone, (c) => setReached(c, true))

  .post('/:milestone/reopen', loadMilestone, (c) => setReached(c, false))

  .post('/:milestone/move', loadMilestone, async (c) => {
    const { id, description } = c.var.milestone
    const to = Move.safeParse(submittedText(c).to)
    if (!to.success) throw new ProblemError(noMove)
    const milestones = await reorder(c, (current) => {
      const milestone = current.find((other) => other.id === id)
      return milestone ? moved(current, milestone, to.data) : null
    })
    if (!milestones) return rejectOrder(c)
    const place = milestones.findIndex((other) => other.id === id) + 1
    const message = `${description}: ${place} of ${milestones.length}`
    return milestonesChanged(c, { milestones, message })
  })

  .route('/', rowPages(milestone, milestonePages))

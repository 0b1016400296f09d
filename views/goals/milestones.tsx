import { dueOf } from '../../functions/goals/due'
import { type MilestoneRow, milestoneLimit } from '../../functions/goals/milestones/schema'
import { isOpen } from '../../functions/goals/schema'
import type { LocalNow } from '../../functions/lib/env'
import { dayMonth } from '../../functions/lib/format'
import { ErrorSummary } from '../ui/form'
import { ReorderForm, reorderId } from '../ui/reorder'
import { RowList, Section } from '../ui/section'
import { DueBadge } from './figures'
import {
  AddMilestone,
  MilestoneActions,
  type MilestoneDraft,
  type MilestoneGoal,
  milestonesPath,
  Tick,
} from './milestone-form'

type Context = { goal: MilestoneGoal; now: LocalNow }

/** The milestone of an ended goal counts as cancelled: it is no longer due. */
const statusOf = (milestone: MilestoneRow, goal: MilestoneGoal) => {
  if (milestone.completed_at !== null) return 'completed'
  return isOpen(goal.status) ? 'in_progress' : 'cancelled'
}

const DueDate = ({ milestone, goal, now }: Context & { milestone: MilestoneRow }) => {
  const due = dueOf({ ...milestone, status: statusOf(milestone, goal) }, now)
  if (due.date === null) return null
  const reached = milestone.completed_at !== null
  return (
    <p class="due">
      <span>
        {reached && 'reached '}
        <time datetime={due.date}>{dayMonth(due.date, now.today)}</time>
      </span>{' '}
      {due.text && due.text !== 'completed' && <DueBadge {...due} />}
    </p>
  )
}

type RowProps = Context & { milestone: MilestoneRow; first: boolean; last: boolean }

const MilestoneItem = ({ goal, milestone, now, first, last }: RowProps) => (
  <li
    class={milestone.completed_at === null ? 'milestone' : 'milestone reached'}
    id={`milestone-${milestone.id}`}
    data-id={milestone.id}
  >
    <Tick milestone={milestone} />
    <div class="what">
      <p class="row-title">
        <bdi>{milestone.description}</bdi>
      </p>
      <DueDate goal={goal} milestone={milestone} now={now} />
    </div>
    <MilestoneActions milestone={milestone} first={first} last={last} />
  </li>
)

export const MilestoneCount = ({ milestones, oob }: { milestones: MilestoneRow[]; oob?: boolean }) => {
  const reached = milestones.filter(({ completed_at }) => completed_at !== null).length
  return (
    <span id="milestone-count" hx-swap-oob={oob ? 'true' : undefined}>
      {milestones.length === 0 ? 'none yet' : `${reached} of ${milestones.length} reached`}
    </span>
  )
}

type ListProps = Context & { milestones: MilestoneRow[] }

/** client/row-dragging.ts lets a pointer drag the rows, and sends their order with the form beside the list. */
export const MilestoneList = ({ milestones, ...context }: ListProps) => (
  <RowList
    id="milestone-rows"
    ordered
    data-reorder={reorderId('milestone')}
    rows={milestones}
    item={(milestone, index) => (
      <MilestoneItem {...context} milestone={milestone} first={index === 0} last={index === milestones.length - 1} />
    )}
  />
)

type SectionProps = ListProps & {
  /** An invalid new milestone. */
  draft?: MilestoneDraft
  /** Errors of the last change as a whole. */
  errors?: string[]
}

export const Milestones = ({ draft, errors, ...list }: SectionProps) => (
  <Section id="milestones" title="Milestones" summary={<MilestoneCount milestones={list.milestones} />}>
    <ErrorSummary errors={errors} />
    <MilestoneList {...list} />
    <ReorderForm list="milestone" url={`${milestonesPath(list.goal.id)}/order`} />
    <AddMilestone goal={list.goal} draft={draft} full={list.milestones.length >= milestoneLimit} />
  </Section>
)

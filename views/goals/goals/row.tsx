import type { Child } from 'hono/jsx'
import { kindNames } from '../../../functions/goals/goals/fields'
import { dueOf } from '../../../functions/goals/goals/labels'
import type { TreeItem } from '../../../functions/goals/goals/list'
import type { GoalWithProgress } from '../../../functions/goals/goals/progress/status'
import { timeNeeded } from '../../../functions/goals/goals/progress/text'
import {
  type GoalRow,
  type GoalStatus,
  isOpenGoal,
  type ListedGoal,
  nextStepOf,
  takesTicks,
} from '../../../functions/goals/goals/schema'
import { filterIn } from '../../../functions/ledger/goal-tree'
import type { LocalNow } from '../../../functions/lib/env'
import { pathTo } from '../../../functions/lib/http/path-to'
import { duration } from '../../../functions/lib/text/format'
import { decodeTexts } from '../../../functions/lib/text/text'
import { Play, StartButton, stopFormId } from '../../frame/shell/start-button'
import { ActButton, Button, Menu } from '../../ui/button'
import type { IconName } from '../../ui/icon'
import { EditableText } from '../../ui/in-place'
import { anyRow, MenuPost, MenuTemplate, Row } from '../../ui/item'
import { RowActions, RowTitle } from '../../ui/section'
import { ListSelection } from '../../ui/selection'
import { useParts } from '../../ui/uses'
import { DueDate } from './figures'
import { MeasureBar, progressParts } from './progress'

type GoalAction = { path: string; label: string; icon: IconName; status?: GoalStatus; danger?: boolean }

export const actionsOf = ({ status }: Pick<GoalRow, 'status'>): GoalAction[] => [
  ...(status === 'not_started'
    ? [{ path: 'status', label: 'Mark as in progress', icon: 'right', status: 'in_progress' } satisfies GoalAction]
    : []),
  ...(isOpenGoal(status)
    ? [
        { path: 'complete', label: 'Complete', icon: 'check' } satisfies GoalAction,
        { path: 'cancel', label: 'Cancel goal', icon: 'close' } satisfies GoalAction,
      ]
    : [{ path: 'reopen', label: 'Reopen', icon: 'undo' } satisfies GoalAction]),
  { path: 'delete', label: 'Delete', icon: 'trash', danger: true },
]

type PostProps = { goal: Pick<GoalRow, 'id'>; action: GoalAction; children: Child }

/** A form around the button of an action on a goal. */
export const ActionForm = ({ goal, action, children }: PostProps) => (
  <form method="post" action={`${pathTo`/goals/${goal.id}`}/${action.path}`}>
    {action.status && <input type="hidden" name="status" value={action.status} />}
    {children}
  </form>
)

const PartOf = ({ goal }: { goal: Pick<ListedGoal, 'parent_id' | 'parent_title'> }) =>
  goal.parent_title === null ? null : (
    <a href={pathTo`/goals/${goal.parent_id}`}>
      subgoal of <bdi>{goal.parent_title}</bdi>
    </a>
  )

type RowProps = TreeItem & {
  now: LocalNow
  /** Id of the goal that the timer runs for. */
  running?: string
  /** True for a row without actions, because the goal's page has them. */
  isPlain?: boolean
}

type TimerProps = Pick<RowProps, 'running'> & {
  goal: Pick<ListedGoal, 'id' | 'title' | 'status'>
  isPage?: boolean
  /** True for the main button of the page. */
  isMain?: boolean
}

type StepProps = {
  goal: GoalWithProgress
  running?: string
  today: string
  isPage?: boolean
  /** True where the row has its own tick. */
  isTimer?: boolean
}

/** Button that adds a task for today to the goal. Its estimate is the time still missing today. */
const PlanToday = ({ goal, today, isPage }: StepProps) => {
  const needed = timeNeeded(goal)
  const project = decodeTexts(filterIn(goal.counts)).find((subject) => subject.startsWith('project:'))
  const fields = {
    title: goal.title,
    goal_id: goal.id,
    date: today,
    project_id: project?.slice('project:'.length),
    estimated_minutes: needed > 0 ? duration(needed) : undefined,
  }
  const label = `Plan for today: ${goal.title}`
  return (
    useParts()('tasks') && (
      <form method="post" action="/tasks">
        {Object.entries(fields).map(([name, value]) => value && <input type="hidden" name={name} value={value} />)}
        {isPage ? (
          <Button icon="tasks" variant="primary" aria-label={label}>
            Plan for today
          </Button>
        ) : (
          <ActButton icon="tasks" label={label} />
        )}
      </form>
    )
  )
}

/** Number of ticks of a goal that wait to be sent, beside its figure; client/offline/ticks.ts fills it in. */
export const WaitingTicks = ({ goalId }: { goalId: string }) => <span data-waits={pathTo`/goals/${goalId}/ticks`} />

const TickNow = ({ goal: { id, title }, isPage }: Pick<StepProps, 'goal' | 'isPage'>) => {
  const url = pathTo`/goals/${id}/ticks`
  return (
    <form method="post" action={url} hx-post={url} hx-swap="none">
      {isPage ? (
        <Button icon="check" variant="primary" aria-label={`Tick: ${title}`}>
          Tick
        </Button>
      ) : (
        <ActButton icon="check" label={`Tick: ${title}`} />
      )}
    </form>
  )
}

/** The next step of a goal: a button in its row, or the primary button of its page, next to the timer. */
export const NextStep = (props: StepProps) => {
  const { goal, running, isPage, isTimer } = props
  const step = nextStepOf(goal)
  const isTimed = isPage ? !goal.counts?.includes('"app') : step === 'start' || goal.id === running
  return (
    <>
      {step === 'tick' && !isTimer && <TickNow {...props} />}
      {step === 'plan' && <PlanToday {...props} />}
      {isTimed && <GoalTimer goal={goal} running={running} isPage={isPage} isMain={step === 'start'} />}
    </>
  )
}

/** Button that starts the timer on a goal, or stops it. */
const GoalTimer = ({ goal: { id, title, status }, running, isPage, isMain }: TimerProps) => {
  if (id === running) {
    const stops = { icon: 'stop', form: stopFormId } as const
    return isPage ? <Button {...stops}>Stop</Button> : <ActButton {...stops} label={`Stop the timer: ${title}`} />
  }
  if (!isOpenGoal(status)) return null
  if (!isPage) return <Play of={`goal:${id}`} title={title} />
  return (
    <StartButton
      again={`goal:${id}`}
      words="Start"
      label={`Start: ${title}`}
      variant={isMain ? 'primary' : undefined}
    />
  )
}

const menuId = (status: GoalStatus) => `menu-${isOpenGoal(status) ? status : 'closed'}`

/** Menus of the rows by status, once per page. */
export const GoalMenus = () =>
  (['not_started', 'in_progress', 'completed'] as const).map((status) => (
    <MenuTemplate id={menuId(status)}>
      {actionsOf({ status })
        .filter(({ path }) => path !== 'delete')
        .map(({ path, status: becomes, ...look }) => (
          <MenuPost action={`${anyRow}/${path}`} {...look}>
            {becomes && <input type="hidden" name="status" value={becomes} />}
          </MenuPost>
        ))}
    </MenuTemplate>
  ))

/** Names of the kind in lists. */
export const goalListNames = { path: '/goals', name: 'goal', many: 'goals' } as const

/** Bar of the selected goals in a list. */
export const GoalSelection = () => <ListSelection of={goalListNames} acts={['plan', 'delete']} />

/** Indents by level. On a phone only two levels are indented. */
const indents = ['', 'pl-5', 'pl-10', 'pl-10 @lg:pl-15', 'pl-10 @lg:pl-20', 'pl-10 @lg:pl-25']

export const GoalListRow = ({ goal, depth, now, running, isPlain }: RowProps) => {
  const { lateness, basis } = goal.progress
  const isOfPeriod = basis.from === 'period'
  const [need, done] = progressParts(goal, now.today)
  const needs = need && (
    <>
      {need}
      {takesTicks(goal) && <WaitingTicks goalId={goal.id} />}
    </>
  )
  // A badge and its date count as two facts.
  const hasBadge = dueOf(goal, now).tone !== null || (lateness !== null && lateness.state !== 'on_track')
  return (
    <Row
      class={indents[Math.min(depth, indents.length - 1)]}
      id={isPlain ? undefined : `goal-${goal.id}`}
      title={
        <>
          {depth > 0 && <span class="sr-only">Subgoal, level {depth}: </span>}
          <RowTitle href={pathTo`/goals/${goal.id}`} name={goal.title} data-edits={isPlain ? undefined : 'title'} />
        </>
      }
      facts={[
        // The remaining amount precedes the end of the period, which is cut off on a phone.
        isOfPeriod && !hasBadge && needs,
        isPlain ? (
          <DueDate goal={goal} now={now} />
        ) : (
          <EditableText field="target_date">
            <DueDate goal={goal} now={now} />
          </EditableText>
        ),
        (!isOfPeriod || hasBadge) && needs,
        done,
        depth === 0 && PartOf({ goal }),
        goal.kind !== 'open' && !isOfPeriod && kindNames[goal.kind],
      ]
        .filter(Boolean)
        .slice(0, hasBadge ? 2 : 3)}
      figures={<MeasureBar goal={goal} />}
      actions={
        !isPlain && (
          <RowActions>
            <Menu label={`More for ${goal.title}`} template={menuId(goal.status)} />
            <NextStep
              goal={goal}
              running={running}
              today={now.today}
              isTimer={isOfPeriod && goal.progress.percent >= 100}
            />
          </RowActions>
        )
      }
    />
  )
}

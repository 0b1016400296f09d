import { duration } from '../../../functions/lib/text/format'
import type { FocusPage as Page } from '../../../functions/tasks/tasks/focus/page'
import type { TaskSection } from '../../../functions/tasks/tasks/focus/sections'
import { plannedSeconds, plannedText, sumText } from '../../../functions/tasks/tasks/words'
import { Empty } from '../../ui/empty'
import { ErrorSummary } from '../../ui/form'
import { livePath } from '../../ui/links'
import { ListHead } from '../../ui/listing'
import { PolledRegion } from '../../ui/live'
import { ReorderForm, reorderId } from '../../ui/reorder'
import { Fold, RowList, Section, TextLink } from '../../ui/section'
import { CarryOver, placeInList, taskList } from './actions'
import { TaskSelection, TaskTabs } from './all'
import { QuickAdd } from './quick-add'
import { StopTimerOfDoneTask, TaskItem } from './row'

type Props = Page & {
  version: string
  /** Seconds tracked today. */
  tracked: number
  /** Daily target in minutes; null in a context, and on days without a target. */
  target: number | null
}

/** Sum of the day: `1h tracked, 4h planned of 5h`, or `1h tracked of 5h, 3 tasks without an estimate`. */
const sumOfDay = ({ todays, due, tracked, target }: Props) => {
  const tasks = [...due.tasks, ...todays.tasks]
  const seconds = plannedSeconds(tasks)
  const planned = plannedText(seconds, tasks)
  if (target === null) return planned
  const done = tracked > 0 ? `${duration(tracked)} tracked` : ''
  const ofTarget = ` of ${duration(target * 60)}`
  return (seconds > 0 ? [done, planned + ofTarget] : [done && done + ofTarget, planned]).filter(Boolean).join(', ')
}

const Overdue = ({ overdue, today, running }: Props) =>
  overdue.tasks.length > 0 && (
    <Section id="overdue" title="Not finished" summary={sumText(overdue)} aside={<CarryOver />}>
      <RowList
        id="overdue-rows"
        rows={overdue.tasks}
        item={(task) => <TaskItem task={task} today={today} running={running} />}
      />
    </Section>
  )

const Nothing = ({ done }: Pick<Props, 'done'>) =>
  done.tasks.length > 0 ? (
    <p class="hint">All done for today.</p>
  ) : (
    <Empty title="Nothing planned for today" level={3}>
      Add a task above; estimates add up against your daily target.
    </Empty>
  )

const Today = (props: Props) => {
  const { todays, due, today, running } = props
  const { tasks, hasMore } = todays
  return (
    <Section id="today" title="Today" summary={sumOfDay(props)}>
      {tasks.length + due.tasks.length === 0 && <Nothing {...props} />}
      <RowList
        id="due-rows"
        rows={due.tasks}
        item={(task) => <TaskItem task={task} today={today} running={running} />}
      />
      <RowList
        id="task-rows"
        ordered
        data-reorder={reorderId(taskList)}
        rows={tasks}
        item={(task, index) => (
          <TaskItem
            task={task}
            today={today}
            place={{ drags: true, first: index === 0, last: index === tasks.length - 1 && !hasMore }}
            hidesDate
            running={running}
          />
        )}
      />
      {(hasMore || due.hasMore) && <p class="hint">More tasks appear when you finish some of these.</p>}
    </Section>
  )
}

type ListProps = {
  id: string
  title: string
  section: TaskSection
  /** True if people can reorder the list, within each date. */
  isOrdered?: boolean
  today: string
  more?: string
  hidesDate?: boolean
  running?: string
}

const Later = ({ id, title, section, isOrdered, today, more, hidesDate, running }: ListProps) =>
  section.tasks.length > 0 && (
    <Fold id={id} title={title} summary={sumText(section)} open>
      <RowList
        id={`${id}-rows`}
        rows={section.tasks}
        item={(task, index) => (
          <TaskItem
            task={task}
            today={today}
            place={isOrdered ? placeInList(section.tasks, index, section.hasMore) : undefined}
            hidesDate={hidesDate}
            running={running}
          />
        )}
      />
      {section.hasMore && more && <TextLink href={more}>All tasks</TextLink>}
    </Fold>
  )

/** The part of `/tasks` that refreshes after writes. */
export const Focus = (props: Props) => {
  const { version, ahead, someday, done, today, running } = props
  const list = { today, running }
  return (
    <PolledRegion id="tasks" region="/tasks" path={livePath(version, { view: 'tasks' })}>
      <StopTimerOfDoneTask task={props.doneWhileRunning} />
      <Overdue {...props} />
      <Today {...props} />
      <Later id="ahead" title="Tomorrow and the week ahead" section={ahead} isOrdered {...list} more="/tasks/all" />
      <Later id="someday" title="Someday" section={someday} isOrdered {...list} more="/tasks/all?date=none" hidesDate />
      <Later id="done" title="Done today" section={done} {...list} more="/tasks/all?status=done" />
    </PolledRegion>
  )
}

const kind = { path: '/tasks', name: 'task', many: 'tasks' } as const

/** `/tasks` */
export const FocusPage = ({ errors, ...props }: Props & { errors?: string[] }) => (
  <>
    <ListHead kind={kind} hasLine>
      <TaskTabs current="/tasks" />
      <ErrorSummary errors={errors} />
      <QuickAdd />
    </ListHead>
    <Focus {...props} />
    <TaskSelection />
    <ReorderForm list={taskList} url="/tasks/order" />
  </>
)

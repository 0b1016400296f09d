import { dateText } from '../../../functions/lib/text/format'
import { capitalize } from '../../../functions/lib/text/text'
import { addDays } from '../../../functions/lib/time/days'
import type { TasksPage as Page } from '../../../functions/tasks/tasks/page-data'
import { type ListedTask, taskKind } from '../../../functions/tasks/tasks/schema'
import { listedDay, sumText } from '../../../functions/tasks/tasks/words'
import { Empty } from '../../ui/empty'
import { KindFilters } from '../../ui/kind'
import { ListFoot, ListHead, PagedList } from '../../ui/listing'
import { Tabs } from '../../ui/section'
import { ListSelection } from '../../ui/selection'
import { QuickAdd } from './quick-add'
import { TaskItem } from './row'

const lists = [
  { href: '/tasks', name: 'Today' },
  { href: '/tasks/with-people', name: 'With people' },
  { href: '/tasks/all', name: 'All tasks' },
] as const

/** Tabs between the lists of tasks. */
export const TaskTabs = ({ current }: { current: (typeof lists)[number]['href'] }) => (
  <Tabs label="Lists of tasks" tabs={lists} current={current} />
)

/** Bar of a list of tasks, with actions for the selected ones. */
export const TaskSelection = () => <ListSelection of={kind} acts={['move', 'plan', 'tag', 'delete']} />

const kind = { ...taskKind, list: '/tasks/all' } as const

/** Filters, in the order of their fields. */
const filters = ['status', 'priority', 'project_id', 'goal_id', 'date', 'tags']

const None = () => (
  <Empty title="No tasks yet" isFirst>
    Every open task that you add above appears here, by its day.
  </Empty>
)

/** Group of a task by date. Today and tomorrow have a group each; later days share two. */
const groupOf = (task: ListedTask, today: string) => {
  const date = listedDay(task, today)
  if (date === null) return ['someday', 'Someday'] as const
  if (date < today) return ['late', 'Not finished'] as const
  if (date <= addDays(today, 1)) return [date, capitalize(dateText(date, today))] as const
  return date < addDays(today, 7) ? (['soon', 'Next 7 days'] as const) : (['later', 'Later'] as const)
}

const isOfManyDays = (id: string) => ['late', 'soon', 'later'].includes(id)

/** The filtered tasks, open ones by day. A write replaces the whole list except rows being edited. */
export const TaskList = ({ options: _, today, ...page }: Page & { oob?: boolean }) => {
  const byDay = page.view.status === '' && page.view.q === ''
  return (
    <PagedList
      {...page}
      kind={kind}
      none={<None />}
      groupOf={byDay && ((task) => groupOf(task, today))}
      summaryOf={(tasks) => sumText({ tasks })}
      item={(task) => (
        <TaskItem task={task} today={today} hidesDate={byDay && !isOfManyDays(groupOf(task, today)[0])} />
      )}
    />
  )
}

/** `/tasks/all` */
export const TasksPage = (page: Page) => (
  <>
    <ListHead kind={kind} hasLine>
      <TaskTabs current="/tasks/all" />
      <QuickAdd />
      <KindFilters kind={kind} view={page.view} placeholder="Search tasks" options={page.options} names={filters} />
    </ListHead>
    <TaskList {...page} />
    <TaskSelection />
    <ListFoot />
  </>
)

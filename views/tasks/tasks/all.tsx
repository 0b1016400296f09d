import { addDays } from '../../../functions/lib/days'
import { dateText } from '../../../functions/lib/format'
import { filingNamesOf } from '../../../functions/lib/resource/choices'
import { capitalized } from '../../../functions/lib/text'
import type { TasksPage as Page } from '../../../functions/tasks/tasks/list'
import type { ListedTask } from '../../../functions/tasks/tasks/schema'
import { priorityNames, statusNames, sumText } from '../../../functions/tasks/tasks/words'
import { Empty } from '../../ui/empty'
import { optionsOf } from '../../ui/field'
import { filtersOf, ListFoot, ListHead, ListSearch, PagedList } from '../../ui/listing'
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

/** The bar of a list of tasks, with what can be done with the selected ones. */
export const TaskSelection = () => <ListSelection of={kind} acts={['move', 'plan', 'tag', 'delete']} />

const kind = { path: '/tasks', list: '/tasks/all', name: 'task', many: 'tasks' } as const

const None = () => (
  <Empty title="No tasks yet" picture="tasks">
    Every open task that you add above appears here, by its day.
  </Empty>
)

/** Today and tomorrow have a group each; the days after them share two. */
const groupOf = (task: ListedTask, today: string) => {
  const date = task.date ?? (task.due_date && (task.due_date > today ? task.due_date : today))
  if (date === null) return ['someday', 'Someday'] as const
  if (date < today) return ['late', 'Not finished'] as const
  if (date <= addDays(today, 1)) return [date, capitalized(dateText(date, today))] as const
  return date < addDays(today, 7) ? (['soon', 'Next 7 days'] as const) : (['later', 'Later'] as const)
}

const isOfManyDays = (id: string) => ['late', 'soon', 'later'].includes(id)

/** Tasks as the filters show them, the open ones by day. A write swaps the whole list except rows being edited. */
export const TaskList = ({ choices: _, today, ...page }: Page & { oob?: boolean }) => {
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
export const TasksPage = (page: Page) => {
  const { view, choices } = page
  const filter = filtersOf(kind, view)
  return (
    <>
      <ListHead kind={kind} hasLine>
        <TaskTabs current="/tasks/all" />
        <QuickAdd />
        <ListSearch
          kind={kind}
          view={view}
          placeholder="Search tasks"
          filters={[
            {
              label: 'Status',
              all: 'Open',
              options: [{ value: 'any', label: 'Any status' }, ...optionsOf(statusNames)],
              ...filter('status'),
            },
            { label: 'Priority', all: 'Any priority', options: optionsOf(priorityNames), ...filter('priority') },
            {
              label: 'Project',
              all: 'All projects',
              options: filingNamesOf(choices, 'project_id'),
              ...filter('project'),
            },
            { label: 'Goal', all: 'All goals', options: filingNamesOf(choices, 'goal_id'), ...filter('goal') },
            { label: 'Date', all: 'Any date', options: [{ value: 'none', label: 'Someday' }], ...filter('date') },
            { label: 'Tag', ...filter('tag') },
          ]}
        />
      </ListHead>
      <TaskList {...page} />
      <TaskSelection />
      <ListFoot />
    </>
  )
}

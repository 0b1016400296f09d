import { isFiltered, listPath, searchLimit } from '../../functions/lib/list-view'
import { filingNamesOf } from '../../functions/lib/resource/choices'
import type { TasksPage as Page } from '../../functions/tasks/list'
import { priorityNames, statusNames } from '../../functions/tasks/words'
import { LinkButton } from '../ui/button'
import { Empty } from '../ui/empty'
import { optionsOf, Select } from '../ui/field'
import { LiveToolbar, SearchField } from '../ui/form'
import { Rows } from '../ui/rows'
import { PageHead, Pages, TextLink } from '../ui/section'
import { TaskItem } from './row'

type Props = Page & { today: string }

const Filters = ({ view, choices }: Pick<Page, 'view' | 'choices'>) => {
  const field = (name: 'status' | 'priority' | 'project' | 'goal' | 'date') => ({
    name,
    idPrefix: 'tasks',
    value: view[name],
    unseenLabel: true,
  })
  return (
    <LiveToolbar label="Tasks" action="/tasks/all" list="task-list" idPrefix="tasks">
      <SearchField
        label="Search tasks"
        idPrefix="tasks"
        value={view.q}
        placeholder="Title or description"
        autocomplete="off"
        maxlength={searchLimit}
      />
      <Select
        label="Status"
        options={[{ value: '', label: 'Any status' }, ...optionsOf(statusNames)]}
        {...field('status')}
      />
      <Select
        label="Priority"
        options={[{ value: '', label: 'Any priority' }, ...optionsOf(priorityNames)]}
        {...field('priority')}
      />
      <Select
        label="Project"
        options={[{ value: '', label: 'All projects' }, ...filingNamesOf(choices, 'project_id')]}
        {...field('project')}
      />
      <Select
        label="Goal"
        options={[{ value: '', label: 'All goals' }, ...filingNamesOf(choices, 'goal_id')]}
        {...field('goal')}
      />
      <Select
        label="Date"
        options={[
          { value: '', label: 'Any date' },
          { value: 'none', label: 'Someday' },
        ]}
        {...field('date')}
      />
    </LiveToolbar>
  )
}

const Nothing = ({ view, next }: Pick<Page, 'view' | 'next'>) => {
  if (next) return <Empty title="None among the latest" />
  if (view.after) return <Empty title="No more tasks" />
  if (isFiltered(view)) return <Empty title="No tasks match these filters" />
  return (
    <Empty title="No tasks yet" actions={<LinkButton href="/tasks">Plan your day</LinkButton>}>
      Every task that you add appears here, the newest first.
    </Empty>
  )
}

/** Tasks as the filters show them. A write swaps the whole list except rows being edited. */
export const TaskList = ({ view, tasks, next, today, oob }: Props & { oob?: boolean }) => (
  <div id="task-list" hx-swap-oob={oob ? 'outerMorph' : undefined}>
    {tasks.length === 0 && <Nothing view={view} next={next} />}
    <Rows id="all-task-rows">
      {tasks.map((task) => (
        <TaskItem task={task} today={today} />
      ))}
    </Rows>
    <Pages
      later={view.after ? { href: listPath('/tasks/all', { ...view, after: '' }), label: 'First tasks' } : undefined}
      earlier={next ? { href: listPath('/tasks/all', { ...view, after: next }), label: 'More tasks' } : undefined}
    />
  </div>
)

/** `/tasks/all` */
export const TasksPage = (page: Props) => (
  <>
    <PageHead
      title="All tasks"
      actions={
        <>
          <LinkButton href="/tasks">Today’s tasks</LinkButton>
          <LinkButton variant="primary" icon="plus" href="/tasks/new" hx-get="/tasks/new" hx-target="#new-task">
            New task
          </LinkButton>
        </>
      }
    />
    <div id="new-task" />
    <Filters {...page} />
    <TaskList {...page} />
    <p class="section actions">
      <TextLink href="/deleted">Recently deleted</TextLink>
    </p>
  </>
)

import { listPath } from '../../../functions/lib/http/list-view'
import type { ItemsOfPerson, WithPeoplePage as Page } from '../../../functions/tasks/tasks/page-data'
import { type ListedTask, priorityNames, type TaskOrigin } from '../../../functions/tasks/tasks/schema'
import { Empty } from '../../ui/empty'
import { optionsOf } from '../../ui/field'
import { filtersOf, ListFoot, ListHead, ListSearch, PagedList } from '../../ui/listing'
import { RowList, Section, TextLink } from '../../ui/section'
import { useParts } from '../../ui/uses'
import { TaskSelection, TaskTabs } from './all'
import { QuickAdd } from './quick-add'
import { TaskItem } from './row'

const kind = { path: '/tasks', list: '/tasks/with-people', name: 'task', many: 'tasks' } as const

const shown = [
  { value: 'overdue', label: 'Overdue' },
  { value: 'week', label: 'Due within a week' },
  { value: 'done', label: 'Done' },
]

const owners = [
  { value: 'me', label: 'Mine' },
  { value: 'person', label: 'Of others' },
]

const None = () => (
  <Empty title="Nothing open" isFirst>
    Type what you promised, or what somebody promised you, in the line above: “Send Ada the figures Friday”, “Ada: book
    the room”.
  </Empty>
)

const sideOf = ({ owner }: ListedTask) =>
  owner === 'me' ? (['mine', 'You owe'] as const) : (['theirs', 'They owe you'] as const)

/** The filtered action items, open ones by who does them. A write replaces the whole list except rows being edited. */
export const WithPeopleList = ({ people: _, today, ...page }: Page & { oob?: boolean }) => {
  const hasSides = page.view.show !== 'done' && page.view.q === ''
  return (
    <PagedList
      {...page}
      kind={kind}
      none={<None />}
      rows={hasSides ? page.rows.toSorted((a, b) => (a.owner ?? '').localeCompare(b.owner ?? '')) : page.rows}
      groupOf={hasSides && sideOf}
      item={(task) => <TaskItem task={task} today={today} />}
    />
  )
}

/** `/tasks/with-people` */
export const WithPeoplePage = (page: Page) => {
  const { view, people } = page
  const filter = filtersOf(kind, view)
  return (
    <>
      <ListHead kind={kind} query="?owner=me" hasLine>
        <TaskTabs current="/tasks/with-people" />
        <QuickAdd withPeople />
        <ListSearch
          kind={kind}
          view={view}
          placeholder="Search tasks"
          filters={[
            { label: 'Status', all: 'Open', options: shown, ...filter('show') },
            { label: 'Whose', all: 'Everybody’s', options: owners, ...filter('owner') },
            { label: 'Person', all: 'All people', options: people, ...filter('person') },
            { label: 'Priority', all: 'Any priority', options: optionsOf(priorityNames), ...filter('priority') },
          ]}
        />
      </ListHead>
      <WithPeopleList {...page} />
      <TaskSelection />
      <ListFoot />
    </>
  )
}

type SourceProps = { source: TaskOrigin; items: ListedTask[]; today: string }

/** Action items of a source, refreshed after writes. */
export const SourceActionRows = ({ source, items, today }: SourceProps) => (
  <div id="source-actions" data-region={listPath('source-actions', source)}>
    <RowList
      id="source-action-rows"
      rows={items}
      item={(task) => <TaskItem task={task} today={today} hides={{ source: true }} />}
    />
  </div>
)

/** On the page of a meeting or of feedback: its action items, and a line to add one. */
export const SourceActions = (props: SourceProps) =>
  useParts()('tasks') && (
    <Section id="actions" title="Tasks">
      <QuickAdd withPeople source={props.source} />
      <SourceActionRows {...props} />
      <TaskSelection />
    </Section>
  )

type PersonProps = { person: string; items: ItemsOfPerson; today: string }

type SideProps = { id?: string; title: string; items: ListedTask[]; today: string; hides?: { person: boolean } }

/** Open tasks of one side; nothing if there are no tasks. */
export const OwedTasks = ({ id, title, items, today, hides }: SideProps) =>
  items.length > 0 && (
    <>
      <h3>{title}</h3>
      <RowList id={id} rows={items} item={(task) => <TaskItem task={task} today={today} hides={hides} />} />
    </>
  )

/** Open action items of a person, refreshed after writes. */
export const PersonActionRows = ({ person, items: { mine, theirs }, today }: PersonProps) => (
  <div id="person-actions" data-region={listPath('person-actions', { person })}>
    {mine.length + theirs.length === 0 && <p class="hint">Nothing open between you.</p>}
    <OwedTasks id="mine-with-person" title="You owe them" items={mine} today={today} hides={{ person: true }} />
    <OwedTasks id="theirs" title="They owe you" items={theirs} today={today} hides={{ person: true }} />
  </div>
)

/** Action items on a person's page: of the person, and for the person. */
export const PersonActions = (props: PersonProps) => (
  <Section
    id="actions"
    title="Tasks"
    aside={
      <>
        <TextLink href={`/tasks/new?owner=me&person=${props.person}`}>
          Add<span class="sr-only"> a task</span>
        </TextLink>
        <TextLink href={`/tasks/with-people?person=${props.person}`}>
          All<span class="sr-only"> open tasks with them</span>
        </TextLink>
      </>
    }
  >
    <PersonActionRows {...props} />
    <TaskSelection />
  </Section>
)

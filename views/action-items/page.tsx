import type { ActionItemsPage as Page } from '../../functions/action-items/of-person'
import { descriptionLimit, isOpenItem, type ListedActionItem, type Source } from '../../functions/action-items/schema'
import { priorityNames } from '../../functions/tasks/words'
import { MeetingTabs } from '../meetings/tabs'
import { PostButton } from '../ui/button'
import { Empty } from '../ui/empty'
import { optionsOf } from '../ui/field'
import { ItemHead } from '../ui/item'
import { Filter, filtersOf, ListFoot, ListHead, ListSearch, PagedList } from '../ui/listing'
import { type LineDraft, type LinePart, LineParts, QuickLine } from '../ui/quick-line'
import { RowMeta } from '../ui/rows'
import { ActionRow, actionParts, actionPath } from './row'

/** In characters: a description, and room for its marks. */
export const lineLimit = descriptionLimit + 100

export const ActionParts = ({ parts }: { parts?: LinePart[] }) => <LineParts kind="action" parts={parts} />

/** `source` is the row that the action item comes from. */
type Props = LineDraft & { source?: Source | null }

/** Adds an action item from one line. */
export const ActionQuickAdd = ({ source, ...draft }: Props) => (
  <QuickLine
    {...draft}
    kind="action"
    path="/action-items/quick"
    label="New action item"
    placeholder="Send Ada the figures Friday !high"
    limit={lineLimit}
    hidden={
      source && (
        <>
          <input type="hidden" name="source_type" value={source.type} />
          <input type="hidden" name="source_id" value={source.id} />
        </>
      )
    }
  />
)

const kind = { path: '/action-items', name: 'action item', many: 'action items' } as const

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
  <Empty title="Nothing open">
    Type what you promised, or what somebody promised you, in the line above: “Send Ada the figures Friday”, “Ada: book
    the room”.
  </Empty>
)

/** Action items as the filters show them. A write swaps the whole list except rows being edited. */
export const ActionItemList = ({ people: _, today, ...page }: Page & { oob?: boolean }) => (
  <PagedList {...page} kind={kind} none={<None />} item={(item) => <ActionRow item={item} today={today} />} />
)

/** `/action-items` */
export const ActionItemsPage = (page: Page) => {
  const { view, people } = page
  const filter = filtersOf(kind, view)
  return (
    <>
      <ListHead kind={kind}>
        <MeetingTabs current="/action-items" />
      </ListHead>
      <ActionQuickAdd />
      <ListSearch kind={kind} value={view.q} placeholder="What is to be done">
        <Filter label="Status" all="Open" options={shown} {...filter('show')} />
        <Filter label="Whose" all="Everybody’s" options={owners} {...filter('owner')} />
        <Filter label="Person" all="All people" options={people} {...filter('person')} />
        <Filter label="Priority" all="Any priority" options={optionsOf(priorityNames)} {...filter('priority')} />
      </ListSearch>
      <ActionItemList {...page} />
      <ListFoot />
    </>
  )
}

/** `/action-items/:id` */
export const ActionItemPage = ({ item, today }: { item: ListedActionItem; today: string }) => {
  const isOpen = isOpenItem(item)
  return (
    <>
      <ItemHead
        url={actionPath(item.id)}
        name={item.description}
        summary={isOpen ? undefined : 'done'}
        list={{ href: '/action-items', text: 'All action items' }}
      >
        {isOpen ? (
          <PostButton action={actionPath(item.id, 'complete')} label="Done" variant="primary" />
        ) : (
          <PostButton action={actionPath(item.id, 'reopen')} label="Reopen" />
        )}
        {isOpen && item.owner === 'me' && !item.task && (
          <PostButton action={actionPath(item.id, 'task')} label="Make a task" />
        )}
      </ItemHead>
      <RowMeta parts={actionParts(item, today)} />
    </>
  )
}

import type { Child } from 'hono/jsx'
import { isOpenItem, type ListedActionItem } from '../../functions/action-items/schema'
import { dueText, shortTitle, sourceNames, sourcePath, statusNames } from '../../functions/action-items/words'
import { priorityNames } from '../../functions/tasks/words'
import { Badge } from '../ui/badge'
import { classes } from '../ui/classes'
import { MenuActions, MenuPost } from '../ui/item-actions'
import { NameLink, RowMeta, RowTitle } from '../ui/rows'
import { TickButton } from '../ui/tick'

export const actionPath = (id: string, action = '') =>
  action ? `/action-items/${id}/${action}` : `/action-items/${id}`

/** `Ada does it`, `with Ada` */
const personPart = ({ owner, person_id, person_name }: ListedActionItem): Child => {
  const name = person_name && <NameLink href={`/people/${person_id}`} name={person_name} />
  if (owner === 'person') return name ? <>by {name}</> : 'by somebody else'
  return name && <>with {name}</>
}

/** The day that an item is due, in a colour of its own when that is over. */
const duePart = (item: ListedActionItem, today: string): Child => {
  const text = isOpenItem(item) && dueText(item, today)
  if (!text) return null
  if (item.due_date !== null && item.due_date < today) return <Badge tone="warning">{text}</Badge>
  return <time datetime={item.due_date ?? undefined}>{text}</time>
}

/** The second line of an action item; `hides` leaves out what the page says already. */
export const actionParts = (item: ListedActionItem, today: string, hides: Hides = {}): Child[] => [
  duePart(item, today),
  item.priority !== 'medium' && `${priorityNames[item.priority].toLowerCase()} priority`,
  item.status === 'in_progress' && statusNames[item.status].toLowerCase(),
  !hides.person && personPart(item),
  !hides.source && item.source_type && item.source_id && item.source_title && (
    <>
      {sourceNames[item.source_type].toLowerCase()}:{' '}
      <NameLink
        href={sourcePath({ type: item.source_type, id: item.source_id })}
        name={shortTitle(item.source_title)}
      />
    </>
  ),
  item.task && <a href={`/tasks/${item.task.id}`}>task</a>,
  item.organization_name && <bdi>{item.organization_name}</bdi>,
]

type Hides = { person?: boolean; source?: boolean }

const postOf = ({ id }: ListedActionItem, action: 'task' | 'delete') => ({
  id: `action-item-${id}-${action}`,
  action: actionPath(id, action),
  swapsNothing: true,
})

type Props = { item: ListedActionItem; today: string; hides?: Hides }

/** An action item in every list and in every fragment. */
export const ActionRow = ({ item, today, hides }: Props) => {
  const isOpen = isOpenItem(item)
  return (
    <li id={`action-item-${item.id}`} class={classes('milestone task', !isOpen && 'reached')}>
      <div class="milestone-lead">
        <TickButton
          url={actionPath(item.id, isOpen ? 'complete' : 'reopen')}
          id={`action-item-${item.id}-done`}
          name={item.description}
          isDone={!isOpen}
        />
      </div>
      <div>
        <RowTitle href={actionPath(item.id)} name={item.description} />
        <RowMeta parts={actionParts(item, today, hides)} />
      </div>
      <MenuActions url={actionPath(item.id)} name={item.description}>
        {isOpen && item.owner === 'me' && !item.task && (
          <MenuPost {...postOf(item, 'task')} label="Make a task" icon="tasks" />
        )}
        <MenuPost {...postOf(item, 'delete')} label="Delete" icon="trash" danger />
      </MenuActions>
    </li>
  )
}

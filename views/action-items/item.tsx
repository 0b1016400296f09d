import { isOpenItem, type ListedActionItem } from '../../functions/action-items/schema'
import { Button } from '../ui/button'
import { ItemHead } from '../ui/item'
import { RowMeta } from '../ui/rows'
import { actionParts, actionPath } from './row'

const Post = ({
  item,
  action,
  label,
  primary,
}: {
  item: ListedActionItem
  action: string
  label: string
  primary?: boolean
}) => (
  <form method="post" action={actionPath(item.id, action)}>
    <Button variant={primary ? 'primary' : undefined}>{label}</Button>
  </form>
)

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
          <Post item={item} action="complete" label="Done" primary />
        ) : (
          <Post item={item} action="reopen" label="Reopen" />
        )}
        {isOpen && item.owner === 'me' && !item.task && <Post item={item} action="task" label="Make a task" />}
      </ItemHead>
      <RowMeta parts={actionParts(item, today)} />
    </>
  )
}

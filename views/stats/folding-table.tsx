import type { Child } from 'hono/jsx'
import { type Column, Table } from '../ui/table'

type FoldingTableProps<Item> = {
  id?: string
  caption: string
  columns: Column[]
  items: Item[]
  /** Items in sight. A single further one is not folded away. */
  limit: number
  row: (item: Item) => Child
  /** Names the folded items: `12 more`. */
  restLabel: (count: number) => string
  restCaption: (label: string) => string
  /** Row that sums the folded items up. */
  restRow?: (rest: Item[], label: string) => Child
  /** Rows after the items, always in sight. */
  closing?: Child
  note?: Child
  foot?: Child
  unseenHead?: boolean
}

/** A table that folds the rows after the first ones away. */
export const FoldingTable = <Item,>(props: FoldingTableProps<Item>) => {
  const { id, caption, columns, items, limit, row, restLabel, restCaption, restRow, closing, note, foot } = props
  const shown = items.length > limit + 1 ? items.slice(0, limit) : items
  const rest = items.slice(shown.length)
  const label = restLabel(rest.length)
  const look = { columns, dense: true, unseenHead: props.unseenHead }
  return (
    <>
      <Table {...look} caption={caption} foot={foot}>
        {shown.map(row)}
        {rest.length > 0 && restRow?.(rest, label)}
        {closing}
      </Table>
      {rest.length > 0 && (
        <details id={id}>
          <summary class="link">Show {label}</summary>
          <Table {...look} caption={restCaption(label)}>
            {rest.map(row)}
          </Table>
          {note}
        </details>
      )}
    </>
  )
}

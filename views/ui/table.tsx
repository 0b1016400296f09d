import type { Child, PropsWithChildren } from 'hono/jsx'
import { classes } from './classes'
import { Icon } from './icon'

export type Column = {
  label: string
  /** Aligned to the end, as its cells with class `num` are. */
  numeric?: boolean
  /** The link that sorts by this column, and how the table is sorted by it now. */
  sort?: { href: string; now?: 'ascending' | 'descending' }
  unseen?: boolean
}

type TableProps = PropsWithChildren<{
  caption: string
  columns: Column[]
  /** Rows of 28 px, for figures. */
  dense?: boolean
  /** Becomes a list on a phone: each row a block, `data-label` before a cell's figure, `whole` a cell of full width. */
  listed?: boolean
  unseenHead?: boolean
  id?: string
  foot?: Child
}>

const ColumnHead = ({ label, numeric, sort, unseen }: Column) => (
  <th scope="col" class={numeric ? 'num' : undefined} aria-sort={sort?.now}>
    {sort ? (
      <a href={sort.href}>
        {label} {sort.now && <Icon name={sort.now === 'ascending' ? 'up' : 'down'} />}
      </a>
    ) : (
      <span class={unseen ? 'unseen' : undefined}>{label}</span>
    )}
  </th>
)

export const Table = ({ caption, columns, dense, listed, unseenHead, id, foot, children }: TableProps) => (
  <table class={classes('data', dense && 'dense', listed && 'listed')} id={id}>
    <caption class="unseen">{caption}</caption>
    <thead class={unseenHead ? 'unseen' : undefined}>
      <tr>
        {columns.map((column) => (
          <ColumnHead {...column} />
        ))}
      </tr>
    </thead>
    <tbody>{children}</tbody>
    {foot && <tfoot>{foot}</tfoot>}
  </table>
)

import type { Child } from 'hono/jsx'
import { plural, shortDate } from '../../functions/lib/format'
import { Rows } from '../ui/rows'

/** Rows in sight. A single further one is not folded away. */
const inSight = 8

type FoldedProps<Item> = { items: Item[]; row: (item: Item) => Child; name: string; many?: string }

/** Rows of a part of a review, of which the first are in sight. */
export const FoldedRows = <Item,>({ items, row, name, many = `${name}s` }: FoldedProps<Item>) => {
  const shown = items.length > inSight + 1 ? items.slice(0, inSight) : items
  const rest = items.slice(shown.length)
  return (
    <>
      <Rows small>{shown.map(row)}</Rows>
      {rest.length > 0 && (
        <details>
          <summary class="link">Show {plural(rest.length, `more ${name}`, `more ${many}`)}</summary>
          <Rows small>{rest.map(row)}</Rows>
        </details>
      )}
    </>
  )
}

type DatedRowProps = { href: string; title: string; date?: string | null; today: string; before?: string }

/** A thing with its date; `before` says what the date means. */
export const DatedRow = ({ href, title, date, today, before, ...rest }: DatedRowProps & { children?: Child }) => (
  <li>
    <div>
      <a class="link" href={href}>
        <bdi>{title}</bdi>
      </a>{' '}
      {date !== undefined && (
        <span class="grey">
          {before}
          {date === null ? 'someday' : <time datetime={date}>{shortDate(date, today)}</time>}
        </span>
      )}
      {rest.children}
    </div>
  </li>
)

/** The count of the rows of a part, at which its figure ends. */
export const CountOf = ({ count, children }: { count: number; children: Child }) => (
  <span data-total={count}>{children}</span>
)

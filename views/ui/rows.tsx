import type { Child, PropsWithChildren } from 'hono/jsx'
import { Button } from './button'
import { classes } from './classes'

type RowsProps = {
  id?: string
  /** The order of the rows says something. */
  ordered?: boolean
  /** Two lines a row, in a narrow column. */
  small?: boolean
  /** Each row begins with an icon that says its kind. */
  found?: boolean
}

/** A list of things, parted by hairlines; its `li` are laid out by their own width. */
export const Rows = ({ id, ordered, small, found, children, ...rest }: PropsWithChildren<RowsProps>) => {
  const List = ordered ? 'ol' : 'ul'
  return (
    <List class={classes('rows', small && 'small-rows', found && 'found')} id={id} {...rest}>
      {children}
    </List>
  )
}

type RowListProps<Row> = RowsProps & { rows: readonly Row[]; item: (row: Row, index: number) => Child }

/** `Rows` with an `item` for each of `rows`. */
export const RowList = <Row,>({ rows, item, ...list }: RowListProps<Row>) => <Rows {...list}>{rows.map(item)}</Rows>

type TitleProps = { href: string; name?: string; id?: string; autofocus?: boolean }

/** The link of a row, with its `name` or what else names it. */
export const RowTitle = ({ href, name, children, ...rest }: PropsWithChildren<TitleProps>) => (
  <a class="row-title" href={href} {...rest}>
    {name === undefined ? children : <bdi>{name}</bdi>}
  </a>
)

/** A link among words to a thing by its name. */
export const NameLink = ({ href, name }: { href: string; name: Child }) => (
  <a href={href}>
    <bdi>{name}</bdi>
  </a>
)

export const RowName = ({ children }: PropsWithChildren) => (
  <span class="row-title">
    <bdi>{children}</bdi>
  </span>
)

/** The row's second line: each part that exists. */
export const RowMeta = ({ parts }: { parts: Child[] }) => (
  <p class="row-meta">
    {parts.filter(Boolean).map((part) => (
      <span>{part}</span>
    ))}
  </p>
)

type PlainRowProps = { name: string; href?: string; parts: Child[] }

/** A row without actions. */
export const PlainRow = ({ name, href, parts, children }: PropsWithChildren<PlainRowProps>) => (
  <li>
    <div>
      {href === undefined ? <RowName>{name}</RowName> : <RowTitle href={href} name={name} />}
      <RowMeta parts={parts} />
      {children}
    </div>
  </li>
)

type UndoRowProps = { name: string; parts: Child[]; action: string; undo: string }

/** A row whose button `undo` takes back what it tells of. */
export const UndoRow = ({ name, parts, action, undo }: UndoRowProps) => (
  <li>
    <div>
      <RowName>{name}</RowName>
      <RowMeta parts={parts} />
    </div>
    <form method="post" action={action}>
      <Button small icon="undo">
        {undo}
        <span class="unseen"> {name}</span>
      </Button>
    </form>
  </li>
)

/** Holds `ActButton`, `ActLink` and `Menu`. */
export const RowActions = ({ children }: PropsWithChildren) => <div class="row-actions">{children}</div>

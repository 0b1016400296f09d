import type { Child, PropsWithChildren } from 'hono/jsx'
import { grouped } from '../../functions/lib/format'
import { Actions, Button, LinkButton } from '../ui/button'
import { Fold, RowList, Section } from '../ui/section'

type SomeProps<Row> = {
  id: string
  title: string
  rows: readonly Row[]
  /** Stands beside the title; the number of rows unless it is given. */
  count?: number
  item: (row: Row) => Child
  /** Rows on the page; the others are counted. */
  limit?: number
  small?: boolean
  /** Longer lists are folded at first. */
  foldOver?: number
}

/** A part of a preview: what an import does of one kind. Nothing where it does none. */
export const Some = <Row,>(props: SomeProps<Row>) => {
  const { id, title, rows, count = rows.length, item, limit = 300, small, foldOver } = props
  if (rows.length === 0) return null
  const content = (
    <>
      <RowList small={small} rows={rows.slice(0, limit)} item={item} />
      {rows.length > limit && <p class="grey">And {grouped(rows.length - limit)} more.</p>}
    </>
  )
  const head = { id, title, summary: grouped(count) }
  if (foldOver === undefined) return <Section {...head}>{content}</Section>
  return (
    <Fold {...head} open={rows.length <= foldOver}>
      {content}
    </Fold>
  )
}

type ConfirmProps = PropsWithChildren<{
  action: string
  /** Says what happens; without it there is nothing to confirm. */
  button?: Child
  /** Way back to the upload form. */
  again?: { href: string; label: string }
  /** Hidden fields by name. */
  fields?: Record<string, string | number>
}>

/** The end of a preview: its choices, and the buttons that import and that go back. */
export const ConfirmImport = ({ action, button, again, fields, children }: ConfirmProps) => (
  <form class="stack" method="post" action={button ? action : undefined} enctype={fields && 'multipart/form-data'}>
    {Object.entries(fields ?? {}).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    {children}
    <Actions>
      {button && <Button variant="primary">{button}</Button>}
      {again && <LinkButton href={again.href}>{again.label}</LinkButton>}
    </Actions>
  </form>
)

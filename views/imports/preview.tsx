import type { Child } from 'hono/jsx'
import { grouped } from '../../functions/lib/format'
import { Fold, RowList, Section } from '../ui/section'

type SomeProps<Row> = {
  id: string
  title: string
  rows: readonly Row[]
  item: (row: Row) => Child
  /** Rows on the page; the others are counted. */
  limit?: number
  small?: boolean
  /** Longer lists are folded at first. */
  foldOver?: number
}

/** A part of a preview: what an import does of one kind. Nothing where it does none. */
export const Some = <Row,>({ id, title, rows, item, limit = 200, small, foldOver }: SomeProps<Row>) => {
  if (rows.length === 0) return null
  const content = (
    <>
      <RowList small={small} rows={rows.slice(0, limit)} item={item} />
      {rows.length > limit && <p class="grey">And {grouped(rows.length - limit)} more.</p>}
    </>
  )
  const head = { id, title, summary: grouped(rows.length) }
  if (foldOver === undefined) return <Section {...head}>{content}</Section>
  return (
    <Fold {...head} open={rows.length <= foldOver}>
      {content}
    </Fold>
  )
}

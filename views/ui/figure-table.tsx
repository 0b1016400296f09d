import type { Child } from 'hono/jsx'
import { type Column, Table } from './figure'

type FigureColumn<Row> = Column & {
  /** In the first column the name of the row, else a `td`, or several: the columns after it then have none. */
  cell?: (row: Row) => Child
  /** A `td` that sums rows up. */
  sum?: (rows: Row[]) => Child
}

type Fold<Row> = {
  id?: string
  /** Rows in sight. A single further one is not folded away. */
  limit: number
  /** Names the folded rows: `12 more`. */
  label: (count: number) => string
  caption: (label: string) => string
  /** Sums the folded rows up. */
  sums?: boolean
  /** Rows after the others, always in sight. */
  closing?: Row[]
  note?: Child
}

type Props<Row> = {
  id?: string
  caption: string
  columns: FigureColumn<Row>[]
  rows: Row[]
  unseenHead?: boolean
  /** Attributes of a row from which a chart is drawn. */
  data?: (row: Row) => object
  /** Label of the sum of all rows, at the foot. */
  total?: string
  /** Folds the rows after the first ones away. */
  fold?: Fold<Row>
}

/** A table with a row of figures for each thing. */
export const FigureTable = <Row,>({ id, caption, columns, rows, unseenHead, data, total, fold }: Props<Row>) => {
  const [name, ...others] = columns
  const line = (row: Row) => (
    <tr {...data?.(row)}>
      <th scope="row">{name?.cell?.(row)}</th>
      {others.map(({ cell }) => cell?.(row))}
    </tr>
  )
  const sumLine = (label: string, summed: Row[]) => (
    <tr>
      <th scope="row">{label}</th>
      {others.map(({ cell, sum }) => cell && (sum?.(summed) ?? <td />))}
    </tr>
  )
  const { limit = rows.length, closing = [] } = fold ?? {}
  const shown = rows.length > limit + 1 ? rows.slice(0, limit) : rows
  const rest = rows.slice(shown.length)
  const label = fold?.label(rest.length) ?? ''
  const look = { columns, dense: true, unseenHead }
  return (
    <>
      <Table {...look} id={id} caption={caption} foot={total && sumLine(total, [...rows, ...closing])}>
        {shown.map(line)}
        {rest.length > 0 && fold?.sums && sumLine(label, rest)}
        {closing.map(line)}
      </Table>
      {rest.length > 0 && fold && (
        <details id={fold.id}>
          <summary class="link">Show {label}</summary>
          <Table {...look} caption={fold.caption(label)}>
            {rest.map(line)}
          </Table>
          {fold.note}
        </details>
      )}
    </>
  )
}

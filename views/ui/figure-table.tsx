import type { Child, PropsWithChildren } from 'hono/jsx'
import { Table, type TableBars, type TableColumn } from './figure'
import { classes } from './icon'

/** 0 for no time, then the quartiles 1 to 4. */
export type HeatLevel = 0 | 1 | 2 | 3 | 4

type HeatState = { level: HeatLevel; rest?: boolean; today?: boolean }

/** Class of a day's cell. The fill height repeats the information of the shade. */
const heatClass = ({ level, rest, today }: HeatState) =>
  classes(level > 0 ? `q${level}` : rest && 'rest', today && 'today')

/** A single cell, as in a legend. */
const HeatCell = (state: HeatState) => <span class={classes('cell', heatClass(state))} />

type DayProps = HeatState & {
  /** Path of the day's sessions, if it has any. */
  href?: string
  /** Seconds that the linked page must add up to. */
  figure?: number
  /** True for the only tab stop of the calendar. */
  stop?: boolean
}

type HeatDayProps = DayProps & {
  /** Accessible name of the link, such as `2 Nov, 3h 25m`; `data-roving-status` shows it on focus. */
  label?: string
  /** Text for a day without time: `Fri 25 Dec: day off`. */
  words?: string
  /** True for a cell outside the range, which is empty. */
  outside?: boolean
}

/** A day in the table of a year (class `heat`, one row per weekday). */
export const HeatDay = ({ outside, href, figure, label, words, stop, ...state }: HeatDayProps) => (
  <td class={outside ? 'void' : heatClass(state)} title={href ? undefined : words}>
    {href && (
      <a href={href} data-figure={figure} data-stop={stop || undefined}>
        {label}
      </a>
    )}
    {!href && words && <span class="sr-only">{words}</span>}
  </td>
)

/** `words` is a note such as `day off`. */
type MonthDayProps = PropsWithChildren<DayProps & { day: number; month: string; words?: string }>

/** A day in the table of a month (class `month`, one row per week). Children show its time. */
export const MonthDay = ({ day, month, words, href, figure, stop, children, ...state }: MonthDayProps) => (
  <td>
    {href ? (
      <a class={heatClass(state)} href={href} data-figure={figure} data-stop={stop || undefined}>
        {day}
        <span class="sr-only"> {month}: </span>
        <span class="time">{children}</span>
        {words && <span class="sr-only">, {words}</span>}
      </a>
    ) : (
      <b class={heatClass(state)} title={words}>
        {day}
        {words && (
          <span class="sr-only">
            {' '}
            {month}: {words}
          </span>
        )}
      </b>
    )}
  </td>
)

export const Legend = ({ children }: PropsWithChildren) => (
  <div
    class="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-grey text-small *:inline-flex *:items-center *:gap-1"
    data-legend
  >
    {children}
  </div>
)

/** A heat level in the legend, with its upper bound. */
export const HeatLegend = ({ children, ...state }: PropsWithChildren<HeatState>) => (
  <span>
    <HeatCell {...state} /> {children}
  </span>
)

export type FigureColumn<Row> = TableColumn & {
  /** In the first column the row's name, else one or several `td`; the columns filled by these have no `cell`. */
  cell?: (row: Row) => Child
  /** A `td` with the sum of rows. */
  sum?: (rows: Row[]) => Child
}

type Fold<Row> = {
  id?: string
  /** Number of visible rows. A single further row is not folded. */
  limit: number
  /** Label of the folded rows: `12 more`. */
  label: (count: number) => string
  caption: (label: string) => string
  /** True to show the sums of the folded rows. */
  sums?: boolean
  /** Rows after the others, always visible. */
  closing?: Row[]
  /** Link that shows or hides the folded rows. They are in the page only if `isOpen`. */
  link?: (words: string) => Child
  isOpen?: boolean
}

type Props<Row> = {
  id?: string
  caption: string
  columns: FigureColumn<Row>[]
  rows: Row[]
  unseenHead?: boolean
  bars?: TableBars
  /** Label of the sum of all rows, in the table's foot. */
  total?: string
  /** Folds all rows after the first ones. */
  fold?: Fold<Row>
}

/** A table of figures with a row for each item. */
export const FigureTable = <Row,>({ id, caption, columns, rows, unseenHead, bars, total, fold }: Props<Row>) => {
  const [name, ...others] = columns
  const line = (row: Row) => (
    <tr>
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
  const look = { columns, unseenHead, bars }
  const further = (
    <Table {...look} caption={fold?.caption(label) ?? caption}>
      {rest.map(line)}
    </Table>
  )
  return (
    <>
      <Table {...look} id={id} caption={caption} foot={total && sumLine(total, [...rows, ...closing])}>
        {shown.map(line)}
        {rest.length > 0 && fold?.sums && sumLine(label, rest)}
        {closing.map(line)}
      </Table>
      {rest.length > 0 &&
        (fold?.link ? (
          <>
            {fold.link(`${fold.isOpen ? 'Hide' : 'Show'} ${label}`)}
            {fold.isOpen && further}
          </>
        ) : (
          <details id={fold?.id}>
            <summary class="link">Show {label}</summary>
            {further}
          </details>
        ))}
    </>
  )
}

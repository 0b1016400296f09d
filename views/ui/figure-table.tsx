import type { Child, PropsWithChildren } from 'hono/jsx'
import { type Column, Table, type TableBars } from './figure'
import { classes } from './icon'

/** None, then the quartiles one to four. */
export type HeatLevel = 0 | 1 | 2 | 3 | 4

type HeatState = { level: HeatLevel; rest?: boolean; today?: boolean }

/** The class of a day: how far its cell is filled says the same as its shade. */
const heatClass = ({ level, rest, today }: HeatState) =>
  classes(level > 0 ? `q${level}` : rest && 'rest', today && 'today')

/** A day by itself, as in a strip of days or a legend. */
export const HeatCell = (state: HeatState) => <span class={classes('cell', heatClass(state))} />

type DayProps = HeatState & {
  /** The sessions of the day, where it has any. */
  href?: string
  /** Seconds that the end of the link adds up. */
  figure?: number
  /** The calendar's one tab stop. */
  stop?: boolean
}

type HeatDayProps = DayProps & {
  /** `2 Nov, 3h 25m`: the link's name, and what `data-roving-status` shows while it has focus. */
  label?: string
  /** Words for a day without time: `Fri 25 Dec: day off`. */
  words?: string
  /** Before or after the range: no day at all. */
  outside?: boolean
}

/** A day in the table of a year (class `heat`, a row a weekday). */
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

/** `words` such as `day off` */
type MonthDayProps = PropsWithChildren<DayProps & { day: number; month: string; words?: string }>

/** A day in the table of a month (class `month`, a row a week); its children say how much. */
export const MonthDay = ({ day, month, words, href, figure, stop, children, ...state }: MonthDayProps) => (
  <td>
    {href ? (
      <a class={heatClass(state)} href={href} data-figure={figure} data-stop={stop || undefined}>
        {day}
        <span class="sr-only"> {month}: </span>
        <span>{children}</span>
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

/** A heat level of the legend by its upper bound. */
export const HeatLegend = ({ children, ...state }: PropsWithChildren<HeatState>) => (
  <span>
    <HeatCell {...state} /> {children}
  </span>
)

export type FigureColumn<Row> = Column & {
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
  /** Shows and hides the folded rows, which are then in the page only while `isOpen`. */
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
  /** Label of the sum of all rows, at the foot. */
  total?: string
  /** Folds the rows after the first ones away. */
  fold?: Fold<Row>
}

/** A table with a row of figures for each thing. */
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

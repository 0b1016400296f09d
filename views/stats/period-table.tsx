import { addUp, type Grouping, hasSessions } from '../../functions/ledger/schema'
import type { Period } from '../../functions/ledger/series'
import { monthEnd, monthOf, monthStart, type Range } from '../../functions/lib/days'
import { monthName, plural, rangeText, shortDate } from '../../functions/lib/format'
import { explainPath, sessionsPath } from '../links'
import { CountCell, DurationCell } from '../ui/figure'
import { Section } from '../ui/section'
import { FoldingTable } from './folding-table'

/** `isOpen` bars are not over. `ticked` ones are labelled; `before` are the seconds of the compared period `beforeRange`, if any. */
export type Bar = Period & {
  targetSeconds: number
  isOpen: boolean
  ticked: boolean
  before?: number
  beforeRange?: Range
}

const shownRows = 11

/** `Fri 20 Nov`, `November`, `3 – 9 November`. */
export const periodName = ({ date, to }: Pick<Period, 'date' | 'to'>, today: string) => {
  if (date === to) return shortDate(date, today)
  const isMonth = date === monthStart(monthOf(date)) && to === monthEnd(monthOf(date))
  return isMonth ? monthName(monthOf(date), today) : rangeText(date, to, today)
}

/** `20 Nov`; of a month `Nov 2025`. */
export const tickOf = (date: string, group: Grouping) =>
  group === 'month'
    ? `${monthName(monthOf(date), date).slice(0, 3)} ${date.slice(0, 4)}`
    : shortDate(date, date).slice(4)

const isCompared = (bars: Bar[]) => bars.some(({ before }) => before !== undefined)

type RowProps = { bar: Bar; today: string; group: Grouping; subject: string }

/** The chart reads the data attributes. */
const Row = ({ bar, today, group, subject }: RowProps) => {
  const name = periodName(bar, today)
  const data = {
    'data-seconds': bar.total_seconds,
    'data-target': bar.targetSeconds,
    'data-open': bar.isOpen ? '' : undefined,
    'data-before': bar.before,
    'data-tick': bar.ticked ? tickOf(bar.date, group) : undefined,
  }
  return (
    <tr {...data}>
      <th scope="row">
        {hasSessions(bar) ? (
          <a href={sessionsPath({ from: bar.date, to: bar.to }, subject === 'all' ? undefined : subject)}>{name}</a>
        ) : (
          <span class="grey">{name}</span>
        )}
      </th>
      <CountCell count={bar.session_count} href={explainPath({ from: bar.date, to: bar.to }, subject)} />
      {hasSessions(bar) ? (
        <DurationCell seconds={bar.total_seconds} href={explainPath({ from: bar.date, to: bar.to }, subject)} />
      ) : (
        <td class="num">
          <span class="grey">none</span>
        </td>
      )}
      {bar.before !== undefined && (
        <DurationCell
          seconds={bar.before}
          href={bar.before > 0 && bar.beforeRange ? explainPath(bar.beforeRange, subject) : undefined}
        />
      )}
    </tr>
  )
}

type SumProps = { label: string; bars: Bar[]; subject: string }

/** From the earliest day to the latest; null without one. */
const span = (ranges: Range[]): Range | null => {
  const days = ranges.flatMap(({ from, to }) => [from, to]).toSorted()
  const [from, to] = [days[0], days.at(-1)]
  return from && to ? { from, to } : null
}

const SumRow = ({ label, bars, subject }: SumProps) => {
  const { total_seconds, session_count } = addUp(bars)
  const range = span(bars.map(({ date, to }) => ({ from: date, to })))
  const past = span(bars.flatMap(({ beforeRange }) => beforeRange ?? []))
  const before = bars.reduce((total, bar) => total + (bar.before ?? 0), 0)
  const href = range ? explainPath(range, subject) : undefined
  return (
    <tr>
      <th scope="row">{label}</th>
      <CountCell count={session_count} href={href} />
      <DurationCell seconds={total_seconds} href={total_seconds > 0 ? href : undefined} />
      {isCompared(bars) && (
        <DurationCell seconds={before} href={before > 0 && past ? explainPath(past, subject) : undefined} />
      )}
    </tr>
  )
}

const names = {
  day: { column: 'Day', title: 'Day by day', summary: 'chart data' },
  week: { column: 'Week', title: 'Week by week', summary: 'first and last may be partial' },
  month: { column: 'Month', title: 'Month by month', summary: 'first and last may be partial' },
}

const columns = (group: Grouping, compared: boolean) => [
  { label: names[group].column },
  { label: 'Sessions', numeric: true },
  { label: 'Tracked', numeric: true },
  ...(compared ? [{ label: 'Previous', numeric: true }] : []),
]

type Props = { bars: Bar[]; group: Grouping; today: string; subject: string }

/** Latest first. The chart is drawn from these rows. */
export const PeriodTable = ({ bars, group, today, subject }: Props) => {
  return (
    <Section id="days" title={names[group].title} summary={names[group].summary}>
      <FoldingTable
        id="earlier-days"
        caption={`Sessions and tracked time by ${group}`}
        columns={columns(group, isCompared(bars))}
        items={bars.toReversed()}
        limit={shownRows}
        row={(bar) => <Row bar={bar} today={today} group={group} subject={subject} />}
        restLabel={(count) => plural(count, `earlier ${group}`)}
        restCaption={(label) => `The ${label}`}
        restRow={(rest, label) => <SumRow label={label} bars={rest} subject={subject} />}
        foot={<SumRow label={plural(bars.length, group)} bars={bars} subject={subject} />}
      />
    </Section>
  )
}

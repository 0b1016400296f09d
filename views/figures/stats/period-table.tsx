import { addUp, type Grouping, hasSessions } from '../../../functions/ledger/schema'
import type { Period } from '../../../functions/ledger/series'
import { monthEnd, monthOf, monthStart, type Range } from '../../../functions/lib/days'
import { monthName, plural, rangeText, shortDate } from '../../../functions/lib/format'
import { CountCell, DurationCell } from '../../ui/figure'
import { FigureTable } from '../../ui/figure-table'
import { explainPath, sessionsPath } from '../../ui/links'
import { Section } from '../../ui/section'

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

/** From the earliest day to the latest; null without one. */
const span = (ranges: Range[]): Range | null => {
  const days = ranges.flatMap(({ from, to }) => [from, to]).toSorted()
  const [from, to] = [days[0], days.at(-1)]
  return from && to ? { from, to } : null
}

const names = {
  day: { column: 'Day', title: 'Day by day', summary: 'chart data' },
  week: { column: 'Week', title: 'Week by week', summary: 'first and last may be partial' },
  month: { column: 'Month', title: 'Month by month', summary: 'first and last may be partial' },
}

/** The chart reads the data attributes. */
const dataOf = (bar: Bar, group: Grouping) => ({
  'data-seconds': bar.total_seconds,
  'data-target': bar.targetSeconds,
  'data-open': bar.isOpen ? '' : undefined,
  'data-before': bar.before,
  'data-tick': bar.ticked ? tickOf(bar.date, group) : undefined,
})

const rangeOf = ({ date, to }: Bar): Range => ({ from: date, to })

type Props = { bars: Bar[]; group: Grouping; today: string; subject: string }

/** Latest first. The chart is drawn from these rows. */
export const PeriodTable = ({ bars, group, today, subject }: Props) => {
  const pathOf = (range: Range | null | undefined) => (range ? explainPath(range, subject) : undefined)
  const pathOfAll = (summed: Bar[]) => pathOf(span(summed.map(rangeOf)))
  const name = (bar: Bar) =>
    hasSessions(bar) ? (
      <a href={sessionsPath(rangeOf(bar), subject === 'all' ? undefined : subject)}>{periodName(bar, today)}</a>
    ) : (
      <span class="grey">{periodName(bar, today)}</span>
    )
  const trackedSum = (summed: Bar[]) => {
    const { total_seconds } = addUp(summed)
    return <DurationCell seconds={total_seconds} href={total_seconds > 0 ? pathOfAll(summed) : undefined} />
  }
  const previous = (before: number, range: Range | null | undefined) => (
    <DurationCell seconds={before} href={before > 0 ? pathOf(range) : undefined} />
  )
  const previousColumn = {
    label: 'Previous',
    numeric: true,
    cell: ({ before, beforeRange }: Bar) => before !== undefined && previous(before, beforeRange),
    sum: (summed: Bar[]) =>
      previous(
        summed.reduce((sum, { before = 0 }) => sum + before, 0),
        span(summed.flatMap(({ beforeRange }) => beforeRange ?? [])),
      ),
  }
  return (
    <Section id="days" title={names[group].title} summary={names[group].summary}>
      <FigureTable
        caption={`Sessions and tracked time by ${group}`}
        columns={[
          { label: names[group].column, cell: name },
          {
            label: 'Sessions',
            numeric: true,
            cell: (bar) => <CountCell count={bar.session_count} href={pathOf(rangeOf(bar))} />,
            sum: (summed) => <CountCell count={addUp(summed).session_count} href={pathOfAll(summed)} />,
          },
          {
            label: 'Tracked',
            numeric: true,
            cell: (bar) => (
              <DurationCell seconds={hasSessions(bar) ? bar.total_seconds : null} href={pathOf(rangeOf(bar))} />
            ),
            sum: trackedSum,
          },
          ...(bars.some(({ before }) => before !== undefined) ? [previousColumn] : []),
        ]}
        rows={bars.toReversed()}
        data={(bar) => dataOf(bar, group)}
        total={plural(bars.length, group)}
        fold={{
          id: 'earlier-days',
          limit: shownRows,
          label: (count) => plural(count, `earlier ${group}`),
          caption: (label) => `The ${label}`,
          sums: true,
        }}
      />
    </Section>
  )
}

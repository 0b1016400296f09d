import type { StatsParams } from '../../../functions/figures/stats/query'
import { addUp, type Grouping, hasSessions } from '../../../functions/ledger/schema'
import type { Period } from '../../../functions/ledger/series'
import {
  duration,
  exactDuration,
  isoDuration,
  monthName,
  plural,
  rangeText,
  shortDate,
  shortDayMonth,
  shortMonth,
} from '../../../functions/lib/text/format'
import { monthEnd, monthOf, monthStart, type Range } from '../../../functions/lib/time/days'
import { amountColumns, foldEarlier } from '../../ledger/periods'
import { Duration, DurationCell } from '../../ui/figure'
import { FigureTable } from '../../ui/figure-table'
import { comparePath, explainPath, sessionsPath } from '../../ui/links'
import { Fold } from '../../ui/section'
import { OptionalLink } from '../../ui/uses'
import { AmountChange } from './figures'
import { sectionFoldProps } from './head'

/**
 * A period of a chart. `isOpen`: it is not over, or the range cuts it off. `ticked`: it has a label. `before`: seconds
 * of the compared period `beforeRange`, if any.
 */
export type PeriodBar = Period & {
  targetSeconds: number
  isOpen: boolean
  ticked: boolean
  before?: number
  beforeRange?: Range
}

const shownRows = 11

/** Name of a period: `Fri 20 Nov`, `November`, `3 – 9 November`. */
export const periodName = ({ date, to }: Pick<Period, 'date' | 'to'>, today: string) => {
  if (date === to) return shortDate(date, today)
  const isMonth = date === monthStart(monthOf(date)) && to === monthEnd(monthOf(date))
  return isMonth ? monthName(monthOf(date), today) : rangeText(date, to, today)
}

/** Label of a bar: `20 Nov`; for a month `Nov 2025`. */
export const axisLabel = (date: string, group: Grouping) =>
  group === 'month' ? shortMonth(date) : shortDayMonth(date, date)

/** Range from the earliest day to the latest; null without ranges. */
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

const rangeOf = ({ date, to }: PeriodBar): Range => ({ from: date, to })

type Props = { bars: PeriodBar[]; group: Grouping; today: string; subject: string; params: StatsParams }

/** Table of periods, latest first. */
export const PeriodTable = ({ bars, group, today, subject, params }: Props) => {
  const pathOf = (range: Range | null | undefined) => (range ? explainPath(range, subject) : undefined)
  const name = (bar: PeriodBar) =>
    hasSessions(bar) ? (
      <a href={sessionsPath(rangeOf(bar), subject === 'all' ? undefined : subject)}>{periodName(bar, today)}</a>
    ) : (
      <span class="grey">{periodName(bar, today)}</span>
    )
  const previous = (before: number, range: Range | null | undefined) => (
    <DurationCell seconds={before} href={before > 0 ? pathOf(range) : undefined} />
  )
  const previousColumn = {
    label: 'Previous',
    numeric: true,
    cell: ({ before, beforeRange }: PeriodBar) => before !== undefined && previous(before, beforeRange),
    sum: (summed: PeriodBar[]) =>
      previous(
        summed.reduce((sum, { before = 0 }) => sum + before, 0),
        span(summed.flatMap(({ beforeRange }) => beforeRange ?? [])),
      ),
  }
  const fold = sectionFoldProps({ fold: 'days', section: 'days', params })
  return (
    <Fold id="days" title={names[group].title} summary={names[group].summary} open={fold.isOpen}>
      <FigureTable
        id="days-table"
        caption={`Sessions and tracked time by ${group}`}
        columns={[
          { label: names[group].column, cell: name },
          ...amountColumns(
            (bar: PeriodBar) => pathOf(rangeOf(bar)),
            (summed) => ({ ...addUp(summed), href: pathOf(span(summed.map(rangeOf))) }),
          ),
          ...(bars.some(({ before }) => before !== undefined) ? [previousColumn] : []),
        ]}
        rows={bars.toReversed()}
        total={plural(bars.length, group)}
        fold={{ ...fold, ...foldEarlier(group, shownRows), sums: true }}
      />
    </Fold>
  )
}

/** Formats a share: `42%`, `<1%`, `−3%`; a share of zero is 0%. */
export const formatShare = (part: number, whole: number) => {
  if (whole === 0) return '0%'
  const share = (100 * Math.abs(part)) / whole
  const words = part !== 0 && share < 1 ? '<1%' : `${Math.round(share)}%`
  return part < 0 ? `−${words}` : words
}

/** Path of the page that compares the ranges of a part; undefined for a part of a part, which has no such page. */
export const differencePath = (range: Range, subject: string, part: string) =>
  subject === 'all' || part === subject ? comparePath(range, part) : undefined

type DifferenceProps = {
  /** Amounts in seconds. */
  now: number
  before: number
  href?: string
  /** True if the compared range is the one directly before. */
  isBefore?: boolean
}

/** True to show an arrow instead of “more” or “less”. */
export const Difference = ({ now, before, href, isBefore = true }: DifferenceProps) => {
  const words = <AmountChange now={now} before={before} brief />
  const title = `${duration(before)}${isBefore ? ' before' : ''}`
  return href ? (
    <a class="grey" href={href} data-figure={Math.abs(now - before)} title={title}>
      {words}
    </a>
  ) : (
    <span class="grey" title={title}>
      {words}
    </span>
  )
}

/** Formats a duration with its sign: `2h 10m` or `−2h 10m`. */
const Signed = ({ seconds }: { seconds: number }) =>
  seconds < 0 ? (
    <time datetime={`-${isoDuration(-seconds)}`} title={`−${exactDuration(-seconds)}`}>
      −{duration(-seconds)}
    </time>
  ) : (
    <Duration seconds={seconds} />
  )

type CellsProps = {
  seconds: number
  totalSeconds: number
  /** Seconds of the previous period. */
  before?: number
  href?: string
  /** Path of the page that compares both periods. */
  changeHref?: string
}

/** Cells for amount, share and difference in a row of a breakdown. */
export const ShareCells = ({ seconds, totalSeconds, before, href, changeHref }: CellsProps) => (
  <>
    <td class="num">
      {href ? (
        <OptionalLink href={href} data-figure={Math.abs(seconds)}>
          <Signed seconds={seconds} />
        </OptionalLink>
      ) : (
        <Signed seconds={seconds} />
      )}
    </td>
    <td class={href ? 'num grey' : 'num'}>{formatShare(seconds, totalSeconds)}</td>
    {before !== undefined && (
      <td class="num">
        <Difference now={seconds} before={before} href={changeHref} />
      </td>
    )}
  </>
)

import { type Grouping, hasSessions } from '../../functions/ledger/schema'
import type { Period } from '../../functions/ledger/series'
import { monthEnd, monthOf, monthStart } from '../../functions/lib/days'
import { grouped, monthName, plural, rangeText, shortDate } from '../../functions/lib/format'
import { explainPath, sessionsPath } from '../links'
import { Duration } from '../ui/figure'
import { Section } from '../ui/section'
import { Table } from '../ui/table'

/**
 * A period with what was to be reached in it, whether its date stands under its bar, and where it is compared, the
 * seconds `before`: of the same days, as many days earlier as the range has.
 */
export type Bar = Period & { targetSeconds: number; ticked: boolean; before?: number }

/** How many periods are in sight before the earlier ones are folded away. */
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

const sum = (bars: Bar[]) => ({
  sessions: bars.reduce((count, bar) => count + bar.session_count, 0),
  seconds: bars.reduce((total, bar) => total + bar.total_seconds, 0),
  before: bars.reduce((total, bar) => total + (bar.before ?? 0), 0),
})

const isCompared = (bars: Bar[]) => bars.some(({ before }) => before !== undefined)

/** A period; its data is what the chart draws. */
const Row = ({ bar, today, group }: { bar: Bar; today: string; group: Grouping }) => {
  const name = periodName(bar, today)
  const data = {
    'data-seconds': bar.total_seconds,
    'data-target': bar.targetSeconds,
    'data-before': bar.before,
    'data-tick': bar.ticked ? tickOf(bar.date, group) : undefined,
  }
  return (
    <tr {...data}>
      <th scope="row">
        {hasSessions(bar) ? (
          <a href={sessionsPath({ from: bar.date, to: bar.to })}>{name}</a>
        ) : (
          <span class="grey">{name}</span>
        )}
      </th>
      <td class="num">{bar.session_count > 0 && grouped(bar.session_count)}</td>
      <td class="num">
        {hasSessions(bar) ? (
          <a href={explainPath({ from: bar.date, to: bar.to })}>
            <Duration seconds={bar.total_seconds} />
          </a>
        ) : (
          <span class="grey">none</span>
        )}
      </td>
      {bar.before !== undefined && (
        <td class="num grey">
          <Duration seconds={bar.before} />
        </td>
      )}
    </tr>
  )
}

const SumRow = ({ label, bars }: { label: string; bars: Bar[] }) => (
  <tr>
    <th scope="row">{label}</th>
    <td class="num">{grouped(sum(bars).sessions)}</td>
    <td class="num">
      <Duration seconds={sum(bars).seconds} />
    </td>
    {isCompared(bars) && (
      <td class="num">
        <Duration seconds={sum(bars).before} />
      </td>
    )}
  </tr>
)

const names = {
  day: { column: 'Day', title: 'Day by day', summary: 'what the chart is drawn from' },
  week: { column: 'Week', title: 'Week by week', summary: 'first and last only as far as the range goes' },
  month: { column: 'Month', title: 'Month by month', summary: 'first and last only as far as the range goes' },
}

const columns = (group: Grouping, compared: boolean) => [
  { label: names[group].column },
  { label: 'Sessions', numeric: true },
  { label: 'Tracked', numeric: true },
  ...(compared ? [{ label: 'Before', numeric: true }] : []),
]

type Props = { bars: Bar[]; group: Grouping; today: string }

/** The periods of a range, the latest first: what the chart is drawn from. */
export const PeriodTable = ({ bars, group, today }: Props) => {
  const latest = bars.toReversed()
  const shown = latest.length > shownRows + 1 ? latest.slice(0, shownRows) : latest
  const earlier = latest.slice(shown.length)
  const earlierLabel = plural(earlier.length, `earlier ${group}`)
  return (
    <Section id="days" title={names[group].title} summary={names[group].summary}>
      <Table
        caption={`Sessions and tracked time by ${group}`}
        columns={columns(group, isCompared(bars))}
        dense
        foot={<SumRow label={plural(bars.length, group)} bars={bars} />}
      >
        {shown.map((bar) => (
          <Row bar={bar} today={today} group={group} />
        ))}
        {earlier.length > 0 && <SumRow label={earlierLabel} bars={earlier} />}
      </Table>
      {earlier.length > 0 && (
        <details id="earlier-days">
          <summary class="link">Show the {earlierLabel}</summary>
          <Table caption={`The ${earlierLabel}`} columns={columns(group, isCompared(bars))} dense>
            {earlier.map((bar) => (
              <Row bar={bar} today={today} group={group} />
            ))}
          </Table>
        </details>
      )}
    </Section>
  )
}

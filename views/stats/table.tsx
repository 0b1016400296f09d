import { grouped, plural, rangeText, shortDate } from '../../functions/lib/format'
import { hasSessions } from '../../functions/stats/schema'
import type { Period } from '../../functions/stats/series'
import { sessionsPath } from '../links'
import { Duration } from '../ui/figure'
import { Section } from '../ui/section'
import { Table } from '../ui/table'

/** A period with what was to be reached in it, and whether its date stands under its bar. */
export type Bar = Period & { targetSeconds: number; ticked: boolean }

/** How many periods are in sight before the earlier ones are folded away. */
const shownRows = 11

const periodName = ({ date, to }: Period, today: string) =>
  date === to ? shortDate(date, today) : rangeText(date, to, today)

/** `20 Nov` */
const withoutWeekday = (date: string) => shortDate(date, date).slice(4)

const sum = (bars: Bar[]) => ({
  sessions: bars.reduce((count, bar) => count + bar.session_count, 0),
  seconds: bars.reduce((total, bar) => total + bar.total_seconds, 0),
})

/** A period; its data is what the chart draws. */
const Row = ({ bar, today }: { bar: Bar; today: string }) => {
  const name = periodName(bar, today)
  const data = {
    'data-seconds': bar.total_seconds,
    'data-target': bar.targetSeconds,
    'data-tick': bar.ticked ? withoutWeekday(bar.date) : undefined,
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
        {hasSessions(bar) ? <Duration seconds={bar.total_seconds} /> : <span class="grey">none</span>}
      </td>
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
  </tr>
)

const columns = (group: string) => [
  { label: group === 'day' ? 'Day' : 'Week' },
  { label: 'Sessions', numeric: true },
  { label: 'Tracked', numeric: true },
]

type Props = { bars: Bar[]; group: 'day' | 'week'; today: string }

/** The periods of a range, the latest first: what the chart is drawn from. */
export const DayTable = ({ bars, group, today }: Props) => {
  const latest = bars.toReversed()
  const shown = latest.length > shownRows + 1 ? latest.slice(0, shownRows) : latest
  const earlier = latest.slice(shown.length)
  const earlierLabel = plural(earlier.length, `earlier ${group}`)
  return (
    <Section
      id="days"
      title={group === 'day' ? 'Day by day' : 'Week by week'}
      summary={group === 'day' ? 'what the chart is drawn from' : 'first and last only as far as the range goes'}
    >
      <Table
        caption={`Sessions and tracked time by ${group}`}
        columns={columns(group)}
        dense
        foot={<SumRow label={plural(bars.length, group)} bars={bars} />}
      >
        {shown.map((bar) => (
          <Row bar={bar} today={today} />
        ))}
        {earlier.length > 0 && <SumRow label={earlierLabel} bars={earlier} />}
      </Table>
      {earlier.length > 0 && (
        <details id="earlier-days">
          <summary class="link">Show the {earlierLabel}</summary>
          <Table caption={`The ${earlierLabel}`} columns={columns(group)} dense>
            {earlier.map((bar) => (
              <Row bar={bar} today={today} />
            ))}
          </Table>
        </details>
      )}
    </Section>
  )
}

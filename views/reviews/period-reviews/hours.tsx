import { freeDay } from '../../../functions/ledger/free-days'
import { hasSessions, periodTarget } from '../../../functions/ledger/schema'
import { series } from '../../../functions/ledger/series'
import { duration, rangeText, weekdayDay } from '../../../functions/lib/format'
import type { ReviewPage } from '../../../functions/reviews/period-reviews/figures'
import { DurationCell, Spark, Table } from '../../ui/figure'
import { sessionsPath } from '../../ui/links'
import { Section } from '../../ui/section'

/** Time of a week by day, of a month by week. */
export const Hours = ({ figures, person, today }: Pick<ReviewPage, 'figures' | 'person' | 'today'>) => {
  const { period, range, hours } = figures
  const group = period === 'week' ? 'day' : 'week'
  const bars = series(hours.days, range, group, person.week_start)
  const free = { restDays: person.rest_days, daysOff: new Set(hours.off) }
  const targetOf = (bar: { date: string; to: string }) => {
    if (hours.target_seconds === null) return 0
    if (bar.date === bar.to && freeDay(bar.date, free)) return 0
    return periodTarget(bar, person.daily_target_minutes, free)
  }
  const max = Math.max(...bars.map((bar) => Math.max(bar.total_seconds, targetOf(bar))), 1)
  return (
    <Section id="hours" title="Hours" summary={period === 'week' ? 'by day' : 'by week'}>
      <Table
        caption={`Tracked time by ${group}`}
        columns={[
          { label: period === 'week' ? 'Day' : 'Week' },
          { label: 'Share' },
          ...(hours.target_seconds === null ? [] : [{ label: 'Target', numeric: true }]),
          { label: 'Tracked', numeric: true },
        ]}
        dense
        unseenHead
      >
        {bars.map((bar) => {
          const target = targetOf(bar)
          const off = bar.date === bar.to ? freeDay(bar.date, free) : undefined
          return (
            <tr>
              <th scope="row" class="tight">
                {period === 'week' ? weekdayDay(bar.date) : rangeText(bar.date, bar.to, today)}
              </th>
              <td>
                <Spark max={max} parts={[{ value: bar.total_seconds, tone: 'solid' }]} target={target || undefined} />
              </td>
              {hours.target_seconds !== null && (
                <td class="num tight grey">{target > 0 ? `of ${duration(target)}` : off}</td>
              )}
              {hasSessions(bar) ? (
                <DurationCell seconds={bar.total_seconds} href={sessionsPath({ from: bar.date, to: bar.to })} />
              ) : (
                <td class="num tight grey">{bar.date > today ? '' : 'none'}</td>
              )}
            </tr>
          )
        })}
      </Table>
    </Section>
  )
}

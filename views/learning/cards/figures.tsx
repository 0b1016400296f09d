import type { ForecastDay, ReviewWeek } from '../../../functions/learning/cards/figures/figures'
import { leechLapses } from '../../../functions/learning/cards/queries'
import { ratingNames } from '../../../functions/learning/cards/schema'
import { daysBetween } from '../../../functions/lib/days'
import { grouped, plural, shortDate, shortDayMonth } from '../../../functions/lib/format'
import { LinkButton } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { Count, CountCell, CountKpi, Kpi, Kpis, Spark, Table } from '../../ui/figure'
import { statsWay } from '../../ui/links'
import { PageHead, Section } from '../../ui/section'

type Props = { days: ForecastDay[]; weeks: ReviewWeek[]; leeches: number; today: string }

const total = (numbers: number[]) => numbers.reduce((sum, one) => sum + one, 0)

const Forecast = ({ days, today }: Pick<Props, 'days' | 'today'>) => {
  const most = Math.max(...days.map(({ due }) => due), 1)
  const busy = days.filter(({ due }) => due > 0)
  return (
    <Section id="forecast" title="Forecast" summary="the next 30 days, with new cards today only">
      <Table
        caption="Days of the next 30 with cards due"
        columns={[{ label: 'Day' }, { label: 'Share', unseen: true }, { label: 'Cards', numeric: true }]}
        dense
      >
        {busy.map(({ date, due }, index) => {
          const free = daysBetween(busy[index - 1]?.date ?? today, date) - 1
          return (
            <>
              {free > 0 && (
                <tr>
                  <td class="grey" colspan={3}>
                    {plural(free, 'day')} without cards
                  </td>
                </tr>
              )}
              <tr>
                <th scope="row">
                  <time datetime={date}>{date === today ? 'Today' : shortDate(date, today)}</time>
                </th>
                <td class="spark-cell">
                  <Spark max={most} parts={[{ value: due }]} />
                </td>
                <td class="num">{grouped(due)}</td>
              </tr>
            </>
          )
        })}
      </Table>
    </Section>
  )
}

const names = ([1, 2, 3, 4] as const).map((rating) => ratingNames[rating])

/** Leaves out the weeks before the first review. */
const sinceFirst = (weeks: ReviewWeek[]) => weeks.slice(0, weeks.findLastIndex(({ ratings }) => total(ratings) > 0) + 1)

const Weeks = ({ weeks, today }: Pick<Props, 'weeks' | 'today'>) => (
  <Section id="weeks" title="Reviews by week" summary="retention is the share you still knew of cards seen before">
    <Table
      caption="Ratings and retention of the last 12 weeks"
      columns={[
        { label: 'Week from' },
        ...names.map((label) => ({ label, numeric: true })),
        { label: 'Reviews', numeric: true },
        { label: 'Retention', numeric: true },
      ]}
      dense
    >
      {sinceFirst(weeks).map(({ from, ratings, retention }) => (
        <tr>
          <th scope="row">
            <time datetime={from}>{shortDayMonth(from, today)}</time>
          </th>
          {ratings.map((count) => (
            <CountCell count={count} />
          ))}
          <CountCell count={total(ratings)} />
          <td class="num">{retention === null ? <span class="grey">none</span> : `${retention}%`}</td>
        </tr>
      ))}
    </Table>
  </Section>
)

/** `/stats/cards` */
export const CardFigures = ({ days, weeks, leeches, today }: Props) => {
  const [week] = weeks
  const isEmpty = total(days.map(({ due }) => due)) === 0 && weeks.every(({ ratings }) => total(ratings) === 0)
  return (
    <>
      <PageHead title="Card reviews" back={statsWay()} actions={<LinkButton href="/review">Review</LinkButton>} />
      {isEmpty ? (
        <Empty title="No reviews yet" picture="bars" actions={<LinkButton href="/cards/new">Add a card</LinkButton>}>
          Your ratings, how much you remember and what is due appear here.
        </Empty>
      ) : (
        <>
          <Kpis>
            <CountKpi label="Due today" count={days[0]?.due ?? 0} />
            <CountKpi label="Next 7 days" note="today included" count={total(days.slice(0, 7).map(({ due }) => due))} />
            <Kpi label="Retention this week" note={plural(total(week?.ratings ?? []), 'review')}>
              <Count value={week?.retention == null ? <i>none</i> : `${week.retention}%`} />
            </Kpi>
            <Kpi label="Leeches" note={`forgotten ${leechLapses} times or more`}>
              <Count
                value={leeches > 20 ? '20+' : grouped(leeches)}
                href={leeches > 0 ? '/cards?leech=1' : undefined}
              />
            </Kpi>
          </Kpis>
          <Forecast days={days} today={today} />
          <Weeks weeks={weeks} today={today} />
        </>
      )}
    </>
  )
}

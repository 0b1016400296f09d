import type { ForecastDay, ReviewWeek } from '../../../functions/learning/cards/figures/figures'
import { leechLapses, ratingNames } from '../../../functions/learning/cards/schema'
import { grouped, plural, shortDate, weekName } from '../../../functions/lib/text/format'
import { LinkButton } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { Count, CountKpi, Kpi, Kpis, Spark, Swatch, Table } from '../../ui/figure'
import { Legend } from '../../ui/figure-table'
import { statsBackLink } from '../../ui/links'
import { PageHead, Section } from '../../ui/section'

type Props = { days: ForecastDay[]; weeks: ReviewWeek[]; leeches: number; today: string }

const total = (numbers: number[]) => numbers.reduce((sum, one) => sum + one, 0)

const names = ([1, 2, 3, 4] as const).map((rating) => ratingNames[rating])

const Forecast = ({ days, today }: Pick<Props, 'days' | 'today'>) => {
  const most = Math.max(...days.map(({ due }) => due), 1)
  const later = total(days.slice(1).map(({ due }) => due))
  return (
    <Section
      id="forecast"
      title="Forecast"
      summary={`${later === 0 ? 'no card' : plural(later, 'card')} after today in ${days.length} days, new ones apart`}
    >
      <Table
        caption="Days of the next 30 with cards due"
        columns={[{ label: 'Day' }, { label: 'Share' }, { label: 'Cards', numeric: true }]}
        unseenHead
      >
        {days
          .filter(({ due }) => due > 0)
          .map(({ date, due }) => (
            <tr>
              <th scope="row" class="w-px whitespace-nowrap">
                <time datetime={date}>{date === today ? 'Today' : shortDate(date, today)}</time>
              </th>
              <td>
                <Spark max={most} parts={[{ value: due }]} />
              </td>
              <td class="num w-px">{grouped(due)}</td>
            </tr>
          ))}
      </Table>
    </Section>
  )
}

const reviewed = ({ ratings }: ReviewWeek) => total(ratings)

/** Table of the weeks that have reviews. */
const Weeks = ({ weeks, today }: Pick<Props, 'weeks' | 'today'>) => {
  const most = Math.max(...weeks.map(reviewed))
  return (
    <Section
      id="weeks"
      title="Reviews by week"
      summary="retention is the share you still knew of cards seen before"
      aside={
        <Legend>
          <Swatch fill="fill" words="known" />
          <Swatch fill="fill-soft" words="again" />
        </Legend>
      }
    >
      <Table
        caption="Reviews and retention of the last 12 weeks"
        columns={[{ label: 'Week' }, { label: 'Share' }, { label: 'Reviews', numeric: true }, { label: 'Retention' }]}
        unseenHead
      >
        {weeks.filter(reviewed).map((week) => {
          const { from, to, ratings, retention } = week
          const [again, ...known] = ratings
          return (
            <tr>
              <th scope="row" class="w-px whitespace-nowrap">
                {weekName({ date: from, to: to < today ? to : today })}
              </th>
              <td title={ratings.map((count, index) => `${names[index]} ${grouped(count)}`).join(', ')}>
                <Spark max={most} parts={[{ value: total(known) }, { value: again, tone: 'soft' }]} />
              </td>
              <td class="num w-px grey">{plural(reviewed(week), 'review')}</td>
              <td class="num w-px">{retention === null ? <span class="grey">none</span> : `${retention}%`}</td>
            </tr>
          )
        })}
      </Table>
    </Section>
  )
}

/** `/stats/cards` */
export const CardFigures = ({ days, weeks, leeches, today }: Props) => {
  const due = days[0]?.due ?? 0
  const week = weeks.find(({ retention }) => retention !== null)
  const isEmpty = total(days.map(({ due }) => due)) === 0 && weeks.every(({ ratings }) => total(ratings) === 0)
  return (
    <>
      <PageHead
        title="Card reviews"
        back={statsBackLink()}
        actions={
          <LinkButton href="/review" variant={due > 0 ? 'primary' : undefined}>
            Review
          </LinkButton>
        }
      />
      {isEmpty ? (
        <Empty title="No reviews yet" actions={<LinkButton href="/cards/new">Add a card</LinkButton>}>
          Your ratings, how much you remember and what is due appear here.
        </Empty>
      ) : (
        <>
          <Kpis>
            <CountKpi label="Due today" count={due} />
            {week && (
              <Kpi
                label="Retention"
                note={`${weekName({ date: week.from, to: week.to })}, ${plural(reviewed(week), 'review')}`}
              >
                <Count value={`${week.retention}%`} />
              </Kpi>
            )}
            <Kpi label="Leeches" note={`forgotten ${leechLapses} times or more`}>
              <Count
                value={leeches > 20 ? '20+' : grouped(leeches)}
                href={leeches > 0 ? '/cards?leech=1' : undefined}
              />
            </Kpi>
          </Kpis>
          <Forecast days={days} today={today} />
          {weeks.some(reviewed) && <Weeks weeks={weeks} today={today} />}
        </>
      )}
    </>
  )
}

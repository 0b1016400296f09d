import type { RepoView, ReviewPeriod } from '../../../functions/figures/stats/repos/view'
import { hasSessions } from '../../../functions/ledger/schema'
import type { Period } from '../../../functions/ledger/series'
import { grouped, monthName, plural, shortDayMonth } from '../../../functions/lib/format'
import { Empty } from '../../ui/empty'
import { CountCell, DurationCell, Spark } from '../../ui/figure'
import { FigureTable, Legend } from '../../ui/figure-table'
import { explainPath } from '../../ui/links'
import { Section, type SectionProps } from '../../ui/section'
import { Linked } from '../../ui/uses'
import { WeekBars } from '../../ui/week-bars'
import { Swatch } from './hours'

const shownRows = 14

/** `16 Nov – 22 Nov` */
export const weekName = ({ date, to }: { date: string; to: string }) => {
  const [first, last] = [date, to].map((day) => shortDayMonth(day, day))
  return first === last ? first : `${first} – ${last}`
}

type Props = Pick<RepoView, 'periods' | 'group' | 'subject' | 'range' | 'today' | 'total_seconds' | 'session_count'> &
  Pick<SectionProps, 'aside'>

/** Latest first. */
export const RepoPeriods = ({ periods, group, total_seconds, session_count, range, subject, today, aside }: Props) => {
  const most = Math.max(...periods.map((period) => period.total_seconds), 0)
  const pathOf = ({ date, to }: Period) => explainPath({ from: date, to }, subject)
  const nameOf = (period: Period) => (group === 'month' ? monthName(period.date.slice(0, 7), today) : weekName(period))
  const table = (
    <FigureTable
      caption={`Tracked time by ${group}`}
      columns={[
        {
          label: group === 'week' ? 'Week' : 'Month',
          cell: (period) =>
            hasSessions(period) ? (
              <Linked href={pathOf(period)}>{nameOf(period)}</Linked>
            ) : (
              <span class="grey">{nameOf(period)}</span>
            ),
        },
        {
          label: 'Share',
          cell: (period) => (
            <td class="spark-cell">
              <Spark max={most} parts={[{ value: period.total_seconds }]} />
            </td>
          ),
        },
        {
          label: 'Sessions',
          numeric: true,
          cell: (period) => <CountCell count={period.session_count} href={pathOf(period)} />,
          sum: () => <CountCell count={session_count} href={explainPath(range, subject)} />,
        },
        {
          label: 'Tracked',
          numeric: true,
          cell: (period) => (
            <DurationCell seconds={hasSessions(period) ? period.total_seconds : null} href={pathOf(period)} />
          ),
          sum: () => <DurationCell seconds={total_seconds} href={explainPath(range, subject)} />,
        },
      ]}
      rows={periods.toReversed()}
      total={plural(periods.length, group)}
      fold={{
        limit: shownRows,
        label: (count) => plural(count, `earlier ${group}`),
        caption: (label) => `The ${label}`,
      }}
    />
  )
  return (
    <Section id="time" title={group === 'week' ? 'Time by week' : 'Time by month'} aside={aside}>
      {group === 'week' ? (
        <>
          <WeekBars
            bars={periods.map(({ date, to, total_seconds: seconds }) => ({
              ...{ date, seconds },
              tone: date <= today && today <= to ? 'fill-open' : 'fill',
            }))}
            label="Tracked time by week, see the table below"
          />
          <details>
            <summary class="link">Show as table</summary>
            {table}
          </details>
        </>
      ) : (
        table
      )}
    </Section>
  )
}

const kinds = [
  ['comments', 'solid', 'fill', (week: ReviewPeriod) => week.comment_count],
  ['approvals', 'soft', 'fill-soft', (week: ReviewPeriod) => week.approve_count],
  ['change requests', 'open', 'fill-open', (week: ReviewPeriod) => week.request_changes_count],
] as const

const countOf = (week: ReviewPeriod) => kinds.reduce((sum, [, , , of]) => sum + of(week), 0)

/** Latest first. */
type ReviewsProps = { reviews: ReviewPeriod[]; count: number; note?: string }

export const Reviews = ({ reviews, count, note }: ReviewsProps) => {
  const most = Math.max(...reviews.map(countOf))
  return (
    <Section
      id="reviews"
      title="Reviews by week"
      summary={
        <>
          <span data-total={count}>{grouped(count)}</span>
          {note && ` ${note}`}
          {reviews.length > 0 && ` in ${plural(reviews.length, 'week')}`}
        </>
      }
      aside={
        reviews.length > 0 && (
          <Legend>
            {kinds.map(([name, , fill]) => (
              <Swatch fill={fill} words={name} />
            ))}
          </Legend>
        )
      }
    >
      {reviews.length > 0 ? (
        <FigureTable
          caption="Comments, approvals and change requests by week"
          columns={[
            { label: 'Week', cell: weekName },
            {
              label: 'Share',
              cell: (week) => (
                <td class="spark-cell" title={kinds.map(([name, , , of]) => `${of(week)} ${name}`).join(', ')}>
                  <Spark max={most} parts={kinds.map(([, tone, , of]) => ({ value: of(week), tone }))} />
                </td>
              ),
            },
            { label: 'Reviews', numeric: true, cell: (week) => <CountCell count={countOf(week)} /> },
          ]}
          rows={reviews}
          unseenHead
        />
      ) : (
        <Empty title="No reviews in this time" level={3}>
          Comments, approvals and change requests from the browser extension appear here.
        </Empty>
      )}
    </Section>
  )
}

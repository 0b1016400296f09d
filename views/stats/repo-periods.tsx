import { hasSessions } from '../../functions/ledger/schema'
import type { Period } from '../../functions/ledger/series'
import { grouped, monthName, plural, shortDate } from '../../functions/lib/format'
import type { RepoView, ReviewPeriod } from '../../functions/stats/repos/view'
import { explainPath } from '../links'
import { Empty } from '../ui/empty'
import { CountCell, DurationCell } from '../ui/figure'
import { Section } from '../ui/section'
import { Spark } from '../ui/spark'
import { Table } from '../ui/table'
import { FoldingTable } from './folding-table'

const shownRows = 14

/** `16 Nov – 22 Nov` */
const weekName = ({ date, to }: { date: string; to: string }) => {
  const [first, last] = [date, to].map((day) => shortDate(day, day).slice(4))
  return first === last ? first : `${first} – ${last}`
}

type Props = Pick<RepoView, 'periods' | 'group' | 'subject' | 'range' | 'today' | 'total_seconds' | 'session_count'>

type RowProps = { period: Period; most: number } & Omit<Props, 'periods'>

const Row = ({ period, most, ...view }: RowProps) => {
  const { date, to } = period
  const href = explainPath({ from: date, to }, view.subject)
  const name = view.group === 'month' ? monthName(date.slice(0, 7), view.today) : weekName(period)
  return (
    <tr>
      <th scope="row">{hasSessions(period) ? <a href={href}>{name}</a> : <span class="grey">{name}</span>}</th>
      <td class="spark-cell">
        <Spark max={most} parts={[{ value: period.total_seconds }]} />
      </td>
      <CountCell count={period.session_count} href={href} />
      {hasSessions(period) ? (
        <DurationCell seconds={period.total_seconds} href={href} />
      ) : (
        <td class="num">
          <span class="grey">none</span>
        </td>
      )}
    </tr>
  )
}

const columns = (group: Props['group']) => [
  { label: group === 'week' ? 'Week' : 'Month' },
  { label: 'Share' },
  { label: 'Sessions', numeric: true },
  { label: 'Tracked', numeric: true },
]

/** Latest first. */
export const RepoPeriods = ({ periods, ...view }: Props) => {
  const { group, total_seconds, session_count, range, subject } = view
  const most = Math.max(...periods.map((period) => period.total_seconds), 0)
  return (
    <Section id="time" title={group === 'week' ? 'Time by week' : 'Time by month'}>
      <FoldingTable
        caption={`Tracked time by ${group}`}
        columns={columns(group)}
        items={periods.toReversed()}
        limit={shownRows}
        row={(period) => <Row period={period} most={most} {...view} />}
        restLabel={(count) => plural(count, `earlier ${group}`)}
        restCaption={(label) => `The ${label}`}
        foot={
          <tr>
            <th scope="row">{plural(periods.length, group)}</th>
            <td />
            <CountCell count={session_count} href={explainPath(range, subject)} />
            <DurationCell seconds={total_seconds} href={explainPath(range, subject)} />
          </tr>
        }
      />
    </Section>
  )
}

/** Latest first. */
type ReviewsProps = { reviews: ReviewPeriod[]; count: number; note?: string }

export const Reviews = ({ reviews, count, note }: ReviewsProps) => (
  <Section
    id="reviews"
    title="Reviews by week"
    summary={
      <>
        <span data-total={count}>{grouped(count)}</span>
        {note && ` ${note}`}
      </>
    }
  >
    {reviews.length > 0 ? (
      <Table
        caption="Comments, approvals and change requests by week"
        columns={[
          { label: 'Week' },
          { label: 'Comments', numeric: true },
          { label: 'Approvals', numeric: true },
          { label: 'Change requests', numeric: true },
        ]}
        dense
      >
        {reviews.map((week) => (
          <tr>
            <th scope="row">{weekName(week)}</th>
            <td class="num">{week.comment_count > 0 && grouped(week.comment_count)}</td>
            <td class="num">{week.approve_count > 0 && grouped(week.approve_count)}</td>
            <td class="num">{week.request_changes_count > 0 && grouped(week.request_changes_count)}</td>
          </tr>
        ))}
      </Table>
    ) : (
      <Empty title="No reviews in this time" level={3}>
        Comments, approvals and change requests from the browser extension appear here.
      </Empty>
    )}
  </Section>
)

import type { ReviewPeriod } from '../../../functions/figures/stats/repos/view'
import { grouped, plural, weekName } from '../../../functions/lib/text/format'
import { Empty } from '../../ui/empty'
import { CountCell, Spark, Swatch } from '../../ui/figure'
import { FigureTable, Legend } from '../../ui/figure-table'
import { Section } from '../../ui/section'

const kinds = [
  ['comments', 'solid', 'fill', (week: ReviewPeriod) => week.comment_count],
  ['approvals', 'soft', 'fill-soft', (week: ReviewPeriod) => week.approve_count],
  ['change requests', 'open', 'fill-open', (week: ReviewPeriod) => week.request_changes_count],
] as const

const countOf = (week: ReviewPeriod) => kinds.reduce((sum, [, , , of]) => sum + of(week), 0)

/** `reviews` are sorted latest first. */
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
          bars={['wide']}
        />
      ) : (
        <Empty title="No reviews in this time" level={3}>
          Comments, approvals and change requests from the browser extension appear here.
        </Empty>
      )}
    </Section>
  )
}

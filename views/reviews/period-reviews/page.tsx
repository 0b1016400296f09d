import { pathTo } from '../../../functions/lib/http/path-to'
import { monthName, rangeText } from '../../../functions/lib/text/format'
import { excerptOf } from '../../../functions/lib/text/markdown'
import { isoWeekNumber } from '../../../functions/lib/time/days'
import type { ReviewPageData as Page } from '../../../functions/reviews/period-reviews/figures'
import type { ReviewPlan } from '../../../functions/reviews/period-reviews/plan'
import { answerText } from '../../../functions/reviews/period-reviews/prompts'
import {
  type ReviewsPage as Listed,
  type ListedReview,
  reviewKind,
} from '../../../functions/reviews/period-reviews/schema'
import { LinkButton } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { Duration } from '../../ui/figure'
import { Icon } from '../../ui/icon'
import { DeleteForm, ItemActions, Row } from '../../ui/item'
import { filtersOf, ListFoot, ListHead, ListSearch, NoneYet, PagedList } from '../../ui/listing'
import { PlaceTabs } from '../../ui/place-tabs'
import { Module } from '../../ui/reorder'
import { PageHead, RowTitle, Steps, TextLink } from '../../ui/section'
import { ListSelection } from '../../ui/selection'
import { Feedback, Goals, LearningRows, Meetings, MissedGoals, ProjectTime, SkillChanges } from './goals'
import { DoneTasks, Hours, OtherTasks, UntrackedRows } from './parts'
import { PlanSection } from './plan'
import { OwnWords, periodPath, reviewPath } from './words'

/** Names a period: `16–22 November`, `November 2026`. */
export const shownPeriod = ({ period, range }: Pick<Page['figures'], 'period' | 'range'>, today: string) =>
  period === 'week' ? rangeText(range.from, range.to, today) : monthName(range.from.slice(0, 7), '')

const PeriodSteps = ({ figures: { period }, earlier, later }: Page) => (
  <Steps
    label="Periods"
    earlier={{ label: period, href: earlier && periodPath(period, earlier) }}
    later={{ label: period, href: later && periodPath(period, later) }}
  />
)

const isEmpty = ({ figures: { hours, goals, tasks, learnings, feedback, skills, energy, idle } }: Page) =>
  hours.session_count === 0 &&
  hours.total_seconds === 0 &&
  [
    ...[goals.outcomes, goals.reached, goals.missed, goals.milestones, tasks.done, tasks.carried, tasks.dropped],
    ...[learnings, feedback, skills, energy.days, idle.tasks, goals.values],
  ].every((rows) => rows.length === 0)

/** Figures shown below each question. */
const figuresBelow = (page: Page) => ({
  well: (
    <>
      <Goals {...page} />
      <DoneTasks {...page} />
      <LearningRows {...page} />
      <SkillChanges {...page} />
      <Feedback {...page} isConstructive={false} />
    </>
  ),
  badly: (
    <>
      <MissedGoals {...page} />
      <OtherTasks {...page} />
      <UntrackedRows {...page} />
      <Feedback {...page} isConstructive />
    </>
  ),
  change: (
    <>
      <ProjectTime {...page} />
      <Meetings {...page} />
    </>
  ),
})

/** `/review/week` and `/review/month` */
export const ReviewPage = (page: Page & { plan: ReviewPlan | null; org: string | null }) => {
  const { figures, today, plan, isCurrent } = page
  const { period, range } = figures
  return (
    <>
      <PageHead
        title={shownPeriod(figures, today)}
        summary={
          <>
            {period === 'week' && `week ${isoWeekNumber(range.from)} · `}
            {isCurrent ? `this ${period}` : <TextLink href={periodPath(period, today)}>This {period}</TextLink>}
          </>
        }
        actions={<PeriodSteps {...page} />}
        more={
          <>
            <button type="button" data-prints hidden>
              <Icon name="evidence" />
              Print
            </button>
            {page.own && <DeleteForm url={pathTo`/reviews/${page.own.id}`} />}
          </>
        }
      >
        <PlaceTabs path={`/review/${period}`} />
      </PageHead>
      {isEmpty(page) ? (
        <Empty
          title={`Nothing in this ${period} yet`}
          actions={<LinkButton href="/sessions/new">Add a session</LinkButton>}
        >
          The time you track, the tasks you finish and what you learn appear here.
        </Empty>
      ) : (
        <Hours {...page} />
      )}
      <OwnWords {...page} hasLines={!isEmpty(page)} below={figuresBelow(page)} />
      {plan && <PlanSection plan={plan} period={period} date={range.from} today={today} />}
      <Module name="print" />
      <p class="section actions">
        <TextLink href={`/evidence?from=${range.from}&to=${range.to}`}>Evidence of this {period}</TextLink>
      </p>
    </>
  )
}

const kind = { path: '/reviews', name: 'review', many: 'weeks and months' } as const

export const ReviewItem = ({ review }: { review: ListedReview }) => (
  <Row
    id={`review-${review.id}`}
    title={<RowTitle href={reviewPath(review)} name={review.title} />}
    facts={[review.organization_name && <bdi>{review.organization_name}</bdi>]}
    figures={review.tracked_seconds != null && <Duration seconds={review.tracked_seconds} />}
    actions={<ItemActions url={pathTo`/reviews/${review.id}`} name={review.title} />}
  >
    <p dir="auto">{excerptOf(answerText(review.words), 240)}</p>
  </Row>
)

const None = () => <NoneYet kind={kind}>Look at a week or a month, and write down what you make of it.</NoneYet>

export const ReviewList = (page: Listed & { oob?: boolean }) => (
  <PagedList
    {...page}
    kind={kind}
    none={<None />}
    groupOf={({ period }) => [period, period === 'week' ? 'Weeks' : 'Months', 'tracked']}
    item={(review) => <ReviewItem review={review} />}
  />
)

/** `/reviews` */
export const ReviewsPage = (page: Listed) => (
  <>
    <ListHead kind={kind}>
      <ListSearch
        kind={kind}
        view={page.view}
        placeholder="Words"
        filters={[
          {
            label: 'Period',
            all: 'Weeks and months',
            options: [
              { value: 'week', label: 'Weeks' },
              { value: 'month', label: 'Months' },
            ],
            ...filtersOf(kind, page.view)('period'),
          },
        ]}
      />
    </ListHead>
    <ReviewList {...page} />
    <ListSelection of={kind} acts={reviewKind.acts} />
    <ListFoot />
  </>
)

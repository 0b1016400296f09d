import { excerptOf } from '../../../functions/lib/markdown'
import type { ListedReview, ReviewsPage as Page } from '../../../functions/reviews/period-reviews/schema'
import { Empty, LinkButton } from '../../ui/button'
import { QuickActions } from '../../ui/item'
import { Filter, filtersOf, ListFoot, ListHead, ListSearch, PagedList } from '../../ui/listing'
import { RowMeta, RowTitle } from '../../ui/section'
import { LookBackTabs } from './tabs'
import { reviewPath } from './words'

const kind = { path: '/reviews', name: 'review', many: 'reviews' } as const

export const ReviewItem = ({ review }: { review: ListedReview }) => (
  <li id={`review-${review.id}`}>
    <div>
      <RowTitle href={reviewPath(review)} name={review.title} />
      <p dir="auto">{excerptOf(review.words, 240)}</p>
      <RowMeta parts={[review.organization_name && <bdi>{review.organization_name}</bdi>]} />
    </div>
    <QuickActions url={`/reviews/${review.id}`} name={review.title} />
  </li>
)

const None = () => (
  <Empty title="No reviews yet" actions={<LinkButton href="/review/week">Review the week</LinkButton>}>
    Look at a week or a month, and write down what you make of it. Your words are kept here.
  </Empty>
)

export const ReviewList = (page: Page & { oob?: boolean }) => (
  <PagedList {...page} kind={kind} none={<None />} item={(review) => <ReviewItem review={review} />} />
)

/** `/reviews` */
export const ReviewsPage = (page: Page) => (
  <>
    <ListHead kind={kind}>
      <LookBackTabs />
    </ListHead>
    <ListSearch kind={kind} value={page.view.q} placeholder="Words">
      <Filter
        label="Period"
        all="Weeks and months"
        options={[
          { value: 'week', label: 'Weeks' },
          { value: 'month', label: 'Months' },
        ]}
        {...filtersOf(kind, page.view)('period')}
      />
    </ListSearch>
    <ReviewList {...page} />
    <ListFoot />
  </>
)

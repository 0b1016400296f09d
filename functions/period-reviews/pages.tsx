import type { Context } from 'hono'
import { ReviewItem, ReviewList } from '../../views/period-reviews/list'
import { ReviewFields, reviewPath } from '../../views/period-reviews/words'
import type { App } from '../lib/env'
import { cameFrom, wantsFragment } from '../lib/page'
import { listed } from '../lib/resource/listed'
import type { Pages } from '../lib/resource/pages'
import { redirectTo } from '../lib/respond'
import { todayOf } from '../lib/today'
import { type ListedReview, NewReviewForm, type NewReviewValues, ReviewForm, ReviewsView, reviewsPage } from './schema'

export const readReviews = (c: Context<App>, query: Record<string, string>) =>
  reviewsPage(c.env.DB, c.var.user.id, c.var.org, ReviewsView.parse(query))

const list = listed<ListedReview>({
  name: 'review',
  path: '/reviews',
  titleOf: ({ title }) => title,
  item: (row) => <ReviewItem review={row} />,
  list: async (c, search) => <ReviewList {...(await readReviews(c, Object.fromEntries(search)))} oob />,
  fields: (c, { row, draft, idPrefix }) => (
    <ReviewFields row={row} draft={draft} today={todayOf(c)} idPrefix={idPrefix} />
  ),
})

const messages = { add: 'Words saved', edit: 'Words saved', delete: 'Review deleted', restore: 'Review restored' }

export const reviewPages: Pages<ListedReview, NewReviewValues> = {
  ...list,
  create: NewReviewForm,
  edit: ReviewForm,
  described: () => ({ words: ['Your words'] }),
  show: (c, row) => (wantsFragment(c) ? list.show(c, row) : c.redirect(reviewPath(row), 303)),
  answer: (c, done) => {
    // The page of a period stays, with the words as they are now.
    const page = cameFrom(c, '')
    if (!/^\/review\/(week|month)(\?|$)/.test(page)) return list.answer(c, done)
    const undo = done.action === 'delete' ? `/reviews/${done.id}/restore` : undefined
    return redirectTo(c, page, { message: messages[done.action], undo })
  },
  restoreRefused: {
    status: 409,
    code: 'period_taken',
    title: 'Already reviewed',
    detail: 'There is another review of the same period now. Delete that one, then restore this one.',
  },
}

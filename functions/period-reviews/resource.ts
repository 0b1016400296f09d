import { addedInContext } from '../context/added'
import { filingErrors } from '../lib/resource/filing'
import type { Resource } from '../lib/resource/resource'
import { deleteRow, insertRow, restoreRow, updateRow } from '../lib/resource/stored'
import { periodOf, periodTitle } from './period'
import { review } from './queries'
import type { ListedReview, NewReviewValues } from './schema'

/** The writes that the pages and the API of reviews share. Period and date stay as they were. */
export const reviewResource: Resource<ListedReview, NewReviewValues> = {
  name: 'review',
  find: review,
  validate: filingErrors,
  insert: (db, userId, id, given, now, c) => {
    const { period, date, words, organization_id = null } = addedInContext(c, given)
    const { from } = periodOf(period, date, c.var.user.preferences.week_start)
    return insertRow(
      db,
      'reviews',
      userId,
      id,
      { period, date: from, title: periodTitle(period, from), words, organization_id },
      now,
    )
  },
  update: (db, userId, { words, ...row }, now) => updateRow(db, 'reviews', userId, row, { words }, now),
  remove: deleteRow('reviews'),
  restore: restoreRow('reviews'),
  refused: {
    unique: 'reviews_by_date',
    errors: { words: ['You already reviewed this period. Open its review to edit your words.'] },
  },
}

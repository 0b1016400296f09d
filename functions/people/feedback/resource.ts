import { todayOf } from '../../lib/env'
import { addedInContext } from '../../lib/resource/added'
import { filingErrors } from '../../lib/resource/filing'
import type { Resource } from '../../lib/resource/resource'
import { storedRows } from '../../lib/resource/stored'
import { tagList } from '../../lib/text'
import { feedbackOf } from './list'
import { type ListedFeedback, type NewFeedbackValues, newFeedback } from './schema'

export const feedbackRows = storedRows<ListedFeedback, NewFeedbackValues & { date: string }>('feedback', {
  fresh: newFeedback,
  computed: ({ tags = '' }) => ({ tags: JSON.stringify(tagList(tags)) }),
})

/** The writes that the pages and the API of feedback share. */
export const feedbackResource: Resource<ListedFeedback, NewFeedbackValues> = {
  name: 'feedback',
  find: feedbackOf,
  validate: filingErrors,
  ...feedbackRows,
  insert: (db, userId, id, values, now, c) =>
    feedbackRows.insert(db, userId, id, { ...addedInContext(c, values), date: values.date ?? todayOf(c) }, now),
}

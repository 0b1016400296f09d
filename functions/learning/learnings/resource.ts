import { todayOf } from '../../lib/env'
import { addedInContext, addedTo } from '../../lib/resource/added'
import { filingErrorsUnder } from '../../lib/resource/filing'
import type { Resource } from '../../lib/resource/resource'
import { storedRows } from '../../lib/resource/stored'
import { tagList } from '../../lib/text'
import { type ListedLearning, learning, type NewLearningValues, newLearning } from './schema'

export const learningRows = storedRows<ListedLearning, NewLearningValues & { date: string }>('learnings', {
  fresh: newLearning,
  computed: ({ tags = '' }) => ({ tags: JSON.stringify(tagList(tags)) }),
})

/** The writes that the pages and the API of learnings share. */
export const learningResource: Resource<ListedLearning, NewLearningValues> = {
  name: 'learning',
  find: learning,
  validate: (db, userId, values, before, c) => filingErrorsUnder(db, userId, values, before, addedTo(c)),
  ...learningRows,
  insert: (db, userId, id, values, now, c) =>
    learningRows.insert(db, userId, id, { ...addedInContext(c, values), date: values.date ?? todayOf(c) }, now),
}

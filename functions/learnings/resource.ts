import { filingErrors } from '../lib/resource/filing'
import type { Resource } from '../lib/resource/resource'
import { deleteRow, restoreRow } from '../lib/resource/stored'
import { todayOf } from '../lib/today'
import * as q from './queries'
import type { ListedLearning, NewLearningValues } from './schema'
import { addLearning, updateLearning } from './writes'

/** The writes that the pages and the API of learnings share. */
export const learningResource: Resource<ListedLearning, NewLearningValues> = {
  name: 'learning',
  find: q.learning,
  validate: filingErrors,
  insert: (db, userId, id, values, now, c) => addLearning(db, userId, id, values, todayOf(c), now),
  update: (db, userId, values, now) => updateLearning(db, userId, values, now),
  remove: deleteRow('learnings'),
  restore: restoreRow('learnings'),
}

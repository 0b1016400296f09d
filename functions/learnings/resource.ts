import { addedInContext, addedTo } from '../context/added'
import { filingErrorsUnder } from '../lib/resource/filing'
import type { Resource } from '../lib/resource/resource'
import { storedRows } from '../lib/resource/stored'
import { tagList } from '../lib/text'
import { todayOf } from '../lib/today'
import { learning } from './queries'
import type { ListedLearning, NewLearningValues } from './schema'

export const learningRows = storedRows<ListedLearning, NewLearningValues & { date: string }>('learnings', (values) => ({
  title: values.title,
  content: values.content ?? '',
  type: values.type ?? 'insight',
  source: values.source ?? 'self_study',
  date: values.date,
  tags: JSON.stringify(tagList(values.tags ?? '')),
  project_id: values.project_id ?? null,
  plan_id: values.plan_id ?? null,
  organization_id: values.organization_id ?? null,
  meeting_id: values.meeting_id ?? null,
}))

/** The writes that the pages and the API of learnings share. */
export const learningResource: Resource<ListedLearning, NewLearningValues> = {
  name: 'learning',
  find: learning,
  validate: (db, userId, values, before, c) => filingErrorsUnder(db, userId, values, before, addedTo(c)),
  ...learningRows,
  insert: (db, userId, id, values, now, c) =>
    learningRows.insert(db, userId, id, { ...addedInContext(c, values), date: values.date ?? todayOf(c) }, now),
}

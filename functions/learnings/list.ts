import { z } from 'zod'
import { isDate } from '../lib/days'
import { choiceInView, idInView, listView } from '../lib/list-view'
import { tagInView } from '../lib/tags'
import { learningSource, learningType } from './schema'

/** Query of `/learnings`. An invalid value counts as none. */
export const LearningsView = z.object({
  /** In a search `after` is the number of a document. */
  ...listView,
  type: choiceInView(learningType.options),
  source: choiceInView(learningSource.options),
  tag: tagInView,
  project: idInView,
  plan: idInView,
  month: z
    .string()
    .refine((month) => isDate(`${month}-01`))
    .catch(''),
})
export type LearningsView = z.infer<typeof LearningsView>

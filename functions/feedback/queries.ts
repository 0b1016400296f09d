import { columnsAre, dateIsIn, hasTag, joined } from '../lib/conditions'
import { lastWritten, readsOf } from '../lib/resource/reads'
import { constant, part } from '../lib/sql'
import { filing, ListedFeedback } from './schema'

/** Characters of the content that a list reads. */
const beginning = 300

const columnsWith = (content: string) => part`
      feedback.id, ${constant(content)} AS content, feedback.date, feedback.category, feedback.sentiment, feedback.tags,
      feedback.from_person_id, feedback.organization_id, feedback.seq, feedback.created_at, feedback.updated_at,
      ${filing.selectedNames}`

/** Empty members filter nothing. Dates are inclusive. */
type FeedbackFilter = Partial<
  Record<'category' | 'sentiment' | 'tag' | 'from' | 'to' | (typeof filing.ids)[number], string>
>

export const {
  find: feedbackOf,
  list: allFeedback,
  page: pageOfFeedback,
} = readsOf({
  kind: 'feedback',
  schema: ListedFeedback,
  columns: columnsWith('feedback.content'),
  shortColumns: columnsWith(`substr(feedback.content, 1, ${beginning})`),
  joins: filing.withNames,
  where: ({ tag, from, to, ...columns }: FeedbackFilter) =>
    joined([columnsAre('feedback', columns), hasTag('feedback.tags', tag), dateIsIn('feedback.date', { from, to })]),
  order: ({ q }) => (q ? lastWritten : { columns: ['feedback.date', 'feedback.id'], isDescending: true }),
})

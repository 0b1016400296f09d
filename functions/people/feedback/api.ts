import { z } from 'zod'
import { dateInput, rowMembers, SearchFilter } from '../../lib/api/values'
import { resourceApi } from '../../lib/resource/api'
import { bodiesOf, tagsInput } from '../../lib/resource/members'
import { tagFilter } from '../../lib/tags'
import { tagList } from '../../lib/text'
import { allFeedback } from './list'
import { feedbackResource } from './resource'
import { FeedbackRow, feedbackCategory, feedbackFields, feedbackSentiment, filing } from './schema'

const FeedbackJson = FeedbackRow.extend({
  date: z.iso.date().meta({ description: 'The local date on which it was given.' }),
  tags: z.array(z.string()),
  ...filing.presentMembers,
  from_person_id: z.string().nullable().meta({ description: 'Who gave it; null without one, and while deleted.' }),
  ...rowMembers,
}).meta({ id: 'Feedback' })

/** `/api/v1/feedback` */
export const feedbackApi = resourceApi(feedbackResource, {
  aName: 'feedback',
  many: 'feedback',
  tag: 'Feedback',
  schema: FeedbackJson,
  json: (rows) => rows.map((row) => ({ ...row, ...filing.present(row), tags: tagList(row.tags) })),
  ...bodiesOf({
    id: 'Feedback',
    fields: { ...feedbackFields, date: dateInput.optional(), tags: tagsInput.optional(), ...filing.members },
    examples: {
      create: { content: 'Clear slides', sentiment: 'positive', tags: ['talks'] },
      patch: { category: 'technical' },
    },
  }),
  filter: {
    category: feedbackCategory.optional(),
    sentiment: feedbackSentiment.optional(),
    tag: tagFilter,
    ...filing.filters,
    from: dateInput.optional(),
    to: dateInput.optional(),
    q: SearchFilter,
  },
  list: allFeedback,
})

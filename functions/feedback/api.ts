import { z } from 'zod'
import { dateInput, rowJson, rowMembers } from '../lib/api/values'
import { resourceApi } from '../lib/resource/api'
import { bodiesOf, tagsInput } from '../lib/resource/members'
import { SearchFilter } from '../lib/search/filter'
import { tagFilter } from '../lib/tags'
import { tagList } from '../lib/text'
import { allFeedback } from './list'
import { feedbackResource } from './resource'
import { FeedbackRow, feedbackCategory, feedbackFields, feedbackSentiment, filing, type ListedFeedback } from './schema'

const FeedbackJson = FeedbackRow.extend({
  date: z.iso.date().meta({ description: 'The local date on which it was given.' }),
  tags: z.array(z.string()),
  from_person_id: z.string().nullable().meta({ description: 'Who gave it; null without one, and while deleted.' }),
  organization_id: z.string().nullable().meta({ description: 'Null without one, and while it is deleted.' }),
  ...rowMembers,
}).meta({ id: 'Feedback' })

const feedbackJson = (row: ListedFeedback) => ({
  ...rowJson(FeedbackRow, row),
  tags: tagList(row.tags),
  from_person_id: row.person_name === null ? null : row.from_person_id,
  organization_id: row.organization_name === null ? null : row.organization_id,
})

/** `/api/v1/feedback` */
export const feedbackApi = resourceApi(feedbackResource, {
  aName: 'feedback',
  many: 'feedback',
  tag: 'Feedback',
  schema: FeedbackJson,
  json: (rows) => rows.map(feedbackJson),
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

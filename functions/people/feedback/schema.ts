import { z } from 'zod'
import {
  dateMember,
  filedUnder,
  rowColumns,
  seenVersion,
  tagsColumn,
  tagsMember,
  textMember,
} from '../../lib/resource/members'

/** In characters. */
export const contentLimit = 10_000

export const feedbackCategory = z.enum(
  ['technical', 'behavioral', 'general'],
  'Choose technical, behavioral or general',
)
export type FeedbackCategory = z.infer<typeof feedbackCategory>

export const categoryNames: Record<FeedbackCategory, string> = {
  technical: 'Technical',
  behavioral: 'Behavioral',
  general: 'General',
}

export const feedbackSentiment = z.enum(
  ['positive', 'constructive', 'neutral'],
  'Choose positive, constructive or neutral',
)
export type FeedbackSentiment = z.infer<typeof feedbackSentiment>

export const sentimentNames: Record<FeedbackSentiment, string> = {
  positive: 'Positive',
  constructive: 'Constructive',
  neutral: 'Neutral',
}

export const filing = filedUnder('feedback', 'from_person_id', 'organization_id')

export const FeedbackRow = z.object({
  ...rowColumns,
  content: z.string(),
  /** Local date. */
  date: z.string(),
  category: feedbackCategory,
  sentiment: feedbackSentiment,
  tags: tagsColumn,
  ...filing.columns,
})
export type FeedbackRow = z.output<typeof FeedbackRow>

/** Feedback with the names of who gave it and where. In lists `content` is only its beginning. */
export const ListedFeedback = FeedbackRow.extend(filing.names)
export type ListedFeedback = z.output<typeof ListedFeedback>

const none = 'Enter what was said'

/** Members of a form and of a JSON body. One that is left out keeps its value or gets its default. */
export const feedbackFields = {
  content: textMember(contentLimit, { none, subject: 'Feedback has' }).refine((content) => content !== '', none),
  date: dateMember.optional(),
  category: feedbackCategory.optional(),
  sentiment: feedbackSentiment.optional(),
  tags: tagsMember.optional(),
  ...filing.fields,
}

export const newFeedback = {
  ...{ content: '', date: '', category: 'general', sentiment: 'neutral', tags: '' },
  ...filing.none,
}

export const NewFeedbackForm = z.object(feedbackFields)
export type NewFeedbackValues = z.output<typeof NewFeedbackForm>
export const FeedbackForm = z.object({ ...feedbackFields, seq: seenVersion('feedback') })

import type { z } from 'zod'
import { part } from '../../lib/db/sql'
import { allOrgs } from '../../lib/org'
import { choiceField, dateField, filingField, foldAway, mainText, tagsField } from '../../lib/resource/fields'
import { defineKind, resourceOf, rowsOf } from '../../lib/resource/kind'
import { byLastWrite, readsOf } from '../../lib/resource/row-reads'

export const categoryNames = { technical: 'Technical', behavioral: 'Behavioural', general: 'General' }
export const sentimentNames = { positive: 'Positive', constructive: 'Constructive', neutral: 'Neutral' }

export const feedbackKind = defineKind('feedback', {
  content: mainText('What was said', 'Feedback', 10_000, { none: 'Enter what was said', subject: 'Feedback has' }),
  from_person_id: filingField('from_person_id', {
    isPresent: true,
    about: 'Who gave it; null without one, and while deleted.',
    filter: { all: 'All people', label: 'From' },
  }),
  date: dateField('Date', 'The local date on which it was given.'),
  sentiment: choiceField('Sentiment', sentimentNames, 'neutral', 'Choose positive, constructive or neutral', {
    as: 'radios',
    filter: { all: 'Any sentiment' },
  }),
  category: foldAway(
    choiceField('Category', categoryNames, 'general', 'Choose technical, behavioral or general', {
      filter: { all: 'All categories' },
    }),
  ),
  tags: foldAway(tagsField()),
  organization_id: foldAway(filingField('organization_id', { isPresent: true })),
})

type FeedbackRow = z.output<typeof feedbackKind.Row>
export type FeedbackCategory = FeedbackRow['category']
export type FeedbackSentiment = FeedbackRow['sentiment']
/** Feedback with the names of its person and organization. In lists `content` is truncated. */
export type ListedFeedback = z.output<typeof feedbackKind.Listed>
export type NewFeedbackValues = z.output<typeof feedbackKind.NewForm>

export const feedbackCategory = feedbackKind.fields.category.column
export const feedbackSentiment = feedbackKind.fields.sentiment.column

/** Number of characters of the content that a list reads. */
const beginning = 300

export const {
  find: feedbackOf,
  list: allFeedback,
  page: pageOfFeedback,
} = readsOf({
  ...feedbackKind.reads,
  schema: feedbackKind.Listed,
  shortColumns: feedbackKind.columnsWith({ content: part`substr(feedback.content, 1, ${beginning})` }),
  order: ({ q }) => (q ? byLastWrite : { columns: ['feedback.date', 'feedback.id'], isDescending: true }),
})

export const feedbackRows = rowsOf<ListedFeedback, NewFeedbackValues>(feedbackKind)

/** Writes shared by the pages and the API of feedback. */
export const feedbackResource = resourceOf(feedbackKind, feedbackOf, feedbackRows)

/** Maximum number of feedback rows on a person's page. */
const shownFeedback = 6

/** The latest feedback from a person. */
export const feedbackOfPerson = (db: D1Database, userId: string, from_person_id: string) =>
  pageOfFeedback(db, userId, allOrgs, { from_person_id }, shownFeedback)

export type FeedbackOfPerson = Awaited<ReturnType<typeof feedbackOfPerson>>

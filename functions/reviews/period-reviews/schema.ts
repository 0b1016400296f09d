import { z } from 'zod'
import { dateInput } from '../../lib/api/values'
import { part } from '../../lib/db/sql'
import { allowDateWords } from '../../lib/http/date-fields'
import { listView } from '../../lib/http/list-view'
import type { Org } from '../../lib/org'
import { choiceField, filingField, mainText } from '../../lib/resource/fields'
import { filingErrors } from '../../lib/resource/filing'
import { defineKind } from '../../lib/resource/kind'
import { seenVersion } from '../../lib/resource/members'
import { withContextOrg } from '../../lib/resource/new-row-filing'
import type { Resource } from '../../lib/resource/resource'
import { readsOf } from '../../lib/resource/row-reads'
import { deleteRow, insertRow, restoreRow, updateRow } from '../../lib/resource/row-writes'
import { grouped, monthNames } from '../../lib/text/format'
import { cleanLine, cleanText } from '../../lib/text/text'
import { addDays, addMonths, isDate, monthEnd, monthOf, monthStart, type Range, weekOf } from '../../lib/time/days'
import { type Answers, answersText, toggleLine } from './prompts'

/** Maximum length in characters. */
export const wordsLimit = 10_000

const period = choiceField('Period', { week: 'Week', month: 'Month' }, 'week', 'Choose a week or a month')

export const reviewPeriod = period.column
export type ReviewPeriod = z.infer<typeof reviewPeriod>

export const invalidDateMessage = 'Enter a date that exists, such as 2026-03-08'

const noWords = 'Enter a few words'

export const reviewKind = defineKind(
  'review',
  {
    period: { ...period, member: reviewPeriod },
    /** First local day of the period. A form or a request may send any day of it. */
    date: {
      label: 'Day',
      column: z.string(),
      member: allowDateWords(z.string(invalidDateMessage).trim().refine(isDate, invalidDateMessage), true),
      input: dateInput.meta({ description: 'Any local day of the period.', example: '2026-03-08' }),
      json: z.iso.date().meta({ description: 'The first local day of the period.' }),
      fresh: '',
      control: { as: 'input' as const, props: {} },
    },
    words: mainText('Words', 'Notes', wordsLimit, { none: noWords, subject: 'A review has' }),
    organization_id: filingField('organization_id', { isPresent: true }),
  },
  /** Title such as `Week of 16 November 2026` or `November 2026`. */
  { title: z.string() },
  {},
  'PeriodReview',
)

/**
 * A review with the name of its organization; null if it has none or the organization is deleted. In the list it also
 * has the seconds tracked in its period; null for a review of an organization.
 */
export const ListedReview = reviewKind.Listed.extend({ tracked_seconds: z.int().nullish() })
export type ListedReview = z.infer<typeof ListedReview>

/** Error of a text that is too long. It stops further checks. */
const upTo = (subject: string) => ({ error: `${subject} at most ${grouped(wordsLimit)} characters`, abort: true })

const answer = z.string('Enter text').max(wordsLimit, upTo('An answer has')).default('')

/** Form members that replace the text: answers to questions, and a line of the evidence to add. */
const answerFields = {
  words: z.string(noWords).max(wordsLimit, upTo('A review has')).default(''),
  well: answer,
  badly: answer,
  change: answer,
  take: z.string('Choose a line').max(wordsLimit, 'Choose a line').optional(),
}

const joinAnswers = <V extends Answers & { take?: string }>(values: V) => {
  const { words, well, badly, change, take = '' } = values
  const answers = { words: cleanText(words), well: cleanText(well), badly: cleanText(badly), change: cleanText(change) }
  return { ...values, words: answersText(toggleLine(answers, cleanLine(take))) }
}

const checkWords = ({ words }: { words: string }, { addIssue }: { addIssue: (issue: WordsIssue) => void }) => {
  const { error } = reviewKind.fields.words.member.safeParse(words)
  for (const { message } of error?.issues ?? []) addIssue({ code: 'custom', path: ['words'], message })
}
type WordsIssue = { code: 'custom'; path: string[]; message: string }

export const NewReviewForm = reviewKind.NewForm.extend(answerFields).overwrite(joinAnswers).superRefine(checkWords)
export type NewReviewValues = z.output<typeof reviewKind.NewForm>
export const ReviewForm = z
  .object({ ...answerFields, seq: seenVersion('review') })
  .overwrite(joinAnswers)
  .superRefine(checkWords)

/** The week or month that contains a date. @param weekStart ISO weekday */
export const periodOf = (period: ReviewPeriod, date: string, weekStart: number): Range =>
  period === 'week' ? weekOf(date, weekStart) : { from: monthStart(monthOf(date)), to: monthEnd(monthOf(date)) }

/** The period before the given one. */
export const previousPeriod = (period: ReviewPeriod, { from }: Range): Range => {
  const last = addDays(from, -1)
  return period === 'week'
    ? { from: addDays(from, -7), to: last }
    : { from: monthStart(addMonths(monthOf(from), -1)), to: last }
}

/** Dates for the links to the previous and next period; undefined if out of range or in the future. */
export const adjacentPeriodDates = (period: ReviewPeriod, range: Range, today: string) => {
  const [before, after] = [previousPeriod(period, range).from, addDays(range.to, 1)]
  return { earlier: isDate(before) ? before : undefined, later: after <= today ? after : undefined }
}

const wholeDate = (date: string) =>
  `${Number(date.slice(8))} ${monthNames[Number(date.slice(5, 7)) - 1]} ${date.slice(0, 4)}`

/** Formats `Week of 16 November 2026` or `November 2026`. @param from first day of the period */
export const periodTitle = (period: ReviewPeriod, from: string) =>
  period === 'week' ? `Week of ${wholeDate(from)}` : wholeDate(from).replace(/^\d+ /, '')

/** Columns of a new review. @param from first day of the period */
export const newReviewColumns = (period: ReviewPeriod, from: string) => ({
  period,
  date: from,
  title: periodTitle(period, from),
})

/** Name of the unique index that allows one review per period. */
export const reviewsByDate = 'reviews_by_date'

export const {
  find: review,
  list: allReviews,
  page: pageOfReviews,
} = readsOf({
  ...reviewKind.reads,
  schema: ListedReview,
  shortColumns: part`${reviewKind.reads.columns},
    iif(reviews.organization_id IS NULL, (
      SELECT coalesce(sum(total_seconds), 0) FROM day_totals
      WHERE user_id = reviews.user_id AND date >= reviews.date AND date < iif(
        reviews.period = 'week', date(reviews.date, '+7 days'), date(reviews.date, '+1 month')
      )
    ), NULL) AS tracked_seconds`,
  order: () => ({ columns: ['reviews.date', 'reviews.id'], isDescending: true }),
})

const pageSize = 50

/** Query of `/reviews`. */
export const ReviewsView = z.object({ ...listView, period: reviewPeriod.or(z.literal('')).catch('') })
type ReviewsView = z.infer<typeof ReviewsView>

export const reviewsPage = async (db: D1Database, userId: string, org: Org, view: ReviewsView) => ({
  view,
  ...(await pageOfReviews(db, userId, org, view, pageSize)),
})

export type ReviewsPage = Awaited<ReturnType<typeof reviewsPage>>

/** Writes of reviews for pages and API. An edit changes neither period nor date. */
export const reviewResource: Resource<ListedReview, NewReviewValues> = {
  name: 'review',
  find: review,
  validate: filingErrors,
  insert: (db, userId, id, given, now, c) => {
    const { period, date, words, organization_id = null } = withContextOrg(c, given)
    const { from } = periodOf(period, date, c.var.user.preferences.week_start)
    return insertRow(db, 'reviews', userId, id, { ...newReviewColumns(period, from), words, organization_id }, now)
  },
  update: (db, userId, { words, ...row }, now) => updateRow(db, 'reviews', userId, row, { words }, now),
  remove: deleteRow('reviews'),
  restore: restoreRow('reviews'),
  refused: {
    unique: reviewsByDate,
    errors: { words: ['You already wrote about this period. Open its page to edit your words.'] },
  },
}

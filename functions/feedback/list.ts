import { z } from 'zod'
import { choiceInView, idInView, isFiltered, listView } from '../lib/list-view'
import type { Org } from '../lib/org'
import { personChoices } from '../lib/resource/choices'
import { matchExpression } from '../lib/search/match'
import { tagInView } from '../lib/tags'
import { feedbackByDate, foundFeedback } from './queries'
import { feedbackCategory, feedbackSentiment } from './schema'
import { feedbackThemes } from './themes'

const pageSize = 20
/** A match reads more rows. */
const searchedSize = 15

/** Query of `/feedback`. An invalid value counts as none. */
export const FeedbackView = z.object({
  ...listView,
  by: choiceInView(['theme']),
  sentiment: choiceInView(feedbackSentiment.options),
  category: choiceInView(feedbackCategory.options),
  tag: tagInView,
  person: idInView,
})
export type FeedbackView = z.infer<typeof FeedbackView>

const readRows = (db: D1Database, userId: string, org: Org, view: FeedbackView) => {
  const { q, after, by: _, person: from_person_id, ...others } = view
  const filter = { ...others, from_person_id }
  if (q === '') return feedbackByDate(db, userId, org, filter, after, pageSize)
  const match = matchExpression(q, { userId, kind: 'feedback' })
  if (match === undefined) return { rows: [], next: undefined }
  return foundFeedback(db, userId, org, { ...filter, match }, after, searchedSize)
}

const noRows: Awaited<ReturnType<typeof readRows>> = { rows: [], next: undefined }

/** True for the page of themes: a search or a filter lists by date. */
const isByTheme = ({ by, after, ...filters }: FeedbackView) => by === 'theme' && after === '' && !isFiltered(filters)

export const feedbackPage = async (db: D1Database, userId: string, org: Org, view: FeedbackView, today: string) => {
  const themed = isByTheme(view)
  const [{ rows, next }, themes, people] = await Promise.all([
    themed ? noRows : readRows(db, userId, org, view),
    themed ? feedbackThemes(db, userId, org) : null,
    personChoices(db, userId, org, view.person),
  ])
  return { view, rows, next, themes, people, today }
}

export type FeedbackPage = Awaited<ReturnType<typeof feedbackPage>>

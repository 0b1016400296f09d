import { z } from 'zod'
import { choiceInView, idInView, isFiltered, listView } from '../lib/list-view'
import type { Org } from '../lib/org'
import { personChoices } from '../lib/resource/choices'
import { tagInView } from '../lib/tags'
import { pageOfFeedback } from './queries'
import { feedbackCategory, feedbackSentiment } from './schema'
import { feedbackThemes } from './themes'

const pageSize = 20

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

const noRows: Awaited<ReturnType<typeof pageOfFeedback>> = { rows: [], next: undefined }

/** True for the page of themes: a search or a filter lists by date. */
const isByTheme = ({ by, after, ...filters }: FeedbackView) => by === 'theme' && after === '' && !isFiltered(filters)

export const feedbackPage = async (db: D1Database, userId: string, org: Org, view: FeedbackView, today: string) => {
  const themed = isByTheme(view)
  const { by: _, person: from_person_id, ...filter } = view
  const [{ rows, next }, themes, people] = await Promise.all([
    themed ? noRows : pageOfFeedback(db, userId, org, { ...filter, from_person_id }, pageSize),
    themed ? feedbackThemes(db, userId, org) : null,
    personChoices(db, userId, org, view.person),
  ])
  return { view, rows, next, themes, people, today }
}

export type FeedbackPage = Awaited<ReturnType<typeof feedbackPage>>

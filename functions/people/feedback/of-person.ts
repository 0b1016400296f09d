import { allOrgs } from '../../lib/org'
import { pageOfFeedback } from './list'

/** The most feedback that the page of a person lists. */
const shownFeedback = 6

/** The latest feedback from a person. */
export const feedbackOfPerson = (db: D1Database, userId: string, from_person_id: string) =>
  pageOfFeedback(db, userId, allOrgs, { from_person_id }, shownFeedback)

export type FeedbackOfPerson = Awaited<ReturnType<typeof feedbackOfPerson>>

import type { Context } from 'hono'
import { v7 as uuid } from 'uuid'
import { afterAllIds } from '../../lib/api/values'
import type { App } from '../../lib/env'
import { organizationOf } from '../../lib/org'
import { insertRow, updateRow } from '../../lib/resource/row-writes'
import { weekdayDay } from '../../lib/text/format'
import { answersOf, answersText } from './prompts'
import { allReviews, newReviewColumns, periodOf, wordsLimit } from './schema'

/**
 * Adds a line about a day to the review of its week, which is created if needed. Returns the review's id with the
 * statements; null if the text would be too long.
 * @param now epoch ms
 */
export const addDayLine = async (c: Context<App>, date: string, line: string, now: number) => {
  const { DB } = c.env
  const { user, org } = c.var
  const { from } = periodOf('week', date, user.preferences.week_start)
  const organization_id = organizationOf(org)
  const reviews = await allReviews(DB, user.id, { cursor: afterAllIds, org, period: 'week', from, to: from }, 2)
  const own = reviews.find((one) => one.organization_id === organization_id)
  const answers = answersOf(own?.words ?? '')
  const words = answersText({ ...answers, words: `${answers.words.trim()}\n- ${weekdayDay(date)}: ${line}`.trim() })
  if (words.length > wordsLimit) return null
  const id = own?.id ?? uuid()
  const writes = own
    ? updateRow(DB, 'reviews', user.id, own, { words }, now)
    : insertRow(DB, 'reviews', user.id, id, { ...newReviewColumns('week', from), words, organization_id }, now)
  return { id, writes }
}

import { andInOrg } from '../lib/kinds'
import type { Org } from '../lib/org'
import { allRows, sql } from '../lib/sql'
import { pageOfFeedback } from './queries'
import { type FeedbackCategory, feedbackCategory, type ListedFeedback } from './schema'

/** Tags that the page of themes lists, those with the most feedback first, and the rows of each theme. */
const tagsListed = 6
const rowsListed = 3

/** `count` is how much feedback has the tag; null for a category, whose feedback is not counted. */
export type Theme = { tag: string; category: FeedbackCategory | ''; count: number | null; rows: ListedFeedback[] }

/** Feedback by its tags and its categories: the latest of each. */
export const feedbackThemes = async (db: D1Database, userId: string, org: Org): Promise<Theme[]> => {
  const tags = await allRows<{ tag: string; count: number }>(sql(db)`
    SELECT tags.value AS tag, count(*) AS count
    FROM feedback, json_each(feedback.tags) AS tags
    WHERE feedback.user_id = ${userId} AND feedback.deleted_at IS NULL ${andInOrg(userId, org, 'feedback')}
    GROUP BY tag
    ORDER BY count DESC, tag
    LIMIT ${tagsListed}`)
  const themes = await Promise.all(
    [
      ...tags.map((tag) => ({ ...tag, category: '' as const })),
      ...feedbackCategory.options.map((category) => ({ tag: '', category, count: null })),
    ].map(async (theme) => {
      const { tag, category } = theme
      return { ...theme, rows: (await pageOfFeedback(db, userId, org, { tag, category }, rowsListed)).rows }
    }),
  )
  return themes.filter(({ rows }) => rows.length > 0)
}

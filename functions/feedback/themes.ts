import { z } from 'zod'
import { allOrgs, type Org } from '../lib/org'
import { allRows, part, rowsAs, sql } from '../lib/sql'
import { tagList } from '../lib/text'
import { feedbackByDate, feedbackIds, shortColumns } from './queries'
import { type FeedbackCategory, feedbackCategory, filing, ListedFeedback } from './schema'

/** Tags that the page of themes lists, those with the most feedback first, and the rows of each theme. */
const tagsListed = 6
const rowsListed = 3

/** The latest feedback of a context that its themes are those of. */
const countedRows = 60

/** SELECTs that D1 allows in one UNION. */
const mostParts = 5

/** `count` is how much feedback has the tag; null where that was not counted. */
export type Theme = { tag: string; category: FeedbackCategory | ''; count: number | null; rows: ListedFeedback[] }

const mostUsed = (userId: string) => part`
      SELECT tag, row_count AS number FROM tag_counts INDEXED BY tag_counts_of_feedback
      WHERE user_id = ${userId} AND kind = 'feedback'
      ORDER BY row_count DESC, tag
      LIMIT ${tagsListed}`

/** Themes of everything: the tags of all feedback, and the latest of each. */
const allThemes = async (db: D1Database, userId: string): Promise<Theme[]> => {
  const tags = await allRows<{ tag: string; number: number }>(sql(db)`${mostUsed(userId)}`)
  const themes = [
    ...tags.map(({ tag, number }) => ({ tag, category: '' as const, count: number })),
    ...feedbackCategory.options.map((category) => ({ tag: '', category, count: null })),
  ]
  const ids = themes.map(
    ({ tag, category }, index) =>
      part`SELECT ${index} AS theme, id, place FROM (${feedbackIds(userId, allOrgs, { tag, category }, '', rowsListed)})`,
  )
  const rows = await Promise.all(
    Array.from({ length: Math.ceil(ids.length / mostParts) }, (_, chunk) => {
      const some = ids.slice(mostParts * chunk, mostParts * (chunk + 1))
      return rowsAs(
        ListedFeedback.extend({ theme: z.int(), place: z.int() }),
        sql(db)`
        WITH found AS (${some.reduce((all, one) => part`${all} UNION ALL ${one}`)})
        SELECT ${shortColumns}, found.theme, found.place
        FROM found
          CROSS JOIN feedback ON feedback.user_id = ${userId} AND feedback.id = found.id ${filing.withNames}`,
      )
    }),
  )
  const all = rows.flat().sort((a, b) => a.place - b.place)
  return themes.map((theme, index) => ({ ...theme, rows: all.filter((row) => row.theme === index) }))
}

/** Themes of a context, from its latest feedback. */
const latestThemes = (latest: ListedFeedback[]): Theme[] => {
  const tagged = latest.flatMap((row) => tagList(row.tags).map((tag) => ({ tag, row })))
  const byTag = [...Map.groupBy(tagged, ({ tag }) => tag)]
    .map(([tag, rows]) => ({ tag, category: '' as const, count: null, rows: rows.map(({ row }) => row) }))
    .sort((a, b) => b.rows.length - a.rows.length || a.tag.localeCompare(b.tag))
  const byCategory = feedbackCategory.options.map((category) => ({
    ...{ tag: '', category, count: null },
    rows: latest.filter((row) => row.category === category),
  }))
  return [...byTag.slice(0, tagsListed), ...byCategory].map((theme) => ({
    ...theme,
    rows: theme.rows.slice(0, rowsListed),
  }))
}

/** Feedback by its tags and its categories: the latest of each. */
export const feedbackThemes = async (db: D1Database, userId: string, org: Org): Promise<Theme[]> => {
  const themes =
    org === allOrgs
      ? await allThemes(db, userId)
      : latestThemes((await feedbackByDate(db, userId, org, {}, '', countedRows)).rows)
  return themes.filter(({ rows }) => rows.length > 0)
}

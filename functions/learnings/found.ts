import { z } from 'zod'
import { andInOrg } from '../lib/kinds'
import { allOrgs, type Org } from '../lib/org'
import { plainWords } from '../lib/search/index-words'
import { constant, part, rowsAs, sql } from '../lib/sql'
import { markEnd, markStart } from '../search/marks'
import { shortColumns } from './by-date'
import { conditions, type LearningFilter } from './queries'
import { filing, ListedLearning } from './schema'

/** A learning that was searched for. Its texts have `markStart` before and `markEnd` after each match. */
export const FoundLearning = ListedLearning.extend({
  number: z.int(),
  marked_title: z.string(),
  marked_content: z.string(),
  marked_tags: z.string(),
})
export type FoundLearning = z.output<typeof FoundLearning>

/** Words around the first match in the content. */
const snippetWords = 16

/** Hits that are looked through for those of a context. */
const walkLimit = 150

const nothing = constant('')

/** A page of learnings that match, the last written first, below the document `after`, 0 for the first page. */
export const foundLearnings = async (
  db: D1Database,
  userId: string,
  org: Org,
  { match, ...filter }: LearningFilter & { match: string },
  after: number,
  limit: number,
) => {
  const matches = part`search_index MATCH ${match}
        AND search_index.rowid < CAST(${after || Number.MAX_SAFE_INTEGER} AS INTEGER)`
  const walkEnd = part`(
        SELECT rowid FROM search_index WHERE ${matches} ORDER BY rowid DESC LIMIT 1 OFFSET ${walkLimit - 1})`
  const [found, end] = await Promise.all([
    rowsAs(
      FoundLearning,
      sql(db)`
        SELECT ${shortColumns}, search_index.rowid AS number,
          highlight(search_index, 1, ${markStart}, ${markEnd}) AS marked_title,
          snippet(search_index, 2, ${markStart}, ${markEnd}, '…', ${snippetWords}) AS marked_content,
          highlight(search_index, 3, ${markStart}, ${markEnd}) AS marked_tags
        FROM search_index
          CROSS JOIN search_documents AS documents
            ON documents.number = search_index.rowid AND documents.user_id = ${userId}
          CROSS JOIN learnings ON learnings.user_id = ${userId} AND learnings.id = documents.id
          ${filing.withNames}
        WHERE ${matches} ${org === allOrgs ? nothing : part`AND search_index.rowid >= coalesce(${walkEnd}, 0)`}
          AND learnings.deleted_at IS NULL ${conditions(filter)} ${andInOrg(userId, org, 'learning')}
        ORDER BY search_index.rowid DESC
        LIMIT ${limit + 1}`,
    ),
    org === allOrgs ? null : sql(db)`SELECT ${walkEnd} AS number`.first<{ number: number | null }>(),
  ])
  const rows = found.slice(0, limit).map((row) => ({
    ...row,
    marked_title: plainWords(row.marked_title),
    marked_content: plainWords(row.marked_content),
    marked_tags: plainWords(row.marked_tags),
  }))
  const next = found.length > limit ? rows.at(-1)?.number : end?.number
  return { rows, next: next ? String(next) : undefined }
}

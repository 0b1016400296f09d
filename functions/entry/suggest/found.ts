import { part } from '../../lib/sql'
import type { Mark } from './word'

/** Limits of the parts of the statement. A keystroke reads at most 200 rows, also where it looks for both. */
export type Limits = {
  recent: number
  names: number
  found: number
  sessions: number
  foundSessions: number
  titles: number
}

/**
 * Names to look for: a prefix of a name, and an expression of the full-text index that may find its other words. `plan`
 * is the text before a slash, which names the plan of a chunk.
 */
export type Names = { mark: Mark; prefix: string; match?: string; plan?: string }

/** Ids of the documents that match, the last written first. */
export const foundIds = (match: string, limit: number) => part`
  SELECT search_documents.id
  FROM (SELECT rowid AS number FROM search_index WHERE search_index MATCH ${match} ORDER BY rowid DESC LIMIT ${limit})
    CROSS JOIN search_documents USING (number)`

import { rowTags } from '../../lib/kinds'
import { part, type SqlPart } from '../../lib/sql'
import { afterAll } from '../queries'
import { takeWhen } from '../when'

/** Part of the line that a suggestion replaces, in UTF-16 units of the line. */
type Span = { from: number; to: number }

export type Mark = '@' | '#' | '!' | '%' | '^'

/** Name behind a mark that is being typed. */
export type TypedName = Span & {
  mark: Mark
  /** The name as far as it is typed. */
  typed: string
  isQuoted: boolean
}

/** Title that is being typed. */
export type TypedTitle = {
  words: { text: string; from: number }[]
  to: number
  /** True behind an unquoted mark: the first words may belong to its name. */
  isBehindMark: boolean
}

const most = { nameWords: 6, planWords: 12, titleWords: 12 }

/** A mark at the start of a word, up to the end of the text, with no other mark behind it. */
const NAME = /(?<=^|\s)([@#!%^])(["“]?)((?:(?!\s[@#!%^])[^"“”])*)$/su

export const typedName = (before: string): TypedName | null => {
  const found = NAME.exec(before)
  const [, mark, quote, typed = ''] = found ?? []
  if (!found || (mark !== '@' && mark !== '#' && mark !== '!' && mark !== '%' && mark !== '^')) return null
  const isTooLong = typed.split(/\s+/).length > (mark === '%' || mark === '^' ? most.planWords : most.nameWords)
  if (isTooLong || /^\s|\s$/.test(typed)) return null
  return { mark, typed, isQuoted: quote !== '', from: found.index, to: before.length }
}

/** The words of a title at the end of the text, without a time before them; null if the text ends otherwise. */
export const typedTitle = (before: string, today: string): TypedTitle | null => {
  if (/\s$/.test(before)) return null
  const tokens = Array.from(before.matchAll(/\S+/g), ({ 0: text, index }) => ({ text, from: index }))
  const mark = tokens.findLastIndex(({ text }) => /^[@#!%^]/.test(text))
  const behind = tokens.slice(mark + 1)
  if (behind.length === 0 || behind.some(({ text }) => /["“”\\]/.test(text)) || behind.length > most.titleWords) {
    return tokens.length === 0 ? { words: [], to: before.length, isBehindMark: false } : null
  }
  const { rest } = takeWhen(
    behind.map(({ text }) => text),
    today,
  )
  const words = behind.slice(behind.length - rest.length)
  if (rest.length === 0 || words.some(({ text }, index) => text !== rest[index])) return null
  return { words, to: before.length, isBehindMark: mark >= 0 && !/["”]$/.test(tokens[mark]?.text ?? '') }
}

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

/** Ids of the documents that match, those last written. */
export const foundIds = (match: string, limit: number) => part`
  SELECT id FROM search_documents
  WHERE number IN (SELECT rowid FROM search_index WHERE search_index MATCH ${match} ORDER BY rowid DESC LIMIT ${limit})`

/** Tags with time in the latest month that has any. */
const latestTags = (userId: string, limit: number) => part`
  SELECT DISTINCT tag
  FROM session_tags
  WHERE user_id = ${userId} AND session_id IN (
    SELECT session_id FROM session_days
    WHERE user_id = ${userId}
      AND date >= substr((SELECT max(date) FROM day_totals WHERE user_id = ${userId} AND session_count > 0), 1, 7))
  ORDER BY tag
  LIMIT ${limit}`

const tagsIn = (tags: SqlPart, prefix: string, limit: number) => part`
  SELECT DISTINCT tag FROM (${tags})
  WHERE tag >= ${prefix} COLLATE NOCASE AND tag < ${prefix + afterAll} COLLATE NOCASE
  ORDER BY tag COLLATE NOCASE, tag
  LIMIT ${limit}`

/** SELECT of the tags that may be meant. */
export const tagsNamed = (userId: string, { prefix, match }: Names, most: Limits) => part`
  SELECT 'tags' AS kind, json_object('name', used, 'inactive',
    EXISTS (SELECT 1 FROM inactive_tags WHERE user_id = ${userId} AND tag = used)) AS data
  FROM (
    SELECT tag AS used FROM (${tagsIn(part`SELECT tag FROM session_tags WHERE user_id = ${userId}`, prefix, most.names / 2)})
    UNION SELECT tag FROM (${tagsIn(rowTags(userId), prefix, most.names / 2)})
    UNION
    SELECT tag FROM (${latestTags(userId, most.names / 2)})
    UNION
    SELECT value
    FROM sessions JOIN json_each(sessions.tags)
    WHERE user_id = ${userId} AND sessions.id IN (${match ? foundIds(match, most.found) : part`SELECT NULL WHERE 0`}))`

import { andInOrg } from '../../lib/kinds'
import type { Org } from '../../lib/org'
import { allRows, sql } from '../../lib/sql'
import { folded } from '../../lib/text'
import { type Replacement, replaced } from './write'

/** Longest line that is read, in UTF-16 units. */
export const typedLimit = 500

/** Marks of a line that is not for sessions alone; such a line makes no project. */
export type Takes = {
  /** Marks with names behind them. */
  marks: string
  /** Titles of sessions, with what these had. */
  hasTitles?: true
  /** Takes names of people behind its first word; what is written behind one that is chosen. */
  names?: '' | ':'
}

/** A choice of the list, with the line that it makes. */
export type Suggestion = Replacement & {
  kind: 'project' | 'goal' | 'plan' | 'chunk' | 'task' | 'tag' | 'title' | 'person' | 'new project' | 'new tag'
  name: string
  /** Client of a project; plan of a chunk; project, goal and tags of a title. */
  details: string[]
  color?: string | null
  isArchived?: boolean
  /** Enter and Tab take it without an arrow key. */
  isSelected?: boolean
}

export type TypedLine = { text: string; caret: number; create: string; today: string; now: number; takes?: Takes }

const most = 6

/** The most letters of a name that are looked for. */
const longest = 60

/** A name that is being typed behind the first word of a line, or behind other names. */
const name = /^\s*\S+\s+(?:with\s+)?(?<others>(?:[^,:@#!%^]*(?:,|\sand\s|\s&\s)\s*)*)(?<typed>[^,:@#!%^]+)$/iu

/** People whose names begin with what is typed where the line takes names. */
export const peopleSuggestions = async (
  db: D1Database,
  userId: string,
  org: Org,
  line: TypedLine,
): Promise<Suggestion[]> => {
  const { names } = line.takes ?? {}
  const { typed = '', others = '' } = name.exec(line.text.slice(0, line.caret))?.groups ?? {}
  const isFirst = others === ''
  if (names === undefined || typed === '' || typed.length > longest || (names === ':' && !isFirst)) return []
  const found = await allRows<{ name: string }>(sql(db)`
    SELECT name FROM people
    WHERE user_id = ${userId} AND deleted_at IS NULL AND name COLLATE NOCASE >= ${typed}
      AND name COLLATE NOCASE < ${`${typed}\u{10ffff}`} ${andInOrg(userId, org, 'person')}
    ORDER BY name COLLATE NOCASE
    LIMIT ${most}`)
  return found
    .filter(({ name }) => folded(name) !== folded(typed))
    .map(({ name }, index) => ({
      ...replaced(line.text, line.caret - typed.length, line.caret, `${name}${names}`),
      kind: 'person',
      name,
      details: [],
      // Enter sends a first name instead of taking the rest of it.
      isSelected: index === 0 && folded(name.split(' ')[0] ?? '') !== folded(typed),
    }))
}

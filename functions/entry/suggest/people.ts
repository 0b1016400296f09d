import { andInOrg } from '../../lib/kinds'
import type { Org } from '../../lib/org'
import { allRows, sql } from '../../lib/sql'
import { folded } from '../../lib/text'
import type { Suggestion, TypedLine } from './suggestion'
import { replaced } from './write'

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

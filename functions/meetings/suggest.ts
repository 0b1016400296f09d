import { z } from 'zod'
import { andInOrg } from '../lib/kinds'
import type { Org } from '../lib/org'
import { foundBy } from '../lib/search/found-ids'
import { allRows, sql } from '../lib/sql'
import { folded } from '../lib/text'
import { namesIn, namesText } from './names'

const offered = 20

/** Query of `/meetings/suggestions`: the field as typed so far. */
export const TypedPeople = z.object({ people: z.string().max(5_000).catch('') })

/** Completions of a field with names of people: those before the last one, and people whose name has that in it. */
export const peopleSuggestions = async (db: D1Database, userId: string, org: Org, typed: string) => {
  const names = namesIn(typed)
  const isBegun = typed.trim() !== '' && !/,\s*$/.test(typed)
  const last = isBegun ? (names.at(-1) ?? '') : ''
  const before = isBegun ? names.slice(0, -1) : names
  const found = await allRows<{ name: string }>(sql(db)`
    SELECT name FROM people
    WHERE user_id = ${userId} AND deleted_at IS NULL ${andInOrg(userId, org, 'person')}
      ${foundBy('people.id', last, { userId, kind: 'person' })}
    ORDER BY name COLLATE NOCASE
    LIMIT ${3 * offered}`)
  return [...new Set(found.map(({ name }) => name))]
    .filter((name) => !before.includes(name) && name !== last && folded(name).includes(folded(last)))
    .slice(0, offered)
    .map((name) => namesText([...before, name]))
}

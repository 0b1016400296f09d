import { folded } from '../../lib/text'
import type { PersonRow } from './schema'

/** People read at once for a search. */
const partSize = 500

/** @param wanted folded text */
const matches = ({ email, username, github_username }: PersonRow, wanted: string) =>
  [email, username, github_username].some((name) => name !== null && folded(name).includes(wanted))

/**
 * Lists people, or those with `q` in an address or name. A search reads the list in parts until it has found enough.
 * @param read reads the list after a person
 */
export const findPeople = async (
  read: (after: PersonRow | undefined, limit: number) => Promise<PersonRow[]>,
  q: string,
  limit: number,
) => {
  if (q === '') return read(undefined, limit)
  const wanted = folded(q)
  const found: PersonRow[] = []
  let after: PersonRow | undefined
  do {
    const part = await read(after, partSize)
    found.push(...part.filter((person) => matches(person, wanted)))
    after = part.length === partSize ? part.at(-1) : undefined
  } while (after && found.length < limit)
  return found.slice(0, limit)
}

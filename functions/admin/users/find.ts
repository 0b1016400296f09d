import { folded } from '../../lib/text'
import type { PersonRow } from './schema'

/** How many people are read at once to be searched. */
const partSize = 500

/** Whether a person's address or one of their names has that in it. @param wanted as `folded` gives it */
const matches = ({ email, username, github_username }: PersonRow, wanted: string) =>
  [email, username, github_username].some((name) => name !== null && folded(name).includes(wanted))

/**
 * The first people of a list, or the first of those whose address or names have `q` in them. A search reads the list in
 * parts until it has found as many as are wanted.
 * @param read the list, from after somebody on
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

import { z } from 'zod'
import { cleanText } from './text'

/** In characters. */
export const searchLimit = 200

/** An id in the query of a page; an invalid one counts as none. */
export const idInView = z
  .string()
  .regex(/^[\w-]{1,100}$/)
  .catch('')

/** Query of a page with a list: a search, and the id of the last row on the page before. An invalid value counts as none. */
export const listView = {
  q: z.string().transform(cleanText).pipe(z.string().max(searchLimit)).catch(''),
  after: idInView,
}

/** A page out of up to limit + 1 rows; the extra row means that there is a next page after the row `next`. */
export const cutPage = <R extends { id: string }>(rows: R[], limit: number) => ({
  rows: rows.slice(0, limit),
  next: rows.length > limit ? rows[limit - 1]?.id : undefined,
})

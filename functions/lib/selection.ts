import type { Context } from 'hono'
import { ProblemError } from './problem'

/** Most rows that an address carries as selected: 200 ids are 9 KB of the 16 KB that an address may have. */
export const selectionLimit = 200

/** Rows that the address of a page carries as selected. */
export type Carried = {
  values: Set<string>
  /** Number of rows beyond the limit, which are selected no more. */
  dropped: number
}

/** Reads the rows that a form without script takes along to the next page of its list. */
export const carriedRows = (c: Context, name: string): Carried => {
  const values = [...new Set(c.req.queries(name))].filter((value) => value !== '' && value.length <= 200)
  return { values: new Set(values.slice(0, selectionLimit)), dropped: Math.max(0, values.length - selectionLimit) }
}

/** Refuses more rows than can be selected, rather than leaving some out. @throws ProblemError 422 */
export const checkSelection = (values: string[]) => {
  if (values.length <= selectionLimit) return values
  const detail = `Select at most ${selectionLimit} at a time. You selected ${values.length}.`
  throw new ProblemError({ status: 422, code: 'invalid', title: 'Nothing changed', detail })
}

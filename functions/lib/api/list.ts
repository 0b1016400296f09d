import { base64url } from 'jose'
import { z } from 'zod'

export const badCursor = 'Enter the next_cursor of the previous page'

const limitMessage = 'Enter 1 to 100'

/** Sorts after every id: where a list in descending order begins. */
export const afterAllIds = '~'

/** Cursor of the page after a position in a list. Positions may be any text, cursors need no escaping. */
export const pageAfter = (position: string) => base64url.encode(position)

const positionOf = (cursor: string, { addIssue }: z.RefinementCtx) => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(base64url.decode(cursor))
  } catch {
    addIssue(badCursor)
    return z.NEVER
  }
}

export const listQuery = {
  cursor: z
    .string()
    .regex(/^[\w-]{1,1000}$/, badCursor)
    .transform(positionOf)
    .optional()
    .meta({ description: 'The `next_cursor` of the previous page. Leave it out for the first page.' }),
  limit: z
    .string()
    .regex(/^([1-9]\d?|100)$/, limitMessage)
    .transform(Number)
    .default(50)
    .meta({
      type: 'integer',
      pattern: undefined,
      minimum: 1,
      maximum: 100,
      description: 'Items per page, 50 by default.',
    }),
}

/** Parameters of a list whose positions have a form. */
export const listQueryOf = (isPosition: (text: string) => boolean) => ({
  ...listQuery,
  cursor: listQuery.cursor.refine((position) => position === undefined || isPosition(position), badCursor),
})

export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next_cursor: z.string().nullable() })

/**
 * Builds a page from up to limit + 1 rows; the extra row means there is a next page.
 * @param positionOf text from which the list goes on after a row
 */
export const listPage = <Row, Item>(
  rows: Row[],
  limit: number,
  positionOf: (row: Row) => string,
  item: (row: Row) => Item,
) => {
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return { items: page.map(item), next_cursor: last === undefined ? null : pageAfter(positionOf(last)) }
}

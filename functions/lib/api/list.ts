import { z } from 'zod'

/** What is said of a cursor that no page has given. */
export const noCursor = 'Give the next_cursor of the page before'

const limitMessage = 'Ask for 1 to 100'

/** What every list can be asked for: where it goes on, and how much of it. */
export const listQuery = {
  cursor: z
    .string()
    .regex(/^[\w~.-]{1,200}$/, noCursor)
    .optional()
    .meta({ description: 'The `next_cursor` of the page before; nothing for the first page.' }),
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
      description: 'How many items a page has; 50 unless asked.',
    }),
}

/** After every id: where a list that goes down by its ids begins. */
export const afterAllIds = '~'

/** A page of a list of these. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next_cursor: z.string().nullable() })

/**
 * A page of the rows found, of which there is one more than the limit where the list goes on.
 * @param place what names a row's place in the list
 */
export const listPage = <Row, Item>(
  rows: Row[],
  limit: number,
  place: (row: Row) => string,
  item: (row: Row) => Item,
) => {
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return { items: shown.map(item), next_cursor: last === undefined ? null : place(last) }
}

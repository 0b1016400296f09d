import { validate as isUuid } from 'uuid'
import { z } from 'zod'

export const badCursor = 'Enter the next_cursor of the previous page'

const limitMessage = 'Enter 1 to 100'

/** Sorts after every id: the first cursor of a list in descending order. No cursor of a request contains it. */
export const afterAllIds = '~'

export const listQuery = {
  cursor: z
    .string()
    .regex(/^[\w.-]{1,200}$/, badCursor)
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

/** Parameters of a list whose cursor is the id of a row. */
export const idListQuery = {
  ...listQuery,
  cursor: listQuery.cursor.refine((cursor) => cursor === undefined || isUuid(cursor), badCursor),
}

export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next_cursor: z.string().nullable() })

/** Builds a page from up to limit + 1 rows; the extra row means there is a next page. */
export const listPage = <Row, Item>(
  rows: Row[],
  limit: number,
  cursorOf: (row: Row) => string,
  item: (row: Row) => Item,
) => {
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return { items: page.map(item), next_cursor: last === undefined ? null : cursorOf(last) }
}

import { base64url } from 'jose'
import { z } from 'zod'
import { searchLimit } from '../http/list-view'
import { rowIdPattern } from '../http/path-to'
import { isOrg } from '../org'
import { cleanText } from '../text/text'
import { firstYear, isDate, lastYear } from '../time/days'

/** An instant in a response: ISO 8601 in UTC with milliseconds. */
export const Instant = z.string().meta({ format: 'date-time', example: '2026-03-08T09:30:00.000Z' })

/** A local date in a response. */
export const LocalDate = z.string().meta({ format: 'date', example: '2026-11-21' })

/** @param instant epoch ms */
export const iso = (instant: number) => new Date(instant).toISOString()

export const isoOrNull = (instant: number | null) => (instant === null ? null : iso(instant))

const instantMessage = 'Enter an instant in ISO 8601 with its offset, such as 2026-03-08T09:30:00.000Z'

const noInstant = `Enter an instant from ${firstYear} to ${lastYear}`

/** Reads an instant with any offset as epoch ms. */
export const instantInput = z
  .string(instantMessage)
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/, {
    error: instantMessage,
    abort: true,
  })
  .refine((text) => isDate(text.slice(0, 10)) && Number.isFinite(Date.parse(text)), noInstant)
  .transform((text) => Date.parse(text))
  .meta({ format: 'date-time', example: '2026-03-08T09:30:00.000Z' })

const noDate = `Enter a date that exists, from ${firstYear} to ${lastYear}`

export const dateInput = z
  .string('Enter a date, such as 2026-03-08')
  .regex(/^\d{4}-\d\d-\d\d$/, { error: 'Enter a date, such as 2026-03-08', abort: true })
  .refine(isDate, noDate)
  .meta({ format: 'date', example: '2026-03-08' })

export const idInput = z
  .string('Enter the id as text')
  .regex(rowIdPattern, 'An id has 1 to 100 letters, digits and . _ : -')
  .meta({ pattern: '^[A-Za-z0-9._:-]{1,100}$' })

export const seqInput = z
  .int('Enter the version as a whole number')
  .optional()
  .meta({ description: 'The version you read: 409 if it has changed since. Without it the last edit wins.' })

/** JSON members that all rows with a version have. */
export const rowMembers = {
  seq: z.int().meta({ description: 'The version; an edit may send it to detect conflicts.' }),
  created_at: Instant,
  updated_at: Instant,
}

const isInstant = /(^|_)at$/

/** JSON of a row: the members of its schema, with instants in ISO 8601. */
export const jsonOf = <Shape extends z.ZodRawShape>(
  { shape }: z.ZodObject<Shape>,
  row: Record<keyof Shape, unknown>,
): z.input<z.ZodObject<Shape>> => {
  const members = Object.keys(shape).map((name) => {
    const value: unknown = row[name]
    return [name, typeof value === 'number' && isInstant.test(name) ? iso(value) : value]
  })
  return Object.fromEntries(members)
}

/** Describes the length of a text, if zod cannot derive it because the text is cleaned first. */
export const withLength = <S extends z.ZodType>(schema: S, length: { minLength?: number; maxLength: number }) =>
  schema.meta({ ...schema.meta(), ...length })

/** A query parameter that is `true` or `false`; false by default. */
export const flag = (description: string) =>
  z
    .enum(['true', 'false'], 'Choose true or false')
    .default('false')
    .transform((text) => text === 'true')
    .meta({ description })

const org = z.string().refine(isOrg, 'Enter all, none, or the id of an organization').optional()

/** Query parameter of lists that can be limited to a context. */
export const orgInput = org.meta({
  maxLength: 100,
  description:
    'Rows of this organization, by themselves or by their project; `none` for those that belong to none, `all` without it.',
})

/** Query parameter of figures and sessions that can be limited to a context. */
export const orgTimeInput = org.meta({
  maxLength: 100,
  description:
    'Time on the projects of this organization; `none` for time on projects of none or on no project, `all` without it.',
})

/** Query parameter `q` of lists in the API. */
export const SearchFilter = z
  .string()
  .transform(cleanText)
  .pipe(z.string().max(searchLimit, `A search has at most ${searchLimit} characters`))
  .optional()
  .meta({ maxLength: searchLimit, description: 'Words and "phrases" in titles, notes and tags.' })

export const badCursor = 'Enter the next_cursor of the previous page'

const limitMessage = 'Enter 1 to 100'

/** Sorts after every id. The initial position in a descending list. */
export const afterAllIds = '~'

/** Cursor of the page after a position in a list. A position is any text; cursors need no escaping in URLs. */
export const pageCursor = (position: string) => base64url.encode(position)

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

/** Query parameters of a list whose positions have a certain format. */
export const listQueryOf = (isPosition: (text: string) => boolean) => ({
  ...listQuery,
  cursor: listQuery.cursor.refine((position) => position === undefined || isPosition(position), badCursor),
})

export const pageSchema = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next_cursor: z.string().nullable() })

/**
 * Builds a page from up to limit + 1 rows; the extra row means there is a next page.
 * @param positionOf position of a row
 */
export const listPage = <Row, Item>(
  rows: Row[],
  limit: number,
  positionOf: (row: Row) => string,
  item: (row: Row) => Item,
) => {
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return { items: page.map(item), next_cursor: last === undefined ? null : pageCursor(positionOf(last)) }
}

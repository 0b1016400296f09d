import { z } from 'zod'
import { constant, part } from '../db/sql'
import { cleanText } from '../text/text'
import { isDate } from '../time/days'
import { rowIdPattern } from './path-to'

/** Escapes a value as URLSearchParams does, which takes long for the hundreds of links of a page. */
const escaped = (value: string) =>
  /^[\w.*-]*$/.test(value) ? value : String(new URLSearchParams({ v: value })).slice(2)

/** Path of a page with a query; the page alone without parameters. @param query names need no escaping */
export const withParameters = (page: string, query: (readonly [name: string, value: string])[]) =>
  query.length === 0 ? page : `${page}?${query.map(([name, value]) => `${name}=${escaped(value)}`).join('&')}`

/** In characters. */
export const searchLimit = 200

/** An id in the query of a page; an invalid one counts as none. */
export const idInView = z.string().regex(rowIdPattern).catch('')

/** A month (`YYYY-MM`) in the query of a page. */
export const monthInView = z
  .string()
  .refine((month) => isDate(`${month}-01`))
  .catch('')

/** One of some choices in the query of a page. */
export const choiceInView = <Choice extends string>(choices: readonly Choice[]) =>
  z
    .string()
    .catch('')
    .transform((text): Choice | '' => choices.find((choice) => choice === text) ?? '')

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

type View = Record<string, string | null>

/** True for a view with a search or a filter. */
export const isFiltered = ({ after: _, ...filters }: View) => Object.values(filters).some((value) => value !== '')

/** Path of a page with a list, with its filters; empty ones are left out. */
export const listPath = (page: string, view: View) =>
  withParameters(
    page,
    Object.entries(view).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  )

/** Position after a row in a list sorted by time (epoch ms) and id, the latest first. */
export type Cursor = { at: number; id: string }

/** Cursor of a page in its address; empty on the first page and for invalid input. */
export const cursorText = z
  .string()
  .regex(/^\d{1,15}_[\w.:-]{1,100}$/)
  .catch('')

export const writeCursor = ({ at, id }: Cursor) => `${at}_${id}`

/** @param text as `cursorText` has it */
export const readCursor = (text: string): Cursor => {
  const [at, ...id] = text.split('_')
  return text ? { at: Number(at), id: id.join('_') } : { at: Number.MAX_SAFE_INTEGER, id: '' }
}

/** Cursor of a list that SQL orders: JSON of the values of the order's columns in the last row; null for an invalid one. */
export const valuesCursor = z
  .string()
  .max(8_000)
  .transform((text): unknown => {
    try {
      return JSON.parse(text)
    } catch {
      return null
    }
  })
  .pipe(z.array(z.union([z.string(), z.number()])).transform((values): string | null => JSON.stringify(values)))
  .catch(null)

/** SQL of the values of a cursor. */
export const cursorValues = (cursor: string | null, count: number) =>
  cursor === null
    ? null
    : Array.from({ length: count }, (_, n) => part`${cursor} ->> ${constant(String(n))}`).reduce(
        (all, value) => part`${all}, ${value}`,
      )

/** A page out of up to `size` + 1 rows; the extra row means that there is a next page behind the cursor `next`. */
export const pageOfRows = <R extends { after: string }>(found: R[], size: number) => ({
  rows: found.slice(0, size),
  next: found.length > size ? found[size - 1]?.after : undefined,
})

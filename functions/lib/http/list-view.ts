import { z } from 'zod'
import { constant, part } from '../db/sql'
import { cleanText } from '../text/text'
import { isDate } from '../time/days'
import { rowIdPattern } from './path-to'

/** Escapes like URLSearchParams, which would be slow for the hundreds of links on a page. */
const escaped = (value: string) =>
  /^[\w.*-]*$/.test(value) ? value : String(new URLSearchParams({ v: value })).slice(2)

/** Path of a page with a query. Without parameters, the path alone. @param query names must need no escaping */
export const withParameters = (page: string, query: (readonly [name: string, value: string])[]) =>
  query.length === 0 ? page : `${page}?${query.map(([name, value]) => `${name}=${escaped(value)}`).join('&')}`

/** Maximum length of a search, in characters. */
export const searchLimit = 200

/** Schema of an id in a page's query. An invalid id is ignored. */
export const idParameter = z.string().regex(rowIdPattern).catch('')

/** Schema of a month (`YYYY-MM`) in a page's query. An invalid month is ignored. */
export const monthParameter = z
  .string()
  .refine((month) => isDate(`${month}-01`))
  .catch('')

/** Schema of a choice in a page's query. An invalid choice is ignored. */
export const choiceParameter = <Choice extends string>(choices: readonly Choice[]) =>
  z
    .string()
    .catch('')
    .transform((text): Choice | '' => choices.find((choice) => choice === text) ?? '')

/** Query of a list page: a search, and the id of the last row on the previous page. Invalid values are ignored. */
export const listView = {
  q: z.string().transform(cleanText).pipe(z.string().max(searchLimit)).catch(''),
  after: idParameter,
}

/** Cuts up to limit + 1 rows to a page. The extra row means there is a next page, which starts after `next`. */
export const cutPage = <R extends { id: string }>(rows: R[], limit: number) => ({
  rows: rows.slice(0, limit),
  next: rows.length > limit ? rows[limit - 1]?.id : undefined,
})

type View = Record<string, string | null>

/** True if the view has a search or a filter. */
export const isFiltered = ({ after: _, ...filters }: View) => Object.values(filters).some((value) => value !== '')

/** Path of a list page with its filters. Empty filters are left out. */
export const listPath = (page: string, view: View) =>
  withParameters(
    page,
    Object.entries(view).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  )

/** Position of a row in a list sorted by time (epoch ms) and id, latest first. */
export type Cursor = { at: number; id: string }

/** Cursor in a page's query. Empty on the first page and for invalid input. */
export const cursorText = z
  .string()
  .regex(/^\d{1,15}_[\w.:-]{1,100}$/)
  .catch('')

export const writeCursor = ({ at, id }: Cursor) => `${at}_${id}`

/** @param text valid `cursorText` */
export const readCursor = (text: string): Cursor => {
  const [at, ...id] = text.split('_')
  return text ? { at: Number(at), id: id.join('_') } : { at: Number.MAX_SAFE_INTEGER, id: '' }
}

/** Cursor of a list sorted by SQL: JSON of the last row's sort values. Null if invalid. */
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

/** SQL of the values in a cursor. */
export const cursorValues = (cursor: string | null, count: number) =>
  cursor === null
    ? null
    : Array.from({ length: count }, (_, n) => part`${cursor} ->> ${constant(String(n))}`).reduce(
        (all, value) => part`${all}, ${value}`,
      )

/** Cuts up to `size` + 1 rows to a page. The extra row means there is a next page, which starts after `next`. */
export const pageOfRows = <R extends { after: string }>(found: R[], size: number) => ({
  rows: found.slice(0, size),
  next: found.length > size ? found[size - 1]?.after : undefined,
})

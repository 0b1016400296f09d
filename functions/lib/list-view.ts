import { z } from 'zod'
import { isDate } from './days'
import { withParameters } from './query'
import { cleanText } from './text'

/** In characters. */
export const searchLimit = 200

/** An id in the query of a page; an invalid one counts as none. */
export const idInView = z
  .string()
  .regex(/^[\w.:-]{1,100}$/)
  .catch('')

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

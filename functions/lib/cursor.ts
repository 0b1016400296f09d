import { z } from 'zod'
import { constant, part } from './sql'

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

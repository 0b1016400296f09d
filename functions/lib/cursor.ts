import { z } from 'zod'

/** A place in a list that goes by a time (epoch ms) and an id, the latest first: right after the row that has these. */
export type Cursor = { at: number; id: string }

/** Where a page begins, as its address says it: empty on the first page, which is also for what makes no sense. */
export const cursorText = z
  .string()
  .regex(/^\d{1,15}_[\w-]{1,100}$/)
  .catch('')

export const writeCursor = ({ at, id }: Cursor) => `${at}_${id}`

/** @param text as `placeText` has it */
export const readCursor = (text: string): Cursor => {
  const [at, ...id] = text.split('_')
  return text ? { at: Number(at), id: id.join('_') } : { at: Number.MAX_SAFE_INTEGER, id: '' }
}

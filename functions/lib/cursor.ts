import { z } from 'zod'

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

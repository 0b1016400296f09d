import type { Context } from 'hono'
import { z } from 'zod'
import { submittedText } from './form'
import { ProblemError } from './problem'

/** Most rows that can be selected. */
export const selectionLimit = 200

/** Refuses more rows than can be selected, rather than leaving some out. @throws ProblemError 422 */
export const checkSelection = (values: string[]) => {
  if (values.length <= selectionLimit) return values
  const detail = `Select at most ${selectionLimit} at a time. You selected ${values.length}.`
  throw new ProblemError({ status: 422, code: 'invalid', title: 'Nothing changed', detail })
}

/** Moves of a row within its list. */
export const Move = z.enum(['up', 'down', 'first', 'last'])
export type Move = z.infer<typeof Move>

/** The move that a form asks for. @param name of the row with its article: `a task` @throws ProblemError 422 */
export const moveOf = (c: Context, name: string) => {
  const move = Move.safeParse(submittedText(c).to)
  if (move.success) return move.data
  const detail = `Move ${name} up, down, to the top or to the end.`
  throw new ProblemError({ status: 422, code: 'invalid', title: 'Invalid move', detail })
}

/** Message for an order that does not match the present rows. @param many `tasks` */
export const outdatedOrder = (many: string) =>
  `The ${many} have changed since. This is the current order; move it again.`

/** Moves an item past its neighbour, or to an end. */
export const moveItem = <T>(items: T[], item: T, to: Move): T[] => {
  const from = items.indexOf(item)
  if (from < 0) return items
  const last = items.length - 1
  const index = { up: Math.max(from - 1, 0), down: Math.min(from + 1, last), first: 0, last }[to]
  return items.toSpliced(from, 1).toSpliced(index, 0, item)
}

/** Sorts items by a list of ids; null unless it has each of their ids once. */
export const inOrder = <T extends { id: string }>(items: T[], ids: string[]): T[] | null => {
  const byId = new Map(items.map((item) => [item.id, item]))
  const order = [...new Set(ids)].flatMap((id) => byId.get(id) ?? [])
  return order.length === items.length && ids.length === items.length ? order : null
}

/** The ids of a list in the order that a form was sent with, separated by commas or one by one. */
export const orderOf = async (c: Context) => {
  const { ids = [] } = await c.req.parseBody({ all: true })
  return [ids].flat().flatMap((text) => (typeof text === 'string' ? text.split(',') : []))
}

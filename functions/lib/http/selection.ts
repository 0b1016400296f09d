import type { Context } from 'hono'
import { z } from 'zod'
import { submittedText } from './form'
import { ProblemError } from './problem'

/** Maximum number of rows that can be selected. */
export const selectionLimit = 200

/** Refuses a selection over the limit, instead of leaving rows out. @throws ProblemError 422 */
export const checkSelection = (values: string[]) => {
  if (values.length <= selectionLimit) return values
  const detail = `Select at most ${selectionLimit} at a time. You selected ${values.length}.`
  throw new ProblemError({ status: 422, code: 'invalid', title: 'Nothing changed', detail })
}

/** Moves of a row within its list. */
export const Move = z.enum(['up', 'down', 'first', 'last'])
export type Move = z.infer<typeof Move>

/** The submitted move. @param name of the row with its article: `a task` @throws ProblemError 422 */
export const moveOf = (c: Context, name: string) => {
  const move = Move.safeParse(submittedText(c).to)
  if (move.success) return move.data
  const detail = `Move ${name} up, down, to the top or to the end.`
  throw new ProblemError({ status: 422, code: 'invalid', title: 'Invalid move', detail })
}

/** Message for an order whose rows differ from the present ones. @param many `tasks` */
export const outdatedOrder = (many: string) =>
  `The ${many} have changed since. This is the current order; move it again.`

/** Moves an item past its neighbour, or to an end of the list. */
export const moveItem = <T>(items: T[], item: T, to: Move): T[] => {
  const from = items.indexOf(item)
  if (from < 0) return items
  const last = items.length - 1
  const index = { up: Math.max(from - 1, 0), down: Math.min(from + 1, last), first: 0, last }[to]
  return items.toSpliced(from, 1).toSpliced(index, 0, item)
}

/** Sorts items by a list of ids; null unless the list has the id of each item exactly once. */
export const sortByIds = <T extends { id: string }>(items: T[], ids: string[]): T[] | null => {
  const byId = new Map(items.map((item) => [item.id, item]))
  const order = [...new Set(ids)].flatMap((id) => byId.get(id) ?? [])
  return order.length === items.length && ids.length === items.length ? order : null
}

/** Ids in the submitted order, as one field separated by commas or as repeated fields. */
export const orderOf = async (c: Context) => {
  const { ids = [] } = await c.req.parseBody({ all: true })
  return [ids].flat().flatMap((text) => (typeof text === 'string' ? text.split(',') : []))
}

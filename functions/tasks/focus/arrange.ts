import type { Context } from 'hono'
import type { App } from '../../lib/env'
import { conflict, retry } from '../../lib/retry'
import { inOrder } from '../../lib/selection'
import { commit } from '../../lib/sql'
import type { OrderedTask } from './queries'
import { ifInOrder, setOrder } from './writes'

/** All tasks, with those that are shown in a new order at the places that these had. */
const amongAll = (tasks: OrderedTask[], order: OrderedTask[]) => {
  const next = order.values()
  return tasks.map((task) => (task.shown ? (next.next().value ?? task) : task))
}

/**
 * Reorders the open tasks of a date that the context shows; hidden ones keep their places. Plans again when they change
 * meanwhile. False when the order of `plan` does not fit the shown tasks.
 * @param read the open tasks of one date
 */
export const arrange = <E extends App>(
  c: Context<E>,
  read: () => Promise<OrderedTask[]>,
  plan: (tasks: OrderedTask[]) => OrderedTask[] | null,
): Promise<boolean> => {
  const { DB } = c.env
  const { user } = c.var
  const ids = (tasks: OrderedTask[]) => tasks.map(({ id }) => id)
  return retry(async () => {
    const tasks = await read()
    const planned = plan(tasks.filter(({ shown }) => shown))
    const order = planned && amongAll(tasks, planned)
    if (order === null || order.every(({ id }, index) => id === tasks[index]?.id)) return order !== null
    const { date = null } = tasks[0] ?? {}
    const writes = [ifInOrder(DB, user.id, date, ids(tasks)), ...setOrder(DB, user.id, ids(order))]
    return (await commit(DB, user.id, ['stats'], writes)) || conflict
  })
}

/** The tasks in the order of a page that lists the first of them; null when it lists others. */
export const orderedFirst = <T extends { id: string }>(tasks: T[], ids: string[]): T[] | null => {
  const listed = inOrder(tasks.slice(0, ids.length), ids)
  return listed && [...listed, ...tasks.slice(ids.length)]
}

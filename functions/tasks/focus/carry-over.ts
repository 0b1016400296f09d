import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { dropImages, readImages, withImages } from '../../changes/images'
import { carriedTasks } from '../../changes/tables'
import type { LocalNow } from '../../lib/env'
import type { Org } from '../../lib/org'
import { recoverableSince } from '../../lib/recoverable'
import { commitPlanned, conflict, retry } from '../../lib/retry'
import { commit } from '../../lib/sql'
import { overdueTasks, tasksToPutBack } from './queries'
import { moveTasks, putBack } from './writes'

/**
 * Plans the open tasks from before today that a context shows for today.
 * @param onPlan takes their ids, the oldest first, and the id for `undoCarryOver`, before they are written
 */
export const carryOver = (
  db: D1Database,
  userId: string,
  org: Org,
  { today, instant }: LocalNow,
  onPlan: (planned: { ids: string[]; changeId: string }) => void,
) =>
  retry(async () => {
    const tasks = await overdueTasks(db, userId, org, today)
    if (tasks.length === 0) return true
    const [ids, changeId] = [tasks.map(({ id }) => id), uuid()]
    onPlan({ ids, changeId })
    const writes = moveTasks(db, userId, tasks, today, instant)
    const touched = [{ table: carriedTasks, keys: ids }]
    const images = withImages(db, { userId, changeId }, touched, writes, instant)
    return (await commit(db, userId, ['stats'], images)) || conflict
  })

const Place = z.object({ date: z.string(), position: z.int() })
const ImagedPlace = z
  .string()
  .transform((json): unknown => JSON.parse(json))
  .pipe(Place)

type Placed = z.infer<typeof Place> & { id: string }

/** Dates with the ids of their tasks in order, after some went back to where they were. */
const ordersWith = (returned: Placed[], others: Placed[]) => {
  const orders = new Map<string, string[]>()
  const inOrder = (tasks: Placed[]) => tasks.toSorted((a, b) => a.position - b.position)
  for (const { id, date } of inOrder(others)) orders.set(date, [...(orders.get(date) ?? []), id])
  for (const { id, date, position } of inOrder(returned)) {
    orders.set(date, (orders.get(date) ?? []).toSpliced(position - 1, 0, id))
  }
  return orders
}

/**
 * Puts tasks that `carryOver` moved back on their dates, each in its place. Tasks that were done, deleted or planned for
 * another date since stay.
 * @param now epoch ms
 * @param onPlan takes the ids of those that return, and how many stay, before they are written
 * @returns false for a change that expired, was undone or never existed
 */
export const undoCarryOver = (
  db: D1Database,
  userId: string,
  changeId: string,
  now: number,
  onPlan: (planned: { ids: string[]; kept: number }) => void,
) =>
  commitPlanned(db, userId, ['stats'], async () => {
    const of = { userId, changeId }
    const [images, present] = await Promise.all([
      readImages(db, of, carriedTasks, recoverableSince(now)),
      tasksToPutBack(db, of),
    ])
    if (images.length === 0) return { result: false, writes: [] }
    const dates = new Map(present.map(({ id, date }) => [id, date]))
    const carried = images.map(({ key, was, is }) => ({
      ...{ id: key, to: ImagedPlace.parse(is).date },
      ...ImagedPlace.parse(was),
    }))
    const returned = carried.filter(({ id, to }) => dates.get(id) === to)
    const ids = new Set(returned.map(({ id }) => id))
    const others = present.filter(({ id }) => !ids.has(id))
    const places = Array.from(ordersWith(returned, others), ([date, order]) =>
      order.map((id, index) => ({ id, date, position: index + 1, isReturned: ids.has(id) })),
    ).flat()
    const emptied = returned.map(({ to }) => to)
    onPlan({ ids: [...ids], kept: carried.length - ids.size })
    const writes = ids.size > 0 ? putBack(db, userId, places, emptied, now) : []
    return { result: true, writes: [dropImages(db, of), ...writes] }
  })

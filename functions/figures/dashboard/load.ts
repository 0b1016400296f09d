import type { ListedTask } from '../../tasks/tasks/schema'
import { secondsLeft } from '../../tasks/tasks/words'

/** Time that a day takes, tracked and planned, in seconds. */
export type Load = {
  tracked: number
  /** Seconds since the running timer started. */
  running: number
  /** Includes due cards. */
  planned: number
  /** Available time: until work ends on a planned day, else the daily target; null without either. */
  capacity: number | null
}

/**
 * Compares the load with the capacity: seconds over it, and free seconds. `within`: the part of each amount that fits.
 */
export const compareLoad = ({ tracked, running, planned, capacity }: Load) => {
  const total = tracked + running + planned
  // A day without open plans is never over capacity.
  const over = capacity === null || planned === 0 ? 0 : Math.max(0, total - capacity)
  return {
    total,
    over,
    within: {
      tracked: Math.min(tracked, total - over),
      running: Math.max(0, Math.min(running, total - over - tracked)),
      planned: Math.max(0, planned - over),
    },
    free: capacity === null ? 0 : Math.max(0, capacity - total),
  }
}

type Estimated = Pick<ListedTask, 'estimated_minutes' | 'tracked_seconds' | 'repeat' | 'due_date' | 'priority'>

/**
 * Tasks from the end of the day's list whose estimates make room for `over` seconds. Repeating tasks and tasks with a due date
 * or high priority are skipped.
 */
export const tasksThatCanWait = <Task extends Estimated>(tasks: Task[], over: number) => {
  const late: Task[] = []
  let left = over
  for (const task of tasks.toReversed()) {
    const stays = task.repeat !== 'none' || task.due_date !== null || task.priority === 'high'
    const seconds = stays ? 0 : secondsLeft(task)
    if (left < 60 || seconds === 0) continue
    late.push(task)
    left -= seconds
  }
  return late
}

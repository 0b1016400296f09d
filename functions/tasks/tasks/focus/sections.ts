import type { ListedTask } from '../schema'

/** Tasks of a section. `hasMore`: true if more tasks exist than are listed. */
export type TaskSection = { tasks: ListedTask[]; hasMore: boolean }

import type { ListedTask } from '../schema'

/** The tasks of a section, and true where there are more than are listed. */
export type TaskSection = { tasks: ListedTask[]; hasMore: boolean }

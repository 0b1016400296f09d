import { type Found as FoundRow, finds } from '../lib/found'
import * as q from './queries'
import type { ListedGoal } from './schema'

export type Found = FoundRow<'goal', ListedGoal>

/** Loads the goal named in the path, unless it is deleted. */
export const found = finds('goal', (c, id) => q.goal(c.env.DB, c.var.user.id, id))

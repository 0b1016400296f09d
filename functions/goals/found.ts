import { type Loaded as FoundRow, loads } from '../lib/load'
import * as q from './queries'
import type { ListedGoal } from './schema'

export type Found = FoundRow<'goal', ListedGoal>

/** Loads the goal named in the path, unless it is deleted. */
export const found = loads('goal', (c, id) => q.goal(c.env.DB, c.var.user.id, id))

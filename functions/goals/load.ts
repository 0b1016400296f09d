import { type Loaded, loads } from '../lib/load'
import * as q from './queries'
import type { ListedGoal } from './schema'

/** The context of a handler behind `loadGoal`. */
export type GoalEnv = Loaded<'goal', ListedGoal>

export const loadGoal = loads('goal', (c, id) => q.goal(c.env.DB, c.var.user.id, id))

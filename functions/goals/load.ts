import { type Loaded, loads } from '../lib/load'
import * as q from './queries'
import type { ListedGoal } from './schema'

export type GoalEnv = Loaded<'goal', ListedGoal>

export const loadGoal = loads('goal', (c, id) => q.goal(c.env.DB, c.var.user.id, id))

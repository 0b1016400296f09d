import { type Loaded, loads } from '../lib/load'
import * as q from './queries'
import type { PlanWithContent } from './schema'

export type PlanEnv = Loaded<'plan', PlanWithContent>

export const loadPlan = loads('plan', (c, id) => q.plan(c.env.DB, c.var.user.id, id))

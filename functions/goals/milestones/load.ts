import { type Loaded, loads } from '../../lib/load'
import type { GoalEnv } from '../load'
import * as q from './queries'
import type { MilestoneRow } from './schema'

export type MilestoneEnv = Loaded<'milestone', MilestoneRow> & GoalEnv

export const loadMilestone = loads(
  'milestone',
  (c, id) => q.milestone(c.env.DB, c.var.user.id, c.req.param('id') ?? '', id),
  'milestone',
)

import { type Loaded, loads } from '../../lib/load'
import type { GoalEnv } from '../load'
import * as q from './queries'
import type { MilestoneRow } from './schema'

/** The context of a handler behind `loadGoal` and `loadMilestone`. */
export type MilestoneEnv = Loaded<'milestone', MilestoneRow> & GoalEnv

/** Loads the milestone of the path's goal. */
export const loadMilestone = loads(
  'milestone',
  (c, id) => q.milestone(c.env.DB, c.var.user.id, c.req.param('id') ?? '', id),
  'milestone',
)

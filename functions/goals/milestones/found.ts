import type { Env } from 'hono'
import { type Loaded as FoundRow, loads } from '../../lib/load'
import type { ListedGoal } from '../schema'
import * as q from './queries'
import type { MilestoneRow } from './schema'

/** A handler's context behind both `found`s: that of the goal, then that of the milestone. */
export type Found = FoundRow<'milestone', MilestoneRow> & Env & { Variables: { goal: ListedGoal } }

/** Loads the milestone named in the path, of the goal named before it, unless it is deleted. */
export const found = loads(
  'milestone',
  (c, id) => q.milestone(c.env.DB, c.var.user.id, c.req.param('id') ?? '', id),
  'milestone',
)

import type { Context } from 'hono'
import { OpenConflictsLine } from '../../../../views/programs/sync/line'
import type { App } from '../../../lib/env'
import { countOpenConflicts } from './queries'

/** Notice that changes from devices were replaced and wait for the person. */
export const conflictsLine = async (c: Context<App>) =>
  (await countOpenConflicts(c.env.DB, c.var.user.id)) > 0 && <OpenConflictsLine />

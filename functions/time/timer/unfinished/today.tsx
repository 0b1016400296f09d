import type { Context } from 'hono'
import { UnfinishedNotice } from '../../../../views/time/timer/unfinished'
import type { App } from '../../../lib/env'
import type { TodayFacts } from '../../../lib/feature'
import { isUsed } from '../../../lib/uses'
import { countUnfinished } from './abandon'

/** Counts the sessions that wait for their end. */
export const unfinishedNotice = async (c: Context<App>, { now }: TodayFacts) => {
  const { user, org } = c.var
  return isUsed(user, 'time') && <UnfinishedNotice count={await countUnfinished(c.env.DB, user, now, org)} />
}

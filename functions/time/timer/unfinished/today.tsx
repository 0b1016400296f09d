import type { Context } from 'hono'
import { UnfinishedNotice } from '../../../../views/time/timer/unfinished'
import type { App } from '../../../lib/env'
import type { TodayFacts } from '../../../lib/feature'
import { isUsed } from '../../../lib/uses'
import { countUnfinished } from './abandon'

/** Block of Today with the number of sessions that wait for their end. */
export const unfinishedNotice = async (c: Context<App>, { now }: TodayFacts) => {
  const { user, org } = c.var
  return isUsed(user, 'time') && <UnfinishedNotice count={await countUnfinished(c.env.DB, user, now, org)} />
}

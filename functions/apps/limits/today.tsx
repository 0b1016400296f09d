import type { Context } from 'hono'
import { LimitsToday } from '../../../views/apps/limits/today'
import type { App } from '../../lib/env'
import type { TodayFacts } from '../../lib/feature'
import { dayOf } from '../../lib/time/days'
import { isUsed } from '../../lib/uses'
import { listLimits, nearlyUsed } from '../whitelists/limited'

/** Renders limits that are nearly used, for Today; null without any. */
export const limitsToday = async (c: Context<App>, { now }: TodayFacts) => {
  const { user, head } = c.var
  if (!isUsed(user, 'apps')) return null
  const near = (await listLimits(c.env.DB, user, head, now)).filter(nearlyUsed)
  const { preferences } = user
  return near.length === 0 ? null : <LimitsToday limits={near} today={dayOf(now, preferences)} reader={preferences} />
}

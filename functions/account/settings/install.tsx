import type { Context } from 'hono'
import { InstallLine } from '../../../views/account/settings/install'
import { type App, demoEmail } from '../../lib/env'
import type { TodayFacts } from '../../lib/feature'
import { addDays, dayOf } from '../../lib/time/days'

/** Notice on Today that offers to install the app, from the third day of an account. */
export const installNotice = async ({ var: { user } }: Context<App>, { now }: TodayFacts) => {
  const third = addDays(dayOf(user.created_at, user.preferences), 3)
  return user.email !== demoEmail && dayOf(now, user.preferences) >= third && <InstallLine once />
}

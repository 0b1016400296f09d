import type { Context } from 'hono'
import { type HoursDraft, PlanPage } from '../../../views/figures/day-plan/page'
import { timerVersion } from '../../apps/app-rules/figures-version'
import type { loadShell } from '../../frame/shell/load'
import type { App } from '../../lib/env'
import { dayOf } from '../../lib/time/days'
import { readPlan } from './page-data'
import type { PlanView } from './schema'

/** Renders the plan of a day. @param now epoch ms */
export const showPlan = async (
  c: Context<App>,
  view: PlanView,
  now: number,
  shell: ReturnType<typeof loadShell>,
  draft?: HoursDraft,
) => {
  const { user, head } = c.var
  const plan = await readPlan(c, view, now, shell)
  const version = timerVersion(head, { today: dayOf(now, user.preferences) })
  return <PlanPage {...plan} version={version} draft={draft} />
}

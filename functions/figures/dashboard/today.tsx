import type { Context } from 'hono'
import { DashboardPage } from '../../../views/figures/dashboard/page'
import type { TargetDraft } from '../../account/settings/schema'
import { timerVersion } from '../../apps/app-rules/figures-version'
import type { Shell } from '../../frame/shell/schema'
import { readActivity } from '../../ledger/sums'
import { awaitAll } from '../../lib/db/together'
import type { App } from '../../lib/env'
import { features, type TodayPlace } from '../../lib/feature'
import { dayOf } from '../../lib/time/days'
import { dayView } from './day'
import { readFirstHour } from './first-hour'

/** Separates a version from the time (epoch seconds) until which its time-dependent figures are valid. */
const separator = '~'

/** Adds the time `movesAt` (epoch ms) to a version, at which figures of the page change without a write. */
const withClock = (version: string, movesAt: number) =>
  Number.isFinite(movesAt) ? `${version}${separator}${Math.floor(movesAt / 1000)}` : version

/** True if a page with the version `shown` is still current. @param now epoch ms */
export const isPageCurrent = (shown: string | undefined, version: string, now: number) => {
  const [written, second] = shown?.split(separator) ?? []
  return written === version && (second === undefined || now < Number(second) * 1000)
}

/** Loads the blocks of Today. The returned function starts the reads of all blocks in one batch. */
export const loadToday = async () => {
  const offered = features.flatMap(({ today }) => Object.entries(today ?? {}))
  const blocks = await Promise.all(offered.map(async ([place, load]) => ({ place, draw: await load() })))
  /** @param now epoch ms */
  return async (c: Context<App>, now: number, shell: Promise<Shell>, target?: TargetDraft) => {
    const { user, head, orgTime: context } = c.var
    const { DB } = c.env
    const today = dayOf(now, user.preferences)
    const facts = { now, activity: readActivity(DB, user.id) }
    const { day, firstHour, drawn } = await awaitAll({
      day: dayView(DB, user, { ...facts, context, shell }),
      firstHour: readFirstHour(DB, user),
      drawn: Promise.all(blocks.map(async ({ place, draw }) => ({ place, block: await draw(c, facts) }))),
    })
    const blocksAt = (wanted: TodayPlace) => drawn.filter(({ place }) => place === wanted).map(({ block }) => block)
    const version = withClock(timerVersion(head, { today }), day.movesAt)
    return <DashboardPage version={version} day={day} firstHour={firstHour} blocksAt={blocksAt} target={target} />
  }
}

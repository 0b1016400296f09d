import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { doneWords } from '../../views/entry/words'
import type { App } from '../lib/env'
import { duration } from '../lib/format'
import { splitsOf } from '../lib/hours'
import { cameFrom } from '../lib/page'
import { fragmentsWith } from '../lib/respond'
import { changeRegions, respondChange } from '../sessions/fragments'
import { countGeneral, elsewhereWords, type GeneralProject, generalWords } from '../sessions/general'
import { respondStarted, timerRegions } from '../timer/fragments'
import type { StoppedTimer } from '../timer/schema'
import { type EntryLine, isRefused, logLine, startLine } from './execute'
import type { Interpretation } from './interpret'

/** Answers a line that cannot be executed. */
export type Refuse = (interpretation: Interpretation, errors: string[]) => Response | Promise<Response>

/**
 * Logs a session or starts the timer, and answers with the regions that this changes.
 * @param main takes the place of the form that was sent
 */
export const runEntry = async (c: Context<App>, line: EntryLine, main: Child, refuse: Refuse) => {
  const { DB } = c.env
  const { user } = c.var
  const { interpretation } = line.reading
  const { plan, errors } = interpretation
  if (!plan || errors.length > 0) return refuse(interpretation, errors)
  if (plan.kind === 'start') {
    const planned: { after?: string; ended?: StoppedTimer | null } = {}
    const regions = fragmentsWith(c, () => timerRegions(c, { ...planned, main }))
    const result = await startLine(DB, user, line, plan, ({ stopped }) => {
      planned.after = stopped?.id
      planned.ended = stopped
    })
    if (isRefused(result)) return refuse(result.refused, result.refused.errors)
    if ('errors' in result) return refuse(interpretation, Object.values(result.errors).flat())
    const named = { filed: generalWords(result.general), words: doneWords(interpretation, result.started) }
    return respondStarted(c, { ...result, ...named }, { regions })
  }
  const { time_zone, day_start_minute } = user.preferences
  const { days } = splitsOf({ ...plan.times, time_zone, day_start_minute })
  const planned: { after?: string; general?: GeneralProject | null } = {}
  const regions = fragmentsWith(c, () => changeRegions(c, { after: planned.after ?? null, days, main }))
  const session = await logLine(DB, user, line, plan.times, (id, general) => {
    planned.after = id
    planned.general = general
    countGeneral(c, general)
  })
  if (isRefused(session)) return refuse(session.refused, session.refused.errors)
  const where = `${generalWords(planned.general ?? null)}${elsewhereWords(c.var.orgTime, session)}`
  const message = `Logged ${doneWords(interpretation, session, duration(session.duration_seconds))}${where}`
  return respondChange(c, {
    toast: { message, undo: `/sessions/${session.id}/delete` },
    regions,
    page: cameFrom(c, '/sessions').replace(/^\/sessions\/.*/, '/sessions'),
  })
}

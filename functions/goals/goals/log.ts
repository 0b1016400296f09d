import { Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { commit } from '../../lib/db/sql'
import { type App, nowOf, rowLoader } from '../../lib/env'
import { form } from '../../lib/http/form'
import { pathTo } from '../../lib/http/path-to'
import { ProblemError } from '../../lib/http/problem'
import { notify, pathUnlessBelow, prefetchFragments } from '../../lib/http/respond'
import { dateMember, durationMember } from '../../lib/resource/members'
import { addDays, dayOf, dayStart } from '../../lib/time/days'
import { addedToast } from '../../time/sessions/added-toast'
import { renderChangeRegions, respondChange } from '../../time/sessions/fragments'
import { addSessions } from '../../time/sessions/queries'
import { resolveTyped } from '../../time/sessions/times/resolve'
import { lastEnd, repeatedFields } from '../../time/timer/queries'
import { wholeSecond } from '../../time/timer/times'
import { minutesOfDay } from './schema'

const noAmount = 'Enter a time such as 20m'

const LogForm = z.object({
  amount: durationMember({ min: 1, max: minutesOfDay }, noAmount, 'Enter 1 minute to 24 hours').refine(
    (minutes) => minutes !== null,
    noAmount,
  ),
  /** A past day; empty for today. */
  date: dateMember().or(z.literal('')).default(''),
})

const refused = (detail: string) =>
  new ProblemError({ status: 422, code: 'invalid', title: 'This time can’t be logged', detail })

/** Loads the fields of a session for a goal, as a start of its timer has them. */
const loadFiled = rowLoader('repeated', (db, userId, id) => repeatedFields(db, userId, `goal:${id}`))

/**
 * `POST /goals/:id/log`: logs time that ends now, or after the last session of a past day, filed so that it counts for the
 * goal.
 */
export const goalLog = new Hono<App>().post(
  '/:id/log',
  loadFiled,
  form(LogForm, 'Log time', () => null),
  async (c) => {
    const { DB } = c.env
    const { user, repeated } = c.var
    const id = c.req.param('id')
    const now = wholeSecond(nowOf(c))
    const zone = user.preferences
    const { amount, date } = c.req.valid('form')
    const today = dayOf(now, zone)
    if (date > today) throw refused('Choose a day that is not in the future')
    const isPast = date !== '' && date !== today
    const freeFrom = isPast
      ? await lastEnd(DB, user.id, dayStart(date, zone), dayStart(addDays(date, 1), zone))
      : undefined
    const typed = { date: isPast ? date : '', duration: `${amount}m` }
    const times = resolveTyped(typed, { now, zone, freeFrom: freeFrom ?? undefined })
    if ('errors' in times) throw refused(Object.values(times.errors).flat().join(' '))
    const session = {
      ...repeated.fields,
      ...times,
      id: uuid(),
      source: 'manual' as const,
      time_zone: zone.time_zone,
      day_start_minute: zone.day_start_minute,
      import_id: null,
      import_key: null,
    }
    const page = pathUnlessBelow(c, '/goals', pathTo`/goals/${id}`)
    const regions = prefetchFragments(c, () => renderChangeRegions(c, { after: session.id, main: '' }))
    if (!(await commit(DB, user.id, ['stats'], addSessions(DB, user.id, [session], now)))) return c.notFound()
    notify(c, 'goal-changed')
    return respondChange(c, { toast: addedToast(c, session, { now }), page, regions })
  },
)

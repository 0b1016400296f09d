import { Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { commit } from '../../lib/db/sql'
import { type App, nowOf, rowLoader } from '../../lib/env'
import { form } from '../../lib/http/form'
import { pathTo } from '../../lib/http/path-to'
import { notify, pathUnlessBelow, prefetchFragments } from '../../lib/http/respond'
import { durationMember } from '../../lib/resource/members'
import { addedToast } from '../../time/sessions/added-toast'
import { renderChangeRegions, respondChange } from '../../time/sessions/fragments'
import { addSessions } from '../../time/sessions/queries'
import { repeatedFields } from '../../time/timer/queries'
import { wholeSecond } from '../../time/timer/times'
import { minutesOfDay } from './schema'

const noAmount = 'Enter a time such as 20m'

const LogForm = z.object({
  amount: durationMember({ min: 1, max: minutesOfDay }, noAmount, 'Enter 1 minute to 24 hours').refine(
    (minutes) => minutes !== null,
    noAmount,
  ),
})

/** Loads the fields of a session for a goal, as a start of its timer has them. */
const loadFiled = rowLoader('repeated', (db, userId, id) => repeatedFields(db, userId, `goal:${id}`))

/** `POST /goals/:id/log`: logs time that ends now, filed so that it counts for the goal. */
export const goalLog = new Hono<App>().post(
  '/:id/log',
  loadFiled,
  form(LogForm, 'Log time', () => null),
  async (c) => {
    const { DB } = c.env
    const { user, repeated } = c.var
    const id = c.req.param('id')
    const now = wholeSecond(nowOf(c))
    const duration_seconds = (c.req.valid('form').amount ?? 0) * 60
    const session = {
      ...repeated.fields,
      id: uuid(),
      source: 'manual' as const,
      started_at: now - duration_seconds * 1000,
      ended_at: now,
      duration_seconds,
      time_zone: user.preferences.time_zone,
      day_start_minute: user.preferences.day_start_minute,
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

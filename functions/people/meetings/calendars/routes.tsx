import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { CalendarsPage, UnsubscribePage } from '../../../../views/people/meetings/calendars'
import { type App, loads, todayOf } from '../../../lib/env'
import { type Draft, form, submittedText } from '../../../lib/form'
import { allOrgs } from '../../../lib/org'
import { rateLimit } from '../../../lib/rate-limit'
import { addedTo } from '../../../lib/resource/added'
import { filingOptions } from '../../../lib/resource/choices'
import { filingErrors, filingFields } from '../../../lib/resource/filing'
import { lineMember } from '../../../lib/resource/members'
import { removeRows } from '../../../lib/resource/stored'
import { redirectTo } from '../../../lib/respond'
import { commit } from '../../../lib/sql'
import { isolated } from '../../../lib/text'
import { checkAddress, fetchCalendar } from './fetch'
import {
  addressOf,
  calendar,
  calendars,
  countUntouched,
  deleteCalendar,
  nameLimit,
  sealAddress,
  untouchedOf,
} from './queries'
import { applyReading, changeWords, fetchRow } from './refresh'

const path = '/meetings/calendars'
const page = { title: 'Subscribed calendars', heading: true }

const CalendarForm = z.object({
  address: z.string('Enter an address').transform((text, context) => {
    const checked = checkAddress(text)
    if ('url' in checked) return checked.url.href
    context.addIssue({ code: 'custom', message: checked.problem })
    return z.NEVER
  }),
  name: lineMember(nameLimit, { none: 'Enter a name', subject: 'A name has' }).optional(),
  organization_id: filingFields.organization_id,
})

const readingsAnHour = 20

/** Counts a reading that a person asks for. */
const limitReadings = (c: Context<App>) =>
  rateLimit(
    c,
    'calendars',
    [{ key: `calendars:${c.var.user.id}`, limit: readingsAnHour, seconds: 3_600 }],
    `You can read calendars ${readingsAnHour} times an hour.`,
  )

const view = async (c: Context<App>, draft?: Draft<z.input<typeof CalendarForm>>) => {
  const { user } = c.var
  const [rows, organizations] = await Promise.all([
    calendars(c.env.DB, user.id),
    filingOptions(c.env.DB, user.id, allOrgs, 'organization_id'),
  ])
  return (
    <CalendarsPage
      rows={rows}
      organizations={organizations}
      organization={addedTo(c)}
      draft={draft}
      today={todayOf(c)}
      preferences={user.preferences}
    />
  )
}

const refuse = async (c: Context<App>, errors: Draft<z.input<typeof CalendarForm>>['errors']) => {
  c.status(422)
  return c.render(await view(c, { values: submittedText(c), errors }), page)
}

const loadCalendar = loads('calendar', (c, id) => calendar(c.env.DB, c.var.user.id, id))

/** True where the person subscribes to that address already. */
const isKnown = async (c: Context<App>, address: string) => {
  const rows = await calendars(c.env.DB, c.var.user.id)
  return (await Promise.all(rows.map((row) => addressOf(c.env, row)))).includes(address)
}

/** `/meetings/calendars` */
export const calendarPages = new Hono<App>()
  .get('/', async (c) => c.render(await view(c), page))

  .post('/', form(CalendarForm, page.title, view), async (c) => {
    const {
      env,
      var: { user },
    } = c
    const { address, name, organization_id = null } = c.req.valid('form')
    const wrong = await filingErrors(env.DB, user.id, { organization_id }, null)
    if (wrong) return refuse(c, wrong)
    if (await isKnown(c, address)) return refuse(c, { address: ['You subscribe to this calendar already'] })
    await limitReadings(c)
    const now = Date.now()
    const id = uuid()
    const { hostname: host } = new URL(address)
    const row = {
      ...{ id, name: name || host, host, address: await sealAddress(env, id, address), organization_id },
      ...{ events: [], asked_at: now, read_at: now, error: null, created_at: now },
    }
    const done = await applyReading(env.DB, user, row, await fetchCalendar(address), true)
    if ('problem' in done) return refuse(c, { address: [done.problem] })
    return redirectTo(c, path, { message: `Subscribed to ${isolated(row.name)}: ${changeWords(done)}` })
  })

  .post('/:id/refresh', loadCalendar, async (c) => {
    const { calendar: row, user } = c.var
    await limitReadings(c as unknown as Context<App>)
    const done = await applyReading(c.env.DB, user, row, await fetchRow(c.env, row))
    if ('problem' in done) return redirectTo(c, path, { message: `${isolated(row.name)} couldn’t be read` })
    return redirectTo(c, path, { message: `Read ${isolated(row.name)}: ${changeWords(done)}` })
  })

  .get('/:id/unsubscribe', loadCalendar, async (c) => {
    const { calendar: row, user } = c.var
    const meetings = await countUntouched(c.env.DB, user.id, row, todayOf(c))
    return c.render(<UnsubscribePage row={row} meetings={meetings} />, { title: 'Unsubscribe', heading: true })
  })

  .post('/:id/unsubscribe', loadCalendar, async (c) => {
    const { calendar: row, user } = c.var
    const { DB } = c.env
    const writes = [
      ...removeRows(DB, user.id, 'meeting', untouchedOf(user.id, row, todayOf(c))),
      deleteCalendar(DB, user.id, row.id),
    ]
    if (!(await commit(DB, user.id, ['stats'], writes))) return c.notFound()
    return redirectTo(c, path, { message: `Unsubscribed from ${isolated(row.name)}` })
  })

import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { CalendarsPage, EditCalendarPage, UnsubscribePage } from '../../../../views/people/meetings/calendars'
import { type App, type Loaded, loads, todayOf } from '../../../lib/env'
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
  type CalendarRow,
  calendar,
  calendars,
  countUntouched,
  deleteCalendar,
  nameLimit,
  sealAddress,
  untouchedOf,
  updateCalendar,
} from './queries'
import { applyReading, changeWords, readAgain } from './refresh'

const path = '/meetings/calendars'
const page = { title: 'Subscribed calendars' }

const readAddress = (text: string, context: z.RefinementCtx) => {
  const checked = checkAddress(text)
  if ('url' in checked) return checked.url.href
  context.addIssue({ code: 'custom', message: checked.problem })
  return z.NEVER
}

const CalendarForm = z.object({
  address: z.string('Enter an address').transform(readAddress),
  name: lineMember(nameLimit, { none: 'Enter a name', subject: 'A name has' }).optional(),
  organization_id: filingFields.organization_id,
})

/** Without an address the calendar keeps its own. */
const CalendarEdit = CalendarForm.extend({
  address: z
    .string('Enter an address')
    .default('')
    .transform((text, context) => (text.trim() === '' ? null : readAddress(text, context))),
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

type CalendarDraft = Draft<z.input<typeof CalendarForm>>

const subscribed = 'You subscribe to this calendar already'

const organizationsOf = (c: { env: App['Bindings']; var: Pick<App['Variables'], 'user'> }) =>
  filingOptions(c.env.DB, c.var.user.id, allOrgs, 'organization_id')

const view = async (c: Context<App>, draft?: CalendarDraft) => {
  const { user } = c.var
  const [rows, organizations] = await Promise.all([calendars(c.env.DB, user.id), organizationsOf(c)])
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

const refuse = async (c: Context<App>, errors: CalendarDraft['errors']) => {
  c.status(422)
  return c.render(await view(c, { values: submittedText(c), errors }), page)
}

const editPage = { title: 'Edit calendar', heading: true }

const editView = async (c: Context<Loaded<'calendar', CalendarRow>>, draft?: CalendarDraft) => (
  <EditCalendarPage row={c.var.calendar} organizations={await organizationsOf(c)} draft={draft} />
)

const loadCalendar = loads('calendar', (c, id) => calendar(c.env.DB, c.var.user.id, id))

/** True where the person subscribes to that address already. @param id of a calendar that may have it */
const isKnown = async (c: Context<App>, address: string, id?: string) => {
  const rows = (await calendars(c.env.DB, c.var.user.id)).filter((row) => row.id !== id)
  return (await Promise.all(rows.map((row) => addressOf(c.env, row)))).includes(address)
}

/** `/meetings/calendars` */
export const calendarPages = new Hono<App>()
  .get('/', async (c) => c.render(await view(c), page))

  .post('/', form(CalendarForm, page.title, view, { heading: false }), async (c) => {
    const {
      env,
      var: { user },
    } = c
    const { address, name, organization_id = null } = c.req.valid('form')
    const wrong = await filingErrors(env.DB, user.id, { organization_id }, null)
    if (wrong) return refuse(c, wrong)
    if (await isKnown(c, address)) return refuse(c, { address: [subscribed] })
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
    const done = await readAgain(c.env, user, row)
    if ('problem' in done) return redirectTo(c, path, { message: `${isolated(row.name)} couldn’t be read` })
    return redirectTo(c, path, { message: `Read ${isolated(row.name)}: ${changeWords(done)}` })
  })

  .get('/:id/edit', loadCalendar, async (c) => c.render(await editView(c), editPage))

  .post('/:id/edit', loadCalendar, form(CalendarEdit, editPage.title, editView), async (c) => {
    const { calendar: row, user } = c.var
    const { DB } = c.env
    const { address, name, organization_id = null } = c.req.valid('form')
    const refuseEdit = async (errors: CalendarDraft['errors']) => {
      c.status(422)
      return c.render(await editView(c, { values: submittedText(c), errors }), editPage)
    }
    const wrong = await filingErrors(DB, user.id, { organization_id }, row)
    if (wrong) return refuseEdit(wrong)
    const host = address === null ? row.host : new URL(address).hostname
    const edited = { ...row, name: name || host, host, organization_id }
    if (address !== null) {
      const general = c as unknown as Context<App>
      if (await isKnown(general, address, row.id)) return refuseEdit({ address: [subscribed] })
      await limitReadings(general)
      edited.address = await sealAddress(c.env, row.id, address)
      const done = await applyReading(DB, user, edited, await fetchCalendar(address))
      if ('problem' in done) return refuseEdit({ address: [done.problem] })
    }
    await updateCalendar(DB, user.id, edited).run()
    return redirectTo(c, path, { message: 'Calendar saved' })
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

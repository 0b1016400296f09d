import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { CalendarsPage, EditCalendarPage, UnsubscribePage } from '../../../../views/people/meetings/calendars'
import { type App, type Loaded, rowLoader, todayOf } from '../../../lib/env'
import { type Draft, form, submittedText } from '../../../lib/http/form'
import { redirectTo } from '../../../lib/http/respond'
import { allOrgs } from '../../../lib/org'
import { filingFields } from '../../../lib/resource/filing'
import { filingOptions } from '../../../lib/resource/filing-choices'
import { lineMember } from '../../../lib/resource/members'
import { newRowOrg } from '../../../lib/resource/new-row-filing'
import { isolateDirection } from '../../../lib/text/text'
import { calendarUrl } from './fetch'
import { calendar, calendars, countUntouched } from './queries'
import { changeWords, type MeetingCounts, refreshCalendar } from './refresh'
import { limitReadings, saveCalendar, unsubscribe } from './save'
import { type CalendarRow, calendarNameLimit } from './schema'

const path = '/meetings/calendars'
const page = { title: 'Subscribed calendars' }

const CalendarForm = z.object({
  address: calendarUrl,
  name: lineMember(calendarNameLimit, { none: 'Enter a name', subject: 'A name has' }).optional(),
  organization_id: filingFields.organization_id,
})

/** Form to edit a calendar. An empty URL keeps the stored one. */
const CalendarEdit = CalendarForm.extend({
  address: z
    .string('Enter an address')
    .default('')
    .transform((text) => (text.trim() === '' ? null : text))
    .pipe(calendarUrl.nullable()),
})

type CalendarDraft = Draft<z.input<typeof CalendarForm>>

const organizationsOf = (c: { env: App['Bindings']; var: Pick<App['Variables'], 'user'> }) =>
  filingOptions(c.env.DB, c.var.user.id, allOrgs, 'organization_id')

const view = async (c: Context<App>, draft?: CalendarDraft) => {
  const { user } = c.var
  const [rows, organizations] = await Promise.all([calendars(c.env.DB, user.id), organizationsOf(c)])
  return (
    <CalendarsPage
      rows={rows}
      organizations={organizations}
      organization={newRowOrg(c)}
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

const loadCalendar = rowLoader('calendar', calendar)

/** The result of a read: its changes, or the reason for its failure. */
const readWords = (done: MeetingCounts | { problem: string }) => ('problem' in done ? done.problem : changeWords(done))

/** `/meetings/calendars` */
export const calendarPages = new Hono<App>()
  .get('/', async (c) => c.render(await view(c), page))

  .post('/', form(CalendarForm, page.title, view, { heading: false }), async (c) => {
    const saved = await saveCalendar(c, c.req.valid('form'), null)
    if ('errors' in saved) return refuse(c, saved.errors)
    const { row, done } = saved
    return redirectTo(c, path, {
      message: `Subscribed to ${isolateDirection(row.name)}${done ? `: ${readWords(done)}` : ''}`,
    })
  })

  .post('/:id/refresh', loadCalendar, async (c) => {
    const { calendar: row, user } = c.var
    await limitReadings(c)
    const done = await refreshCalendar(c.env, user, row)
    if ('problem' in done) return redirectTo(c, path, { message: `${isolateDirection(row.name)} couldn’t be read` })
    return redirectTo(c, path, { message: `Read ${isolateDirection(row.name)}: ${changeWords(done)}` })
  })

  .get('/:id/edit', loadCalendar, async (c) => c.render(await editView(c), editPage))

  .post('/:id/edit', loadCalendar, form(CalendarEdit, editPage.title, editView), async (c) => {
    const saved = await saveCalendar(c, c.req.valid('form'), c.var.calendar)
    if ('errors' in saved) {
      c.status(422)
      return c.render(await editView(c, { values: submittedText(c), errors: saved.errors }), editPage)
    }
    const { done } = saved
    return redirectTo(c, path, { message: `Calendar saved${done && 'problem' in done ? `. ${done.problem}` : ''}` })
  })

  .get('/:id/unsubscribe', loadCalendar, async (c) => {
    const { calendar: row, user } = c.var
    const meetings = await countUntouched(c.env.DB, user.id, row, todayOf(c))
    return c.render(<UnsubscribePage row={row} meetings={meetings} />, { title: 'Unsubscribe', heading: true })
  })

  .post('/:id/unsubscribe', loadCalendar, async (c) => {
    const { calendar: row } = c.var
    if (!(await unsubscribe(c, row.id))) return c.notFound()
    return redirectTo(c, path, { message: `Unsubscribed from ${isolateDirection(row.name)}` })
  })

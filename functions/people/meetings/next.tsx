import type { Context } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { NextMeeting } from '../../../views/people/meetings/next'
import { appContext, todayOf } from '../../lib/env'
import { type Draft, submittedText } from '../../lib/http/form'
import { pathTo } from '../../lib/http/path-to'
import { redirectTo } from '../../lib/http/respond'
import { dateMember, timeOrNone } from '../../lib/resource/members'
import { addRow } from '../../lib/resource/resource'
import { dateText, wallClock } from '../../lib/text/format'
import { dateAfter } from '../../lib/time/repeat'
import { meetingResource } from './resource'
import type { MeetingEnv } from './session'

const NextForm = z.object({ date: dateMember(), time: timeOrNone.optional() })
type NextForm = z.infer<typeof NextForm>

/** The date one week later, or in the next week that is not past. */
const proposed = (c: Context<MeetingEnv>) => {
  const { date } = c.var.row
  return dateAfter({ repeat: 'weekly', repeat_from: null, date }, todayOf(c)) ?? date
}

const shown = (c: Context<MeetingEnv>, draft?: Draft<NextForm>) => {
  const { row, user } = c.var
  const values = {
    date: proposed(c),
    time: row.time ? wallClock(row.time, user.preferences.clock) : '',
    ...draft?.values,
  }
  const page = <NextMeeting meeting={row} values={values} errors={draft?.errors} reader={user.preferences} />
  return c.render(page, { title: 'Next meeting' })
}

/** `/meetings/:id/next`: form for the date of the next meeting. */
export const nextForm = (c: Context<MeetingEnv>) => shown(c)

/** Adds the next meeting with the same people, length and project. */
export const postNext = async (c: Context<MeetingEnv>) => {
  const { row } = c.var
  const values = submittedText(c)
  const again = (errors: Draft<NextForm>['errors']) => {
    c.status(422)
    return shown(c, { values, errors })
  }
  const { data, error } = NextForm.safeParse(values)
  if (error) return again(z.flattenError(error).fieldErrors)
  const id = uuid()
  const errors = await addRow(appContext(c), meetingResource, id, {
    title: row.title,
    date: data.date,
    time: data.time ?? null,
    time_zone: row.time_zone,
    duration_minutes: row.duration_minutes,
    attendees: row.attending.map((person) => person.id),
    project_id: row.project_name === null ? null : row.project_id,
    organization_id: row.organization_name === null ? null : row.organization_id,
  })
  if (errors) return again({ date: Object.values(errors).flatMap((messages) => messages ?? []) })
  const message = `Meeting added for ${dateText(data.date, todayOf(c))}:`
  const link = { href: pathTo`/meetings/${id}`, text: row.title }
  return redirectTo(c, pathTo`/meetings/${row.id}`, { message, link, undo: pathTo`/meetings/${id}/delete` })
}

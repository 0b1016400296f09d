import type { Context } from 'hono'
import { MeetingFields } from '../../views/meetings/form'
import { MeetingPage } from '../../views/meetings/meeting'
import { MeetingList } from '../../views/meetings/page'
import { MeetingItem } from '../../views/meetings/row'
import { addedTo } from '../context/added'
import type { App } from '../lib/env'
import { allOrgs } from '../lib/org'
import { filingChoices, filingWords } from '../lib/resource/choices'
import { listed } from '../lib/resource/listed'
import type { Pages } from '../lib/resource/pages'
import { todayOf } from '../lib/today'
import { MeetingsView, meetingsPage } from './list'
import { type ListedMeeting, MeetingForm, NewMeetingForm, type NewMeetingValues } from './schema'
import { described } from './words'

const readerOf = (c: Context<App>) => c.var.user.preferences

export const readMeetings = async (c: Context<App>, query: Record<string, string>) => ({
  ...(await meetingsPage(c.env.DB, c.var.user.id, c.var.org, MeetingsView.parse(query), todayOf(c))),
  reader: readerOf(c),
})

const choicesOf = (c: Context<App>, org = c.var.org) => filingChoices(c.env.DB, c.var.user.id, org)

const list = listed<ListedMeeting>({
  name: 'meeting',
  path: '/meetings',
  titleOf: ({ title }) => title,
  item: (row, c) => <MeetingItem meeting={row} reader={readerOf(c)} today={todayOf(c)} />,
  list: async (c, search) => <MeetingList {...(await readMeetings(c, Object.fromEntries(search)))} oob />,
  page: (c, row) => <MeetingPage meeting={row} reader={readerOf(c)} today={todayOf(c)} />,
  early: (c) => choicesOf(c),
  fields: async (c, { row, draft, idPrefix }) => (
    <MeetingFields
      row={row}
      draft={draft}
      linked={row ? {} : { organization: addedTo(c), ...c.req.query() }}
      choices={await choicesOf(c)}
      today={todayOf(c)}
      idPrefix={idPrefix}
    />
  ),
})

export const meetingPages: Pages<ListedMeeting, NewMeetingValues> = {
  ...list,
  create: NewMeetingForm,
  edit: MeetingForm,
  described: async (c) => described(filingWords(await choicesOf(c, allOrgs))),
}

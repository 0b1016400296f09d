import { type Context, Hono } from 'hono'
import { MeetingFields } from '../../views/meetings/form'
import { MeetingPage } from '../../views/meetings/meeting'
import { MeetingList, MeetingsPage } from '../../views/meetings/page'
import { MeetingItem } from '../../views/meetings/row'
import { Suggestions } from '../../views/tags/suggestions'
import { addedTo } from '../context/added'
import type { App } from '../lib/env'
import { allOrgs } from '../lib/org'
import { describedFiling, filingChoices } from '../lib/resource/choices'
import { listedPages } from '../lib/resource/listed'
import { todayOf } from '../lib/today'
import { MeetingsView, meetingsPage } from './list'
import { meetingResource } from './resource'
import { filing, MeetingForm, NewMeetingForm } from './schema'
import { peopleSuggestions, TypedPeople } from './suggest'
import { noteNames } from './words'

const readerOf = (c: Context<App>) => c.var.user.preferences

const readMeetings = async (c: Context<App>, query: Record<string, string>) => ({
  ...(await meetingsPage(c.env.DB, c.var.user.id, c.var.org, MeetingsView.parse(query), todayOf(c))),
  reader: readerOf(c),
})

const choicesOf = (c: Context<App>, org = c.var.org) => filingChoices(c.env.DB, c.var.user.id, org, filing.ids)

const { pages, routes } = listedPages(meetingResource, {
  path: '/meetings',
  title: 'Meetings',
  titleOf: ({ title }) => title,
  create: NewMeetingForm,
  edit: MeetingForm,
  read: readMeetings,
  view: (page) => <MeetingsPage {...page} />,
  list: (page) => <MeetingList {...page} oob />,
  item: (row, c) => <MeetingItem meeting={row} reader={readerOf(c)} today={todayOf(c)} />,
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
  described: async (c, saved) => ({
    title: ['Title'],
    date: ['Date'],
    time: ['Time', (time) => time ?? ''],
    duration_minutes: ['Minutes', (minutes) => (minutes === null ? '' : String(minutes))],
    people: ['People'],
    ...describedFiling(await choicesOf(c, allOrgs), saved, filing.ids),
    preparation_notes: [noteNames.preparation_notes],
    questions_asked: [noteNames.questions_asked],
    outcome_notes: [noteNames.outcome_notes],
  }),
})

export const meetingPages = pages

/** `/meetings` */
export const meetings = new Hono<App>()
  .get('/suggestions', async (c) => {
    const { people } = TypedPeople.parse(c.req.query())
    const values = await peopleSuggestions(c.env.DB, c.var.user.id, people)
    return c.render(<Suggestions values={values} />, { title: 'Matching people', heading: true })
  })
  .route('/', routes)

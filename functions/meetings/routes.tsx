import { Hono } from 'hono'
import { MeetingsPage } from '../../views/meetings/page'
import { Suggestions } from '../../views/tags/suggestions'
import type { App } from '../lib/env'
import { listedPages } from '../lib/resource/pages'
import { meetingPages, readMeetings } from './pages'
import { meetingResource } from './resource'
import { peopleSuggestions, TypedPeople } from './suggest'

/** `/meetings` */
export const meetings = new Hono<App>()
  .get('/suggestions', async (c) => {
    const { people } = TypedPeople.parse(c.req.query())
    const values = await peopleSuggestions(c.env.DB, c.var.user.id, people)
    return c.render(<Suggestions values={values} />, { title: 'Matching people', heading: true })
  })
  .route(
    '/',
    listedPages(meetingResource, meetingPages, {
      title: 'Meetings',
      read: readMeetings,
      view: (page) => <MeetingsPage {...page} />,
    }),
  )

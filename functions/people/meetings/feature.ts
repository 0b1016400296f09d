import type { Feature, PathRead } from '../../lib/feature'
import { maxFormBytes } from '../../lib/files/uploads'
import { pathTo } from '../../lib/http/path-to'

/** Maximum size of a calendar file in bytes. */
export const calendarSizeLimit = 5 * 1024 * 1024

/** Preloads the calendar in the path, or all calendars, together with the stored response to a repeated request. */
const readsCalendars = async (): Promise<PathRead> => {
  const { calendar, calendars } = await import('./calendars/queries')
  const { answerOfKey } = await import('../../lib/api/once')
  return (c, userId, id) => {
    const { DB } = c.env
    return Promise.all([id ? calendar(DB, userId, id) : calendars(DB, userId), answerOfKey(c, userId)])
  }
}

/** Meetings: preparing, holding and following them up. */
export const meetings: Feature = {
  reminders: {
    meeting_begins: {
      name: 'A meeting begins',
      says: '{minutes} before',
      opens: 'See the meeting',
      values: { minutes: 10 },
      use: 'journal',
      reads: async () => (await import('./reminders')).readMeetingStarts,
    },
  },
  paths: {
    '/meetings/*': {
      use: 'journal',
      followsOrg: true,
      hasMoreStyle: true,
      routes: async () => (await import('./routes')).meetings,
    },
    '/meetings/calendars/*': { routes: async () => (await import('./calendars/routes')).calendarPages },
    '/meetings/import/*': { routes: async () => (await import('./import/routes')).calendarImport },
    '/meetings/import': { bytes: maxFormBytes(calendarSizeLimit) },
    'POST /meetings/import/*': { isHeavy: true },
    '/api/v1/meetings/*': { routes: async () => (await import('./api')).meetingsApi },
    '/api/v1/meetings/import/*': { routes: async () => (await import('./import/routes')).importMeetingsApi },
    '/api/v1/calendars/*': { use: 'journal', routes: async () => (await import('./calendars/api')).calendarsApi },
    '/api/v1/calendars': { reads: readsCalendars },
    '/api/v1/calendars/:id': { reads: readsCalendars },
    '/api/v1/calendars/:id/refresh': { reads: readsCalendars },
    '/api/v1/meetings/import': { takes: 'files', bytes: calendarSizeLimit },
  },
  undoes: {
    'meeting.end': async () => (await import('./routes')).undoEnd,
    'meeting.skip': async () => (await import('./routes')).undoMeetingSkip,
  },
  selects: { meeting: async () => (await import('./routes')).selectedMeetings },
  kinds: {
    meeting: {
      one: 'Meeting',
      many: 'Meetings',
      icon: 'meetings',
      table: 'meetings',
      path: (id) => pathTo`/meetings/${id}`,
      org: { own: 'meetings.organization_id', project: 'meetings.project_id' },
      search: {
        title: 'title',
        notes: ['preparation_notes', 'questions_asked', 'outcome_notes'],
        recency: "meetings.date || coalesce(time, '')",
      },
      // Until tomorrow in UTC, which covers today in every zone.
      choice: {
        name: "date || ' ' || title",
        where: "date <= date('now', '+1 day')",
        order: 'date DESC, time DESC',
        most: 30,
      },
    },
  },
}

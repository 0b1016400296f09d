import { loadSubjectRead, loadViewRead } from '../../ledger/path-reads'
import type { Feature } from '../../lib/feature'
import { maxFormBytes } from '../../lib/files/uploads'
import { pathTo } from '../../lib/http/path-to'

/** Maximum size of an imported file in bytes. */
export const maxFileBytes = 5 * 1024 * 1024

/** Preloads the session of a block, or the running timer. */
const readBlock = async () => (await import('../timer/moves')).readBlock

/** Sessions: list, pages, entry line, bulk edits, and files. */
export const sessions: Feature = {
  reminders: {
    planned_begins: {
      name: 'A planned session begins',
      says: '{minutes} before',
      opens: 'See the day',
      values: { minutes: 5 },
      use: 'time',
      reads: async () => (await import('./reminders')).readPlannedStarts,
    },
  },
  settles: { due: 'next_planned_at', load: async () => (await import('./planned')).includeEndedSessions },
  selects: { session: async () => (await import('./selected/routes')).selectedSessions },
  offline: { ahead: ['/sessions'], visited: ['/sessions/:id'] },
  paths: {
    '/sessions/*': {
      use: 'time',
      followsOrg: true,
      reads: loadSubjectRead,
      routes: async () => [
        (await import('../../programs/tracker/routes')).trackerList,
        (await import('../time-log/routes')).timeLog,
        (await import('./selected/routes')).selectedSessions.routes,
        (await import('./routes')).sessions,
      ],
    },
    'GET /sessions': { isForTrackers: true, reads: loadViewRead },
    'POST /sessions/:id/times': { reads: readBlock },
    '/sessions/entry/*': { routes: async () => (await import('../entry/routes')).entryLineRoutes },
    'POST /sessions/entry': { worksOffline: true },
    // When all of a view is selected, the boxes of all rows on screen are sent, too.
    '/sessions/selected': { bytes: 512 * 1024 },
    'POST /sessions/selected': { isHeavy: true },
    '/sessions/import/*': { hasMoreStyle: true, routes: async () => (await import('./import/routes')).imports },
    '/sessions/import': { bytes: maxFormBytes(maxFileBytes) },
    'POST /sessions/import/*': { isHeavy: true },
    '/sessions.csv': {
      followsOrg: true,
      takesTokens: true,
      limit: 'download',
      reads: loadSubjectRead,
      routes: async () => (await import('./csv/routes')).sessionsCsv,
    },
    '/api/v1/imports/*': { routes: async () => (await import('./import/api')).importsApi },
    '/api/v1/sessions/*': {
      reads: loadSubjectRead,
      routes: async () => [(await import('./api/notes')).sessionNotesApi, (await import('./api/routes')).sessionsApi],
    },
    '/api/v1/sessions/import/*': { routes: async () => (await import('./import/api')).importSessionsApi },
    '/api/v1/sessions/import': {
      takes: 'files',
      bytes: maxFileBytes,
      reads: async () => (await import('../../lib/api/once')).answerOfKey,
    },
  },
  undoes: {
    'session.import': {
      isHeavy: true,
      reads: async () => (await import('./import/undo')).readUndoData,
      undo: async () => (await import('./import/routes')).undoSessions,
    },
    'session.edit': { reads: readBlock, undo: async () => (await import('./edits')).undoSessionEdit },
  },
  kinds: {
    session: {
      one: 'Session',
      many: 'Sessions',
      icon: 'sessions',
      table: 'sessions',
      path: (id) => pathTo`/sessions/${id}`,
      org: { project: 'sessions.project_id' },
      search: {
        title: 'title',
        notes: 'notes',
        tags: 'tags',
        isOptional: true,
        recency: "coalesce(sessions.days ->> '$[0][0]', date(started_at / 1000, 'unixepoch')) || started_at",
      },
      tagged: { list: '/sessions', isIn: 'ledger' },
      deleted: {
        started_at: 'started_at',
        time_zone: 'time_zone',
        duration_seconds: "iif(status = 'completed', duration_seconds, NULL)",
        focus_ends_at: 'focus_ends_at',
        where: "status <> 'active'",
      },
    },
  },
}

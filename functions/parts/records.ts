import { changes } from '../data/changes/routes'
import { deleted } from '../data/deleted/routes'
import { jobsApi } from '../data/jobs/api'
import { jobs } from '../data/jobs/routes'
import { goalsApi } from '../goals/goals/api'
import { formAround } from '../lib/uploads'
import { behindMiddleware } from '../middleware'
import { tasksApi } from '../tasks/tasks/api'
import { sessionNotesApi } from '../time/sessions/api/notes'
import { sessionsApi } from '../time/sessions/api/routes'
import { bulkEdit, bulkRefile } from '../time/sessions/bulk/routes'
import { sessionsCsv } from '../time/sessions/csv/routes'
import { importSessionsApi, importsApi } from '../time/sessions/import/api'
import { imports } from '../time/sessions/import/routes'
import { fileBytes } from '../time/sessions/import/schema'

/** Many rows at once, and rows for programs. */
export const part = behindMiddleware({
  largerBodies: [
    [/^\/sessions\/import$/, formAround(fileBytes)],
    [/^\/api\/v1\/sessions\/import$/, fileBytes],
    // the ids of 10,000 sessions
    [/^\/sessions\/bulk(\/|$)/, 512 * 1024],
  ],
  own: (app) => {
    app.route('/sessions/bulk/refile', bulkRefile)
    app.route('/sessions/bulk', bulkEdit)
    app.route('/sessions/import', imports)
    app.route('/sessions.csv', sessionsCsv)
    app.route('/changes', changes)
    app.route('/deleted', deleted)
    app.route('/jobs', jobs)
    app.route('/api/v1/goals', goalsApi)
    app.route('/api/v1/tasks', tasksApi)
    app.route('/api/v1/sessions/import', importSessionsApi)
    app.route('/api/v1/sessions', sessionNotesApi)
    app.route('/api/v1/sessions', sessionsApi)
    app.route('/api/v1/imports', importsApi)
    app.route('/api/v1/jobs', jobsApi)
  },
})

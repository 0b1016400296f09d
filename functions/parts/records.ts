import { changes } from '../changes/routes'
import { deleted } from '../deleted/routes'
import { goalsApi } from '../goals/api'
import { jobsApi } from '../jobs/api'
import { jobs } from '../jobs/routes'
import { formAround } from '../lib/uploads'
import { behindMiddleware } from '../middleware'
import { sessionNotesApi } from '../sessions/api/notes'
import { sessionsApi } from '../sessions/api/routes'
import { bulkEdit, bulkRefile } from '../sessions/bulk/routes'
import { sessionsCsv } from '../sessions/csv/routes'
import { importSessionsApi, importsApi } from '../sessions/import/api'
import { imports } from '../sessions/import/routes'
import { fileBytes } from '../sessions/import/schema'
import { tasksApi } from '../tasks/api'

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

import { auth } from '../account/auth/routes'
import { usageApi } from '../apps/usage/api'
import { bulkAppsApi, whitelistApi } from '../apps/whitelists/api'
import { pasteList } from '../apps/whitelists/paste'
import { whitelists } from '../apps/whitelists/routes'
import { addApp, earnedApps } from '../apps/whitelists/rule-forms'
import { bulkFormBytes } from '../apps/whitelists/schema'
import { dashboard } from '../figures/dashboard/routes'
import { live } from '../figures/live/routes'
import { stats } from '../figures/stats/routes'
import { contextRoutes } from '../frame/context/routes'
import { goals } from '../goals/goals/routes'
import { behindMiddleware } from '../middleware'
import { extensionApi } from '../programs/extension/routes'
import { trackerList, trackerPages, trackerStats } from '../programs/tracker/routes'
import { tasks } from '../tasks/tasks/routes'
import { day } from '../time/day/routes'
import { entryLine } from '../time/entry/routes'
import { timerStart } from '../time/entry/start'
import { sessions } from '../time/sessions/routes'
import { timeLog } from '../time/time-log/routes'
import { timerApi } from '../time/timer/api'
import { timer } from '../time/timer/routes'
import { unfinished } from '../time/timer/unfinished/routes'

/** The pages of each day, and what clients ask for all day long. */
export const start = behindMiddleware({
  largerBodies: [
    [/^\/whitelists\/(rules|paste)(\/|$)/, bulkFormBytes],
    // 500 events of the longest names
    [/^\/api\/v1\/usage$/, 3 * 1024 * 1024],
  ],
  open: (app) => app.route('/', auth),
  own: (app) => {
    app.route('/', dashboard)
    app.route('/timer/forgotten', unfinished)
    app.route('/timer', timerStart)
    app.route('/timer', timer)
    app.route('/day', day)
    app.route('/goals', goals)
    app.route('/tasks', tasks)
    app.route('/context', contextRoutes)
    app.route('/sessions/entry', entryLine)
    app.route('/sessions', trackerList)
    app.route('/sessions', timeLog)
    app.route('/sessions', sessions)
    app.route('/stats', stats)
    app.route('/stats/live', live)
    app.route('/whitelists/add', addApp)
    app.route('/whitelists/earned', earnedApps)
    app.route('/whitelists/paste', pasteList)
    app.route('/whitelists', whitelists)
    app.route('/api/stats', trackerStats)
    app.route('/api/sessions', trackerPages)
    app.route('/api', extensionApi)
    app.route('/api/v1/timer', timerApi)
    app.route('/api/v1/usage', usageApi)
    app.route('/api/v1/whitelist/apps', bulkAppsApi)
    app.route('/api/v1/whitelist', whitelistApi)
  },
})

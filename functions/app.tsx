import { Hono } from 'hono'
import { accountSettings } from './account/routes'
import { fileBytes as appFileBytes } from './admin/apps/csv/limits'
import { uploadBytes as appUploadBytes } from './admin/apps/import/routes'
import { admin } from './admin/routes'
import { apiDocs } from './api/docs'
import { apiLimit, downloadLimit } from './api/limit'
import { respondNotFound } from './api/methods'
import { api } from './api/routes'
import { auth } from './auth/routes'
import { answerIfDeleted, requireAdmin, requireUser } from './auth/signed-in'
import { backupDownloads } from './backups/api'
import { dailyBackup } from './backups/daily'
import { backupSettings } from './backups/routes'
import { beside } from './beside'
import { captureRoutes } from './capture/routes'
import { cardFigures } from './cards/figures/routes'
import { planCardFiles } from './cards/plan-file/routes'
import { changes } from './changes/routes'
import { clients } from './clients/routes'
import { readContext } from './context/middleware'
import { contextRoutes } from './context/routes'
import { dashboard } from './dashboard/routes'
import { day } from './day/routes'
import { daysOffRoutes } from './days-off/routes'
import { deleted } from './deleted/routes'
import { dev } from './dev/routes'
import { entryLine } from './entry/routes'
import { timerStart } from './entry/start-routes'
import { exportSettings } from './export/routes'
import { extensionApi } from './extension/routes'
import { health } from './health/routes'
import { jobKinds } from './jobs/kinds'
import { jobs } from './jobs/routes'
import { readableJson } from './lib/api/request'
import { bodyLimits } from './lib/body-limit'
import { extensionCors } from './lib/cors'
import { limitDailyRows } from './lib/daily-rows'
import type { App } from './lib/env'
import { readableForm } from './lib/form'
import { log } from './lib/log'
import { movePageState } from './lib/page-state'
import { ProblemError, problemOf } from './lib/problem'
import { ownOrigin, requiredSecrets, securityHeaders } from './lib/security'
import { live } from './live/routes'
import { calendarImport } from './meetings/import/routes'
import { fileBytes as calendarBytes, uploadBytes as calendarUploadBytes } from './meetings/import/schema'
import { periodReviews } from './period-reviews/routes'
import { mergePeople } from './person-merge/routes'
import { planChunks } from './plan-pages/chunks/routes'
import { planDetails } from './plan-pages/details/routes'
import { planEdit } from './plan-pages/edit-routes'
import { uploadBytes as planUploadBytes } from './plan-pages/import/documents'
import { planImport } from './plan-pages/import/routes'
import { plans } from './plan-pages/routes'
import { contentLimit } from './plans/schema'
import { merge } from './project-merge/routes'
import { resources } from './resources'
import { dropStatesDaily } from './restore/purge'
import { refuseWhileRestoring } from './restore/refuse'
import { restoreRoutes } from './restore/routes'
import { fileBytes as restoreBytes, uploadBytes as restoreUploadBytes } from './restore/source'
import { reviewRoutes } from './review/routes'
import { search } from './search/routes'
import { sessionsCsv } from './sessions/csv/routes'
import { imports } from './sessions/import/routes'
import { fileBytes, uploadBytes } from './sessions/import/schema'
import { countEndedSessions } from './sessions/planned'
import { sessions } from './sessions/routes'
import { settings } from './settings/routes'
import { signInSettings } from './settings/sign-in/routes'
import { tokenSettings } from './settings/tokens/routes'
import { browserLimits } from './shell/limits'
import { loadShell, startShell } from './shell/load'
import { pageVersion } from './shell/page-version'
import { answerProblem } from './shell/problem-pages'
import { renderer } from './shell/renderer'
import { figureChanges } from './stats/changes/routes'
import { compare } from './stats/compare/routes'
import { statsCsv } from './stats/csv'
import { explain } from './stats/explain/routes'
import { repos } from './stats/repos/routes'
import { stats } from './stats/routes'
import { trackerSync } from './sync/api'
import { conflictSettings } from './sync/conflicts/routes'
import { requestBytes } from './sync/core/protocol'
import { deviceSettings } from './sync/devices/routes'
import { tidySyncDaily } from './sync/tidy'
import { tags } from './tags/routes'
import { timeLog } from './time-log/routes'
import { timer } from './timer/routes'
import { unfinished } from './timer/unfinished/routes'
import { bulkApps } from './whitelists/bulk/routes'
import { bulkFormBytes } from './whitelists/bulk/schema'
import { earnedApps } from './whitelists/earned/routes'
import { whitelists } from './whitelists/routes'

/** Larger limits: files, the ids of 10,000 sessions edited at once, 500 events of the longest names, plans, documents of evidence. */
const largerBodies: [path: RegExp, bytes: number][] = [
  [/^\/sessions\/import$/, uploadBytes],
  [/^\/api\/v1\/sessions\/import$/, fileBytes],
  [/^\/meetings\/import$/, calendarUploadBytes],
  [/^\/api\/v1\/meetings\/import$/, calendarBytes],
  [/^\/(plans|cards)\/import$/, planUploadBytes],
  [/^\/plans\/[^/]+\/edit$/, 1024 * 1024],
  [/^\/sessions\/bulk(\/|$)/, 512 * 1024],
  [/^\/evidence(\/|$)/, 512 * 1024],
  [/^\/admin\/whitelists\/import(\/|$)/, appUploadBytes],
  [/^\/api\/v1\/admin\/apps\/import$/, appFileBytes],
  [/^\/admin\/users\/rules(\/|$)/, 512 * 1024],
  [/^\/whitelists\/(rules|paste)(\/|$)/, bulkFormBytes],
  [/^\/api\/v1\/plans$/, 2 * contentLimit],
  [/^\/api\/v1\/plans\/[^/]+\/(markdown|cards\.md)$/, 2 * contentLimit],
  [/^\/api\/v1\/usage$/, 3 * 1024 * 1024],
  [/^\/settings\/backups\/restore$/, restoreUploadBytes],
  [/^\/api\/v1\/restore$/, restoreBytes],
  [/^\/(api\/v1\/)?sync$/, requestBytes],
]

export const app = new Hono<App>()

app.use(log)
app.use(securityHeaders)
app.use(movePageState)
app.use(extensionCors)
app.route('/health', health)
app.use(renderer(loadShell))
app.use(requiredSecrets)
app.use(ownOrigin)
app.use(bodyLimits(largerBodies))

app.route('/', auth)
app.route('/dev', dev)
app.route('/api', apiDocs(app))

app.route('/', beside)
app.use(requireUser)
app.use(dailyBackup)
app.use(dropStatesDaily)
app.use(tidySyncDaily)
app.use(refuseWhileRestoring)
app.use(limitDailyRows)
app.use(browserLimits)
app.use(countEndedSessions)
app.use(jobKinds)
app.use('/api/*', apiLimit)
app.use('/sessions.csv', downloadLimit)
app.use('/stats.csv', downloadLimit)
app.use('/backup/*', downloadLimit)
app.use('/sync', readableJson)
app.use('/sync', apiLimit)
app.use(readContext)
app.use(pageVersion)
app.use(startShell)
app.use(readableForm)

app.route('/', dashboard)
app.route('/timer/forgotten', unfinished)
app.route('/timer', timerStart)
app.route('/timer', timer)
app.route('/day', day)
app.route('/people/:id/merge', mergePeople)
app.route('/projects/:id/merge', merge)
app.route('/meetings/import', calendarImport)
for (const [name, { pages }] of Object.entries(resources)) app.route(`/${name}`, pages)
app.route('/plans/import', planImport)
app.route('/plans', planDetails)
app.route('/plans', planEdit)
app.route('/plans', planCardFiles)
app.route('/plans', planChunks)
app.route('/plans', plans)
app.route('/capture', captureRoutes)
app.route('/context', contextRoutes)
app.route('/review', periodReviews)
app.route('/review', reviewRoutes)
app.route('/clients', clients)
app.route('/tags', tags)
app.route('/sessions/import', imports)
app.route('/sessions/entry', entryLine)
app.route('/sessions', timeLog)
app.route('/sessions', sessions)
app.route('/sessions.csv', sessionsCsv)
app.route('/stats/explain', explain)
app.route('/stats/changes', figureChanges)
app.route('/stats/cards', cardFigures)
app.route('/stats/compare', compare)
app.route('/stats/repos', repos)
app.route('/stats', stats)
app.route('/stats.csv', statsCsv)
app.route('/stats/live', live)
app.route('/whitelists/earned', earnedApps)
app.route('/whitelists', bulkApps)
app.route('/whitelists', whitelists)
app.route('/search', search)
app.route('/settings/days-off', daysOffRoutes)
app.route('/settings/sign-in', signInSettings)
app.route('/settings/tokens', tokenSettings)
app.route('/settings/export', exportSettings)
app.route('/settings/account', accountSettings)
app.route('/settings/devices', deviceSettings)
app.route('/settings/devices/conflicts', conflictSettings)
app.route('/settings/backups/restore', restoreRoutes)
app.route('/settings/backups', backupSettings)
app.route('/settings', settings)
app.route('/backup', backupDownloads)
app.route('/sync', trackerSync)
app.route('/deleted', deleted)
app.route('/changes', changes)
app.route('/jobs', jobs)
app.use('/admin/*', requireAdmin)
app.route('/admin', admin)
app.route('/api', extensionApi)
app.route('/api/v1', api)

app.notFound(respondNotFound(app))
app.onError(async (error, c) => {
  try {
    return (await answerIfDeleted(c, problemOf(error))) ?? (await answerProblem(c, problemOf(error)))
  } catch (signedOut) {
    if (signedOut instanceof ProblemError) return answerProblem(c, signedOut.problem)
    return answerProblem(c, problemOf(error))
  }
})

/** Who asks. `owner` has the things that paths name, `other` has an account with other things. */
export const callers = ['signedOut', 'suspended', 'expired', 'reader', 'other', 'admin', 'owner'] as const
export type Caller = (typeof callers)[number]

/**
 * Who is let in: `open` to everybody; `own` is about the caller's own things; `item` names a thing in its path, which is
 * there for its owner alone; `account` is `own`, but out of reach of personal tokens; `admin` is for admins.
 */
export type Kind = 'open' | 'own' | 'item' | 'account' | 'admin'

type Exceptions = Partial<Record<Caller, number>>
type Entry = Kind | [kind: Kind, status: number] | [kind: Kind, status: number, exceptions: Exceptions]

/**
 * Every route of the application, and what it answers to whom. A new route takes one line:
 *
 *     'GET /goals/:id': 'item',
 *     'POST /goals/:id/reopen': ['item', 422],
 *     'GET /sign-in': ['open', 200, { other: 303, admin: 303, owner: 303 }],
 *
 * The kind says who is let in; what ids in the path name, callers.ts knows. The status is what those get who are let in,
 * for what `ask` in callers.ts sends; by default 200 for GET, PATCH and PUT, 303 for a form, 201 for a POST and 204 for a
 * DELETE of the API. Last come exceptions, by caller.
 */
export const routes: Record<string, Entry> = {
  'GET /health': 'open',
  'GET /sign-in': ['open', 200, { other: 303, admin: 303, owner: 303 }],
  'POST /auth/magic-link': ['open', 422],
  'GET /auth/check-mail': 'open',
  'GET /auth/verify': ['open', 410],
  'POST /auth/verify': ['open', 422],
  // Without GitHub's settings, which tests of it bring along, there is nothing.
  'GET /auth/github': ['open', 404],
  'GET /auth/github/callback': ['open', 404],
  'POST /auth/github/callback': ['open', 404],
  'POST /auth/sign-out': ['open', 303, { reader: 401, expired: 401 }],
  'POST /auth/token': ['open', 415],
  'POST /auth/refresh': ['open', 415],
  'POST /dev/demo': ['open', 404],
  'GET /dev/outbox': 'open',
  'GET /dev/ui': 'open',
  'GET /dev/nothing': ['open', 204],
  'GET /': 'own',
  'GET /goals': 'own',
  'GET /goals/new': 'own',
  'POST /goals': 'own',
  'GET /goals/capture': 'own',
  'POST /goals/capture': ['own', 422],
  'GET /projects': 'own',
  'GET /projects/new': 'own',
  'POST /projects': 'own',
  'GET /projects/deactivate': 'own',
  'POST /projects/deactivate': ['own', 422],
  'GET /clients': 'own',
  'GET /clients/rename': 'own',
  'POST /clients/rename': ['own', 404],
  'GET /clients/deactivate': 'own',
  'POST /clients/deactivate': ['own', 404],
  'GET /tags': 'own',
  'GET /tags/suggestions': 'own',
  'GET /tags/rename': 'own',
  'POST /tags/rename': ['own', 422],
  'GET /tags/deactivate': 'own',
  'POST /tags/deactivate': ['own', 404],
  'POST /tags/activate': ['own', 404],
  'GET /sessions/import': 'own',
  'POST /sessions/import': ['own', 422],
  'GET /sessions': 'own',
  'GET /sessions/entry': 'own',
  'POST /sessions/entry': ['own', 422],
  'GET /sessions/new': 'own',
  'POST /sessions': ['own', 422],
  'GET /sessions/bulk': 'own',
  'POST /sessions/bulk': ['own', 422],
  'POST /sessions/bulk/preview': ['own', 422],
  'POST /sessions/bulk/confirm': ['own', 422],
  'GET /sessions/bulk/refile': 'own',
  'POST /sessions/bulk/refile': ['own', 422],
  'POST /sessions/bulk/refile/preview': ['own', 422],
  'POST /sessions/bulk/refile/confirm': ['own', 422],
  'GET /day': ['own', 303],
  'GET /day/:date': 'own',
  'POST /day/:date/overlaps/trim': ['own', 422],
  'POST /day/:date/overlaps/split': ['own', 422],
  'POST /day/:date/overlaps/keep': ['own', 422],
  'POST /day/:date/overlaps/undo': ['own', 404],
  'GET /sessions.csv': 'own',
  'GET /stats': 'own',
  'GET /stats.csv': 'own',
  'GET /stats/live': 'own',
  'GET /stats/repos/:owner/:name': 'item',
  'GET /stats/explain': 'own',
  'GET /stats/changes': 'own',
  'GET /search': 'own',
  'GET /timer': 'own',
  'GET /timer/live': ['own', 303],
  'GET /timer/switch': 'own',
  'GET /timer/edit': ['own', 303],
  'POST /timer/start': 'own',
  'POST /timer/start/undo': ['own', 404],
  'POST /timer/stop': 'own',
  'POST /timer/stop/undo': ['own', 404],
  'POST /timer/discard': 'own',
  'POST /timer/discard/undo': ['own', 404],
  'POST /timer/edit': ['own', 409],
  'GET /timer/forgotten': 'own',
  'GET /timer/forgotten/:id': 'item',
  'POST /timer/forgotten/answer': ['own', 422],
  'POST /timer/forgotten/:id/settle': ['item', 422],
  'POST /timer/forgotten/:id/resume': ['item', 409],
  'POST /timer/forgotten/:id/discard': 'item',
  'POST /timer/forgotten/:id/undo': ['item', 404],
  'GET /api/v1/timer': 'own',
  'POST /api/v1/timer/discard': ['own', 404],
  'POST /api/v1/timer/stop': ['own', 404],
  'POST /api/v1/timer/heartbeat': ['own', 404],
  'POST /api/v1/timer/start': 'own',
  'GET /settings': 'own',
  'POST /settings': 'own',
  'POST /settings/time-zone': ['own', 422],
  'GET /settings/days-off': 'own',
  'POST /settings/days-off': ['own', 422],
  'POST /settings/days-off/delete': ['own', 404],
  'POST /settings/days-off/restore': ['own', 404],
  'GET /settings/sign-in': 'own',
  'GET /settings/sign-in/check': ['own', 204],
  'POST /settings/sign-in/devices/end-others': 'own',
  'POST /settings/sign-in/devices/:id/end': 'item',
  'POST /settings/sign-in/github/unlink': 'own',
  'GET /settings/tokens': 'own',
  'POST /settings/tokens': ['own', 422],
  'GET /settings/tokens/:id/revoke': 'item',
  'POST /settings/tokens/:id/revoke': 'item',
  'GET /settings/account': 'own',
  'POST /settings/account/delete': ['own', 422],
  'GET /whitelists': 'own',
  'GET /whitelists/live': 'own',
  'POST /whitelists': ['own', 422],
  'GET /whitelists/earned': 'own',
  'POST /whitelists/earned': ['own', 422],
  'GET /whitelists/earned/edit': ['own', 404],
  'POST /whitelists/earned/edit': ['own', 422],
  'POST /whitelists/earned/remove': ['own', 422],
  'GET /whitelists/suggestions': 'own',
  'GET /whitelists/add': 'own',
  'POST /whitelists/add': ['own', 422],
  'GET /whitelists/paste': 'own',
  'POST /whitelists/paste': ['own', 422],
  'POST /whitelists/paste/confirm': ['own', 422],
  'POST /whitelists/rules': ['own', 422],
  'POST /whitelists/changes/:id/undo': 'item',
  'GET /deleted': 'own',
  'GET /changes': 'own',
  'GET /admin': ['admin', 303],
  'GET /admin/users': 'admin',
  'GET /admin/audit': 'admin',
  'GET /admin/users/:id': 'admin',
  'GET /admin/users/:id/suspend': 'admin',
  'POST /admin/users/:id/suspend': 'admin',
  'GET /admin/users/:id/restore': 'admin',
  'POST /admin/users/:id/restore': 'admin',
  'GET /admin/users/:id/make-admin': 'admin',
  'POST /admin/users/:id/make-admin': 'admin',
  'GET /admin/users/:id/remove-admin': 'admin',
  'POST /admin/users/:id/remove-admin': 'admin',
  'GET /admin/whitelists': 'admin',
  'POST /admin/whitelists': ['admin', 422],
  'GET /admin/whitelists/new': 'admin',
  'GET /admin/whitelists/app': ['admin', 404],
  'GET /admin/whitelists/edit': ['admin', 404],
  'POST /admin/whitelists/edit': ['admin', 422],
  'POST /admin/whitelists/switch': ['admin', 422],
  'POST /admin/whitelists/delete': ['admin', 422],
  'POST /admin/whitelists/many': ['admin', 422],
  'POST /admin/whitelists/changes/:id/undo': ['admin', 404],
  'GET /admin/whitelists/import': 'admin',
  'POST /admin/whitelists/import': ['admin', 422],
  'POST /admin/whitelists/import/confirm': ['admin', 422],
  'GET /api/v1/admin/apps': 'admin',
  'GET /api/v1/admin/apps.csv': 'admin',
  'POST /api/v1/admin/apps/import': ['admin', 415],
  'GET /api/v1/admin/apps/:package_name': ['admin', 404],
  'PUT /api/v1/admin/apps/:package_name': ['admin', 422],
  'DELETE /api/v1/admin/apps/:package_name': ['admin', 404],
  'GET /api/v1/admin/users': 'admin',
  'GET /api/v1/admin/audit': 'admin',
  'GET /api/v1/admin/users/:id': 'admin',
  'PATCH /api/v1/admin/users/:id': 'admin',
  'GET /api/v1/export': 'own',
  'GET /api/v1/openapi.json': 'open',
  'GET /api/docs': 'open',
  'GET /api/v1/me': 'own',
  'PATCH /api/v1/me': 'own',
  'GET /api/v1/me/tokens': 'account',
  'POST /api/v1/me/tokens': ['account', 422],
  'GET /api/v1/me/tokens/:id': ['item', 200, { reader: 403 }],
  'DELETE /api/v1/me/tokens/:id': 'item',
  'DELETE /api/v1/me': ['account', 422],
  'GET /api/v1/me/devices': 'account',
  'DELETE /api/v1/me/devices': 'account',
  'DELETE /api/v1/me/devices/:id': 'item',
  'GET /api/v1/goals': 'own',
  'POST /api/v1/goals': ['own', 422],
  'GET /api/v1/days-off': 'own',
  'PUT /api/v1/days-off/:date': 'own',
  'DELETE /api/v1/days-off/:date': 'own',
  'GET /api/v1/tags': 'own',
  'GET /api/v1/search': ['own', 422],
  'GET /api/v1/whitelist': 'own',
  'GET /api/v1/whitelist/check': ['own', 422],
  'PUT /api/v1/whitelist/apps': ['own', 422],
  'PUT /api/v1/whitelist/apps/:package_name': ['own', 422],
  'DELETE /api/v1/whitelist/apps/:package_name': ['own', 404],
  'GET /api/v1/projects': 'own',
  'POST /api/v1/projects': ['own', 422],
  'GET /api/v1/goals/:id': 'item',
  'PATCH /api/v1/goals/:id': 'item',
  'DELETE /api/v1/goals/:id': 'item',
  'GET /api/v1/goals/:id/milestones': 'item',
  'POST /api/v1/goals/:id/milestones': ['item', 422],
  'GET /api/v1/goals/:id/milestones/:milestone': 'item',
  'PATCH /api/v1/goals/:id/milestones/:milestone': 'item',
  'DELETE /api/v1/goals/:id/milestones/:milestone': 'item',
  'GET /api/v1/projects/:id': 'item',
  'PATCH /api/v1/projects/:id': 'item',
  'DELETE /api/v1/projects/:id': 'item',
  'GET /api/v1/sessions': 'own',
  'POST /api/v1/sessions': ['own', 422],
  'GET /api/v1/sessions/:id': 'item',
  'PATCH /api/v1/sessions/:id': 'item',
  'DELETE /api/v1/sessions/:id': 'item',
  'POST /api/v1/sessions/import': ['own', 415],
  'GET /api/v1/imports': 'own',
  'GET /api/v1/imports/:id': 'item',
  'DELETE /api/v1/imports/:id': 'item',
  'GET /api/v1/usage': 'own',
  'POST /api/v1/usage': ['own', 422],
  'GET /api/v1/stats': 'own',
  'GET /api/v1/stats/breakdown': 'own',
  'GET /api/v1/stats/explain': 'own',
  'GET /api/v1/stats/changes': 'own',
  'POST /api/sessions/start': ['own', 422],
  'PATCH /api/sessions/:id/end': 'item',
  'GET /api/sessions': 'own',
  'GET /api/sessions/:id': 'item',
  'GET /api/stats/daily': 'own',
  'GET /api/stats/weekly': 'own',
  'GET /api/stats/repo/:owner/:name': 'own',
  'GET /api/stats/summary': 'own',
  'POST /api/activities': ['own', 422],
  'POST /api/activities/batch': ['own', 422],
  'GET /api/activities/stats': 'own',
  'POST /changes/:id/undo': 'item',
  'GET /goals/:id': 'item',
  'GET /goals/:id/edit': 'item',
  'POST /goals/:id': ['item', 409],
  'POST /goals/:id/complete': 'item',
  'POST /goals/:id/cancel': 'item',
  'POST /goals/:id/status': ['item', 422],
  'POST /goals/:id/reopen': 'item',
  'POST /goals/:id/progress': ['item', 422],
  'POST /goals/:id/delete': 'item',
  'POST /goals/:id/restore': 'item',
  'GET /goals/:id/milestones': ['item', 303],
  'POST /goals/:id/milestones': ['item', 422],
  'POST /goals/:id/milestones/order': 'item',
  'GET /goals/:id/milestones/:milestone': ['item', 303],
  'GET /goals/:id/milestones/:milestone/edit': 'item',
  'POST /goals/:id/milestones/:milestone': ['item', 422],
  'POST /goals/:id/milestones/:milestone/reach': 'item',
  'POST /goals/:id/milestones/:milestone/reopen': 'item',
  'POST /goals/:id/milestones/:milestone/move': ['item', 422],
  'POST /goals/:id/milestones/:milestone/delete': 'item',
  'POST /goals/:id/milestones/:milestone/restore': 'item',
  'GET /projects/:id': ['item', 303],
  'GET /projects/:id/edit': 'item',
  'POST /projects/:id': ['item', 409],
  'GET /projects/:id/merge': 'item',
  'POST /projects/:id/merge': ['item', 422],
  'POST /projects/:id/deactivate': 'item',
  'POST /projects/:id/activate': 'item',
  'POST /projects/:id/delete': 'item',
  'POST /projects/:id/restore': 'item',
  'GET /sessions/import/:id': 'item',
  'GET /sessions/import/:id/rejected.csv': 'item',
  'POST /sessions/import/:id/confirm': 'item',
  'POST /sessions/import/:id/discard': 'item',
  'GET /sessions/import/:id/undo': 'item',
  'POST /sessions/import/:id/undo': 'item',
  'GET /sessions/:id': 'item',
  'GET /sessions/:id/edit': 'item',
  'POST /sessions/:id': ['item', 409],
  'POST /sessions/:id/delete': 'item',
  'POST /sessions/:id/restore': ['item', 404],
}

export const methodOf = (route: string) => route.split(' ')[0] ?? ''
export const pathOf = (route: string) => route.split(' ')[1] ?? ''
export const isApi = (route: string) => pathOf(route).startsWith('/api/')

/** Whether programs are let in by a token: elsewhere one says nothing. */
const takesTokens = (route: string) => isApi(route) || pathOf(route) === '/sessions.csv'

const usual = (route: string) => {
  const method = methodOf(route)
  if (isApi(route)) return { POST: 201, DELETE: 204 }[method] ?? 200
  return method === 'GET' ? 200 : 303
}

const read = (route: string): [kind: Kind, status: number, exceptions: Exceptions] => {
  const entry = routes[route] ?? 'open'
  if (typeof entry === 'string') return [entry, usual(route), {}]
  const [kind, status, exceptions = {}] = entry
  return [kind, status, exceptions]
}

/** The routes of these kinds. */
export const ofKind = (...kinds: Kind[]) => Object.keys(routes).filter((route) => kinds.includes(read(route)[0]))

/** The status of a route for somebody whom it does not know: a page leads to signing in. */
const unknown = (route: string) => (isApi(route) ? 401 : 303)

const reader = (route: string, kind: Kind, status: number) => {
  if (!takesTokens(route)) return unknown(route)
  return methodOf(route) === 'GET' && (kind === 'own' || kind === 'item') ? status : 403
}

/** The status with which a route answers a caller. */
export const expected = (route: string, caller: Caller): number => {
  const [kind, status, exceptions] = read(route)
  const exception = exceptions[caller]
  if (exception !== undefined) return exception
  if (kind === 'open') return status
  if (caller === 'signedOut' || caller === 'suspended') return unknown(route)
  if (caller === 'expired') return takesTokens(route) ? 401 : unknown(route)
  if (caller === 'reader') return reader(route, kind, status)
  if (kind === 'admin') return caller === 'admin' ? status : 403
  return kind === 'item' && caller !== 'owner' ? 404 : status
}

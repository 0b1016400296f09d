import { type PathFacts, pathFacts } from '../lib/path-facts'

const api: PathFacts = { isForPrograms: true, takesTokens: true, limit: 'api' }
const download: PathFacts = { takesTokens: true, limit: 'download' }
const heavy: PathFacts = { isHeavy: true }
const wholePage: PathFacts = { answersWithPage: true }
/** Lists and ends ways to sign in. */
const credentials: PathFacts = { scopes: 'none', hasNoVersion: true }

/** The facts of a path. The rest stands where its part mounts it (parts/). */
export const factsOf = pathFacts({
  '/': { followsOrg: true, countsGoals: true },
  '/context/*': { isOpenWhileRestoring: true },
  '/api/:below{.+}': api,

  // Time
  '/day/*': { followsOrg: true },
  '/sessions/*': { followsOrg: true },
  '/sessions/bulk/*': { part: 'records' },
  'POST /sessions/bulk': wholePage,
  'POST /sessions/bulk/preview': wholePage,
  'POST /sessions/bulk/confirm': heavy,
  'POST /sessions/bulk/refile': wholePage,
  'POST /sessions/bulk/refile/preview': wholePage,
  'POST /sessions/bulk/refile/confirm': heavy,
  '/sessions/import/*': { part: 'records' },
  'POST /sessions/import/*': heavy,
  '/sessions.csv': { part: 'records', followsOrg: true, ...download },
  '/timer/*': { followsOrg: true },
  '/api/v1/days-off/*': { part: 'settings', hasNoVersion: true },
  '/api/v1/imports/*': { part: 'records' },
  '/api/v1/sessions/*': { part: 'records' },
  '/api/v1/sessions/import': { takesFiles: true },

  // Goals and tasks
  '/goals/*': { followsOrg: true },
  '/goals': { countsGoals: true },
  '/goals/categories/*': { part: 'filing' },
  '/tasks/*': { followsOrg: true },
  '/action-items/*': { part: 'journal' },
  '/capture/*': { part: 'journal', followsOrg: true },
  '/api/v1/action-items/*': { part: 'journal' },
  '/api/v1/goals/*': { part: 'records' },
  '/api/v1/tasks/*': { part: 'records' },

  // Figures
  '/stats/*': { followsOrg: true },
  '/stats/cards/*': { part: 'figures', followsOrg: false },
  '/stats/changes/*': { part: 'figures' },
  '/stats/compare/*': { part: 'figures' },
  '/stats/explain/*': { part: 'figures' },
  '/stats/repos/*': { part: 'figures', followsOrg: false },
  '/stats.csv': { part: 'figures', followsOrg: true },
  '/api/v1/stats/*': { part: 'figures' },

  // Projects, people and tags
  '/clients/*': { part: 'filing' },
  '/feedback/*': { part: 'journal', followsOrg: true },
  '/meetings/*': { part: 'journal', followsOrg: true },
  'POST /meetings/import/*': heavy,
  '/organizations/*': { part: 'filing' },
  'POST /organizations/delete': heavy,
  'POST /organizations/:id/merge': heavy,
  '/people/*': { part: 'filing', followsOrg: true },
  '/projects/*': { part: 'filing', followsOrg: true },
  'POST /projects/delete': heavy,
  'POST /projects/:id/merge': heavy,
  '/tags/*': { part: 'filing' },
  'POST /tags/delete': heavy,
  'POST /tags/rename': heavy,
  '/api/v1/feedback/*': { part: 'journal' },
  '/api/v1/meetings/*': { part: 'journal' },
  '/api/v1/meetings/import': { takesFiles: true },
  '/api/v1/organizations/*': { part: 'filing' },
  '/api/v1/people/*': { part: 'filing' },
  '/api/v1/projects/*': { part: 'filing' },
  '/api/v1/tags/*': { part: 'filing' },

  // Learning
  '/cards/*': { part: 'plans', followsOrg: true },
  'POST /cards/import/*': heavy,
  '/learnings/*': { part: 'journal', followsOrg: true },
  '/plans/*': { part: 'plans', followsOrg: true },
  '/review/*': { part: 'plans', followsOrg: true },
  '/skills/*': { part: 'journal', followsOrg: true },
  '/api/v1/cards/*': { part: 'plans' },
  '/api/v1/cards/:id/reviews/last': { hasNoVersion: true },
  '/api/v1/learnings/*': { part: 'journal' },
  '/api/v1/plans/*': { part: 'plans' },
  '/api/v1/plans/:id/cards.md': { takesFiles: true },
  '/api/v1/plans/:id/markdown': { takesFiles: true },
  '/api/v1/skills/*': { part: 'journal' },

  // Reviews
  '/energy/*': { part: 'journal', followsOrg: true },
  '/evidence/*': { part: 'journal', followsOrg: true },
  '/review/:period{week|month}/*': { part: 'journal' },
  '/reviews/*': { part: 'journal', followsOrg: true },
  '/api/v1/energy/*': { part: 'journal' },
  '/api/v1/evidence/*': { part: 'journal' },
  '/api/v1/reviews/*': { part: 'journal' },

  // Apps
  'POST /whitelists/changes/:id/undo': heavy,
  'POST /whitelists/paste': wholePage,
  'POST /whitelists/paste/confirm': heavy,
  'POST /api/v1/usage': { scopes: { one: ['usage', 'write'] }, limit: 'usage' },
  'GET|HEAD /api/v1/whitelist': { scopes: { one: ['usage', 'read'] } },
  'GET|HEAD /api/v1/whitelist/check': { scopes: { one: ['usage', 'read'] } },

  // Data
  '/changes/*': { part: 'records' },
  'POST /changes/:id/undo': heavy,
  '/deleted/*': { part: 'records' },
  '/jobs/*': { part: 'records' },
  '/jobs/:id/step': { isOverDailyLimit: true },
  '/search/*': { part: 'filing', followsOrg: true },
  '/backup/:below{.+}': { part: 'settings', isForPrograms: true, ...download },
  '/api/v1/backups/*': { part: 'settings' },
  '/api/v1/export/*': { part: 'settings' },
  '/api/v1/exports/*': { part: 'settings' },
  '/api/v1/jobs/*': { part: 'records', hasNoVersion: true },
  '/api/v1/restore/*': { part: 'settings' },
  '/api/v1/restore': { takesFiles: true },
  '/api/v1/search/*': { part: 'filing' },

  // Account
  '/auth/github/*': { part: 'github' },
  '/auth/github/callback': { isForExtension: true },
  '/auth/refresh': { isForPrograms: true, isForExtension: true },
  '/auth/token': { isForPrograms: true },
  '/settings/*': { part: 'settings' },
  '/settings/account/*': { isOverDailyLimit: true, isOpenWhileRestoring: true },
  '/settings/sign-in/*': { isOverDailyLimit: true, isOpenWhileRestoring: true },
  'POST /settings/backups/*': heavy,
  'POST /settings/tokens': wholePage,
  '/api/v1/me/*': { part: 'settings' },
  'GET /api/v1/me': { scopes: 'any' },
  'DELETE /api/v1/me': { scopes: 'none', isOpenWhileRestoring: true },
  '/api/v1/me/devices/*': credentials,
  '/api/v1/me/tokens/*': credentials,

  // Admins
  '/admin/*': { part: 'admin', isOpenWhileRestoring: true },
  'POST /admin/users/rules': wholePage,
  'POST /admin/users/rules/confirm': heavy,
  'POST /admin/users/rules/changes/:id/undo': heavy,
  'POST /admin/whitelists/import': { ...heavy, ...wholePage },
  'POST /admin/whitelists/import/confirm': heavy,
  'POST /admin/whitelists/many': { ...heavy, ...wholePage },
  'POST /admin/whitelists/changes/:id/undo': heavy,
  // Other people's data: a token with `read` alone does not reach it.
  '/api/v1/admin/*': { part: 'admin', scopes: { all: ['read', 'write'] }, isOpenWhileRestoring: true },
  '/api/v1/admin/apps/import': { takesFiles: true },
  '/api/v1/admin/users/:id': { hasNoVersion: true },
  '/api/v1/admin/users/apps': { hasNoVersion: false },
  '/api/v1/admin/users/:id/unlisted-apps': { hasNoVersion: true },

  // Programs
  '/api/docs': { part: 'docs' },
  '/api/v1/openapi.json': { part: 'docs' },
  '/api/activities/*': { isForExtension: true },
  '/api/sessions/*': { isForExtension: true },
  '/api/stats/*': { isForExtension: true },
  '/api/v1/devices/*': { part: 'sync', hasNoVersion: true },
  // Revoking a device ends its token.
  'DELETE /api/v1/devices/*': { scopes: 'none' },
  // Each tool asks for the scopes of its route.
  '/mcp': { part: 'mcp', isForPrograms: true, takesTokens: true, scopes: 'any', limit: 'mcp' },
  '/sync/*': { part: 'sync' },
  '/sync': { isForPrograms: true, takesTokens: true, limit: 'api' },
  'POST /sync': { scopes: { all: ['read', 'write'] } },
  '/api/v1/sync/*': { part: 'sync' },
  'POST /api/v1/sync': { scopes: { all: ['read', 'write'] } },
  '/dev/*': { part: 'dev' },
})

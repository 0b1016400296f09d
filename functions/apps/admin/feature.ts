import type { Feature, PathFacts } from '../../lib/feature'
import { formSizeLimit } from '../../lib/files/uploads'

/** Maximum size of a CSV file of apps, in bytes. */
export const appsFileLimit = 1024 * 1024

const forAdmins = { isForAdmins: true, isOpenWhileRestoring: true } satisfies PathFacts

/** Facts of requests that undo a change in the audit log. */
const audited = { ...forAdmins, scopes: { all: ['admin'] }, event: 'admin_act', isHeavy: true } satisfies PathFacts

/** Pages and API of admins: the list of all apps, rules for people, users, and the audit log. */
export const admin: Feature = {
  undoes: {
    'admin.rules': { ...audited, undo: async () => (await import('./rules/many')).undoRulesOfPeople },
    'admin.apps': { ...audited, undo: async () => (await import('./apps/routes')).undoDefaults },
  },
  paths: {
    '/admin/*': { ...forAdmins, hasMoreStyle: true, routes: async () => (await import('./routes')).admin },
    'POST /admin/*': { event: 'admin_act' },
    'POST /admin/invitations/link': { answersWithPage: true },
    '/admin/users/rules/*': { bytes: 512 * 1024 },
    '/admin/users/:id/whitelist/*': { bytes: 512 * 1024 },
    // This POST only shows a form, and that of the import only a preview, so neither is logged as an act.
    'POST /admin/users/rules': { answersWithPage: true, event: undefined },
    'POST /admin/users/rules/set': { isHeavy: true },
    // The preview's form submits the whole text again, with longer line breaks.
    '/admin/whitelists/import/*': { bytes: 2 * appsFileLimit + formSizeLimit },
    'POST /admin/whitelists/import': { isHeavy: true, answersWithPage: true, event: undefined },
    'POST /admin/whitelists/import/confirm': { isHeavy: true },
    'POST /admin/whitelists/many': { isHeavy: true, answersWithPage: true },
    '/api/v1/admin/*': {
      ...forAdmins,
      scopes: { all: ['admin'] },
      routes: async () => [(await import('./apps/api')).adminAppsApi, (await import('./api')).adminApi],
    },
    'POST|PUT|PATCH|DELETE /api/v1/admin/*': { event: 'admin_act' },
    '/api/v1/admin/apps/import': { bytes: appsFileLimit },
    // PUT and DELETE also match an app whose package name is `import`; they have JSON bodies.
    'POST /api/v1/admin/apps/import': { takes: 'csv' },
    '/api/v1/admin/users/:id': { hasNoVersion: true },
    '/api/v1/admin/users/apps/*': {
      hasNoVersion: false,
      routes: async () => (await import('./rules/api')).adminBulkRulesApi,
    },
    '/api/v1/admin/users/:id/apps/*': { routes: async () => (await import('./rules/api')).adminRulesApi },
    '/api/v1/admin/users/:id/unlisted-apps/*': {
      hasNoVersion: true,
      routes: async () => (await import('./rules/api')).adminUnlistedApi,
    },
  },
}

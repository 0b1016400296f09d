import type { Feature } from '../../lib/feature'

/** Fits the longest list and the largest selection in any script. */
const bulkFormBytes = 1024 * 1024

/** The list of apps that a person may use, and the check of a single app. */
export const whitelists: Feature = {
  reminders: {
    app_earned: {
      name: 'An app unlocks',
      says: 'as soon as its time is tracked',
      opens: 'See your apps',
      values: {},
      use: 'apps',
      isState: true,
      reads: async () => (await import('./reminders')).earnedAppReminders,
    },
  },
  undoes: { 'app.rules': { isHeavy: true, undo: async () => (await import('./routes')).undoAppRules } },
  paths: {
    '/whitelists/*': {
      use: 'apps',
      hasMoreStyle: true,
      routes: async () => [(await import('./routes')).whitelists, (await import('./routes')).rules],
    },
    '/whitelists/add/*': { routes: async () => (await import('./rule-forms')).addApp },
    '/whitelists/earned/*': { routes: async () => (await import('./rule-forms')).earnedApps },
    '/whitelists/paste/*': { bytes: bulkFormBytes, routes: async () => (await import('./paste')).pasteList },
    '/whitelists/rules/*': { bytes: bulkFormBytes },
    'POST /whitelists/paste': { answersWithPage: true },
    'POST /whitelists/paste/confirm': { isHeavy: true },
    '/api/v1/whitelist/*': {
      routes: async () => [(await import('./api')).bulkAppsApi, (await import('./api')).whitelistApi],
    },
    'GET /api/v1/whitelist': { scopes: { one: ['usage', 'read'] } },
    'GET /api/v1/whitelist/check': { scopes: { one: ['usage', 'read'] } },
  },
}

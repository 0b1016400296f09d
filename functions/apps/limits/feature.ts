import type { Feature } from '../../lib/feature'

/** Limits of use: of categories and of all apps, and extensions. The limit of an app is part of its rule. */
export const limits: Feature = {
  reminders: {
    app_limit: {
      name: 'A limit is nearly used',
      says: 'at 80 % and at its end',
      opens: 'See your apps',
      values: {},
      use: 'apps',
      isState: true,
      reads: async () => (await import('./reminders')).limitReminders,
    },
  },
  today: { list: async () => (await import('./today')).limitsToday },
  undoes: { 'app.limit': async () => (await import('./undo')).undoLimit },
  paths: {
    '/whitelists/limits/*': { routes: async () => (await import('./routes')).limitPages },
    '/api/v1/whitelist/limits/*': { routes: async () => (await import('./api')).limitsApi },
    '/api/v1/whitelist/apps/:package_name/extensions/*': { routes: async () => (await import('./api')).extensionsApi },
  },
}

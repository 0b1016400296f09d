import type { Feature } from '../../lib/feature'

/** Reminders by push and mail: their settings, their devices, and the actions of a notification. */
export const reminders: Feature = {
  paths: {
    '/settings/notifications/*': {
      hasMoreStyle: true,
      routes: async () => (await import('./routes')).notificationSettings,
    },
    '/reminders/*': { routes: async () => (await import('./routes')).reminderActs },
    '/reminders/off/*': { isOpen: true, routes: async () => (await import('./off')).mailsOff },
    '/api/v1/me/reminders/*': { hasNoVersion: true, routes: async () => (await import('./api')).remindersApi },
    '/api/v1/me/push/*': { scopes: 'none', hasNoVersion: true, routes: async () => (await import('./api')).pushApi },
  },
  tidies: async () => (await import('./queries')).dropOldDeliveries,
  settings: {
    values: { '/settings/notifications': async () => (await import('./routes')).activeReminders },
  },
}

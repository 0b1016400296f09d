import type { Feature } from '../../lib/feature'

/** Days on which nothing is due. */
export const daysOff: Feature = {
  paths: {
    '/settings/days-off/*': { routes: async () => (await import('./routes')).daysOffRoutes },
    '/api/v1/days-off/*': { hasNoVersion: true, routes: async () => (await import('./api')).daysOffApi },
  },
  settings: { values: { '/settings/days-off': async () => (await import('./routes')).nextDayOff } },
}

import type { Feature } from '../../lib/feature'

/** The page of today, around which features stand with blocks of their own. */
export const dashboard: Feature = {
  offline: { ahead: ['/'] },
  paths: {
    '/': { followsOrg: true, routes: async () => (await import('./routes')).dashboardRoutes() },
    '/target': { followsOrg: true, routes: async () => (await import('./routes')).targetRoutes() },
  },
}

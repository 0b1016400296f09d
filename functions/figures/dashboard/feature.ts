import type { Feature } from '../../lib/feature'

/** The page of today. Other features add blocks to it. */
export const dashboard: Feature = {
  offline: { ahead: ['/'] },
  paths: {
    '/': { followsOrg: true, routes: async () => (await import('./routes')).dashboardRoutes() },
    '/target': { followsOrg: true, routes: async () => (await import('./routes')).targetRoutes() },
  },
}

import type { Feature } from '../../lib/feature'

/** The page that the service worker shows instead of a page that needs the network. */
export const offline: Feature = {
  paths: { '/offline': { routes: async () => (await import('./routes')).offlineRoutes } },
}

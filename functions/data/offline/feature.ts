import type { Feature } from '../../lib/feature'

/** The page that the service worker shows in place of one that needs the network. */
export const offline: Feature = {
  paths: { '/offline': { routes: async () => (await import('./routes')).offlineRoutes } },
}

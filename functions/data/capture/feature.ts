import type { Feature } from '../../lib/feature'

/** One field that takes a thought of any kind. */
export const capture: Feature = {
  paths: {
    '/capture/*': {
      followsOrg: true,
      hasMoreStyle: true,
      routes: async () => (await import('./routes')).captureRoutes,
    },
    'POST /capture': { worksOffline: true },
  },
}

import type { Feature } from '../../lib/feature'

/** The review of cards that are due. */
export const review: Feature = {
  paths: {
    '/review/*': {
      use: 'learning',
      followsOrg: true,
      hasMoreStyle: true,
      routes: async () => (await import('./routes')).reviewRoutes,
    },
    'POST /review/:id': { worksOffline: true },
    'POST /review/keep': { worksOffline: false },
    'POST /review/more': { worksOffline: false },
  },
}

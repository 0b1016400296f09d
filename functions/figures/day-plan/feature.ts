import type { Feature } from '../../lib/feature'

/** The plan of a day in five steps, and its end. */
export const dayPlan: Feature = {
  paths: {
    '/plan/*': {
      use: 'tasks',
      followsOrg: true,
      hasMoreStyle: true,
      routes: async () => (await import('./routes')).dayPlan,
    },
    'POST /plan/close': { worksOffline: true },
  },
}

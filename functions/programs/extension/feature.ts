import type { Feature } from '../../lib/feature'

/** API of the browser extension, which defines its paths and formats. Learning trackers use parts of it, too. */
export const extension: Feature = {
  paths: {
    '/api/activities/*': { isForExtension: true, routes: async () => (await import('./activities/add')).activities },
    '/api/sessions/*': {
      isForExtension: true,
      routes: async () => [(await import('../tracker/routes')).trackerPages, (await import('./sessions')).pullSessions],
    },
    'GET /api/sessions': { isForTrackers: true },
    '/api/stats/*': {
      isForExtension: true,
      routes: async () => [(await import('../tracker/routes')).trackerStats, (await import('./sessions')).pullStats],
    },
    'GET /api/stats': { isForTrackers: true },
  },
}

import { type Feature, rowRead } from '../../lib/feature'

const reads = rowRead(async () => (await import('../../lib/jobs/queries')).findActiveJob)

/** Work that takes several requests: imports and restores of many rows. */
export const jobs: Feature = {
  paths: {
    '/jobs/*': { routes: async () => (await import('./routes')).jobs },
    '/jobs/:id/step': { isOverDailyLimit: true, reads },
    '/jobs/:id/cancel': { reads },
    '/api/v1/jobs/*': { hasNoVersion: true, routes: async () => (await import('./api')).jobsApi },
  },
}

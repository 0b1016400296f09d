import type { Feature } from '../../lib/feature'

const readJob = async () => (await import('./routes')).readJob

/** Work that takes many requests: imports and restores of many rows. */
export const jobs: Feature = {
  paths: {
    '/jobs/*': { routes: async () => (await import('./routes')).jobs },
    '/jobs/:id/step': { isOverDailyLimit: true, reads: readJob },
    '/jobs/:id/cancel': { reads: readJob },
    '/api/v1/jobs/*': { hasNoVersion: true, routes: async () => (await import('./api')).jobsApi },
  },
}

import type { Feature } from '../../lib/feature'

/** Usage reports of monitoring clients. */
export const usage: Feature = {
  paths: {
    '/api/v1/usage/*': { routes: async () => (await import('./api')).usageApi },
    // Enough for 500 events with names of maximum length.
    '/api/v1/usage': { bytes: 3 * 1024 * 1024 },
    'POST /api/v1/usage': { scopes: { one: ['usage', 'write'] }, limit: 'usage' },
  },
  tidies: async () => (await import('./queries')).dropOldClients,
}

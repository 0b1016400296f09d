import type { Feature } from '../../lib/feature'

/** Live updates: open pages follow writes elsewhere. */
export const live: Feature = {
  paths: {
    // Pages of several parts of the app poll here.
    '/stats/live/*': { use: undefined, routes: async () => (await import('./routes')).live },
    '/live/*': {
      isForPrograms: true,
      takesTokens: true,
      scopes: { one: ['read', 'sync'] },
      routes: async () => (await import('./socket')).liveSocket,
    },
  },
}

import type { Feature } from '../../lib/feature'

const requestBytes = 5 * 1024 * 1024

const readKept = async () => (await import('../../lib/api/once')).answerOfKey

/** Sync of devices that have their own store. */
export const sync: Feature = {
  paths: {
    '/sync/*': {
      routes: async () => [(await import('../tracker/exchange')).trackerDialect, (await import('./api')).trackerSync],
    },
    '/sync': { isForPrograms: true, takesTokens: true, limit: 'api', bytes: requestBytes, reads: readKept },
    'POST /sync': { scopes: { all: ['read', 'write'] }, isForTrackers: true },
    '/api/v1/sync/*': { routes: async () => (await import('./api')).syncApi },
    '/api/v1/sync': { bytes: requestBytes, reads: readKept },
    'POST /api/v1/sync': { scopes: { all: ['read', 'write'] } },
    '/api/v1/sync/conflicts/*': { routes: async () => (await import('./conflicts/api')).conflictsApi },
    '/api/v1/devices/*': { hasNoVersion: true, routes: async () => (await import('./devices/api')).syncDevicesApi },
    // Not for personal tokens, because revoking a device ends its token.
    'DELETE /api/v1/devices/*': { scopes: 'programs' },
    '/settings/devices/*': {
      routes: async () => [
        (await import('./devices/routes')).deviceSettings,
        (await import('./conflicts/routes')).conflictSettings,
      ],
    },
  },
  today: { notice: async () => (await import('./conflicts/today')).conflictsLine },
  tidies: async () => (await import('./tidy')).tidySync,
  settings: {
    values: { '/settings/sign-in': async () => (await import('./devices/settings')).conflictsValue },
    sections: { '/settings/sign-in': async () => (await import('./devices/settings')).syncedDevicesSection },
  },
}

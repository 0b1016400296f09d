import type { Feature } from '../../lib/feature'

/** The account itself, on its pages and in the API. */
export const account: Feature = {
  paths: {
    '/settings/account/*': {
      isOverDailyLimit: true,
      isOpenWhileRestoring: true,
      routes: async () => (await import('./routes')).accountSettings,
    },
    'POST /settings/account/delete': { needsFreshProof: 'to delete your account' },
    '/api/v1/me/*': { routes: async () => (await import('./api')).meApi },
    'GET /api/v1/me': { scopes: 'any' },
    'DELETE /api/v1/me': { scopes: 'programs', needsFreshProof: 'to delete your account', isOpenWhileRestoring: true },
  },
}

import type { Feature } from '../../lib/feature'

/** Settings, and the person's ways to sign in. */
export const settings: Feature = {
  today: { notice: async () => (await import('./install')).installNotice },
  offline: { ahead: ['/settings'] },
  paths: {
    '/settings/*': { hasMoreStyle: true, routes: async () => (await import('./routes')).settings },
    '/welcome/*': { hasMoreStyle: true, routes: async () => (await import('./welcome')).welcome },
    '/settings/sign-in/*': {
      isOverDailyLimit: true,
      isOpenWhileRestoring: true,
      routes: async () => (await import('./sign-in/routes')).signInSettings,
    },
    '/settings/tokens/*': { routes: async () => (await import('./tokens/routes')).tokenSettings },
    'POST /settings/tokens': { answersWithPage: true, needsFreshProof: 'to create an API token' },
    'POST /settings/sign-in/devices/*': { needsFreshProof: 'to sign out other devices', event: 'devices_ended' },
    'POST /settings/sign-in/github/unlink': { needsFreshProof: 'to disconnect GitHub' },
    '/settings/sign-in/passkeys/*': {
      routes: async () => (await import('./passkeys')).passkeySettings,
    },
    'GET /settings/sign-in/passkeys': { needsFreshProof: 'to add a passkey' },
    'POST /settings/sign-in/passkeys': { needsFreshProof: 'to add a passkey', event: 'passkey_added' },
    'POST /settings/sign-in/passkeys/:id/remove': { needsFreshProof: 'to remove a passkey', event: 'passkey_removed' },
    '/api/v1/me/passkeys/*': {
      scopes: 'none',
      hasNoVersion: true,
      routes: async () => (await import('./passkeys')).passkeysApi,
    },
    'POST|DELETE /api/v1/me/passkeys/*': { needsFreshProof: 'to change your passkeys' },
    'POST /api/v1/me/passkeys': { event: 'passkey_added' },
    'DELETE /api/v1/me/passkeys/:id': { event: 'passkey_removed' },
    '/api/v1/me/devices/*': {
      scopes: 'programs',
      hasNoVersion: true,
      routes: async () => (await import('./sign-in/api')).devicesApi,
    },
    'DELETE /api/v1/me/devices/*': { needsFreshProof: 'to sign out other devices', event: 'devices_ended' },
    'POST /api/v1/me/tokens': { needsFreshProof: 'to create an API token' },
    '/api/v1/me/tokens/*': {
      scopes: 'none',
      hasNoVersion: true,
      routes: async () => (await import('./tokens/api')).tokensApi,
    },
  },
}

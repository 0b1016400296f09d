import type { Feature } from '../../lib/feature'

/** Signing in: by mail, with GitHub or an OpenID Connect provider, and for programs. */
export const auth: Feature = {
  paths: {
    '/sign-in/*': { isOpen: true, routes: async () => (await import('./routes')).signIn },
    '/auth/*': { isOpen: true, routes: async () => (await import('./routes')).auth },
    '/auth/proof/*': {
      takesTokens: true,
      scopes: 'programs',
      isOverDailyLimit: true,
      isOpenWhileRestoring: true,
      routes: async () => (await import('./proof')).proof,
    },
    '/auth/passkey/*': { isOpen: true, routes: async () => (await import('./passkeys/routes')).passkeySignIn },
    '/auth/refresh': { isForPrograms: true, isForExtension: true },
    '/auth/token': { isForPrograms: true },
    '/auth/github/*': { isOpen: true, routes: async () => (await import('./github/routes')).github },
    '/auth/oidc/*': { isOpen: true, routes: async () => (await import('./oidc/routes')).oidc },
    '/auth/github/callback': { isForExtension: true },
  },
}

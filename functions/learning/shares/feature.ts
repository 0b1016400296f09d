import type { Feature } from '../../lib/feature'

/** Plans that people share with one another, and public pages of plans. */
export const shares: Feature = {
  paths: {
    '/shared/*': { use: 'learning', routes: async () => (await import('./routes')).shared },
    '/api/v1/shares/*': { hasNoVersion: true, routes: async () => (await import('./api')).sharesApi },
    '/api/v1/plans/:id/shares/*': { hasNoVersion: true },
    '/api/v1/plans/:id/link': { hasNoVersion: true },
    'POST /plans/:id/share/*': { event: 'share' },
    'POST /shared/*': { event: 'share' },
    'POST|PATCH|DELETE /api/v1/plans/:id/shares/*': { event: 'share' },
    'POST|DELETE /api/v1/plans/:id/link': { event: 'share' },
    'POST|DELETE /api/v1/shares/*': { event: 'share' },
    '/invitations/*': { isOpen: true, routes: async () => (await import('./public')).invitations },
    '/p/*': { isOpen: true, hasMoreStyle: true, routes: async () => (await import('./public')).publicPlans },
  },
  tidies: async () => (await import('./writes')).dropOldVersions,
}

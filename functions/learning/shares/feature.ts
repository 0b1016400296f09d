import type { Feature } from '../../lib/feature'

/** Plans that people share with one another, and public pages of plans. */
export const shares: Feature = {
  paths: {
    '/shared/*': { use: 'learning', routes: async () => (await import('./routes')).shared },
    '/api/v1/shares/*': { routes: async () => (await import('./api')).sharesApi },
    '/p/*': { isOpen: true, routes: async () => (await import('./public')).publicPlans },
  },
}

import type { Feature } from '../../lib/feature'

/** Calendars with secret addresses, for other programs to read. */
export const feeds: Feature = {
  paths: {
    '/settings/calendars/*': { hasMoreStyle: true, routes: async () => (await import('./routes')).feedSettings },
    'POST /settings/calendars': { answersWithPage: true, event: 'share' },
    'POST /settings/calendars/:id/address': { answersWithPage: true, event: 'share' },
    '/api/v1/me/feeds/*': { hasNoVersion: true, routes: async () => (await import('./api')).feedsApi },
    'POST /api/v1/me/feeds': { event: 'share' },
    '/feeds/*': { isOpen: true, routes: async () => (await import('./public')).feeds },
  },
}

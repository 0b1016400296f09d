import type { Feature } from '../../lib/feature'

/** The review of due cards. */
export const review: Feature = {
  reminders: {
    cards_due: {
      name: 'Cards are due',
      says: 'once a day, at {at}',
      opens: 'Review cards',
      values: { at: 510 },
      endsWithDay: true,
      use: 'learning',
      reads: async () => (await import('./reminders')).readCardsDue,
    },
  },
  offline: { forms: ['/review'] },
  paths: {
    '/review/*': {
      use: 'learning',
      followsOrg: true,
      hasMoreStyle: true,
      routes: async () => (await import('./routes')).reviewRoutes,
    },
    'POST /review/:id': { worksOffline: true },
    'POST /review/keep': { worksOffline: false },
    'POST /review/more': { worksOffline: false },
  },
  undoes: {
    'review.rating': async () => (await import('./routes')).undoRating,
    'review.suspend': async () => (await import('./routes')).undoSuspend,
  },
}

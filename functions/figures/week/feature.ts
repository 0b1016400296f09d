import type { Feature } from '../../lib/feature'

const readViewed = async () => (await import('../../ledger/views')).readViewed

/** A week as a calendar and as a timesheet. */
export const week: Feature = {
  offline: { ahead: ['/week'] },
  paths: {
    '/week/*': {
      use: 'time',
      followsOrg: true,
      hasMoreStyle: true,
      reads: readViewed,
      routes: async () => (await import('./routes')).week,
    },
  },
  redraws: { '/week': async () => (await import('./redraw')).redrawWeek },
}

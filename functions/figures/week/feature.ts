import type { Feature } from '../../lib/feature'

const readSubject = async () => (await import('../../ledger/resolve-subject')).readSubject

/** A week as a calendar and as a timesheet. */
export const week: Feature = {
  paths: {
    '/week/*': {
      use: 'time',
      followsOrg: true,
      hasMoreStyle: true,
      reads: readSubject,
      routes: async () => (await import('./routes')).week,
    },
  },
  redraws: { '/week': async () => (await import('./redraw')).redrawWeek },
}

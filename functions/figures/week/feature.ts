import { loadViewRead } from '../../ledger/path-reads'
import type { Feature } from '../../lib/feature'

/** A week as a calendar and as a timesheet. */
export const week: Feature = {
  offline: { ahead: ['/week'] },
  paths: {
    '/week/*': {
      use: 'time',
      followsOrg: true,
      hasMoreStyle: true,
      reads: loadViewRead,
      routes: async () => (await import('./routes')).week,
    },
  },
  redraws: { '/week': async () => (await import('./redraw')).redrawWeek },
}

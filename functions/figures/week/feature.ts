import type { Feature } from '../../lib/feature'

/** A week as a calendar and as a timesheet. */
export const week: Feature = {
  paths: {
    '/week/*': {
      use: 'time',
      followsOrg: true,
      hasMoreStyle: true,
      routes: async () => (await import('./routes')).week,
    },
  },
  redraws: { '/week': async () => (await import('./redraw')).redrawWeek },
}

import type { Feature } from '../../lib/feature'

const inDay = { use: 'time', followsOrg: true, hasMoreStyle: true } as const

/** The sessions of one day, and what is missing or overlaps. */
export const day: Feature = {
  offline: { visited: ['/day/.*'] },
  paths: {
    '/day/*': { ...inDay, routes: async () => (await import('./routes')).day },
  },
  undoes: { 'overlap.keep': { ...inDay, undo: async () => (await import('./routes')).reopenOverlap } },
  redraws: { '/day': async () => (await import('./redraw')).redrawDay },
}

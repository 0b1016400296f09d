import type { Feature } from '../../lib/feature'

/** Timeline of a day: its sessions, gaps and overlaps. */
export const day: Feature = {
  offline: { visited: ['/day/.*'] },
  paths: {
    '/day/*': { use: 'time', followsOrg: true, hasMoreStyle: true, routes: async () => (await import('./routes')).day },
  },
  undoes: { 'overlap.keep': async () => (await import('./routes')).reopenOverlap },
  redraws: { '/day': async () => (await import('./redraw')).redrawDay },
}

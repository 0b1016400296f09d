import { loadSubjectRead, loadViewRead } from '../../ledger/path-reads'
import type { Feature } from '../../lib/feature'

/** Statistics, pages that explain a figure, and figures for programs. */
export const stats: Feature = {
  offline: { ahead: ['/stats'], visited: ['/stats[/?].*'] },
  paths: {
    '/stats/*': {
      use: 'time',
      hasMoreStyle: true,
      followsOrg: true,
      reads: loadSubjectRead,
      routes: async () => (await import('./routes')).stats,
    },
    '/stats/cards/*': {
      use: 'learning',
      followsOrg: false,
      routes: async () => (await import('../../learning/cards/figures/routes')).cardFigures,
    },
    '/stats/repos/*': { followsOrg: false },
    'GET /stats': { reads: loadViewRead },
    '/stats.csv': {
      followsOrg: true,
      reads: loadSubjectRead,
      routes: async () => (await import('./csv')).statsCsv,
    },
    '/api/v1/stats/*': { reads: loadSubjectRead, routes: async () => (await import('./api')).statsApi },
    '/api/v1/stats/changes/*': { routes: async () => (await import('./changes/api')).figureChangesApi },
    '/api/v1/stats/explain/*': { routes: async () => (await import('./explain/api')).explainApi },
  },
  tidies: async () => (await import('./changes/queries')).deleteOldEdits,
}

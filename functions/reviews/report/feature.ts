import { loadSubjectRead, loadViewRead } from '../../ledger/path-reads'
import type { Feature } from '../../lib/feature'
import { pathTo } from '../../lib/http/path-to'

/** Hours and amounts in groups, as a page, a document and files. */
export const report: Feature = {
  paths: {
    '/report/*': {
      use: 'time',
      hasMoreStyle: true,
      followsOrg: true,
      reads: loadSubjectRead,
      routes: async () => (await import('./routes')).report,
    },
    'GET /report': { reads: loadViewRead },
    '/report.csv': {
      followsOrg: true,
      reads: loadSubjectRead,
      limit: 'download',
      routes: async () => (await import('./routes')).reportCsvFile,
    },
    '/report.xlsx': {
      followsOrg: true,
      reads: loadSubjectRead,
      limit: 'download',
      routes: async () => (await import('./routes')).reportXlsxFile,
    },
    '/api/v1/report/*': { reads: loadSubjectRead, routes: async () => (await import('./api')).reportApi },
    '/reports/*': { use: 'time', hasMoreStyle: true, routes: async () => (await import('./kept/routes')).reports },
    'POST /reports/:id/seal/*': { event: 'share' },
    '/api/v1/reports/:id/seal': { hasNoVersion: true },
    'POST|DELETE /api/v1/reports/:id/seal': { event: 'share' },
    '/api/v1/reports/:id/changes': { hasNoVersion: true },
    '/api/v1/reports/*': { routes: async () => (await import('./kept/api')).reportsApi },
    '/r/*': { isOpen: true, routes: async () => (await import('./kept/public')).sealedReports },
    '/verify': { isOpen: true, routes: async () => (await import('./kept/public')).verify },
  },
  kinds: {
    report: {
      one: 'Report',
      many: 'Reports',
      icon: 'evidence',
      table: 'reports',
      path: (id) => pathTo`/reports/${id}`,
      // A report has its own filter, so the page's context does not apply.
      org: { own: 'NULL' },
      search: { title: 'title', notes: 'note', recency: 'to_date' },
    },
  },
}

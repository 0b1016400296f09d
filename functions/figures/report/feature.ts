import type { Feature } from '../../lib/feature'

const readSubject = async () => (await import('../../ledger/resolve-subject')).readSubject

/** Hours and amounts by groups, as a page, a document and files. */
export const report: Feature = {
  paths: {
    '/report/*': {
      use: 'time',
      hasMoreStyle: true,
      followsOrg: true,
      reads: readSubject,
      routes: async () => (await import('./routes')).report,
    },
    '/report.csv': {
      followsOrg: true,
      reads: readSubject,
      limit: 'download',
      routes: async () => (await import('./routes')).reportCsvFile,
    },
    '/report.xlsx': {
      followsOrg: true,
      reads: readSubject,
      limit: 'download',
      routes: async () => (await import('./routes')).reportXlsxFile,
    },
    '/api/v1/report/*': { reads: readSubject, routes: async () => (await import('./api')).reportApi },
  },
}

import type { Feature } from '../../lib/feature'

/** Backups, made daily and on request. */
export const backups: Feature = {
  paths: {
    '/settings/backups/*': { routes: async () => (await import('./routes')).backupSettings },
    'POST /settings/backups/*': { isHeavy: true },
    '/backup/*': {
      isForPrograms: true,
      takesTokens: true,
      isForTrackers: true,
      limit: 'download',
      routes: async () => (await import('./api')).backupDownloads,
    },
    '/api/v1/backups/*': { routes: async () => (await import('./api')).backupsApi },
  },
  today: { notice: async () => (await import('./today')).failedBackupNotice },
  drops: async () => (await import('./queries')).backupFiles,
}

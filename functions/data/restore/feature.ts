import type { Feature } from '../../lib/feature'
import { maxFormBytes } from '../../lib/files/uploads'

/** Maximum bytes of an uploaded export or backup. */
export const restoreFileLimit = 25 * 1024 * 1024

/** Restores an export or a backup. */
export const restore: Feature = {
  paths: {
    '/settings/backups/restore/*': { routes: async () => (await import('./routes')).restoreRoutes },
    '/settings/backups/restore': { bytes: maxFormBytes(restoreFileLimit) },
    '/api/v1/restore/*': { routes: async () => (await import('./api')).restoreApi },
    '/api/v1/restore': { takes: 'files', bytes: restoreFileLimit },
  },
  undoes: { 'backup.restore': { isHeavy: true, undo: async () => (await import('./routes')).undoSwap } },
  tidies: async () => (await import('./purge')).dropOldStates,
  drops: async () => (await import('./files')).findObjects,
}

import type { Run } from '../context'

/** Loads the implementation of one command by its name, which keeps startup fast. */
export const loaders: Record<string, () => Promise<Run>> = {
  start: async () => (await import('./start')).start,
  stop: async () => (await import('./stop')).stop,
  status: async () => (await import('./status')).status,
  log: async () => (await import('./log')).log,
  stats: async () => (await import('./stats')).stats,
  plans: async () => (await import('./plans')).listPlans,
  'plan show': async () => (await import('./plan-show')).planShow,
  'plan edit': async () => (await import('./plan-edit')).planEdit,
  'chunk done': async () => (await import('./chunk-done')).chunkDone,
  review: async () => (await import('./review')).review,
  sync: async () => (await import('./sync')).syncOnce,
  'sync push': async () => (await import('./sync-push')).syncPush,
  'sync status': async () => (await import('./sync-status')).syncStatus,
  watch: async () => (await import('./watch')).watch,
  import: async () => (await import('./import')).importPath,
  login: async () => (await import('./login')).login,
  logout: async () => (await import('./logout')).logout,
  export: async () => (await import('./export')).exportAll,
  verify: async () => (await import('./verify')).verify,
  'backup now': async () => (await import('./backup-now')).backupNow,
  mcp: async () => (await import('./mcp')).mcp,
  completion: async () => (await import('./completion')).completion,
  help: async () => (await import('./help')).help,
  __complete: async () => (await import('./complete')).complete,
}

import type { Feature, PathFacts } from '../../lib/feature'
import { rowRead } from '../../lib/feature'
import type { OwnerKind } from './schema'

const pathsOf = (kind: OwnerKind): Record<string, PathFacts> => {
  const path = `${kind}s/:id/rates/*`
  const reads = rowRead(async () => (await import('./writes')).rateOwnerName(kind))
  return {
    [`/${path}`]: { reads, routes: async () => (await import('./routes')).ratePages[kind] },
    [`/api/v1/${path}`]: { reads, hasNoVersion: true, routes: async () => (await import('./api')).ratesApi[kind] },
  }
}

/** Budgets, and rates of projects, clients, tasks and all time. */
export const rates: Feature = {
  paths: {
    ...pathsOf('project'),
    ...pathsOf('organization'),
    ...pathsOf('task'),
    '/settings/rates/*': { routes: async () => (await import('./routes')).defaultRates },
  },
  today: { notice: async () => (await import('./routes')).budgetNotices },
  reminders: {
    budget_used: {
      name: 'A budget is nearly used',
      says: 'at 80 % and at 100 %',
      opens: 'See the budget',
      values: {},
      use: 'time',
      isState: true,
      reads: async () => (await import('./reminders')).budgetReminders,
    },
  },
}

import type { Feature } from '../../lib/feature'
import { pathTo } from '../../lib/http/path-to'

/** Check-ins on energy and engagement. */
export const energy: Feature = {
  offline: { forms: ['/energy/new'], ahead: ['/energy'] },
  paths: {
    '/energy/*': {
      use: 'journal',
      followsOrg: true,
      hasMoreStyle: true,
      routes: async () => (await import('./routes')).energy.routes,
    },
    'POST /energy': { worksOffline: 'Check in' },
    '/api/v1/energy/*': { routes: async () => (await import('./routes')).energyApi },
  },
  selects: { checkin: async () => (await import('./routes')).energy },
  kinds: {
    checkin: {
      one: 'Check-in',
      many: 'Check-ins',
      icon: 'energy',
      table: 'energy_checkins',
      path: (id) => pathTo`/energy/${id}`,
      org: { own: 'energy_checkins.organization_id' },
      search: { title: 'mood', notes: 'notes', isOptional: true, recency: 'energy_checkins.date || at' },
      deleted: {
        detail: "'energy ' || energy_level || ' and engagement ' || engagement_level || ' of 5'",
        started_at: 'at',
        time_zone: 'time_zone',
      },
    },
  },
}

import type { Feature } from '../../lib/feature'
import { pathTo } from '../../lib/http/path-to'

/** Evidence of a period, to give to others. */
export const evidence: Feature = {
  paths: {
    '/evidence/*': {
      use: 'journal',
      hasMoreStyle: true,
      followsOrg: true,
      bytes: 512 * 1024,
      routes: async () => (await import('./routes')).evidence,
    },
    '/api/v1/evidence/*': { routes: async () => (await import('./routes')).evidenceApi },
  },
  kinds: {
    evidence: {
      one: 'Evidence draft',
      many: 'Evidence drafts',
      icon: 'evidence',
      table: 'evidence_drafts',
      path: (id) => pathTo`/evidence/${id}`,
      org: { own: "nullif(nullif(evidence_drafts.org, 'all'), 'none')" },
      search: { title: 'title', notes: 'introduction', recency: 'to_date' },
    },
  },
}

import type { Feature } from '../../lib/feature'
import { pathTo } from '../../lib/http/path-to'
import { contentLimit, filesLimit } from '../../lib/text/text'

/** Maximum size of the import form: every file at its limit, and the fields around the files. */
export const planUploadLimit = filesLimit * contentLimit + 256 * 1024

/** Plans: documents divided into chunks to learn. */
export const plans: Feature = {
  offline: { visited: ['/plans/:id'] },
  paths: {
    '/plans/*': {
      use: 'learning',
      followsOrg: true,
      hasMoreStyle: true,
      routes: async () => [
        (await import('../plan-pages/details/routes')).planDetails,
        (await import('../plan-pages/routes')).planEdit,
        (await import('../cards/plan-file/api')).planCardFiles,
        (await import('../shares/routes')).planShares,
        (await import('../plan-pages/chunks/routes')).planChunks,
        (await import('../plan-pages/routes')).plans,
      ],
    },
    'POST /plans/:id/share/link': { answersWithPage: true },
    '/plans/:id/edit': { bytes: 3 * contentLimit },
    '/plans/import/*': { routes: async () => (await import('../plan-pages/import/routes')).planImportPages },
    '/plans/import': { bytes: planUploadLimit },
    '/api/v1/plans/*': {
      routes: async () => [
        (await import('../cards/plan-file/api')).planCardsApi,
        (await import('../shares/api')).planSharesApi,
        (await import('./api')).plansApi,
      ],
    },
    '/api/v1/plans': { bytes: 2 * contentLimit },
    'POST /api/v1/plans': { takes: 'jsonOrMarkdown' },
    'PUT /api/v1/plans/:id/cards.md': { takes: 'markdown', bytes: 2 * contentLimit },
    'PUT /api/v1/plans/:id/markdown': { takes: 'markdown', bytes: 2 * contentLimit },
  },
  undoes: {
    'plan.edit': async () => (await import('../plan-pages/routes')).undoPlanEdit,
    'plan.share': { event: 'share', undo: async () => (await import('../shares/routes')).undoPermission },
    'plan.import': async () => (await import('../plan-pages/import/routes')).undoPlans,
  },
  selects: { plan: async () => (await import('../plan-pages/list')).selectedPlans },
  kinds: {
    plan: {
      one: 'Plan',
      many: 'Plans',
      icon: 'plans',
      table: 'plans',
      path: (id) => pathTo`/plans/${id}`,
      org: { project: 'plans.project_id' },
      search: { title: 'title', notes: 'outline', tags: 'tags' },
      tagged: { list: '/plans', isIn: 'markdown' },
      choice: { name: 'title', order: 'updated_at DESC' },
      // A copy that the person left cannot be restored.
      deleted: { where: 'row.owner_id IS NULL' },
      takesBack: async () => (await import('./retags')).revertPlanTags,
      rowsAtOnce: 10,
    },
  },
}

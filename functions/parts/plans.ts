import { uploadBytes } from '../data/imports/read'
import { cardsApi } from '../learning/cards/api'
import { planCardFiles, planCardsApi } from '../learning/cards/plan-file/api'
import { cards } from '../learning/cards/routes'
import { planChunks } from '../learning/plan-pages/chunks/routes'
import { planDetails } from '../learning/plan-pages/details/routes'
import { planImport } from '../learning/plan-pages/import/routes'
import { planEdit, plans } from '../learning/plan-pages/routes'
import { plansApi } from '../learning/plans/api'
import { contentLimit } from '../learning/plans/schema'
import { reviewRoutes } from '../learning/review/routes'
import { markdownBody } from '../lib/api/request'
import { behindMiddleware } from '../middleware'

/** Plans, their cards, and the review of these. */
export const part = behindMiddleware({
  largerBodies: [
    [/^\/(plans|cards)\/import$/, uploadBytes],
    [/^\/plans\/[^/]+\/edit$/, 1024 * 1024],
    [/^\/api\/v1\/plans$/, 2 * contentLimit],
    [/^\/api\/v1\/plans\/[^/]+\/(markdown|cards\.md)$/, 2 * contentLimit],
  ],
  own: (app) => {
    app.route('/plans/import', planImport)
    app.route('/plans', planDetails)
    app.route('/plans', planEdit)
    app.route('/plans', planCardFiles)
    app.route('/plans', planChunks)
    app.route('/plans', plans)
    app.put('/api/v1/plans/:id/markdown', markdownBody)
    app.put('/api/v1/plans/:id/cards.md', markdownBody)
    app.route('/api/v1/plans', planCardsApi)
    app.route('/api/v1/plans', plansApi)
    app.route('/cards', cards)
    app.route('/api/v1/cards', cardsApi)
    app.route('/review', reviewRoutes)
  },
})

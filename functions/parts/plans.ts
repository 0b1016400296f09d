import { cardsApi } from '../cards/api'
import { planCardFiles, planCardsApi } from '../cards/plan-file/api'
import { cards } from '../cards/routes'
import { uploadBytes } from '../imports/read'
import { markdownBody } from '../lib/api/request'
import { behindMiddleware } from '../middleware'
import { planChunks } from '../plan-pages/chunks/routes'
import { planDetails } from '../plan-pages/details/routes'
import { planImport } from '../plan-pages/import/routes'
import { planEdit, plans } from '../plan-pages/routes'
import { plansApi } from '../plans/api'
import { contentLimit } from '../plans/schema'
import { reviewRoutes } from '../review/routes'

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

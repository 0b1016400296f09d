import { statsApi } from '../figures/stats/api'
import { figureChangesApi } from '../figures/stats/changes/api'
import { statsCsv } from '../figures/stats/csv'
import { explainApi } from '../figures/stats/explain/api'
import { figureRoutes } from '../figures/stats/figure-routes'
import { cardFigures } from '../learning/cards/figures/routes'
import { behindMiddleware } from '../middleware'

/** Pages behind a figure, and figures for programs. */
export const part = behindMiddleware({
  own: (app) => {
    app.route('/stats/cards', cardFigures)
    app.route('/stats', figureRoutes)
    app.route('/stats.csv', statsCsv)
    app.route('/api/v1/stats/changes', figureChangesApi)
    app.route('/api/v1/stats/explain', explainApi)
    app.route('/api/v1/stats', statsApi)
  },
})

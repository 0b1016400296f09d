import { cardFigures } from '../cards/figures/routes'
import { behindMiddleware } from '../middleware'
import { statsApi } from '../stats/api'
import { figureChangesApi } from '../stats/changes/api'
import { statsCsv } from '../stats/csv'
import { explainApi } from '../stats/explain/api'
import { figureRoutes } from '../stats/figure-routes'

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

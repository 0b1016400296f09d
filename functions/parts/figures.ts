import { cardFigures } from '../cards/figures/routes'
import { behindMiddleware } from '../middleware'
import { statsApi } from '../stats/api'
import { figureChangesApi } from '../stats/changes/api'
import { figureChanges } from '../stats/changes/routes'
import { compare } from '../stats/compare/routes'
import { statsCsv } from '../stats/csv'
import { explainApi } from '../stats/explain/api'
import { explain } from '../stats/explain/routes'
import { repos } from '../stats/repos/routes'

/** Pages behind a figure, and figures for programs. */
export const part = behindMiddleware({
  own: (app) => {
    app.route('/stats/explain', explain)
    app.route('/stats/changes', figureChanges)
    app.route('/stats/cards', cardFigures)
    app.route('/stats/compare', compare)
    app.route('/stats/repos', repos)
    app.route('/stats.csv', statsCsv)
    app.route('/api/v1/stats/changes', figureChangesApi)
    app.route('/api/v1/stats/explain', explainApi)
    app.route('/api/v1/stats', statsApi)
  },
})

import { captureRoutes } from '../capture/routes'
import { energyApi } from '../energy/api'
import { energy } from '../energy/routes'
import { evidenceApi } from '../evidence/api'
import { evidence } from '../evidence/routes'
import { feedbackApi } from '../feedback/api'
import { feedback } from '../feedback/routes'
import { learningsApi } from '../learnings/api'
import { learnings } from '../learnings/routes'
import { formAround } from '../lib/uploads'
import { meetingsApi } from '../meetings/api'
import { importMeetingsApi } from '../meetings/import/api'
import { calendarImport } from '../meetings/import/routes'
import { fileBytes } from '../meetings/import/schema'
import { meetings } from '../meetings/routes'
import { behindMiddleware } from '../middleware'
import { reviewsApi } from '../period-reviews/api'
import { periodReviews, reviews } from '../period-reviews/routes'
import { skillsApi } from '../skills/api'
import { skills } from '../skills/routes'
import { actionItemsApi } from '../tasks/action-items-api'
import { actionItems } from '../tasks/routes'

/** Notes about one’s days: those that people write down, and look back on. */
export const part = behindMiddleware({
  largerBodies: [
    [/^\/meetings\/import$/, formAround(fileBytes)],
    [/^\/api\/v1\/meetings\/import$/, fileBytes],
    // documents of evidence
    [/^\/evidence(\/|$)/, 512 * 1024],
  ],
  own: (app) => {
    app.route('/capture', captureRoutes)
    app.route('/action-items', actionItems)
    app.route('/api/v1/action-items', actionItemsApi)
    app.route('/energy', energy)
    app.route('/api/v1/energy', energyApi)
    app.route('/evidence', evidence)
    app.route('/api/v1/evidence', evidenceApi)
    app.route('/feedback', feedback)
    app.route('/api/v1/feedback', feedbackApi)
    app.route('/learnings', learnings)
    app.route('/api/v1/learnings', learningsApi)
    app.route('/meetings/import', calendarImport)
    app.route('/meetings', meetings)
    app.route('/api/v1/meetings/import', importMeetingsApi)
    app.route('/api/v1/meetings', meetingsApi)
    app.route('/review', periodReviews)
    app.route('/reviews', reviews)
    app.route('/api/v1/reviews', reviewsApi)
    app.route('/skills', skills)
    app.route('/api/v1/skills', skillsApi)
  },
})

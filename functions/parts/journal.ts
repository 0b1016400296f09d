import { learningsApi } from '../learning/learnings/api'
import { learnings } from '../learning/learnings/routes'
import { skillsApi } from '../learning/skills/api'
import { skills } from '../learning/skills/routes'
import { formAround } from '../lib/uploads'
import { behindMiddleware } from '../middleware'
import { feedbackApi } from '../people/feedback/api'
import { feedback } from '../people/feedback/routes'
import { meetingsApi } from '../people/meetings/api'
import { importMeetingsApi } from '../people/meetings/import/api'
import { calendarImport } from '../people/meetings/import/routes'
import { fileBytes } from '../people/meetings/import/schema'
import { meetings } from '../people/meetings/routes'
import { energyApi } from '../reviews/energy/api'
import { energy } from '../reviews/energy/routes'
import { evidenceApi } from '../reviews/evidence/api'
import { evidence } from '../reviews/evidence/routes'
import { reviewsApi } from '../reviews/period-reviews/api'
import { periodReviews, reviews } from '../reviews/period-reviews/routes'
import { captureRoutes } from '../tasks/capture/routes'
import { actionItemsApi } from '../tasks/tasks/action-items-api'
import { actionItems } from '../tasks/tasks/routes'

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

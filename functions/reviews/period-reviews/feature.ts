import type { Feature } from '../../lib/feature'
import { formSizeLimit } from '../../lib/files/uploads'
import { pathTo } from '../../lib/http/path-to'

/** Maximum size in bytes of a form with the answers to all questions, in any script. */
const reviewFormBytes = 2 * formSizeLimit

/** Reviews of weeks and months. */
export const reviews: Feature = {
  reminders: {
    review_week: {
      name: 'Review the week',
      says: 'on {day} at {at}',
      opens: 'Review the week',
      values: { day: 5, at: 1020 },
      use: 'journal',
      reads: async () => (await import('./reminders')).readReviewWeek,
    },
    week_mail: {
      name: 'Your week as an email',
      says: 'on {day} at {at}: time, goals and what is next',
      opens: 'Look back at the week',
      values: { day: 1, at: 480 },
      isMailOnly: true,
      reads: async () => (await import('./week-mail')).readWeekMail,
    },
  },
  paths: {
    '/review/week/*': { use: 'journal', hasMoreStyle: true, routes: async () => (await import('./routes')).weekReview },
    '/review/month/*': {
      use: 'journal',
      hasMoreStyle: true,
      routes: async () => (await import('./routes')).monthReview,
    },
    '/reviews/*': {
      use: 'journal',
      hasMoreStyle: true,
      followsOrg: true,
      bytes: reviewFormBytes,
      routes: async () => (await import('./routes')).reviews.routes,
    },
    '/api/v1/reviews/*': { routes: async () => (await import('./routes')).reviewsApi },
  },
  selects: { review: async () => (await import('./routes')).reviews },
  kinds: {
    review: {
      one: 'Week or month',
      many: 'Weeks and months',
      icon: 'reviews',
      table: 'reviews',
      path: (id) => pathTo`/reviews/${id}`,
      org: { own: 'reviews.organization_id' },
      search: { title: 'title', notes: 'words', recency: 'reviews.date' },
    },
  },
}

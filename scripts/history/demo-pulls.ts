import type { NewActivity } from '../../functions/extension/activities/queries'
import { dayOf } from '../../functions/lib/days'
import type { NewSession } from '../../functions/sessions/schema'
import type { Random } from './random'

/** What of the demo person's work is done in pull requests, and where; numbers go up from `first`. */
const repositories = [
  { titles: /^(Calendar|Payment step): /, repo_owner: 'harbour-clinic', repo_name: 'booking', first: 57 },
  { titles: /^Catalogue: /, repo_owner: 'petrel-press', repo_name: 'catalogue', first: 12 },
]

type Repository = (typeof repositories)[number]

/** What is done in a review, as often as it stands here. */
const kinds = ['comment', 'comment', 'comment', 'approve', 'comment', 'request_changes'] as const

/** What the person did in the review of a pull request while a session of it ran. */
const reviewsOf = (
  session: NewSession,
  pull: Pick<NewActivity, 'repo_owner' | 'repo_name' | 'pr_number'>,
  from: Random,
) =>
  Array.from({ length: from.int(0, 3) }, (): NewActivity => {
    const created_at = session.started_at + from.int(60, Math.max(60, session.duration_seconds)) * 1000
    return {
      ...pull,
      activity_type: from.pick(kinds),
      session_id: session.id,
      metadata: null,
      date: dayOf(created_at, session),
      created_at,
    }
  })

/** The same sessions, many of the code among them as the browser extension reports them, with what was reviewed. */
export const withPulls = (sessions: NewSession[], from: Random) => {
  const numbers = new Map<string, number>()
  const latest = new Map<Repository, number>()
  const reviews: NewActivity[] = []
  const numberOf = (repository: Repository, title: string) => {
    const known = numbers.get(title)
    if (known !== undefined) return known
    const next = (latest.get(repository) ?? repository.first) + from.int(1, 4)
    latest.set(repository, next)
    numbers.set(title, next)
    return next
  }
  const marked = sessions.map((session): NewSession => {
    const repository = repositories.find(({ titles }) => titles.test(session.title))
    if (!repository || session.source !== 'timer' || !from.chance(0.8)) return session
    const { repo_owner, repo_name } = repository
    const pull = { repo_owner, repo_name, pr_number: numberOf(repository, session.title) }
    reviews.push(...reviewsOf(session, pull, from))
    return { ...session, ...pull, source: 'extension' }
  })
  return { sessions: marked, reviews }
}

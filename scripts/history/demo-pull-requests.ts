import { dayOf } from '../../functions/lib/time/days'
import type { NewActivity } from '../../functions/programs/extension/activities/queries'
import type { NewSession } from '../../functions/time/sessions/schema'
import type { Random } from './random'

/** Sessions with these titles are pull requests. Their numbers increase from `first`. */
const repositories = [
  { titles: /^(Calendar|Payment step): /, repo_owner: 'harbour-clinic', repo_name: 'booking', first: 57 },
  { titles: /^Catalogue: /, repo_owner: 'petrel-press', repo_name: 'catalogue', first: 12 },
]

type Repository = (typeof repositories)[number]

/** Review activities; repeated entries are more likely. */
const kinds = ['comment', 'comment', 'comment', 'approve', 'comment', 'request_changes'] as const

/** Random review activities during a session of a pull request. */
const reviewsOf = (
  session: NewSession,
  pull: Pick<NewActivity, 'repo_owner' | 'repo_name' | 'pr_number'>,
  random: Random,
) =>
  Array.from({ length: random.int(0, 3) }, (): NewActivity => {
    const created_at = session.started_at + random.int(60, Math.max(60, session.duration_seconds)) * 1000
    return {
      ...pull,
      activity_type: random.pick(kinds),
      session_id: session.id,
      metadata: null,
      date: dayOf(created_at, session),
      created_at,
    }
  })

/** Turns most coding sessions into pull-request sessions of the browser extension, and adds their reviews. */
export const withPullRequests = (sessions: NewSession[], random: Random) => {
  const numbers = new Map<string, number>()
  const latest = new Map<Repository, number>()
  const reviews: NewActivity[] = []
  const numberOf = (repository: Repository, title: string) => {
    const known = numbers.get(title)
    if (known !== undefined) return known
    const next = (latest.get(repository) ?? repository.first) + random.int(1, 4)
    latest.set(repository, next)
    numbers.set(title, next)
    return next
  }
  const marked = sessions.map((session): NewSession => {
    const repository = repositories.find(({ titles }) => titles.test(session.title))
    if (!repository || session.source !== 'timer' || !random.chance(0.8)) return session
    const { repo_owner, repo_name } = repository
    const pull = { repo_owner, repo_name, pr_number: numberOf(repository, session.title) }
    reviews.push(...reviewsOf(session, pull, random))
    return { ...session, ...pull, source: 'extension' }
  })
  return { sessions: marked, reviews }
}

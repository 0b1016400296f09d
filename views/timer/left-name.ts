import type { LeftSession } from '../../functions/timer/forgotten/schema'

type Named = Pick<LeftSession, 'title' | 'repo_owner' | 'repo_name' | 'pr_number'>

/** The pull request of a session, as people write it: `acme/web#12`; null where it has none. */
export const pullRequestOf = ({ repo_owner, repo_name, pr_number }: Named) =>
  repo_owner === null || pr_number === null ? null : `${repo_owner}/${repo_name}#${pr_number}`

/** What an unfinished session is called where it stands alone. */
export const leftName = (session: Named) => session.title || (pullRequestOf(session) ?? 'Untitled session')

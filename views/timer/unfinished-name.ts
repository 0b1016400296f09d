import type { UnfinishedSession } from '../../functions/timer/unfinished/schema'

type NamedSession = Pick<UnfinishedSession, 'title' | 'repo_owner' | 'repo_name' | 'pr_number'>

/** The pull request of a session, as people write it: `acme/web#12`; null where it has none. */
export const pullRequestOf = ({ repo_owner, repo_name, pr_number }: NamedSession) =>
  repo_owner === null || pr_number === null ? null : `${repo_owner}/${repo_name}#${pr_number}`

/** What an unfinished session is called where it stands alone. */
export const unfinishedName = (session: NamedSession) => session.title || (pullRequestOf(session) ?? 'Untitled session')

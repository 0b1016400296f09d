import type { UnfinishedSession } from '../../functions/timer/unfinished/schema'

type NamedSession = Pick<UnfinishedSession, 'title' | 'repo_owner' | 'repo_name' | 'pr_number'>

/** `acme/web#12`, or null without a pull request. */
export const pullRequestOf = ({ repo_owner, repo_name, pr_number }: NamedSession) =>
  repo_owner === null || pr_number === null ? null : `${repo_owner}/${repo_name}#${pr_number}`

export const unfinishedName = (session: NamedSession) => session.title || (pullRequestOf(session) ?? 'Untitled session')

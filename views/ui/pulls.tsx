import { createContext, useContext } from 'hono/jsx'
import { Icon } from './icon'
import { repoPath } from './links'

/** Base URL of GitHub, without a trailing slash. */
export const GitHubUrl = createContext('https://github.com')

type PullReference = { repo_owner?: string | null; repo_name?: string | null; pr_number?: number | null }

/** Matches names that GitHub allows for owners and repositories. */
const isName = (name: string) => /^[\w-][\w.-]{0,99}$|^\.[\w-][\w.-]{0,98}$/.test(name)

/** URL of a pull request on GitHub; null if no such page can exist. */
const pullAddress = (gitHub: string, { repo_owner, repo_name, pr_number }: PullReference) =>
  repo_owner && repo_name && pr_number && isName(repo_owner) && isName(repo_name)
    ? `${gitHub}/${repo_owner}/${repo_name}/pull/${pr_number}`
    : null

export const PullLink = ({ pull, label }: { pull: PullReference; label: string }) => {
  const href = pullAddress(useContext(GitHubUrl), pull)
  return href ? (
    <a href={href}>
      <bdi>{label}</bdi>
    </a>
  ) : (
    <bdi>{label}</bdi>
  )
}

/** A pull request. The repository links to its page here, the number to GitHub. */
export const Pull = ({ pull }: { pull: PullReference }) => {
  const { repo_owner, repo_name, pr_number } = pull
  if (!repo_owner || !repo_name) return null
  return (
    <span>
      <Icon name="pull" />{' '}
      <a href={repoPath(repo_owner, repo_name)}>
        <bdi>
          {repo_owner}/{repo_name}
        </bdi>
      </a>
      {pr_number && (
        <>
          {' '}
          <PullLink pull={pull} label={`#${pr_number}`} />
        </>
      )}
    </span>
  )
}

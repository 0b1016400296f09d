import { createContext, useContext } from 'hono/jsx'
import { repoPath } from './links'
import { Icon } from './ui/icon'

/** Where GitHub is: pull requests are links to there. Without a slash at its end. */
export const GitHubUrl = createContext('https://github.com')

/** What is known of the pull request that a session was for. */
export type PullReference = { repo_owner?: string | null; repo_name?: string | null; pr_number?: number | null }

/** The characters that GitHub gives owners and repositories. Of any other there is no page. */
const isName = (name: string) => /^[\w-][\w.-]{0,99}$|^\.[\w-][\w.-]{0,98}$/.test(name)

/** The page of a pull request at GitHub; null where there can be none. */
export const pullAddress = (gitHub: string, { repo_owner, repo_name, pr_number }: PullReference) =>
  repo_owner && repo_name && pr_number && isName(repo_owner) && isName(repo_name)
    ? `${gitHub}/${repo_owner}/${repo_name}/pull/${pr_number}`
    : null

/** A pull request by its number, leading to GitHub. */
export const PullLink = ({ pull, label }: { pull: PullReference; label: string }) => {
  const href = pullAddress(useContext(GitHubUrl), pull)
  return href ? (
    <a href={href} rel="noopener noreferrer">
      <bdi>{label}</bdi>
    </a>
  ) : (
    <bdi>{label}</bdi>
  )
}

/** A session's pull request: its repository leads to what was done there, its number to GitHub. */
export const Pull = ({ pull }: { pull: PullReference }) => {
  const { repo_owner, repo_name, pr_number } = pull
  if (!repo_owner || !repo_name) return null
  return (
    <span class="pull">
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

import { sql } from '../../lib/sql'

/** A person's GitHub account, and whether a mail lets them in without it. */
export type GitHubLink = {
  github_user_id: number | null
  github_username: string | null
  email: string | null
  /** epoch ms; null when no mail has proven the address */
  email_proven_at: number | null
}

/** How a person is linked to GitHub, one row. */
export const readGitHubLink = (db: D1Database, userId: string) =>
  sql(db)`
    SELECT github_user_id, github_username, email, email_proven_at
    FROM users
    WHERE id = ${userId}`.first<GitHubLink>()

/** Why the link to GitHub has to stay: nothing else would let its holder in. Null when it may go. */
export const unlinkRefusal = ({ email, email_proven_at }: GitHubLink, canMail: boolean) => {
  if (email === null) return 'no address'
  if (!canMail) return 'no mail'
  return email_proven_at === null ? 'not proven' : null
}

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
export const githubLinkOf = (db: D1Database, userId: string) =>
  sql(db)`
    SELECT github_user_id, github_username, email, email_proven_at
    FROM users
    WHERE id = ${userId}`.first<GitHubLink>()

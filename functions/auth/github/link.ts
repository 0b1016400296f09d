import { sql } from '../../lib/sql'

export type GitHubLink = {
  github_user_id: number | null
  github_username: string | null
  email: string | null
  /** epoch ms; null until a mail proves the address */
  email_proven_at: number | null
}

export const readGitHubLink = (db: D1Database, userId: string) =>
  sql(db)`
    SELECT github_user_id, github_username, email, email_proven_at
    FROM users
    WHERE id = ${userId}`.first<GitHubLink>()

/** Reason why removing the link would lock the person out; null when it would not. */
export const unlinkRefusal = ({ email, email_proven_at }: GitHubLink, canMail: boolean) => {
  if (email === null) return 'no address'
  if (!canMail) return 'no mail'
  return email_proven_at === null ? 'not proven' : null
}

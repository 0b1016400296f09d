import type { Bindings } from '../../lib/env'

const keyOf = (userId: string) => `github-token:${userId}`

/** Lets go of what GitHub gave us for a person. */
export const dropGitHubToken = (env: Bindings, userId: string) => env.KV.delete(keyOf(userId))

import { z } from 'zod'
import { grouped } from '../lib/format'
import { cleanLine } from '../lib/text'
import { titleLimit } from '../sessions/schema'

const longestName = 100
const branchLimit = 255

/** GitHub's limits are 256 characters for a title and 255 for a branch. */
const longestText = 1000

const githubName = (what: string) => {
  const message = `Enter the ${what} as on GitHub: letters, digits, hyphens, dots and underscores`
  return z
    .string(message)
    .max(longestName, `At most ${longestName} characters`)
    .regex(/^[\w-][\w.-]*$|^\.[\w-][\w.-]*$/, message)
}

export const repoOwner = githubName('owner of the repository')
export const repoName = githubName('name of the repository')

const numberMessage = 'Enter the pull request number'
export const pullNumber = z.int(numberMessage).min(1, numberMessage).max(2_147_483_647, numberMessage)

/** Cuts between characters, never within a surrogate pair. */
const cut = (text: string, limit: number) =>
  text.length <= limit ? text : `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`

/** Cuts longer texts, which GitHub allows; refusing them would lose the session. */
const cutText = (limit: number) =>
  z
    .string('Enter text')
    .max(longestText, `At most ${grouped(longestText)} characters`)
    .nullish()
    .transform((text) => cut(cleanLine(text ?? ''), limit))

export const pullTitle = cutText(titleLimit)
export const branchName = cutText(branchLimit)

/** A larger count is lowered to `max`. */
export const countUpTo = (max: number, defaultCount: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `Enter a whole number from 1 to ${max}`)
    .transform(Number)
    .refine((count) => count > 0, `Enter a whole number from 1 to ${max}`)
    .transform((count) => Math.min(count, max))
    .default(defaultCount)

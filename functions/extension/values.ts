import { z } from 'zod'
import { cleanLine } from '../lib/text'
import { titleLimit } from '../sessions/schema'

const longestName = 100
const branchLimit = 255

/** More than any title or branch has at GitHub: 256 characters, and 255. */
const longestText = 1000

const named = (what: string) => {
  const wrong = `Give the ${what} as GitHub has it: letters, digits, hyphens, dots and underscores`
  return z
    .string(wrong)
    .max(longestName, `At most ${longestName} characters`)
    .regex(/^[\w-][\w.-]*$|^\.[\w-][\w.-]*$/, wrong)
}

export const repoOwner = named('owner of the repository')
export const repoName = named('name of the repository')

const numberMessage = 'Give the number of the pull request'
export const pullNumber = z.int(numberMessage).min(1, numberMessage).max(2_147_483_647, numberMessage)

/** A text in one line, cut to its limit between characters. */
const cut = (text: string, limit: number) =>
  text.length <= limit ? text : `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`

/** A text of GitHub's, which allows longer ones than are kept: the extension could not send it otherwise. */
const cutText = (limit: number) =>
  z
    .string('Write it as text')
    .max(longestText, `At most ${longestText.toLocaleString('en')} characters`)
    .nullish()
    .transform((text) => cut(cleanLine(text ?? ''), limit))

export const pullTitle = cutText(titleLimit)
export const branchName = cutText(branchLimit)

/** How many of something are wanted. More than there can be at once are as many as can be. */
export const countUpTo = (most: number, unlessAsked: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `Give a whole number from 1 to ${most}`)
    .transform(Number)
    .refine((count) => count > 0, `Give a whole number from 1 to ${most}`)
    .transform((count) => Math.min(count, most))
    .default(unlessAsked)

import { invalid, invalidFields } from '../lib/api/request'
import { ProblemError } from '../lib/problem'
import type { Refused } from './document'

/** The problem of a document that cannot be a plan, with a line for each fault. @param path the member that holds it */
export const refused = (wrong: Refused, path = 'content') => {
  if ('member' in wrong) return invalidFields({ [wrong.member]: [wrong.message] })
  const errors = wrong.errors.slice(0, 100).map(({ line, message }) => ({ path, line, message }))
  const detail = errors.map(({ line, message }) => `Line ${line}: ${message}`).join(' ')
  return new ProblemError({ ...invalid(errors), detail })
}

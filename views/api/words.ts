import type { Shape } from '../../functions/api/reference'
import { grouped } from '../../functions/lib/format'

const typeNames: Partial<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  null: 'null',
  object: 'object',
  array: 'list',
}

const formatNames: Partial<Record<string, string>> = { date: 'date', 'date-time': 'instant' }

/** Beyond this a limit is only the range of numbers. */
const noLimit = Number.MAX_SAFE_INTEGER

const between = (from: number | undefined, to: number | undefined, unit = '') => {
  const [least, most] = [from ?? -noLimit, to ?? noLimit]
  const [hasLeast, hasMost] = [least > -noLimit, most < noLimit]
  if (hasLeast && hasMost) return `${grouped(least)} to ${grouped(most)}${unit}`
  if (hasMost) return `at most ${grouped(most)}${unit}`
  return hasLeast ? `at least ${grouped(least)}${unit}` : ''
}

/** Limits of a text, a number or a list in words; empty without limits. */
export const limits = ({ type, minLength, maxLength, minimum, maximum, maxItems }: Shape) => {
  if (type === 'array') return maxItems === undefined ? '' : `at most ${maxItems}`
  if (maxLength !== undefined) return between(minLength || undefined, maxLength, ' characters')
  return between(minimum, maximum)
}

export const typeName = ({ type, format, enum: values, const: only }: Shape) => {
  if (values) return values.join(' · ')
  if (only !== undefined) return String(only)
  const names = [type ?? []]
    .flat()
    .map((one) => (one === 'string' && formatNames[format ?? '']) || typeNames[one] || one)
  return names.join(' or ') || 'anything'
}

export const nameOf = ({ $ref }: Shape) => $ref?.split('/').at(-1)

import { grouped } from '../../../functions/lib/text/format'
import type { ListedOperation, Parameter, Shape } from '../../../functions/programs/api/reference'

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

/** A limit this large is only the range of numbers, so it is not shown. */
const noLimit = Number.MAX_SAFE_INTEGER

const between = (from: number | undefined, to: number | undefined, unit = '') => {
  const [least, most] = [from ?? -noLimit, to ?? noLimit]
  const [hasLeast, hasMost] = [least > -noLimit, most < noLimit]
  if (hasLeast && hasMost) return `${grouped(least)} to ${grouped(most)}${unit}`
  if (hasMost) return `at most ${grouped(most)}${unit}`
  return hasLeast ? `at least ${grouped(least)}${unit}` : ''
}

/** Describes the limits of a text, a number or a list; empty without limits. */
export const describeLimits = ({ type, minLength, maxLength, minimum, maximum, maxItems }: Shape) => {
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

export const schemaName = ({ $ref }: Shape) => $ref?.split('/').at(-1)

type Shapes = Record<string, Shape>

const formats: Partial<Record<string, string>> = { date: '2026-03-08', 'date-time': '2026-03-08T09:30:00.000Z' }

/** An example value of a shape: its required members, else only the first one. */
const sample = (given: Shape, shapes: Shapes): unknown => {
  const shape = shapes[schemaName(given) ?? ''] ?? given
  if (shape.example !== undefined) return shape.example
  if (shape.const !== undefined) return shape.const
  if (shape.enum) return shape.enum[0]
  const [choice] = shape.anyOf ?? []
  if (choice) return sample(choice, shapes)
  const type = [shape.type ?? []].flat()[0]
  if (type === 'integer' || type === 'number') return Math.max(shape.minimum ?? 0, 0)
  if (type === 'boolean') return true
  if (type === 'array') return shape.items ? [sample(shape.items, shapes)] : []
  if (type !== 'object') return formats[shape.format ?? ''] ?? '…'
  const { properties = {}, required = [] } = shape
  const [first] = Object.keys(properties)
  const names = required.length > 0 || first === undefined ? required : [first]
  return Object.fromEntries(names.map((name) => [name, sample(properties[name] ?? {}, shapes)]))
}

const inPath = (path: string, parameters: Parameter[], shapes: Shapes) =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const shape = parameters.find((one) => one.in === 'path' && one.name === name)?.schema ?? {}
    const value = sample(shape, shapes)
    return value === '…' ? `$${name.toUpperCase()}` : String(value)
  })

const search = (parameters: Parameter[], shapes: Shapes) => {
  const needed = parameters.filter((one) => one.in === 'query' && one.required)
  const asked = needed.map(({ name, schema }) => `${name}=${encodeURIComponent(String(sample(schema, shapes)))}`)
  return asked.length > 0 ? `?${asked.join('&')}` : ''
}

/** A curl command for an operation. `$TOKEN` is a placeholder for a personal token or an access token. */
export const curl = (
  { method, path, parameters, requestBody, security }: ListedOperation,
  shapes: Shapes,
  origin: string,
) => {
  const [[type, media] = []] = Object.entries(requestBody?.content ?? {})
  const body =
    type === 'application/json' && media
      ? `--data '${JSON.stringify(sample(media.schema, shapes))}'`
      : '--data-binary @log.csv'
  const address = `${origin}${inPath(path, parameters, shapes)}${search(parameters, shapes)}`
  return [
    `curl ${method === 'GET' ? '' : `--request ${method} `}"${address}"`,
    security === undefined && '--header "Authorization: Bearer $TOKEN"',
    type && `--header "Content-Type: ${type}"`,
    type && body,
  ]
    .filter(Boolean)
    .join(' \\\n  ')
}

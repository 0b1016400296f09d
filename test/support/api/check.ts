import { type Description, resolved, type Schema } from './description'

/** Keywords for people, which check nothing. */
const silent = ['description', 'example', 'examples', 'default', 'title', 'id', '$schema', 'deprecated']

const formats: Record<string, RegExp> = {
  date: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
}

const typeOf = (value: unknown) => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return Number.isInteger(value) ? 'integer' : typeof value
}

const isOfType = (value: unknown, type: string) =>
  typeOf(value) === type || (type === 'number' && typeOf(value) === 'integer')

const isRecord = (value: unknown): value is Record<string, unknown> => typeOf(value) === 'object'

type Rule = (
  value: unknown,
  schema: Schema,
  check: (value: unknown, schema: Schema, at: string) => string[],
) => string[]

const when = (wrong: boolean, message: string) => (wrong ? [message] : [])
const text = (value: unknown) => (typeof value === 'string' ? [...value] : [])
const count = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise)

/** Faults of a value by keyword. A keyword that is not here cannot be used. */
const rules: Record<string, Rule> = {
  type: (value, { type = [] }) =>
    when(![type].flat().some((one) => isOfType(value, one)), `is ${typeOf(value)}, not ${[type].flat().join(' or ')}`),
  const: (value, schema) => when(value !== schema.const, `is not ${JSON.stringify(schema.const)}`),
  enum: (value, schema) => when(!schema.enum?.includes(value), `is ${JSON.stringify(value)}, none of ${schema.enum}`),
  format: (value, { format = '' }) => {
    const pattern = formats[format]
    if (!pattern) throw new Error(`the format ${format} is not known`)
    return when(typeof value === 'string' && !pattern.test(value), `${JSON.stringify(value)} is no ${format}`)
  },
  pattern: (value, { pattern = '' }) =>
    when(
      typeof value === 'string' && !new RegExp(pattern, 'u').test(value),
      `${JSON.stringify(value)} has not ${pattern}`,
    ),
  minLength: (value, { minLength = 0 }) =>
    when(typeof value === 'string' && text(value).length < minLength, 'is too short'),
  maxLength: (value, { maxLength = 0 }) => when(text(value).length > maxLength, 'is too long'),
  minimum: (value, { minimum = 0 }) => when(count(value, minimum) < minimum, `is below ${minimum}`),
  maximum: (value, { maximum = 0 }) => when(count(value, maximum) > maximum, `is above ${maximum}`),
  exclusiveMinimum: (value, { exclusiveMinimum = 0 }) =>
    when(count(value, exclusiveMinimum + 1) <= exclusiveMinimum, `is not above ${exclusiveMinimum}`),
  minItems: (value, { minItems = 0 }) => when(Array.isArray(value) && value.length < minItems, 'has too few items'),
  maxItems: (value, { maxItems = 0 }) => when(Array.isArray(value) && value.length > maxItems, 'has too many items'),
  items: (value, { items = {}, prefixItems = [] }, check) =>
    Array.isArray(value)
      ? value.slice(prefixItems.length).flatMap((item, index) => check(item, items, String(index + prefixItems.length)))
      : [],
  prefixItems: (value, { prefixItems = [] }, check) =>
    Array.isArray(value) ? prefixItems.flatMap((item, index) => check(value[index], item, String(index))) : [],
  required: (value, { required = [] }) =>
    isRecord(value) ? required.filter((name) => !(name in value)).map((name) => `has no ${name}`) : [],
  properties: (value, { properties = {} }, check) =>
    isRecord(value)
      ? Object.entries(properties).flatMap(([name, schema]) => (name in value ? check(value[name], schema, name) : []))
      : [],
  additionalProperties: (value, { additionalProperties = true, properties = {} }, check) => {
    if (!isRecord(value) || additionalProperties === true) return []
    const others = Object.keys(value).filter((name) => !(name in properties))
    if (additionalProperties === false) return others.map((name) => `has ${name}, which is not described`)
    return others.flatMap((name) => check(value[name], additionalProperties, name))
  },
  propertyNames: (value, { propertyNames = {} }, check) =>
    isRecord(value) ? Object.keys(value).flatMap((name) => check(name, propertyNames, name)) : [],
  anyOf: (value, { anyOf = [] }, check) =>
    when(!anyOf.some((one) => check(value, one, '').length === 0), `${JSON.stringify(value)} is none of those allowed`),
  oneOf: (value, { oneOf = [] }, check) =>
    when(oneOf.filter((one) => check(value, one, '').length === 0).length !== 1, 'is not exactly one of those allowed'),
  allOf: (value, { allOf = [] }, check) => allOf.flatMap((one) => check(value, one, '')),
}

/** Faults of a value by a schema of the description, each with its path; empty when it is as described. */
export const wrongs = (description: Description, value: unknown, schema: Schema, at = ''): string[] => {
  const { $ref: _, ...own } = schema
  const all = { ...(schema.$ref === undefined ? {} : resolved(description, schema)), ...own }
  return Object.keys(all)
    .filter((keyword) => !silent.includes(keyword))
    .flatMap((keyword) => {
      const rule = rules[keyword]
      if (!rule) throw new Error(`the keyword ${keyword} is not known`)
      return rule(value, all, (inner, innerSchema, step) => wrongs(description, inner, innerSchema, step))
    })
    .map((wrong) => (at === '' ? wrong : `${at} ${wrong}`))
}

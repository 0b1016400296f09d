import fc from 'fast-check'
import { type Description, resolved, type Schema } from './description'

/** A placeholder for an id that is known only when the request is sent. */
export const pick = { pattern: /^pick:(\w+):(own|other|missing):(\d+)$/ }

/** Ids of a kind of row: mostly one's own, sometimes another person's or none. */
const idOf = (kind: string) =>
  fc
    .tuple(
      fc.oneof({ weight: 7, arbitrary: fc.constant('own') }, fc.constantFrom('other', 'missing')),
      fc.nat({ max: 1000 }),
    )
    .map(([whose, number]) => `pick:${kind}:${whose}:${number}`)

/** Kind of thing that a member's name refers to. */
const kindOf = (name: string) => {
  const [, kind] = /^(\w+)_id$/.exec(name) ?? []
  return kind === 'parent' ? 'goals' : kind && `${kind}s`
}

const two = (number: number) => String(number).padStart(2, '0')

const near = fc
  .record({
    year: fc.integer({ min: 2025, max: 2027 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
  })
  .map(({ year, month, day }) => `${year}-${two(month)}-${two(day)}`)

const date = fc.oneof(
  { weight: 8, arbitrary: near },
  fc.constantFrom('1970-01-01', '2199-12-31', '2024-02-29', '2026-02-29', '2026-03-29', '2200-01-01', '1969-12-31'),
)

const clock = fc
  .tuple(
    fc.nat({ max: 23 }),
    fc.nat({ max: 59 }),
    fc.constantFrom('', ':00', ':59.999'),
    fc.constantFrom('Z', '+05:30', '-11:00'),
  )
  .map(([hour, minute, rest, offset]) => `T${two(hour)}:${two(minute)}${rest}${offset}`)

const formats: Partial<Record<string, fc.Arbitrary<string>>> = {
  date,
  'date-time': fc.tuple(date, clock).map(([day, time]) => day + time),
}

const anyText = (minLength: number, maxLength: number) => {
  const short = { minLength, maxLength: Math.min(maxLength, minLength + 12) }
  return fc.oneof(
    { weight: 4, arbitrary: fc.string(short) },
    fc.string({ ...short, unit: 'grapheme' }),
    fc.constant('x'.repeat(Math.min(maxLength, 20_000))),
    fc.constant('<b>"\'&\u202e'.slice(0, maxLength).padEnd(minLength, 'x')),
  )
}

const textOf = ({ format, pattern, minLength = 0, maxLength = 40 }: Schema): fc.Arbitrary<string> => {
  const known = formats[format ?? '']
  if (known) return known
  if (pattern === undefined) return anyText(minLength, maxLength)
  return fc.stringMatching(new RegExp(pattern, 'u'), { size: 'small' }).filter((text) => text.length <= maxLength)
}

const numberOf = ({ type, minimum, maximum, exclusiveMinimum }: Schema) => {
  const min = Math.max(minimum ?? exclusiveMinimum ?? -1e6, -1e6)
  const max = Math.min(maximum ?? 1e6, 1e9)
  const between = [type].flat().includes('integer') ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true })
  return fc.oneof({ weight: 3, arbitrary: between }, fc.constantFrom(min, max, Math.min(min + 1, max)))
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

type Make = (schema: Schema, name?: string) => fc.Arbitrary<unknown>

const ofType = (type: string, schema: Schema, make: Make): fc.Arbitrary<unknown> => {
  if (type === 'string') return textOf(schema)
  if (type === 'integer' || type === 'number') return numberOf(schema)
  if (type === 'boolean') return fc.boolean()
  if (type === 'null') return fc.constant(null)
  if (type === 'array') {
    const { items = {}, minItems = 0, maxItems = 4 } = schema
    return fc.array(make(items), { minLength: minItems, maxLength: Math.min(maxItems, minItems + 4) })
  }
  const { properties = {}, required = [] } = schema
  const members: Record<string, fc.Arbitrary<unknown>> = Object.fromEntries(
    Object.entries(properties).map(([name, member]) => [name, make(member, name)]),
  )
  const needed = required.filter((name) => name in properties)
  const all = fc.record(members, { requiredKeys: needed })
  // Only a few at a time, added to the example, as two that contradict each other make the value invalid.
  const base = isObject(schema.example) ? schema.example : null
  const free = Object.keys(members).filter((name) => base !== null || !needed.includes(name))
  const few = fc.subarray(free, { maxLength: Math.min(2, free.length) }).chain((names) => {
    const wanted = base ? names : [...needed, ...names]
    return fc.record(Object.fromEntries(Object.entries(members).filter(([name]) => wanted.includes(name))))
  })
  return fc.oneof(all, {
    weight: 3,
    arbitrary: few.map((value) => ({ ...base, ...value })),
  })
}

/** Values that a schema allows, sometimes at its limits. */
export const valuesOf = (description: Description): Make => {
  const make: Make = (given, name = '') => {
    const schema = resolved(description, given)
    const kind = kindOf(name)
    if (schema.enum) return fc.constantFrom(...schema.enum)
    if (schema.const !== undefined) return fc.constant(schema.const)
    const choices = schema.anyOf ?? schema.oneOf
    if (choices) return fc.oneof(...choices.map((choice) => make(choice, name)))
    const types = [schema.type ?? []].flat()
    if (types.length === 0) return fc.jsonValue()
    const values = types.map((type) => (type === 'string' && kind ? idOf(kind) : ofType(type, schema, make)))
    const all = fc.oneof(...values)
    return schema.example === undefined ? all : fc.oneof({ weight: 2, arbitrary: all }, fc.constant(schema.example))
  }
  return make
}

/** Values that are seldom valid. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    0,
    1.5,
    1e15,
    '',
    ' ',
    '\u0000',
    '😀',
    [],
    {},
    [[]],
    { a: null },
    '2026-02-30',
  ),
  fc.constant('x'.repeat(10_001)),
  fc.jsonValue({ maxDepth: 1 }),
)

/** Values with one fault: a member of another type, one too few, one too many, or no object at all. */
export const spoilt = (values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .tuple(values, odd, fc.nat(), fc.constantFrom('member', 'member', 'missing', 'unknown', 'whole'))
    .map(([value, other, at, how]) => {
      if (!isObject(value) || how === 'whole') return other
      const names = Object.keys(value)
      const name = names[at % Math.max(names.length, 1)] ?? 'nothing'
      if (how === 'unknown') return { ...value, unknown_member: other }
      if (how === 'member') return { ...value, [name]: other }
      const { [name]: _, ...rest } = value
      return rest
    })

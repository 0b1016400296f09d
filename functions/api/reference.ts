import { z } from 'zod'

const value = z.union([z.string(), z.number(), z.boolean(), z.null()])

/** Part of a JSON Schema. */
const Shape = z.object({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  const: value.optional(),
  enum: z.array(value).optional(),
  format: z.string().optional(),
  description: z.string().optional(),
  example: z.unknown().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxItems: z.number().optional(),
  required: z.array(z.string()).optional(),
  get properties() {
    return z.record(z.string(), Shape).optional()
  },
  get items() {
    return Shape.optional()
  },
  get anyOf() {
    return z.array(Shape).optional()
  },
})
export type Shape = z.infer<typeof Shape>

const Content = z.record(z.string(), z.object({ schema: Shape }))

const Parameter = z.object({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean().optional(),
  description: z.string().optional(),
  schema: Shape,
})
export type Parameter = z.infer<typeof Parameter>

const Answer = z.object({ description: z.string(), content: Content.optional() })

const Operation = z.object({
  operationId: z.string(),
  summary: z.string(),
  description: z.string().optional(),
  tags: z.array(z.string()),
  security: z.array(z.unknown()).optional(),
  parameters: z.array(Parameter).default([]),
  requestBody: z.object({ content: Content }).optional(),
  responses: z.record(z.string(), Answer),
})

const Description = z.object({
  openapi: z.string(),
  info: z.object({ version: z.string(), description: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({ schemas: z.record(z.string(), Shape) }),
})

/** `method` is in capitals. */
export type ListedOperation = z.infer<typeof Operation> & { method: string; path: string }

export type Reference = {
  openapi: string
  version: string
  /** Introduction, a sentence or two a line. */
  about: string[]
  sections: { tag: string; operations: ListedOperation[] }[]
  errors: { status: string; description: string }[]
  shapes: Record<string, Shape>
  /** Names of the schemas used in answers and in members of bodies. */
  linked: string[]
}

const lineBreak = '\n'

/** Names of the components that a shape uses, also indirectly. */
const namesIn = (shape: Shape, shapes: Record<string, Shape>): string[] => {
  const { $ref, properties = {}, items, anyOf = [] } = shape
  const name = $ref?.split('/').at(-1)
  const named = name === undefined ? undefined : shapes[name]
  const inner = [...Object.values(properties), ...(items ? [items] : []), ...anyOf, ...(named ? [named] : [])]
  return [...(name === undefined ? [] : [name]), ...inner.flatMap((one) => namesIn(one, shapes))]
}

export const referenceOf = (document: unknown): Reference => {
  const { openapi, info, paths, components } = Description.parse(document)
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  )
  const answers = operations.flatMap(({ responses }) => Object.entries(responses))
  const errors = new Map(answers.filter(([status]) => status >= '400').reverse())
  const named = (content: z.infer<typeof Content> = {}) =>
    Object.values(content).map(({ schema }) => namesIn(schema, components.schemas))
  const linked = new Set([
    ...answers.flatMap(([, { content }]) => named(content).flat()),
    // A body's own shape is shown with its operation.
    ...operations.flatMap(({ requestBody }) => named(requestBody?.content).flatMap(([, ...members]) => members)),
  ])
  return {
    openapi,
    version: info.version,
    about: info.description.split(lineBreak),
    sections: [...Map.groupBy(operations, ({ tags }) => tags[0] ?? '')].map(([tag, operations]) => ({
      tag,
      operations,
    })),
    errors: [...errors]
      .map(([status, { description }]) => ({ status, description }))
      .toSorted((a, b) => Number(a.status) - Number(b.status)),
    shapes: components.schemas,
    linked: Object.keys(components.schemas).filter((name) => linked.has(name)),
  }
}

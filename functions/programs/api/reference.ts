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

/** `method` is in upper case. */
export type ListedOperation = z.infer<typeof Operation> & { method: string; path: string }

export type Reference = {
  openapi: string
  version: string
  /** Paragraphs of the introduction. */
  about: string[]
  /** Groups of operations. `slug` is the group's name in URLs. */
  sections: { tag: string; slug: string; operations: ListedOperation[] }[]
  errors: { status: string; description: string }[]
  shapes: Shapes
}

type Shapes = Record<string, Shape>

const lineBreak = '\n'

/** Names of the components that a schema uses, directly or indirectly. */
const namesIn = (shape: Shape, shapes: Record<string, Shape>): string[] => {
  const { $ref, properties = {}, items, anyOf = [] } = shape
  const name = $ref?.split('/').at(-1)
  const named = name === undefined ? undefined : shapes[name]
  const inner = [...Object.values(properties), ...(items ? [items] : []), ...anyOf, ...(named ? [named] : [])]
  return [...(name === undefined ? [] : [name]), ...inner.flatMap((one) => namesIn(one, shapes))]
}

const namesInContent = (content: z.infer<typeof Content> = {}, shapes: Shapes) =>
  Object.values(content).map(({ schema }) => namesIn(schema, shapes))

/** Names of all schemas in an operation. */
export const schemaNamesOf = ({ requestBody, responses }: ListedOperation, shapes: Shapes) => [
  ...new Set([
    ...namesInContent(requestBody?.content, shapes).flat(),
    ...Object.values(responses).flatMap(({ content }) => namesInContent(content, shapes).flat()),
  ]),
]

/** Names of schemas to list and link to: in responses, and inside request bodies, which are shown inline. */
export const linkedSchemas = (operations: ListedOperation[], shapes: Shapes) => {
  const linked = new Set(
    operations.flatMap(({ requestBody, responses }) => [
      ...Object.values(responses).flatMap(({ content }) => namesInContent(content, shapes).flat()),
      ...namesInContent(requestBody?.content, shapes).flatMap(([, ...members]) => members),
    ]),
  )
  return Object.keys(shapes).filter((name) => linked.has(name))
}

const slugOf = (tag: string) => tag.toLowerCase().replaceAll(' ', '-')

/** The most frequent text. For the overview of errors, which some operations describe in more detail. */
const commonest = (texts: string[]) =>
  [...Map.groupBy(texts, (text) => text)].reduce(
    (best, next) => (next[1].length > best[1].length ? next : best),
    ['', []],
  )[0]

/** True for groups that few programs need, which are listed last. */
const isLate = ({ tag }: { tag: string }) => tag === 'Action items' || tag === 'Admin'

export const referenceOf = (document: unknown): Reference => {
  const { openapi, info, paths, components } = Description.parse(document)
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  )
  const answers = operations.flatMap(({ responses }) => Object.entries(responses))
  const errors = new Map(
    [...Map.groupBy(answers, ([status]) => status)].flatMap(([status, found]) =>
      status >= '400' ? [[status, commonest(found.map(([, { description }]) => description))] as const] : [],
    ),
  )
  return {
    openapi,
    version: info.version,
    about: info.description.split(lineBreak),
    sections: [...Map.groupBy(operations, ({ tags }) => tags[0] ?? '')]
      .map(([tag, operations]) => ({ tag, slug: slugOf(tag), operations }))
      .toSorted((a, b) => Number(isLate(a)) - Number(isLate(b)) || a.tag.localeCompare(b.tag, 'en')),
    errors: [...errors]
      .map(([status, description]) => ({ status, description }))
      .toSorted((a, b) => Number(a.status) - Number(b.status)),
    shapes: components.schemas,
  }
}

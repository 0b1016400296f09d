import { describeRoute, resolver } from 'hono-openapi'
import { z } from 'zod'

/** RFC 9457 problem details, as every error of the API is answered. */
const ProblemDetails = z
  .looseObject({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    error: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' })

const problemContent = {
  'application/problem+json': { schema: resolver(ProblemDetails, { options: { io: 'output' } }) },
}

const words = {
  400: 'The body cannot be read as JSON.',
  401: 'Nobody is signed in.',
  403: 'The write came from another site.',
  404: 'There is no such thing, or it is somebody else’s.',
  409: 'It has moved on since the version that the request names; or a name is taken. Nothing was changed.',
  413: 'The body is larger than is taken.',
  415: 'The body is not of the type that is taken. Nothing was changed.',
  422: 'Something in the request cannot be; `errors` names what, and why. Nothing was changed.',
} as const
type ErrorStatus = keyof typeof words

type Operation = {
  /** In a few words, as the heading of the operation. */
  summary: string
  description?: string
  /** The section it stands in. */
  tag: string
  /** What it answers when it succeeds; 204 where nothing is. */
  answers?: { status?: 200 | 201; schema: z.ZodType; description?: string; media?: string }
  /** Whether it can be asked with `If-None-Match`. */
  versioned?: boolean
  /** Whether it takes a body, whether one thing is named in its path, whether that can be stale. */
  body?: boolean
  item?: boolean
  stale?: boolean
  /** Takes a body of CSV, up to so many bytes. */
  csv?: { maxBytes: number }
  /** Takes an `Idempotency-Key`. */
  once?: boolean
  /** Needs no sign-in. */
  open?: boolean
  parameters?: Parameter[]
}
type Parameter = {
  name: string
  in: 'header' | 'query' | 'path'
  required?: boolean
  description?: string
  schema: object
}

/** An operation's name: its method and the steps of its path, `getGoalsId`. */
const nameOf = ({ method, path }: { method: string; path: string }) =>
  method.toLowerCase() +
  path
    .replace('/api/v1', '')
    .split(/[^a-z0-9]+/i)
    .map((step) => step.charAt(0).toUpperCase() + step.slice(1))
    .join('')

const etag = { ETag: { description: 'The version of what is answered.', schema: { type: 'string' as const } } }

const header = (name: string, description: string, pattern: string, maxLength = 255): Parameter => ({
  name,
  in: 'header',
  description,
  schema: { type: 'string', maxLength, pattern },
})

const headersOf = ({ versioned, once }: Operation): Parameter[] => [
  ...(versioned ? [header('If-None-Match', 'The ETag of an earlier answer: 304 when it still holds.', '^.*$')] : []),
  ...(once
    ? [header('Idempotency-Key', 'A repeat with the same key answers what the first request did.', '^[\\x21-\\x7e]+$')]
    : []),
]

const errorsOf = ({ body, csv, item, stale, open }: Operation, isWrite: boolean): ErrorStatus[] => [
  ...(body ? ([400, 413, 415] as const) : []),
  ...(csv ? ([413, 415] as const) : []),
  ...(open ? [] : ([401] as const)),
  ...(isWrite ? ([403] as const) : []),
  ...(item ? ([404] as const) : []),
  ...(stale ? ([409] as const) : []),
  422,
]

/**
 * Describes a route for the OpenAPI document; the validators of its body and query add theirs. What is not described
 * here must not be answered: a test sends requests made from the document and compares.
 */
export const operation = (
  described: Operation,
  isWrite = described.answers === undefined || described.body === true || described.csv !== undefined,
) => {
  const { answers, summary, description, tag, versioned, open, csv } = described
  const success = answers
    ? {
        [answers.status ?? 200]: {
          description: answers.description ?? 'Done.',
          headers: {
            ...(versioned && etag),
            ...(answers.status === 201 && {
              Location: { description: 'The path of what was made.', schema: { type: 'string' as const } },
            }),
          },
          content: {
            [answers.media ?? 'application/json']: { schema: resolver(answers.schema, { options: { io: 'output' } }) },
          },
        },
      }
    : { 204: { description: 'Done; there is nothing to say.' } }
  const errors = errorsOf(described, isWrite).map((status) => [
    status,
    { description: words[status], content: problemContent },
  ])
  return describeRoute({
    operationId: nameOf,
    summary,
    description,
    tags: [tag],
    security: open ? [] : undefined,
    parameters: [...headersOf(described), ...(described.parameters ?? [])],
    ...(csv && {
      requestBody: {
        required: true,
        content: { 'text/csv': { schema: { type: 'string' as const, maxLength: csv.maxBytes } } },
      },
    }),
    responses: {
      ...success,
      ...(versioned && { 304: { description: 'What the ETag names still holds.', headers: etag } }),
      ...Object.fromEntries(errors),
    },
  })
}

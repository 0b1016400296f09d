import { describeRoute, resolver } from 'hono-openapi'
import { z } from 'zod'
import { StartedJson } from '../jobs/queries'
import { capitalize } from '../text/text'

/** RFC 9457 problem details, the format of all API errors. */
const ProblemDetails = z
  .looseObject({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    error: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string(), line: z.int().optional() })).optional(),
  })
  .meta({ id: 'Problem' })

const problemContent = {
  'application/problem+json': { schema: resolver(ProblemDetails, { options: { io: 'output' } }) },
}

export const errorWords = {
  400: 'The body is not valid JSON.',
  401: 'Not signed in, or the credentials are invalid.',
  403: 'The write came from another site, the token lacks a scope (named in `WWW-Authenticate`), or the account is suspended.',
  404: 'Not found, or it belongs to someone else.',
  409: 'It changed after the version in the request, the name is taken, or other changes kept getting in the way. Nothing was changed.',
  412: 'It changed since the version in `If-Match`; `current` is the current state. Nothing was changed.',
  413: 'The body is too large.',
  415: 'The body has the wrong media type. Nothing was changed.',
  422: 'The request is invalid: `errors` has the fields and the reasons. Nothing was changed.',
  429: 'Too many requests. Try again after the seconds in `Retry-After`.',
} as const
type ErrorStatus = keyof typeof errorWords

/** 409 of a write that failed repeatedly because of concurrent writes (`retry`). */
export const busyError = 'Other changes kept interfering. Nothing was changed. Send it again.'

type Operation = {
  summary: string
  description?: string
  tag: string
  /** Successful response; 204 if omitted. */
  answers?: {
    status?: 200 | 201
    schema: z.ZodType
    description?: string
    media?: string
    /** Responds 201 instead if it created the row. */
    creates?: boolean
  }
  /** Supports `If-None-Match`. */
  versioned?: boolean
  body?: boolean
  /** Request body by media type, if no validator describes it. */
  media?: Record<string, z.ZodType>
  /** The path names a row, which may be missing (404). */
  item?: boolean
  /** The request names a version, which may be stale (409). */
  stale?: boolean
  /** Supports `If-Match`. */
  matches?: boolean
  /** The body is a file of one of these types. */
  file?: { types: FileType[]; maxBytes: number }
  /** Supports `Idempotency-Key`. */
  once?: boolean
  /** Responds 202 with a job if the work is too long for one request. */
  long?: boolean
  /** Requires no sign-in. */
  open?: boolean
  signsIn?: boolean
  parameters?: Parameter[]
  /** Descriptions of errors that are specific to this operation. */
  errors?: Partial<Record<ErrorStatus, string>>
}
type FileType =
  | 'text/csv'
  | 'text/plain'
  | 'text/tab-separated-values'
  | 'text/calendar'
  | 'application/json'
  | 'application/gzip'

type Parameter = {
  name: string
  in: 'header' | 'query' | 'path'
  required?: boolean
  description?: string
  schema: object
}

/** Builds an operation id such as `getGoalsId`. */
const nameOf = ({ method, path }: { method: string; path: string }) =>
  method.toLowerCase() +
  path
    .replace('/api/v1', '')
    .split(/[^a-z0-9]+/i)
    .map(capitalize)
    .join('')

const text = (description: string) => ({ description, schema: { type: 'string' as const } })
const whole = (description: string) => ({ description, schema: { type: 'integer' as const, minimum: 0 } })

const etag = { ETag: text('The version of the response.') }

const header = (name: string, description: string, pattern: string): Parameter => ({
  name,
  in: 'header',
  description,
  schema: { type: 'string', maxLength: 255, pattern },
})

const ifNoneMatch = header('If-None-Match', 'The ETag of an earlier response: 304 while it still matches.', '^.*$')
const ifMatch = header('If-Match', 'The ETag of an earlier response: 412 if the row has changed since.', '^.*$')
const idempotencyKey = header(
  'Idempotency-Key',
  'A repeat with the same key gets the response of the first request.',
  '^[\\x21-\\x7e]+$',
)

const limitHeaders = {
  'Retry-After': whole('Seconds until you can try again.'),
  'RateLimit-Policy': text('The limit: `q` requests in `w` seconds.'),
  RateLimit: text('`r` requests left; resets in `t` seconds.'),
}

const errorHeaders: Partial<Record<ErrorStatus, object>> = {
  401: { 'WWW-Authenticate': text('Which credentials are missing or invalid.') },
  429: limitHeaders,
}

const contentOf = (media: Record<string, z.ZodType>) =>
  Object.fromEntries(
    Object.entries(media).map(([type, schema]) => [type, { schema: resolver(schema, { options: { io: 'input' } }) }]),
  )

const errorsOf = ({ body, file, item, stale, matches, open }: Operation): ErrorStatus[] => [
  ...(body ? ([400, 413, 415] as const) : []),
  ...(file ? ([413, 415] as const) : []),
  ...(open ? [] : ([401, 403, 429] as const)),
  ...(item ? ([404] as const) : []),
  ...(stale ? ([409] as const) : []),
  ...(matches ? ([412] as const) : []),
  422,
]

const accepted = {
  202: {
    description: 'Started. It continues in steps; the job shows the progress.',
    headers: { Location: text('The path of the job.') },
    content: { 'application/json': { schema: resolver(StartedJson, { options: { io: 'output' } }) } },
  },
}

/**
 * Describes a route for the OpenAPI document. Validators of body and query add their part. A test sends requests
 * generated from the document and fails on any response that it does not describe.
 */
export const describeOperation = (described: Operation) => {
  const { answers, summary, description, tag, versioned, open, signsIn, file, errors: own = {} } = described
  const successOf = (
    status: 200 | 201,
    { schema, description: done = 'Done.', media }: NonNullable<typeof answers>,
  ) => ({
    [status]: {
      description: done,
      headers: { ...(versioned && etag), ...(status === 201 && { Location: text('The path of the new row.') }) },
      content: { [media ?? 'application/json']: { schema: resolver(schema, { options: { io: 'output' } }) } },
    },
  })
  const success = answers
    ? { ...successOf(answers.status ?? 200, answers), ...(answers.creates && successOf(201, answers)) }
    : { 204: { description: 'Done, without a body.' } }
  const errors = errorsOf(described).map((status) => [
    status,
    { description: own[status] ?? errorWords[status], headers: errorHeaders[status], content: problemContent },
  ])
  return describeRoute({
    operationId: nameOf,
    summary,
    description,
    tags: [tag],
    security: open || signsIn ? [] : undefined,
    parameters: [
      ...(versioned ? [ifNoneMatch] : []),
      ...(described.matches ? [ifMatch] : []),
      ...(described.once ? [idempotencyKey] : []),
      ...(described.parameters ?? []),
    ],
    ...(file && {
      requestBody: {
        required: true,
        content: Object.fromEntries(
          file.types.map((type) => [type, { schema: { type: 'string' as const, maxLength: file.maxBytes } }]),
        ),
      },
    }),
    ...(described.media && { requestBody: { required: true, content: contentOf(described.media) } }),
    responses: {
      ...success,
      ...(described.long && accepted),
      ...(versioned && { 304: { description: 'Not modified: the ETag still matches.', headers: etag } }),
      ...Object.fromEntries(errors),
    },
  })
}

import { Hono } from 'hono'
import type { RouterRoute } from 'hono/types'
import { generateSpecs } from 'hono-openapi'
import { version } from '../../package.json'

const apiDescription = `
Instants are ISO 8601 in UTC with milliseconds, and are accepted with any offset. Dates are \`YYYY-MM-DD\`, by the account’s time zone and day start.
Lists are newest first unless noted otherwise, 50 per page: repeat with \`next_cursor\` until it is null.
Errors are problem details (RFC 9457) with \`code\`, \`error\` and, for invalid requests, \`errors\`.
All programs of an account share 100 requests a minute. A 429 response has \`Retry-After\` in seconds; every response has \`RateLimit\`.
An unsupported method returns 405 with the supported ones in \`Allow\`.
A body is \`application/json\` unless an operation says otherwise; unknown fields are rejected.
`

type Description = Awaited<ReturnType<typeof generateSpecs>>

/** Drops the 422 of operations that validate nothing. */
const dropNeedless422 = (description: Description) => {
  for (const methods of Object.values(description.paths)) {
    for (const operation of [methods?.get, methods?.delete, methods?.post]) {
      if (!operation || operation.requestBody) continue
      const isChecked = (operation.parameters ?? []).some(
        (one) =>
          'in' in one &&
          (one.in === 'query' ||
            one.name === 'Idempotency-Key' ||
            (one.in === 'path' && one.schema && 'pattern' in one.schema)),
      )
      if (!isChecked) delete operation.responses?.['422']
    }
  }
  return description
}

/** Sorts path parameters as in the path; validators would put theirs first. */
const sortParameters = (description: Description) => {
  for (const [path, methods] of Object.entries(description.paths)) {
    for (const operation of [methods?.get, methods?.put, methods?.patch, methods?.delete, methods?.post]) {
      operation?.parameters?.sort((one, other) => {
        const [a, b] = [one, other].map((it) => ('in' in it && it.in === 'path' ? path.indexOf(`{${it.name}}`) : 1e9))
        return (a ?? 0) - (b ?? 0)
      })
    }
  }
  return description
}

export const openApi = async (routes: RouterRoute[]) => {
  const description = await generateSpecs(Object.assign(new Hono(), { routes }), {
    documentation: {
      info: { title: 'Daymark', version, description: apiDescription.trim() },
      servers: [{ url: '/' }],
      components: {
        securitySchemes: {
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'session',
            description:
              'For a signed-in browser; `__Host-session` over https. Writes with it need the `Origin` of this site, or `Sec-Fetch-Site: same-origin`.',
          },
          bearer: {
            type: 'http',
            scheme: 'bearer',
            description:
              'A personal token, which begins with `daymark_pat_`, or a program’s access token (JWT). Takes precedence over a cookie.',
          },
        },
      },
      security: [{ session: [] }, { bearer: [] }],
    },
    excludeStaticFile: false,
    defaultValidationErrorResponse: false,
  })
  return sortParameters(dropNeedless422(description))
}

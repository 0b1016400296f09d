import type { Hono } from 'hono'
import { generateSpecs } from 'hono-openapi'
import { version } from '../../package.json'
import type { App } from '../lib/env'

const apiDescription = `
Instants are ISO 8601 in UTC with milliseconds, and are taken with any offset. Dates are \`YYYY-MM-DD\` in the person's own day.
Lists begin with what was added last unless they say otherwise, 50 a page: ask again with \`next_cursor\` until it is null.
Errors are problem details (RFC 9457) with \`code\`, \`error\` and, for what is wrong with a request, \`errors\`.
A person's programs can ask 100 times a minute, all together; 429 says with \`Retry-After\` in how many seconds again, and every answer with \`RateLimit\` where it stands.
A path that does not take a method answers 405, with those that it takes as \`Allow\`.
A body is \`application/json\` unless an operation says otherwise; members that are not named here are refused.
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

export const openApi = async (app: Hono<App>) => {
  const description = await generateSpecs(app, {
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
              'Of a browser that is signed in; `__Host-session` over https. A write with it needs the `Origin` of this site, or `Sec-Fetch-Site: same-origin`.',
          },
          bearer: {
            type: 'http',
            scheme: 'bearer',
            description:
              'A personal token, which begins with `daymark_pat_`, or the access token of a program, a JWT. Wins over a cookie that comes along.',
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

import type { Context } from 'hono'
import { dispatch } from '../lib/dispatch'
import type { App, RecordWrite } from '../lib/env'
import { isJson } from '../lib/page'

export type Asked = { method: 'GET' | 'POST' | 'PATCH'; path: string; body?: object }

/** The answer of a route of the API; `detail` says why it refused. */
export type Answered = { json: object } | { text: string } | { refused: number; detail: string }

const detailIn = (body: unknown) => {
  const { detail, title } = (body ?? {}) as { detail?: unknown; title?: unknown }
  return (
    [detail, title].find((one) => typeof one === 'string' && one !== '') ?? 'That did not work. Nothing was changed.'
  )
}

/** Asks a route of the API with the token of the request, so that all of its rules hold. */
export const ask = async (c: Context<App>, asked: Asked, recordWrite?: RecordWrite): Promise<Answered> => {
  const { method, path, body } = asked
  const headers = {
    Authorization: c.req.header('Authorization') ?? '',
    ...(body !== undefined && { 'Content-Type': 'application/json' }),
  }
  const answer = await dispatch(c, path, { method, headers, body: body && JSON.stringify(body) }, { recordWrite })
  const text = await answer.text()
  const json: unknown = isJson(answer.headers.get('Content-Type') ?? '') ? JSON.parse(text) : null
  if (!answer.ok) return { refused: answer.status, detail: String(detailIn(json)) }
  return typeof json === 'object' && json !== null ? { json } : { text }
}

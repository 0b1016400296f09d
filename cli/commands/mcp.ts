import { createInterface } from 'node:readline'
import type { Context, Run } from '../context'
import { Failure } from '../failure'
import { callServer, problemOf, refusalFailure, requireAccount } from '../remote/call'
import { hostOf } from '../remote/server'
import type { SignedInAccount } from '../store/account'

type Message = { id?: unknown; method?: unknown; params?: Record<string, unknown> }

const timeoutMs = 60_000

/** JSON-RPC errors. `unreadable`: the input is not JSON. `failed`: the server is unreachable or refuses. */
const codes = { unreadable: -32_700, failed: -32_000 } as const

const errorOf = (id: unknown, code: number, message: string) => ({ jsonrpc: '2.0', id, error: { code, message } })

const headerText = (text: string) =>
  /^[\x20-\x7e]*$/.test(text) ? text : `=?base64?${Buffer.from(text).toString('base64')}?=`

/** Headers that repeat members of a message, since the 2026 protocol. Earlier messages have no version. */
const headersOf = ({ method, params = {} }: Message) => {
  const meta = params._meta as Record<string, unknown> | undefined
  const version = meta?.['io.modelcontextprotocol/protocolVersion']
  if (typeof version !== 'string' || typeof method !== 'string') return {}
  const name = params.name ?? params.uri
  return {
    'MCP-Protocol-Version': version,
    'Mcp-Method': headerText(method),
    ...(typeof name === 'string' && { 'Mcp-Name': headerText(name) }),
  }
}

const sentenceOf = (error: unknown) => {
  if (!(error instanceof Failure)) return String(error)
  return error.hint ? `${error.message} ${error.hint}` : error.message
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** Sends a message and returns the server's response; null for a notification. @throws Failure */
const answerTo = async (
  context: Context,
  { server, token }: SignedInAccount,
  message: Message,
): Promise<object | null> => {
  const headers = { Accept: 'application/json, text/event-stream', ...headersOf(message) }
  const response = await callServer(context, {
    server,
    token,
    path: '/mcp',
    method: 'POST',
    headers,
    json: message,
    timeoutMs,
  })
  if (response.status === 202) return null
  const answer: unknown = await response
    .clone()
    .json()
    .catch(() => null)
  if (isObject(answer) && 'jsonrpc' in answer) return answer
  if (!response.ok) throw refusalFailure(server, response.status, await problemOf(response))
  throw new Failure('error', `${hostOf(server)} has no assistants.`, 'Check the address of the server.')
}

const messageIn = (line: string): Message | null => {
  try {
    const message: unknown = JSON.parse(line)
    return isObject(message) ? message : null
  } catch {
    return null
  }
}

/** Passes an assistant's messages to the server, one per line, and responses back, until the input ends. */
export const mcp: Run = async (context) => {
  const account = requireAccount(context)
  const { stdin, stdout } = context
  const write = (answer: object) => stdout.write(`${JSON.stringify(answer)}\n`)
  const pass = async (line: string) => {
    const message = messageIn(line)
    if (!message) return write(errorOf(null, codes.unreadable, 'This line is not a message.'))
    try {
      const answer = await answerTo(context, account, message)
      if (answer) write(answer)
    } catch (error) {
      if (message.id !== undefined) write(errorOf(message.id, codes.failed, sentenceOf(error)))
    }
  }
  const passing = new Set<Promise<unknown>>()
  for await (const line of createInterface({
    input: stdin,
    signal: context.signal,
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    if (line.trim() === '') continue
    const one = pass(line).finally(() => passing.delete(one))
    passing.add(one)
  }
  await Promise.all(passing)
  return { json: {}, text: [] }
}

import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { origin, request } from '../../../test/support/client'
import { bindings } from '../../account/auth/programs/testing'

const fetchApp = (input: string | URL, init?: RequestInit) => {
  const { pathname, search } = new URL(input)
  return request(`${pathname}${search}`, init, bindings)
}

/** Connects the official client; `auto` takes the protocol of today, `legacy` that of 2025. */
export const connected = async (token: string, mode: 'legacy' | 'auto' = 'legacy') => {
  const client = new Client({ name: 'a test', version: '1.0.0' }, { versionNegotiation: { mode } })
  const requestInit = { headers: { Authorization: `Bearer ${token}` } }
  await client.connect(new StreamableHTTPClientTransport(new URL(`${origin}/mcp`), { fetch: fetchApp, requestInit }))
  return client
}

/** Sends one JSON-RPC message. */
export const sendTo = (token: string, message: unknown, headers: Record<string, string> = {}) =>
  request(
    '/mcp',
    {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${token}`,
        Accept: 'application/json, text/event-stream',
        'Content-Type': 'application/json',
        ...headers,
      },
      body: typeof message === 'string' ? message : JSON.stringify(message),
    },
    bindings,
  )

export const calling = (name: string, args: unknown) => ({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name, arguments: args },
})

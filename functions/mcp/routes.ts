import {
  createMcpHandler,
  isLegacyRequest,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server'
import { type Context, Hono } from 'hono'
import { version } from '../../package.json'
import { missingScopes } from '../auth/programs/scopes'
import { invalidToken } from '../auth/signed-in'
import type { App, Scope } from '../lib/env'
import { problems } from '../lib/problem'
import { callTool, dataMark } from './call'
import { listResources, planTemplate, readResource } from './resources'
import { inputSchemaOf, pathOf, type Tool, toolNamed, tools } from './tools'

const instructions =
  'Daymark tracks the time, goals, tasks and learning of one person. Dates are in the zone of the person. Every write ' +
  `is listed under “Recent changes”, with its Undo. ${dataMark}`

const shownTool = (tool: Tool) => ({
  name: tool.name,
  title: tool.title,
  description: tool.description,
  inputSchema: { type: 'object' as const, ...inputSchemaOf(tool) },
  annotations: { readOnlyHint: tool.method === 'GET', destructiveHint: false, openWorldHint: false },
})

const permitted = (scopes: Scope[]) => (tool: Tool) => missingScopes(scopes, tool.method, pathOf(tool)) === undefined

/** A server for one request. */
const serverFor = (c: Context<App>, scopes: Scope[]) => {
  const options = { capabilities: { tools: {}, resources: {} }, instructions }
  const server = new Server({ name: 'daymark', title: 'Daymark', version }, options)
  server.setRequestHandler('tools/list', () => ({ tools: tools.filter(permitted(scopes)).map(shownTool) }))
  server.setRequestHandler('tools/call', ({ params }) => {
    const tool = toolNamed(params.name)
    if (!tool) throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'There is no such tool')
    return callTool(c, tool, params.arguments ?? {})
  })
  server.setRequestHandler('resources/list', ({ params }) => listResources(c, params?.cursor))
  server.setRequestHandler('resources/templates/list', () => ({ resourceTemplates: [planTemplate] }))
  server.setRequestHandler('resources/read', ({ params }) => readResource(c, params.uri))
  return server
}

/** `/mcp`, without sessions and streams: each request stands alone and is answered with JSON. */
export const mcp = new Hono<App>().post('/', async (c) => {
  const { access } = c.var
  if (access.by !== 'token') throw invalidToken(c, problems.signedOut)
  const make = () => serverFor(c, access.scopes)
  const { raw } = c.req
  if (!(await isLegacyRequest(raw))) {
    return createMcpHandler(make, { legacy: 'reject', maxSubscriptions: 0 }).fetch(raw)
  }
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true })
  await make().connect(transport)
  return transport.handleRequest(raw)
})

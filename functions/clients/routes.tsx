import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { DeactivateClient } from '../../views/clients/deactivate'
import { ClientPage, ClientsPage } from '../../views/clients/page'
import { RenameClient } from '../../views/clients/rename'
import { respondUndoable, runUndoable } from '../changes/run'
import { projectsTime } from '../ledger/projects-time'
import type { App } from '../lib/env'
import { submittedText } from '../lib/form'
import { andInOrg } from '../lib/kinds'
import { todayOf } from '../lib/now'
import { part } from '../lib/sql'
import { listedWhere, ofClientNamed, projects } from '../projects/queries'
import { trackedSums } from '../projects/tracked'
import {
  ClientsView,
  ClientView,
  clientsAfter,
  ofClient,
  planDeactivateClient,
  planRename,
  RenameForm,
  RenameView,
  renameClient,
} from './plan'

const pageSize = 200

const renameTitle = 'Rename a client'
const deactivateTitle = 'Archive a client'

const sameName = 'That’s already its name'

type RenameQuery = { client: string; name?: string; errors?: string[] }

const renamePage = async (c: Context<App>, { client, name, errors }: RenameQuery) => {
  const { DB } = c.env
  const all = client ? await projects(DB, c.var.user.id) : []
  const own = ofClient(all, client)
  if (client && own.length === 0) return c.notFound()
  const rename = name === undefined || errors ? undefined : renameClient(all, client, name)
  const isUnchanged = rename && rename.moved.length + rename.merged.length === 0
  const messages = isUnchanged ? [sameName] : errors
  if (messages) c.status(422)
  const merging = isUnchanged ? [] : (rename?.merged ?? []).map(({ from }) => from)
  const sums = await trackedSums(DB, c.var.user.id, merging)
  return c.render(
    <RenameClient
      client={own[0]?.client ?? ''}
      name={name}
      errors={messages}
      names={[...new Set(all.map((project) => project.client))].filter(Boolean)}
      preview={isUnchanged ? undefined : rename}
      sums={sums}
    />,
    { title: renameTitle, heading: true },
  )
}

const deactivatePage = async (c: Context<App>, client: string, status: 200 | 422 = 200) => {
  const { DB } = c.env
  const own = client ? ofClient(await projects(DB, c.var.user.id), client) : []
  if (client && own.length === 0) return c.notFound()
  const active = own.filter((project) => project.status === 'active')
  const sums = await trackedSums(DB, c.var.user.id, active)
  c.status(status)
  return c.render(<DeactivateClient client={own[0]?.client ?? ''} projects={active} sums={sums} />, {
    title: deactivateTitle,
    heading: true,
  })
}

export const clients = new Hono<App>()
  .get('/', async (c) => {
    const { after } = ClientsView.parse(c.req.query())
    const rows = await clientsAfter(c.env.DB, c.var.user.id, { after, org: c.var.org }, pageSize)
    const clients = rows.slice(0, pageSize)
    const next = rows.length > pageSize ? clients.at(-1)?.key : undefined
    return c.render(<ClientsPage clients={clients} next={next} first={after === ''} />, { title: 'Clients' })
  })

  .get('/time', async (c) => {
    const { client } = ClientView.parse(c.req.query())
    const { DB } = c.env
    const { user, org } = c.var
    const own = part`${ofClientNamed(client)} ${andInOrg(user.id, org, 'project')}`
    const [projects, time] = await Promise.all([
      listedWhere(DB, user.id, own),
      projectsTime(DB, user, `client:=${client}`, own, todayOf(c)),
    ])
    const [first] = projects
    if (client === '' || !first) return c.notFound()
    return c.render(<ClientPage client={first.client} projects={projects} time={time} />, { title: first.client })
  })

  .get('/rename', (c) => {
    const { data, error } = RenameView.safeParse(c.req.query())
    if (data) return renamePage(c, data)
    const { client = '', name } = c.req.query()
    return renamePage(c, { client, name, errors: z.flattenError(error).fieldErrors.name })
  })

  .post('/rename', async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const input = submittedText(c)
    const { data, error } = RenameForm.safeParse(input)
    if (error) {
      return renamePage(c, {
        client: input.client ?? '',
        name: input.name,
        errors: z.flattenError(error).fieldErrors.name,
      })
    }
    const change = await runUndoable(DB, user.id, (now) => planRename(DB, user.id, data.client, data.name, now))
    if ('refused' in change) return change.refused === 'gone' ? c.notFound() : renamePage(c, data)
    return respondUndoable(c, change, '/clients')
  })

  .get('/deactivate', (c) => deactivatePage(c, ClientView.parse(c.req.query()).client))

  .post('/deactivate', async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const { client } = ClientView.parse(submittedText(c))
    const change = await runUndoable(DB, user.id, (now) => planDeactivateClient(DB, user.id, client, now))
    if ('refused' in change) {
      return change.refused === 'gone' ? c.notFound() : deactivatePage(c, client, 422)
    }
    return respondUndoable(c, change, '/clients')
  })

import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { DeactivateClient } from '../../views/clients/deactivate'
import { ClientsPage } from '../../views/clients/page'
import { RenameClient } from '../../views/clients/rename'
import { changeMade } from '../changes/answers'
import { makeChange } from '../changes/make'
import type { App } from '../lib/env'
import { submittedText } from '../lib/form'
import { sumsOf } from '../project-merge/queries'
import { projects } from '../projects/queries'
import { planDeactivateClient, planRename } from './plan'
import { clientsAfter } from './queries'
import { ofClient, renaming } from './rename'
import { ClientsView, ClientView, RenameForm, RenameView } from './schema'

const pageSize = 200

const renameTitle = 'Rename a client'
const deactivateTitle = 'Set a client inactive'

const same = 'It has this name already'

type Asked = { client: string; name?: string; errors?: string[] }

/** The form for a client's new name, with what it would do once there is one. */
const renamePage = async (c: Context<App>, { client, name, errors }: Asked) => {
  const { DB } = c.env
  const all = client ? await projects(DB, c.var.user.id) : []
  const own = ofClient(all, client)
  if (client && own.length === 0) return c.notFound()
  const made = name === undefined || errors ? undefined : renaming(all, client, name)
  const isSame = made && made.moved.length + made.merged.length === 0
  const wrong = isSame ? [same] : errors
  if (wrong) c.status(422)
  const moving = isSame ? [] : (made?.merged ?? [])
  const sums = await sumsOf(
    DB,
    c.var.user.id,
    moving.map(({ from }) => from.id),
  )
  return c.render(
    <RenameClient
      client={own[0]?.client ?? ''}
      name={name}
      errors={wrong}
      names={[...new Set(all.map((project) => project.client))].filter(Boolean)}
      preview={isSame ? undefined : made}
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
  const sums = await sumsOf(
    DB,
    c.var.user.id,
    active.map(({ id }) => id),
  )
  c.status(status)
  return c.render(<DeactivateClient client={own[0]?.client ?? ''} projects={active} sums={sums} />, {
    title: deactivateTitle,
    heading: true,
  })
}

export const clients = new Hono<App>()
  .get('/', async (c) => {
    const { after } = ClientsView.parse(c.req.query())
    const found = await clientsAfter(c.env.DB, c.var.user.id, after, pageSize)
    const shown = found.slice(0, pageSize)
    const next = found.length > pageSize ? shown.at(-1)?.key : undefined
    return c.render(<ClientsPage clients={shown} next={next} first={after === ''} />, { title: 'Clients' })
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
    const given = await submittedText(c)
    const { data, error } = RenameForm.safeParse(given)
    if (error) {
      return renamePage(c, {
        client: given.client ?? '',
        name: given.name,
        errors: z.flattenError(error).fieldErrors.name,
      })
    }
    const made = await makeChange(DB, user.id, (now) => planRename(DB, user.id, data.client, data.name, now))
    if ('refused' in made) return made.refused === 'gone' ? c.notFound() : renamePage(c, data)
    return changeMade(c, made, '/clients')
  })

  .get('/deactivate', (c) => deactivatePage(c, ClientView.parse(c.req.query()).client))

  .post('/deactivate', async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const { client } = ClientView.parse(await submittedText(c))
    const made = await makeChange(DB, user.id, (now) => planDeactivateClient(DB, user.id, client, now))
    if ('refused' in made) {
      return made.refused === 'gone' ? c.notFound() : deactivatePage(c, client, 422)
    }
    return changeMade(c, made, '/clients')
  })

import { z } from 'zod'
import { cleanLine } from '../lib/text'
import { nameLimit } from '../projects/schema'

/** A client, which is a text that projects share; that of projects without one is empty. */
export type ListedClient = {
  key: string
  name: string
  project_count: number
  active_count: number
  tracked_seconds: number
}

const text = z.string().transform(cleanLine)
const chosen = text.pipe(z.string().max(nameLimit)).catch('')

export const ClientsView = z.object({
  /** The key of the last client on the page before. */
  after: chosen,
})

/** The new name of a client; empty takes the client off its projects. */
const newName = text.pipe(z.string().max(nameLimit, `A client has at most ${nameLimit} characters`))

/** What the page of one client is asked for. */
export const ClientView = z.object({ client: chosen })

export const RenameView = ClientView.extend({ name: newName.optional() })

export const RenameForm = ClientView.extend({ name: newName })
export type RenameForm = z.infer<typeof RenameForm>

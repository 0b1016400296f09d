import { z } from 'zod'
import { cleanLine } from '../lib/text'
import { nameLimit } from '../projects/schema'

/** A client is a text that projects share; empty for projects without one. */
export type ListedClient = {
  key: string
  name: string
  project_count: number
  active_count: number
  tracked_seconds: number
}

const text = z.string().transform(cleanLine)
const clientName = text.pipe(z.string().max(nameLimit)).catch('')

export const ClientsView = z.object({ after: clientName })

const newName = text.pipe(z.string().max(nameLimit, `A client has at most ${nameLimit} characters`))

export const ClientView = z.object({ client: clientName })

export const RenameView = ClientView.extend({ name: newName.optional() })

export const RenameForm = ClientView.extend({ name: newName })
export type RenameForm = z.infer<typeof RenameForm>

import { type Loaded, loads } from '../../lib/env'
import * as q from './queries'
import type { ListedProject } from './schema'

export type WithProject = Loaded<'project', ListedProject>

export const loadProject = loads('project', (c, id) => q.project(c.env.DB, c.var.user.id, id))

import { kindApi } from '../../lib/resource/kind-api'
import { projectsBefore } from './queries'
import { project } from './resource'
import { projectKind } from './schema'

/** `/api/v1/projects` */
export const projectsApi = kindApi(projectKind, project, {
  ...projectKind.bodies({ create: { name: 'Thesis' }, patch: { status: 'inactive' } }),
  list: projectsBefore,
})

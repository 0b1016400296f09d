import { orgInput } from '../lib/api/org'
import { idInput } from '../lib/api/values'
import { resourceApi } from '../lib/resource/api'
import { ProjectJson, projectBodies, projectJson } from './json'
import { projectsBefore } from './queries'
import { project } from './resource'
import { projectStatus } from './schema'

export const projectsApi = resourceApi(project, {
  aName: 'a project',
  tag: 'Projects',
  schema: ProjectJson,
  json: (rows) => rows.map(projectJson),
  ...projectBodies,
  filter: {
    status: projectStatus.optional(),
    organization_id: idInput.optional().meta({ description: 'Of this organization.' }),
    org: orgInput,
  },
  list: projectsBefore,
})

import { categories } from '../goals/categories'
import { mergeOrganizations, mergePeople, mergeProjects } from '../merges/routes'
import { behindMiddleware } from '../middleware'
import { clients, organizations } from '../organization-pages/routes'
import { organizationsApi } from '../organizations/api'
import { peopleApi } from '../people/api'
import { people } from '../person-pages/routes'
import { projects } from '../project-pages/routes'
import { projectsApi } from '../projects/api'
import { searchApi } from '../search/api'
import { search } from '../search/routes'
import { tagsApi } from '../tags/api'
import { tags } from '../tags/routes'

/** Projects, people and tags, which time and notes are filed under, and the search. */
export const part = behindMiddleware({
  own: (app) => {
    app.route('/clients', clients)
    app.route('/goals/categories', categories)
    app.route('/organizations/:id/merge', mergeOrganizations)
    app.route('/organizations', organizations)
    app.route('/api/v1/organizations', organizationsApi)
    app.route('/people/:id/merge', mergePeople)
    app.route('/people', people)
    app.route('/api/v1/people', peopleApi)
    app.route('/projects/:id/merge', mergeProjects)
    app.route('/projects', projects)
    app.route('/api/v1/projects', projectsApi)
    app.route('/search', search)
    app.route('/api/v1/search', searchApi)
    app.route('/tags', tags)
    app.route('/api/v1/tags', tagsApi)
  },
})

import { searchApi } from '../data/search/api'
import { search } from '../data/search/routes'
import { mergeOrganizations, mergePeople, mergeProjects } from '../filing/merges/routes'
import { projects } from '../filing/project-pages/routes'
import { projectsApi } from '../filing/projects/api'
import { tagsApi } from '../filing/tags/api'
import { tags } from '../filing/tags/routes'
import { categories } from '../goals/goals/categories'
import { behindMiddleware } from '../middleware'
import { clients, organizations } from '../people/organization-pages/routes'
import { organizationsApi } from '../people/organizations/api'
import { peopleApi } from '../people/people/api'
import { people } from '../people/person-pages/routes'

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

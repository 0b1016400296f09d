import { actsLikeAResource } from './resource'

actsLikeAResource({
  name: 'project',
  table: 'projects',
  paths: () => ({ list: '/projects', pages: '/projects', api: '/api/v1/projects' }),
  described: { path: '/api/v1/projects', item: '/api/v1/projects/{id}', tag: 'Projects' },
  form: { name: 'Thesis', client: 'UNAM', classification: 'learning', color: 'plum' },
  invalid: {
    form: { name: '', client: 'typed "before"' },
    message: 'Give the project a name',
    kept: 'value="typed &quot;before&quot;"',
  },
  body: { name: 'Thesis', color: 'jade' },
  invalidBody: { body: { name: 7 }, path: 'name' },
  edited: {
    form: { name: 'Tesis', client: 'UNAM', classification: 'learning', color: 'plum' },
    shown: ['Thesis', 'Tesis'],
    patch: { name: 'Tesis' },
  },
})

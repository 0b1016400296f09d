import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { operation } from '../lib/api/describe'
import { edited } from '../lib/api/edit'
import { afterAllIds, listPage, listQuery, pageOf } from '../lib/api/list'
import { once } from '../lib/api/once'
import { body, invalidFields, query } from '../lib/api/request'
import { versioned } from '../lib/api/version'
import type { App } from '../lib/env'
import { commit } from '../lib/sql'
import { found } from './found'
import { NewProjectBody, ProjectJson, ProjectPatch, projectJson } from './json'
import * as q from './queries'
import { projectStatus } from './schema'
import { taken } from './words'
import * as w from './writes'

const tag = 'Projects'
const nameTaken = () => invalidFields({ name: [taken] })

const answer = async <E extends App>(c: Context<E>, id: string, status: 200 | 201) => {
  const project = await q.project(c.env.DB, c.var.user.id, id)
  if (!project) return c.notFound()
  if (status === 201) c.header('Location', `/api/v1/projects/${id}`)
  return c.json(projectJson(project), status)
}

/** `/api/v1/projects` */
export const projectsApi = new Hono<App>()
  .get(
    '/',
    operation({ summary: 'List projects', tag, versioned: true, answers: { schema: pageOf(ProjectJson) } }),
    query(z.object({ ...listQuery, status: projectStatus.optional() })),
    versioned,
    async (c) => {
      const { cursor = afterAllIds, limit, status = '' } = c.req.valid('query')
      const rows = await q.projectsBefore(c.env.DB, c.var.user.id, { cursor, status }, limit)
      return c.json(listPage(rows, limit, ({ id }) => id, projectJson))
    },
  )

  .post(
    '/',
    operation({ summary: 'Add a project', tag, body: true, once: true, answers: { status: 201, schema: ProjectJson } }),
    body(NewProjectBody),
    once((c, id) => answer(c, id, 201)),
    async (c) => {
      const { DB } = c.env
      const { user, claim } = c.var
      const { name, client = '', classification = 'work', color = 'slate' } = c.req.valid('json')
      const project = { id: uuid(), name, client, classification, color, import_id: null }
      const writes = [...claim(project.id), ...q.addProjects(DB, user.id, [project], Date.now())]
      if ((await w.commitNamed(DB, user.id, [], writes)) === 'taken') throw nameTaken()
      return answer(c, project.id, 201)
    },
  )

  .get(
    '/:id',
    operation({ summary: 'Read a project', tag, versioned: true, item: true, answers: { schema: ProjectJson } }),
    versioned,
    found,
    (c) => c.json(projectJson(c.var.project)),
  )

  .patch(
    '/:id',
    operation({
      summary: 'Edit a project',
      tag,
      body: true,
      item: true,
      stale: true,
      answers: { schema: ProjectJson },
    }),
    found,
    body(ProjectPatch),
    async (c) => {
      const { DB } = c.env
      const { project, user } = c.var
      const { seq, ...values } = c.req.valid('json')
      const isThere = await edited({
        row: project,
        seq,
        again: () => q.project(DB, user.id, project.id),
        write: async (saved) => {
          const writes = w.updateProject(DB, user.id, project.id, { ...saved, ...values }, Date.now())
          const done = await w.commitNamed(DB, user.id, ['stats'], writes)
          if (done === 'taken') throw nameTaken()
          return done !== 'stale'
        },
        json: projectJson,
      })
      if (!isThere) return c.notFound()
      return answer(c, project.id, 200)
    },
  )

  .delete('/:id', operation({ summary: 'Delete a project', tag, item: true }), found, async (c) => {
    const { project, user } = c.var
    const writes = w.deleteProject(c.env.DB, user.id, project.id, Date.now())
    return (await commit(c.env.DB, user.id, ['stats'], writes)) ? c.body(null, 204) : c.notFound()
  })

import { Hono } from 'hono'
import { SkillsPage } from '../../views/skills/page'
import type { App } from '../lib/env'
import { resourcePages } from '../lib/resource/pages'
import { skillActions } from './actions'
import { skillResource } from './api'
import { skillImport } from './import/routes'
import { SkillsView } from './list'
import { readSkills, skillPages } from './pages'

/** `/skills` */
export const skills = new Hono<App>()
  .get('/', async (c) => {
    const page = await readSkills(c, SkillsView.parse(c.req.query()))
    return c.render(<SkillsPage {...page} />, { title: 'Skills' })
  })
  .route('/import', skillImport)
  .route('/', resourcePages(skillResource, skillPages))
  .route('/:id', skillActions)

import { Hono } from 'hono'
import { SkillList, SkillRow, SkillsPage } from '../../../views/learning/skills/page'
import { SkillHead, SkillPage } from '../../../views/learning/skills/skill'
import { Field } from '../../../views/ui/field'
import { selectedKind } from '../../changes/selected'
import { type App, todayOf } from '../../lib/env'
import { kindPages } from '../../lib/resource/kind-pages'
import { skillActions } from './actions'
import { skillResource } from './api'
import { skillImport } from './import/routes'
import { SkillsView, skillPageData, skillsPage } from './list'
import { skillKind } from './schema'

const listed = kindPages(skillKind, skillResource, {
  read: (c, query) => skillsPage(c.env.DB, c.var.user.id, c.var.org, SkillsView.parse(query), todayOf(c)),
  view: (page) => <SkillsPage {...page} />,
  list: (page) => <SkillList {...page} oob />,
  item: (row, c) => <SkillRow skill={{ ...row, relevance: null }} today={todayOf(c)} />,
  head: (c, row) => <SkillHead skill={row} today={todayOf(c)} />,
  page: async (c, { id }) => {
    const data = await skillPageData(c.env.DB, c.var.user.id, c.var.org, id)
    return data && <SkillPage {...data} today={todayOf(c)} />
  },
  slots: (c) => ({ used_on: (field) => <Field {...field} max={todayOf(c)} /> }),
  restoreRefused: {
    status: 409,
    code: 'name_taken',
    title: 'Name already taken',
    detail: 'Another skill now has the same name. Rename that one, then restore this one.',
  },
})

export const skillBulkActions = selectedKind(skillKind, listed)

/** `/skills` */
export const skills = new Hono<App>()
  .route('/import', skillImport)
  .route('/', skillBulkActions.routes)
  .route('/:id', skillActions)

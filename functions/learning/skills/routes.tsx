import { type Context, Hono } from 'hono'
import { SkillFields } from '../../../views/learning/skills/form'
import { SkillList, SkillRow, SkillsPage } from '../../../views/learning/skills/page'
import { SkillPage } from '../../../views/learning/skills/skill'
import { type App, todayOf } from '../../lib/env'
import { allOrgs } from '../../lib/org'
import { addedTo } from '../../lib/resource/added'
import { describedFiling, filingChoices } from '../../lib/resource/choices'
import { listedPages } from '../../lib/resource/listed'
import { skillActions } from './actions'
import { skillResource } from './api'
import { skillImport } from './import/routes'
import { described, SkillsView, skillPageData, skillsPage } from './list'
import { filing, NewSkillForm, SkillForm } from './schema'

const choicesOf = (c: Context<App>) => filingChoices(c.env.DB, c.var.user.id, allOrgs, filing.ids)

const { routes } = listedPages(skillResource, {
  path: '/skills',
  title: 'Skills',
  titleOf: ({ name }) => name,
  create: NewSkillForm,
  edit: SkillForm,
  read: (c, query) => skillsPage(c.env.DB, c.var.user.id, c.var.org, SkillsView.parse(query), todayOf(c)),
  view: (page) => <SkillsPage {...page} />,
  list: (page) => <SkillList {...page} oob />,
  item: (row, c) => <SkillRow skill={{ ...row, relevance: null }} today={todayOf(c)} />,
  page: async (c, { id }) => {
    const data = await skillPageData(c.env.DB, c.var.user.id, c.var.org, id)
    return data && <SkillPage {...data} today={todayOf(c)} />
  },
  fields: async (c, props) => (
    <SkillFields {...props} choices={await choicesOf(c)} organization={addedTo(c)} today={todayOf(c)} />
  ),
  described: async (c, saved) => ({ ...described, ...describedFiling(await choicesOf(c), saved, filing.ids) }),
  restoreRefused: {
    status: 409,
    code: 'name_taken',
    title: 'Name already taken',
    detail: 'Another skill now has the same name. Rename that one, then restore this one.',
  },
})

/** `/skills` */
export const skills = new Hono<App>().route('/import', skillImport).route('/', routes).route('/:id', skillActions)

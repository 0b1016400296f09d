import type { Context } from 'hono'
import { SkillFields } from '../../views/skills/form'
import { SkillList, SkillRow } from '../../views/skills/page'
import { type ProgressDraft, SkillPage } from '../../views/skills/skill'
import { addedTo } from '../context/added'
import { type App, todayOf } from '../lib/env'
import { allOrgs } from '../lib/org'
import { wantsFragment } from '../lib/page'
import { describedFiling, filingChoices } from '../lib/resource/choices'
import { listed } from '../lib/resource/listed'
import type { Done, Pages } from '../lib/resource/pages'
import { respond } from '../lib/respond'
import { SkillsView, skillPageData, skillsPage } from './list'
import { skill } from './queries'
import { filing, NewSkillForm, type NewSkillValues, type Skill, SkillForm } from './schema'
import { described } from './words'

export const readSkills = (c: Context<App>, view: SkillsView) =>
  skillsPage(c.env.DB, c.var.user.id, c.var.org, view, todayOf(c))

const rowOf = (c: Context<App>, row: Skill) => <SkillRow skill={{ ...row, relevance: null }} today={todayOf(c)} />

const choicesOf = (c: Context<App>) => filingChoices(c.env.DB, c.var.user.id, allOrgs, filing.ids)

const skillList = listed<Skill>({
  name: 'skill',
  path: '/skills',
  titleOf: ({ name }) => name,
  item: (row, c) => rowOf(c, row),
  list: async (c, search) => <SkillList {...(await readSkills(c, SkillsView.parse(Object.fromEntries(search))))} oob />,
  fields: async (c, props) => (
    <SkillFields {...props} choices={await choicesOf(c)} organization={addedTo(c)} today={todayOf(c)} />
  ),
})

/** Everything on a skill’s page, to be swapped out of band for htmx. Null for a skill that is gone. */
export const skillBody = async (c: Context<App>, id: string, draft?: ProgressDraft) => {
  const data = await skillPageData(c.env.DB, c.var.user.id, c.var.org, id)
  return data && <SkillPage {...data} today={todayOf(c)} draft={draft} oob={wantsFragment(c)} />
}

/** Answers an edit with the skill's row where it was made in the list, or leads to its page. */
const edited = async (c: Context<App>, { id }: Done<Skill>) => {
  if (!wantsFragment(c)) {
    return respond(c, { toast: { message: 'Skill saved' }, page: `/skills/${id}`, fragments: () => null })
  }
  const saved = await skill(c.env.DB, c.var.user.id, id)
  return saved ? c.render(rowOf(c, saved)) : c.notFound()
}

export const skillPages: Pages<Skill, NewSkillValues> = {
  ...skillList,
  create: NewSkillForm,
  edit: SkillForm,
  described: async (c, saved) => ({ ...described, ...describedFiling(await choicesOf(c), saved, filing.ids) }),
  show: async (c, row) =>
    wantsFragment(c) ? c.render(rowOf(c, row)) : c.render(await skillBody(c, row.id), { title: row.name }),
  answer: (c, done) => (done.action === 'edit' ? edited(c, done) : skillList.answer(c, done)),
  restoreRefused: {
    status: 409,
    code: 'name_taken',
    title: 'Name already taken',
    detail: 'Another skill now has the same name. Rename that one, then restore this one.',
  },
}

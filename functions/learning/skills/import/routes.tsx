import { z } from 'zod'
import { SkillImportPage, SkillPreviewPage } from '../../../../views/learning/skills/import'
import { type Import, importPages } from '../../../imports/pages'
import { uploadText } from '../../../imports/read'
import { todayOf } from '../../../lib/env'
import { type LeftOut, skippedFaults } from '../../../lib/files/left-out'
import { undoPath } from '../../../lib/http/path-to'
import { newRowOrg } from '../../../lib/resource/new-row-filing'
import { grouped } from '../../../lib/text/format'
import { levelText, skillKind } from '../schema'
import {
  type ImportValues,
  importLimit,
  importSkills,
  isEmptyImport,
  planSkillImport,
  skillImportSummary,
} from './plan'
import { readImport } from './read'

const source = { missing: 'Choose a file or paste a list.', bytes: 32 * 1024 }

const Fields = z.object({ level: levelText.catch(1), category: skillKind.Row.shape.category.catch('technical') })

const tooMany = `An import adds at most ${grouped(importLimit)} skills and ${grouped(importLimit)} projects. Import it in parts.`

const skills: Import<ImportValues & { leftOut: LeftOut[] }> = {
  path: '/skills/import',
  title: 'Import skills',
  back: { href: '/skills', name: 'Skills' },
  uploads: null,
  start: (_, draft) => <SkillImportPage values={Fields.parse(draft?.values ?? {})} draft={draft} />,

  read: async (_, sent) => {
    const read = await uploadText(sent, source)
    return 'errors' in read ? read : { kept: { ...Fields.parse(sent.fields), text: read.text, leftOut: read.leftOut } }
  },

  preview: async (c, { leftOut, ...values }, ways) => {
    const list = readImport(values.text)
    const read = { ...list, faults: [...skippedFaults(leftOut), ...list.faults] }
    const { plan, isTooMany } = await planSkillImport(c.env.DB, c.var.user.id, read, values)
    if (isTooMany) return { errors: { form: [tooMany] } }
    return { content: <SkillPreviewPage read={read} plan={plan} values={values} {...ways} />, keep: null }
  },

  confirm: async (c, values) => {
    const added = { organization_id: newRowOrg(c), today: todayOf(c) }
    const { plan, changeId } = await importSkills(c.env.DB, c.var.user.id, readImport(values.text), values, added)
    if (plan === null) return { errors: { form: [tooMany] } }
    if (isEmptyImport(plan)) return { page: '/skills', message: 'Nothing new to import' }
    return { page: '/skills', message: `Imported ${skillImportSummary(plan)}`, undo: undoPath(changeId) }
  },
}

/** `/skills/import` */
export const skillImport = importPages(skills)

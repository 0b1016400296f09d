import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { ImportPage, PreviewPage } from '../../../views/skills/import'
import { addedTo } from '../../context/added'
import { type App, todayOf } from '../../lib/env'
import { chosenFile } from '../../lib/form'
import { grouped } from '../../lib/format'
import { redirectTo } from '../../lib/respond'
import { category, levelText } from '../schema'
import { type ImportValues, importLimit, importSkills, isEmpty, planImport, summaryOf } from './plan'
import { readImport } from './read'

const title = 'Import skills'

/** In bytes. */
const textLimit = 32 * 1024

const ImportFields = z.object({ level: levelText.catch(1), category: category.catch('technical') })

/** The pasted text, or that of the file; a message where it cannot be read. */
const textOf = async (form: FormData): Promise<{ text: string } | { message: string }> => {
  const file = chosenFile(form.get('file'))
  const typed = String(form.get('text') ?? '')
  if (file && file.size > textLimit) return { message: `The file is over ${textLimit / 1024} KB.` }
  try {
    const text = file
      ? new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer())
      : typed
    if (text.length > textLimit) return { message: `The text is over ${textLimit / 1024} KB.` }
    return text.trim() === '' ? { message: 'Choose a file or paste a list.' } : { text }
  } catch {
    return { message: 'The file isn’t text in UTF-8.' }
  }
}

const startPage = (c: Context<App>, values: ImportValues, errors?: string[]) => {
  if (errors) c.status(422)
  return c.render(<ImportPage {...values} errors={errors} />, { title, heading: true })
}

const tooMany = [
  `An import adds at most ${grouped(importLimit)} skills and ${grouped(importLimit)} projects. Import it in parts.`,
]

/** The form as it was sent, and its list as it is read; a message where it cannot be. */
const submitted = async (c: Context<App>) => {
  const form = await c.req.formData()
  const fields = ImportFields.parse(Object.fromEntries(form))
  const given = await textOf(form)
  const values = { ...fields, text: String(form.get('text') ?? '') }
  return 'message' in given
    ? { values, message: given.message }
    : { values: { ...values, text: given.text }, read: readImport(given.text) }
}

/** `/skills/import` */
export const skillImport = new Hono<App>()
  .get('/', (c) => startPage(c, { text: '', level: 1, category: 'technical' }))

  .post('/', async (c) => {
    const { values, read, message } = await submitted(c)
    if (!read) return startPage(c, values, [message])
    const { plan, isTooMany } = await planImport(c.env.DB, c.var.user.id, read, values)
    if (isTooMany) return startPage(c, values, tooMany)
    return c.render(<PreviewPage read={read} plan={plan} values={values} />, { title, heading: true })
  })

  .post('/confirm', async (c) => {
    const { values, read, message } = await submitted(c)
    if (!read) return startPage(c, values, [message])
    const { plan, changeId } = await importSkills(c.env.DB, c.var.user.id, read, values, {
      organization_id: addedTo(c),
      today: todayOf(c),
    })
    if (plan === null) return startPage(c, values, tooMany)
    if (isEmpty(plan)) return redirectTo(c, '/skills', { message: 'Nothing new to import' })
    return redirectTo(c, '/skills', { message: `Imported ${summaryOf(plan)}`, undo: `/changes/${changeId}/undo` })
  })

import type { Context } from 'hono'
import { z } from 'zod'
import { CardImportPage, CardPreviewPage } from '../../../../views/learning/cards/import'
import { type Import, importPages } from '../../../imports/pages'
import { documentsOf, ImportDocument, RefusedImport } from '../../../imports/read'
import { commitVersion } from '../../../lib/db/sql'
import { type App, todayOf } from '../../../lib/env'
import { uploadStore } from '../../../lib/files/uploads'
import { undoPath } from '../../../lib/http/path-to'
import { redirectTo } from '../../../lib/http/respond'
import { filingOptions } from '../../../lib/resource/filing-choices'
import { grouped, plural } from '../../../lib/text/format'
import { changesLimit } from '../plan-file/replace'
import { freshCount, importCards, isPlaced, planCardImport, readCardDocuments, removeImported } from './import'

/** `plan` is the id of the chosen plan; empty for no plan. */
const Upload = z.object({ documents: z.array(z.union([ImportDocument, RefusedImport])), plan: z.string() })

export const cards: Import<z.infer<typeof Upload>> = {
  path: '/cards/import',
  title: 'Import cards',
  back: { href: '/cards', name: 'Cards' },
  uploads: uploadStore('cards', Upload),

  start: async (c, draft) => {
    const plans = await filingOptions(c.env.DB, c.var.user.id, c.var.org, 'plan_id')
    return <CardImportPage plans={plans} plan={draft?.values.plan ?? c.req.query('plan') ?? ''} draft={draft} />
  },

  read: async (_, sent) => {
    const read = await documentsOf(sent, 'Choose a file or paste cards.')
    return 'errors' in read ? read : { kept: { ...read, plan: sent.fields.plan ?? '' } }
  },

  preview: async (c, upload, ways) => {
    const documents = readCardDocuments(upload.documents)
    const { plans, previewed } = await planCardImport(c.env.DB, c.var.user.id, documents, upload.plan)
    if (upload.plan !== '' && !plans.some(({ id }) => id === upload.plan)) {
      return { errors: { plan: ['Choose a plan from the list.'] } }
    }
    const count = freshCount(previewed)
    if (count > changesLimit) {
      const message = `These are ${grouped(count)} new cards. Import at most ${grouped(changesLimit)} at once.`
      return { errors: { form: [message] } }
    }
    return {
      content: <CardPreviewPage previewed={previewed} plans={plans} {...ways} count={count} />,
      keep: count > 0 ? upload : null,
    }
  },

  confirm: async (c, upload, importId) => {
    const documents = readCardDocuments(upload.documents)
    const change = { importId, documents, chosen: upload.plan }
    const previewed = await importCards(c.env.DB, c.var.user, change, todayOf(c))
    const count = freshCount(previewed)
    const duplicates = previewed.filter(isPlaced).reduce((sum, one) => sum + one.duplicates.length, 0)
    const skipped = duplicates > 0 ? `, ${plural(duplicates, 'duplicate')} skipped` : ''
    const [first, ...others] = new Set(previewed.filter(isPlaced).map(({ planId }) => planId))
    return {
      page: first && others.length === 0 ? `/cards?${new URLSearchParams({ plan: first })}` : '/cards',
      message: `${plural(count, 'card')} imported${skipped}`,
      undo: count > 0 ? undoPath(importId) : undefined,
    }
  },
}

/** `/cards/import` */
export const cardImport = importPages(cards)

export const undoCards = async (c: Context<App>, importId: string) => {
  const { DB } = c.env
  if (!z.uuid().safeParse(importId).success) return c.notFound()
  const done = await commitVersion(DB, c.var.user.id, [], [removeImported(DB, c.var.user.id, importId, Date.now())])
  const count = done?.results[0]?.meta.changes ?? 0
  return count > 0 ? redirectTo(c, '/cards', { message: 'Import undone' }) : c.notFound()
}
